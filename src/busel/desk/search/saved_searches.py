"""Saved searches: read from all journals that are open, each shown once, counted live."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import reduce
from typing import Any

import msgspec

from busel.contacts.record import read_record
from busel.contacts.records import SavedSearch
from busel.desk.journals.freshness import Stamp, stamp
from busel.desk.search.conditions import PEOPLE, BadConditionError, Condition, count_where
from busel.desk.session import Session
from busel.desk.workspace.models import Item
from busel.journal.deed import Fields

KIND = "saved_search"


@dataclass(frozen=True)
class Saved:
    """A saved search, and what each journal holds of it under the same id.

    A fixed list of people lies in each division with the ids of that division alone: nobody learns who stands
    elsewhere.
    """

    record: int
    search: SavedSearch
    """All of it: of a fixed list, the people of every journal."""
    held: dict[bytes, Fields]

    @property
    def journals(self) -> tuple[bytes, ...]:
        """The journals that hold it."""
        return tuple(self.held)

    @property
    def title(self) -> str:
        """What it is called."""
        return self.search.title


@dataclass
class _Counts:
    stamp: Stamp | None = None
    by_record: dict[int, int] = field(default_factory=dict)


_counts = _Counts()
"""What was counted for the workspace as it is now."""


def saved_searches(session: Session) -> list[Saved]:
    """Return them by title; what does not read as a search of this version is left aside."""
    journals = {number: journal for journal, number in session.numbers.items()}
    found: dict[int, Saved] = {}
    rows = Item.objects.filter(kind=KIND).order_by("division").values_list("record", "division_id", "fields")
    for record, number, fields in rows:
        before = found.get(record)
        search = _read(fields)
        if search is not None:
            held = {**before.held, journals[number]: fields} if before else {journals[number]: fields}
            found[record] = Saved(record, _together(before.search, search) if before else search, held)
    return sorted(found.values(), key=lambda saved: saved.title.lower())


def journals_holding(session: Session, record: int) -> list[bytes]:
    """Return the journals that hold a saved search."""
    journals = {number: journal for journal, number in session.numbers.items()}
    rows = Item.objects.filter(kind=KIND, record=record).values_list("division_id", flat=True)
    return [journals[number] for number in rows if number in journals]


def where_titled(title: str) -> Condition | None:
    """Return the condition of the saved search that is called so, or None; of two the first."""
    rows = Item.objects.filter(kind=KIND, fields__title=title).order_by("record").values_list("record", "fields")
    held = [(record, search) for record, fields in rows if (search := _read(fields)) is not None]
    same = [search for record, search in held if record == held[0][0]]
    return reduce(_together, same).where if same else None


def fixed(title: str, people: Iterable[int]) -> SavedSearch:
    """Return a search that finds these people and nobody else."""
    return SavedSearch(title=title, where={"field": PEOPLE, "is": sorted(people)})


def _together(one: SavedSearch, other: SavedSearch) -> SavedSearch:
    """Return what two journals hold under one id as one search: of two fixed lists, everybody; else the first."""
    match one.where, other.where:
        case {"field": "people", "is": list(some)}, {"field": "people", "is": list(more)}:
            return SavedSearch(title=one.title, where={"field": PEOPLE, "is": list(dict.fromkeys([*some, *more]))})
    return one


def saved_search(session: Session, record: int) -> Saved | None:
    """Return one of them, or None."""
    return next((saved for saved in saved_searches(session) if saved.record == record), None)


def count(session: Session, saved: Saved) -> int | None:
    """Return how many people fit now; None for a condition that this version does not understand."""
    now = stamp(session)
    if _counts.stamp != now:
        _counts.stamp, _counts.by_record = now, {}
    if saved.record not in _counts.by_record:
        try:
            _counts.by_record[saved.record] = count_where(saved.search.where)
        except BadConditionError:
            return None
    return _counts.by_record[saved.record]


def _read(fields: dict[str, Any]) -> SavedSearch | None:
    try:
        return read_record(SavedSearch, fields)
    except msgspec.ValidationError:
        return None
