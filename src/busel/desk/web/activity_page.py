"""What happened with a person, newest first, as components/happened.html is given it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from busel.desk.people.person import Person
from busel.desk.web.choice_words import ACTIVITY_WORDS, OUTCOME_WORDS
from busel.desk.web.components import Words
from busel.journal.deed import Fields

SHOWN = 10
SHOWN_OF_A_TYPE = 100
MADE_BY_WORK = ("import", "merge")
"""Types that tell of work on a list: there is nothing to correct."""


@dataclass(frozen=True)
class Happened:
    """One line of what happened. `url` leads to its correction."""

    day: str
    type: Words
    subject: str
    outcome: Words
    details: str
    due: str
    done: str
    url: str = ""
    merged_url: str = ""
    """Of a merge: where it stands with all that it did, and is taken back."""


def happened(person: Person, only: str = "") -> dict[str, Any]:
    """Return the newest of what happened, and how many older ones there are; `only`: of one type, and more of it."""
    found = every_happened(person, only)
    most = SHOWN_OF_A_TYPE if found["happened_only"] else SHOWN
    every = found["activities"]
    return {**found, "activities": every[:most], "more_activities": max(0, len(every) - most)}


def every_happened(person: Person, only: str = "") -> dict[str, Any]:
    """Return all that happened, newest first; `only`: of one type."""
    every = sorted(person.records["activity"].items(), key=lambda pair: str(pair[1].get("day", "")), reverse=True)
    types = {one.get("type", ""): None for _record, one in every}
    chosen = only if only in types else ""
    return {
        "activities": [_line(person.id, *one) for one in every if chosen in ("", one[1].get("type", ""))],
        "happened_types": [(one, words, one == only) for one, words in ACTIVITY_WORDS.items() if one in types],
        "happened_only": chosen,
    }


def _line(contact: int, record: int, fields: Fields) -> Happened:
    type_, outcome, subject = (fields.get(name, "") for name in ("type", "outcome", "subject"))
    merged = type_ == "merge"
    return Happened(
        fields.get("day", ""),
        ACTIVITY_WORDS.get(type_) or type_,
        _("the other one had the number %(number)s") % {"number": subject} if merged and subject else subject,
        OUTCOME_WORDS.get(outcome) or outcome,
        details=fields.get("details", ""),
        due=fields.get("due", ""),
        done=fields.get("done", ""),
        url="" if type_ in MADE_BY_WORK else reverse("activity_change", args=[contact, record]),
        merged_url=f"{reverse('contact_history', args=[contact])}?kind=merge" if merged else "",
    )
