"""Saved searches: read from all journals that are open, each shown once, counted live."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import msgspec

from busel.contacts.records import SavedSearch, read_record
from busel.desk.freshness import Stamp, stamp
from busel.desk.search.conditions import BadConditionError, count_where
from busel.desk.session import Session
from busel.desk.workspace.models import Item
from busel.journal.deed import Fields

KIND = "saved_search"


@dataclass(frozen=True)
class Saved:
    """A saved search, and the journals that hold it under the same id."""

    record: int
    search: SavedSearch
    fields: Fields
    journals: tuple[bytes, ...]

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
        search = before.search if before else _read(fields)
        if search is not None:
            places = (*(before.journals if before else ()), journals[number])
            found[record] = Saved(record, search, before.fields if before else fields, places)
    return sorted(found.values(), key=lambda saved: saved.title.lower())


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
