"""What happened with a person, newest first, as components/happened.html is given it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from busel.desk.people.person import Person
from busel.desk.web.choice_words import ACTIVITY_WORDS, OUTCOME_WORDS
from busel.desk.web.components import Words
from busel.journal.deed import Fields

SHOWN = 10
SHOWN_OF_A_TYPE = 100


@dataclass(frozen=True)
class Happened:
    """One line of what happened."""

    day: str
    type: Words
    subject: str
    outcome: Words
    details: str
    due: str
    done: str


def happened(person: Person, only: str = "") -> dict[str, Any]:
    """Return the newest of what happened, and how many older ones there are; `only`: of one type, and more of it."""
    every = sorted(person.all("activity"), key=lambda one: str(one.get("day", "")), reverse=True)
    types = {one.get("type", ""): None for one in every}
    kept = [one for one in every if one.get("type") == only] if only in types else every
    most = SHOWN_OF_A_TYPE if only in types else SHOWN
    return {
        "activities": [_line(one) for one in kept[:most]],
        "more_activities": max(0, len(kept) - most),
        "happened_types": [(one, words, one == only) for one, words in ACTIVITY_WORDS.items() if one in types],
        "happened_only": only if only in types else "",
    }


def _line(fields: Fields) -> Happened:
    type_, outcome = fields.get("type", ""), fields.get("outcome", "")
    more = (fields.get(name, "") for name in ("details", "due", "done"))
    return Happened(
        fields.get("day", ""),
        ACTIVITY_WORDS.get(type_) or type_,
        fields.get("subject", ""),
        OUTCOME_WORDS.get(outcome) or outcome,
        *more,
    )
