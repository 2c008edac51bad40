"""Who was made one with whom: the numbers that went, and whom they mean today.

A record `merge` says into which number another one went. A false one, which names somebody who stands, counts for
nothing: an editor with a changed desk could else let one person's erasure take another along.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress

import msgspec

from busel.contacts.record import read_record
from busel.contacts.shared import Merge
from busel.journal.deed import Fields

_OTHER = "json_extract(fields, '$.other')"
_INTO = f"SELECT record, fields FROM workspace_item WHERE kind = 'merge' AND {_OTHER} = ? AND division_id = ?"
_ALL = "SELECT fields FROM workspace_item WHERE kind = 'merge' AND division_id = ?"
_WENT = "SELECT 1 FROM workspace_item WHERE kind = 'merge' AND json_extract(fields, '$.contact') = ?"
_STANDS = "SELECT 1 FROM workspace_contact WHERE id = ?"
_GONE = "SELECT value FROM json_each(?) j WHERE NOT EXISTS (SELECT 1 FROM workspace_contact c WHERE c.id = j.value)"
_ANY = "SELECT 1 FROM workspace_item WHERE kind = 'merge' LIMIT 1"
_ELSEWHERE = "SELECT 1 FROM workspace_contact WHERE id = ? AND division_id != ?"


def merges_into(raw: sqlite3.Connection, contact: int, division: int) -> Iterator[tuple[int, Fields]]:
    """Yield (record, fields) of each merge that led to a contact of a division, directly or through others."""
    seen, waiting = {contact}, [contact]
    while waiting:
        for record, stored in raw.execute(_INTO, (waiting.pop(), division)).fetchall():
            fields = msgspec.json.decode(stored, type=Fields)
            gone = fields.get("contact")
            if isinstance(gone, int) and gone not in seen and not _stands(raw, gone):
                seen.add(gone)
                waiting.append(gone)
                yield record, fields


def is_merged(raw: sqlite3.Connection, contact: int) -> bool:
    """Does a number mean somebody else today, for it went with a merge?"""
    return raw.execute(_WENT, (contact,)).fetchone() is not None


def who_is_who(raw: sqlite3.Connection, division: int) -> dict[int, int]:
    """Return number that went -> number that stands, or went last, for all merges of a division.

    None leads to somebody who stands in another division: an editor with a changed desk says nothing of others there.
    """
    steps: dict[int, int] = {}
    for (stored,) in raw.execute(_ALL, (division,)).fetchall():
        with suppress(msgspec.ValidationError):
            one = read_record(Merge, msgspec.json.decode(stored, type=Fields))
            if not _stands(raw, one.contact):
                steps.setdefault(one.contact, one.other)
    ends = {gone: followed(steps, gone) for gone in steps}
    return {gone: end for gone, end in ends.items() if not _stands_elsewhere(raw, end, division)}


def means_in_zone(raw: sqlite3.Connection) -> dict[int, int]:
    """Return number that went -> number that stands, over all divisions that are open."""
    means: dict[int, int] = {}
    for (division,) in raw.execute("SELECT DISTINCT division_id FROM workspace_item WHERE kind = 'merge'").fetchall():
        means |= who_is_who(raw, division)
    return means


def whom_today(raw: sqlite3.Connection, numbers: Iterable[int]) -> list[int]:
    """Return whom numbers that somebody wrote down mean today: who went with a merge is the one who stayed."""
    written = list(numbers)
    if raw.execute(_ANY).fetchone() is None:
        return written
    gone = {number for (number,) in raw.execute(_GONE, (msgspec.json.encode(written).decode(),)).fetchall()}
    means = means_in_zone(raw) if gone else {}
    return [means.get(number, number) if number in gone else number for number in written]


def every_number(raw: sqlite3.Connection, numbers: Iterable[int]) -> list[int]:
    """Return all numbers that mean the same people today: those who stand, and those that went into them."""
    stand = dict.fromkeys(whom_today(raw, numbers))
    return [*stand, *(gone for gone, means in means_in_zone(raw).items() if means in stand)]


def followed(steps: Mapping[int, int], contact: int) -> int:
    """Return where a number leads; a ring, which only a changed desk writes, ends where it began to repeat."""
    seen = {contact}
    while (step := steps.get(contact, contact)) not in seen:
        seen.add(step)
        contact = step
    return contact


def _stands_elsewhere(raw: sqlite3.Connection, contact: int, division: int) -> bool:
    return raw.execute(_ELSEWHERE, (contact, division)).fetchone() is not None


def _stands(raw: sqlite3.Connection, contact: int) -> bool:
    return raw.execute(_STANDS, (contact,)).fetchone() is not None
