"""Two records that may be one person, as the pages of the review draw them."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from busel.desk.duplicates.carrying import Fate, carried
from busel.desk.duplicates.review import Waiting
from busel.desk.inboxes.entry import EntryPerson
from busel.desk.people.person import Person
from busel.desk.search.people import PersonRow, people_of
from busel.desk.session import Session
from busel.desk.web.components import Words
from busel.desk.web.field_words import field_words
from busel.desk.web.formats import format_partial
from busel.desk.web.kind_words import counted
from busel.desk.web.pair_words import KIND_SHORT, reason_of
from busel.desk.web.person_page import title_of
from busel.desk.web.person_words import called
from busel.desk.web.place_words import division_words, within
from busel.desk.web.side_by_side import Side, known_person, side_by_side
from busel.desk.web.views.around import zone_name
from busel.desk.workspace.load import raw_connection

SAME, DIFFERS = "same", "differs"
_COUNTED = ("activity", "membership", "attendance", "consent", "relationship")


@dataclass(frozen=True)
class PairRow:
    """A row of duplicates/list.html."""

    one: str
    other: str
    reason: str
    kind: Words
    certain: bool
    url: str


@dataclass(frozen=True)
class SideWords:
    """One of the two at the head of duplicates/pair.html."""

    name: str
    language: str
    url: str
    told: str
    """Where and since when they stand, and how much hangs on them."""
    move_url: str = ""


@dataclass(frozen=True)
class Row:
    """One field of both."""

    label: str
    one: str
    other: str
    mark: str
    """SAME, DIFFERS, or nothing where only one of them tells it."""


@dataclass(frozen=True)
class SettledRow:
    """A row of duplicates/settled.html."""

    record: int
    number: int
    one: str
    other: str
    one_url: str
    other_url: str
    day: str
    division: str
    may_change: bool


@dataclass(frozen=True)
class BatchRow:
    """What was merged at once: a row of duplicates/certain.html."""

    record: int
    day: str
    pairs: int
    division: str
    undone: str
    may_undo: bool


def pair_rows(session: Session, some: list[Waiting], language: str) -> list[PairRow]:
    """Return rows of the list."""
    ids = dict.fromkeys(id_ for one in some for id_ in one.key)
    known = {row.id: row for row in people_of(list(ids))}
    zone = zone_name(session.keyring)
    return [
        PairRow(
            one=_named(known[one.pair.one], language),
            other=_named(known[one.pair.other], language),
            reason=_where(one, known, zone, language) or reason_of(one.pair),
            kind=_kind(one),
            certain=one.is_certain,
            url=reverse("duplicate", args=one.key),
        )
        for one in some
        if one.pair.one in known and one.pair.other in known
    ]


def _named(row: PersonRow, language: str) -> str:
    return called(row.name, language).first


def _kind(one: Waiting) -> Words:
    if one.is_apart:
        return _("two divisions")
    return _("certain") if one.is_certain else KIND_SHORT[one.pair.kind]


def _where(one: Waiting, known: dict[int, PersonRow], zone: str, language: str) -> str:
    if not one.is_apart:
        return ""
    names = (within(known[id_].division, zone) or known[id_].division for id_ in one.key)
    return " · ".join(division_words(name, language) for name in names)


def side_words(session: Session, found: Person, language: str, *, apart: bool) -> SideWords:
    """Return the head of one side."""
    title = title_of(found, language)
    told = [division_words(found.division, language)] if apart else []
    if added := found.contact.get("added"):
        told.append(_("added on %(day)s") % {"day": format_partial(added, language)})
    told += [counted(kind, len(found.records[kind])) for kind in _COUNTED if found.records[kind]]
    moves = apart and found.may_edit(session)
    return SideWords(
        name=title.first,
        language=title.first_language,
        url=reverse("contact", args=[found.id]),
        told=" · ".join(told),
        move_url=reverse("move", args=[found.id]) if moves else "",
    )


def field_rows(one: int, other: int, language: str) -> list[Row]:
    """Return the fields of both, with what agrees and what does not."""
    raw = raw_connection()
    sides = known_person(raw, one), known_person(raw, other)
    alike = {str(field_words("contact", "birth")): _birth_mark(*sides)}
    for kind, label in _told_apart().items():
        alike[str(label)] = _mark_of(kind, *sides)
    return [
        Row(side.label, side.comes, side.known, alike.get(side.label, DIFFERS) if side.differs else _mark(side))
        for side in side_by_side(*sides, language)
    ]


def _told_apart() -> dict[str, Words]:
    """Return what may be written in several ways, or several times, with its label on the page."""
    named = {"phone": "number", "email": "address", "messenger": "name", "tag": "label"}
    return {"address": _("Address")} | {kind: field_words(kind, name) for kind, name in named.items()}


def _mark(side: Side) -> str:
    return SAME if side.comes and side.known else ""


def _birth_mark(one: EntryPerson, other: EntryPerson) -> str:
    """A year alone says nothing against a day in it."""
    days = sorted(str(side.contact.get("birth", "")) for side in (one, other))
    return "" if days[1].startswith(days[0]) else DIFFERS


def _mark_of(kind: str, one: EntryPerson, other: EntryPerson) -> str:
    """Say whether they differ: not if written otherwise, or in the other language, nor if both have one of several."""
    mine, theirs = ([fields for held, fields in side.about if held == kind] for side in (one, other))
    fates = {found.fate for found in carried(kind, dict(enumerate(mine, 1)), dict(enumerate(theirs, 1)), kept=0)}
    if Fate.COMES not in fates:
        return SAME if len(mine) == len(theirs) else ""
    return DIFFERS if fates == {Fate.COMES} else ""
