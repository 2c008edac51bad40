"""All that goes when a person goes: what is about them, what others have with them, a household left empty."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Iterator

import msgspec

from busel.contacts.records import ABOUT_A_CONTACT
from busel.desk.workspace.apply import STANDING, current_fields
from busel.desk.workspace.load import divisions_of
from busel.desk.workspace.merges import merges_into
from busel.desk.workspace.rows import ROWS
from busel.journal.deed import MERGE, Fields, Op

_OTHERS = "SELECT id FROM workspace_relationship WHERE other = ? AND contact_id != ? ORDER BY id"
_TOLD_OF = (
    "SELECT kind, record, fields FROM workspace_item"
    " WHERE kind IN ('move', 'retention', 'merge') AND json_extract(fields, '$.contact') = :id"
    " AND division_id = (SELECT division_id FROM workspace_contact WHERE id = :id) ORDER BY kind, record"
)
"""Records of the division that tell of one person; of who stands a merge tells that counts for nothing."""
_NOT_THE_SAME = (
    "SELECT record, fields FROM workspace_item WHERE kind = 'distinct' AND division_id = ?"
    " AND (json_extract(fields, '$.contact') = ? OR json_extract(fields, '$.other') = ?) ORDER BY record"
)
_LIVE_THERE = "SELECT COUNT(*) FROM workspace_contact WHERE household = ? AND household > 0 AND id != ?"


def removal_of(raw: sqlite3.Connection, contact: int) -> list[Op]:
    """Return the operations that take a person out of the division, with nothing left that tells of them.

    Empty where there is no such person. What the history keeps is not touched: only new keys end that.
    """
    fields = current_fields(raw, "contact", contact)
    if fields is None:
        return []
    division = divisions_of(raw, [contact])[contact]
    return [
        *bound(raw, contact, division),
        *told_of(raw, contact),
        *_judged(raw, contact, division),
        *_home(raw, contact, fields.get("household", 0)),
        Op("contact", contact, None, fields),
    ]


def squatters(raw: sqlite3.Connection, division: int, ids: Iterable[int], gone: Iterable[Op]) -> dict[int, list[Op]]:
    """Return what takes away the records that stand under ids that are no longer theirs: id -> operations.

    `gone`: what is taken out beside it. Ids are random, so only a changed desk writes such records: a note of an
    erasure that names one would be refused, and nobody could be erased whose number somebody used so.
    """
    done = {(op.kind, op.id) for op in gone}
    found: dict[int, list[Op]] = defaultdict(list)
    for id_ in dict.fromkeys(ids):
        for kind in STANDING:
            fields = current_fields(raw, kind, id_, division) if (kind, id_) not in done else None
            if fields is not None:
                found[id_].append(Op(kind, id_, None, fields))
    return found


def bound(raw: sqlite3.Connection, contact: int, division: int) -> Iterator[Op]:
    """Yield what takes away the records about a person, and the relationships in which they are the other one."""
    for kind in ABOUT_A_CONTACT:
        query = f"SELECT id FROM {ROWS[kind].name} WHERE contact_id = ? ORDER BY id"
        for (id_,) in raw.execute(query, (contact,)).fetchall():
            yield Op(kind, id_, None, current_fields(raw, kind, id_, division) or {})
    for (id_,) in raw.execute(_OTHERS, (contact, contact)).fetchall():
        yield Op("relationship", id_, None, current_fields(raw, "relationship", id_, division) or {})


def told_of(raw: sqlite3.Connection, contact: int) -> Iterator[Op]:
    """Yield what takes away the division's records that tell of one person."""
    for kind, id_, fields in raw.execute(_TOLD_OF, {"id": contact}).fetchall():
        yield Op(kind, id_, None, msgspec.json.decode(fields, type=Fields))


def _judged(raw: sqlite3.Connection, contact: int, division: int) -> Iterator[Op]:
    """Yield what takes away who was made one with them, and who was said not to be: under each of their numbers."""
    numbers = [contact]
    for record, fields in merges_into(raw, contact, division):
        numbers.append(fields["contact"])
        yield Op(MERGE, record, None, fields)
    found: dict[int, Fields] = {}
    for number in numbers:
        for record, stored in raw.execute(_NOT_THE_SAME, (division, number, number)).fetchall():
            found[record] = msgspec.json.decode(stored, type=Fields)
    yield from (Op("distinct", record, None, fields) for record, fields in found.items())


def _home(raw: sqlite3.Connection, contact: int, household: int) -> Iterator[Op]:
    home = current_fields(raw, "household", household) if household else None
    if home is not None and raw.execute(_LIVE_THERE, (household, contact)).fetchone() == (0,):
        yield Op("household", household, None, home)
