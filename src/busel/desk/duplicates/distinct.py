"""Who was said not to be the same person: remembered, whoever of them is merged with somebody later.

The records keep the numbers that they were written with. Whom these mean today is told by the merges, so that a merge,
and taking one back, need not touch them.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass

import msgspec

from busel.contacts.record import read_record
from busel.contacts.shared import Distinct
from busel.desk.session import Session
from busel.desk.workspace.load import raw_connection
from busel.desk.workspace.merges import who_is_who
from busel.desk.workspace.models import Item
from busel.journal.deed import Fields

KIND = "distinct"


@dataclass(frozen=True)
class Judged:
    """Two people of a division, as they stand today, of whom somebody said that they are two."""

    record: int
    journal: bytes
    fields: Fields
    pair: tuple[int, int]
    day: str


def judged_in(session: Session, journal: bytes) -> list[Judged]:
    """Return them for a division, the newest first."""
    number = session.numbers[journal]
    found = [Judged(record, journal, fields, pair, fields.get("day", "")) for record, fields, pair in _pairs(number)]
    return sorted(found, key=lambda one: (one.day, one.record), reverse=True)


def distinct_pairs(division: int) -> set[tuple[int, int]]:
    """Return the pairs of a division (its number here) that nobody need look at again, smaller id first."""
    return {pair for _record, _fields, pair in _pairs(division)}


def between(division: int, one: int, other: int) -> list[tuple[int, Fields]]:
    """Return the records of a division that say of these two that they are two."""
    wanted = (min(one, other), max(one, other))
    return [(record, fields) for record, fields, pair in _pairs(division) if pair == wanted]


def _pairs(division: int) -> Iterator[tuple[int, Fields, tuple[int, int]]]:
    means = who_is_who(raw_connection(), division)
    held = Item.objects.filter(division=division, kind=KIND).order_by("record").values_list("record", "fields")
    for record, fields in held:
        with suppress(msgspec.ValidationError):
            one = read_record(Distinct, fields)
            first, second = (means.get(id_, id_) for id_ in (one.contact, one.other))
            yield record, fields, (min(first, second), max(first, second))
