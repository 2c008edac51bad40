"""People as lists and pages show them: the name in the page's language first, the other one beside it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from busel.contacts.person_name import PersonName
from busel.desk.search.people import Flags, PersonRow
from busel.desk.search.text import Reason
from busel.desk.session import Session
from busel.desk.web.place_words import division_words, within
from busel.desk.web.reason_words import Typed
from busel.desk.web.views.around import zone_name


@dataclass(frozen=True)
class Called:
    """What a person is called: `first` in the page's language if known, `other` in the other where it differs."""

    first: str
    first_language: str
    other: str
    other_language: str


@dataclass(frozen=True)
class Listed:
    """A row of contacts/results.html."""

    url: str
    called: Called
    reason: str
    phones: Sequence[str]
    settlement: str
    division: str
    tags: Sequence[str]
    contact: Flags
    more: Sequence[str] = ()
    """Cells of the columns that a search chose beside the usual ones."""


def called(name: PersonName, language: str) -> Called:
    """Return both forms of a name for a page; somebody without any name is said to be so."""
    spelt = "ru" if language == "ru" else "be"
    other = "be" if spelt == "ru" else "ru"
    first = name.parts(spelt).full
    second = (name.ru if other == "ru" else name.be).full
    first_language = spelt if first == (name.ru if spelt == "ru" else name.be).full else other
    if not first:
        return Called(name.nickname or _("without a name"), "", "", "")
    return Called(first, first_language, "" if second == first else second, other)


def listed(
    session: Session,
    rows: Iterable[PersonRow],
    reasons: Mapping[int, tuple[Reason, ...]],
    language: str,
    *,
    query: str = "",
) -> list[Listed]:
    """Return rows for a list; `query`: what was typed, to say how a name differs from it."""
    zone = zone_name(session.keyring)
    typed = Typed(query, language)
    in_russian = language == "ru"
    return [
        Listed(
            url=reverse("contact", args=[row.id]),
            called=called(row.name, language),
            reason=typed.reasons(reasons.get(row.id, ()), row.name),
            phones=row.phones,
            settlement=(row.places[1] or row.places[0]) if in_russian else (row.places[0] or row.places[1]),
            division=division_words(within(row.division, zone), language),
            tags=row.tags,
            contact=row.flags,
        )
        for row in rows
    ]
