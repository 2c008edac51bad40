"""Filling the workspace block by block, with plain `executemany`: not one ORM object at a time."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from itertools import chain
from typing import Any

import msgspec
from django.db import connection

from busel.contacts.record import Record
from busel.contacts.records import KINDS, Contact
from busel.desk.search.free_text import TEXT_KINDS, TEXTS
from busel.desk.search.names import NAMES
from busel.desk.workspace.aliases import give, given, renamed_fields, renamed_pairs
from busel.desk.workspace.blocks import Typed, decode
from busel.desk.workspace.rows import LABELS, ROWS, sources
from busel.journal.deed import Fields
from busel.journal.snapshot import Words

ITEM = "INSERT OR REPLACE INTO workspace_item (division_id, kind, record, fields) VALUES (?, ?, ?, ?)"
_EXTERNAL = "INSERT INTO workspace_externalid (contact_id, value) VALUES (?, ?)"
_LABEL = "INSERT OR IGNORE INTO workspace_label (text, id) VALUES (?, ?)"
_INSERT = {kind: table.insert(contact=kind == "contact") for kind, table in ROWS.items()}
_MINE = "COALESCE((SELECT c.division_id FROM workspace_contact c WHERE c.id = contact_id), ?) = ?"
"""Is a record about somebody of this division, or about nobody? One id may stand in two divisions."""
_NARROW = 8
"""Rows of fewer columns go in a hundred to a statement: half the time. Wider ones gain nothing."""
_TOGETHER = 100
_ASKED = 5000


Items = list[tuple[str, int, Fields]]


class Loaded(msgspec.Struct):
    """What a block held beside the rows that went into tables."""

    items: list[tuple[str, int, Fields]]
    words: Words | None
    over: bool
    """It lies over other blocks: nothing was inserted yet, `lay_over` does it once the tables are indexed."""
    strays: int = 0
    """Records that were left out: their contact stands there twice, or is nobody of this division."""


def raw_connection() -> sqlite3.Connection:
    """Return this thread's own connection to the workspace, below Django: for work on many rows."""
    connection.ensure_connection()
    raw: sqlite3.Connection = connection.connection
    return raw


def load_block(raw: sqlite3.Connection, division: int, packed: bytes, *, seen: set[int] | None = None) -> Loaded:
    """Insert a snapshot block's records and return the rest. Raises DamagedError; then nothing of it was inserted.

    `seen` are the contacts of all divisions while the tables have no index yet. Whose id is another division's gets one
    of this desk's own. What is about nobody of the block, or stands there twice, is left out and counted.
    """
    block, typed, items = decode(packed)
    strays = 0
    if not block.over:
        typed, items = _under_own_ids(raw, division, (typed, items), seen)
        strays = _own_only(typed, _twice(raw, division, typed, seen))
        for kind, pairs in typed.items():
            insert(raw, division, kind, pairs)
        insert_items(raw, division, items)
    return Loaded(items, block.words, block.over, strays)


def _under_own_ids(
    raw: sqlite3.Connection, division: int, held: tuple[Typed, Items], seen: set[int] | None = None
) -> tuple[Typed, Items]:
    """Return a block's records with the ids of this desk; contacts whose id is another division's get one now."""
    typed, items = held
    names = given(raw, division)
    ids = {id_ for id_, _record in typed.get("contact", ())} - names.keys()
    if seen is None or not seen.isdisjoint(ids):
        homes = divisions_of(raw, ids if seen is None else seen & ids)
        if foreign := [id_ for id_, number in homes.items() if number != division]:
            give(raw, division, foreign)
            names = given(raw, division)
    if not names:
        return typed, items
    return renamed_pairs(typed, names), [(kind, id_, renamed_fields(fields, names)) for kind, id_, fields in items]


def _twice(raw: sqlite3.Connection, division: int, typed: Typed, seen: set[int] | None) -> set[int]:
    """Return those of a block's contacts that the division has already, and note them all as seen."""
    ids = {id_ for id_, _record in typed.get("contact", ())}
    known = ids if seen is None else seen & ids
    if seen is not None:
        seen |= ids
    return {id_ for id_, number in divisions_of(raw, known).items() if number == division}


def _own_only(typed: Typed, taken: set[int]) -> int:
    """Leave out contacts that are taken, and what is not about a contact of this block; return how many that was."""
    before = sum(map(len, typed.values()))
    if taken:
        typed["contact"] = [pair for pair in typed["contact"] if pair[0] not in taken]
    own = {id_ for id_, _record in typed.get("contact", ())}
    for kind, pairs in typed.items():
        if kind != "contact" and not {record.contact for _id, record in pairs} <= own:
            typed[kind] = [pair for pair in pairs if pair[1].contact in own]
    return before - sum(map(len, typed.values()))


def divisions_of(raw: sqlite3.Connection, contacts: Iterable[int]) -> dict[int, int]:
    """Return the number of the division that each of these contacts is in, as far as they are there."""
    ids = list(contacts)
    found: dict[int, int] = {}
    for at in range(0, len(ids), _ASKED):
        some = ids[at : at + _ASKED]
        marks = ",".join("?" * len(some))
        found.update(raw.execute(f"SELECT id, division_id FROM workspace_contact WHERE id IN ({marks})", some))
    return found


def lay_over(raw: sqlite3.Connection, division: int, packed: bytes) -> int:
    """Lay a block over what other blocks brought: its records replace theirs, and `gone` goes.

    Returns how many records were left out because they are about nobody of this division.
    """
    block, typed, items = decode(packed)
    typed, items = _under_own_ids(raw, division, (typed, items))
    before = sum(map(len, typed.values()))
    contacts = typed.pop("contact", [])
    remove(raw, division, {kind: [id_ for id_, _record in pairs] for kind, pairs in typed.items()})
    remove(raw, division, {"contact": [id_ for id_, _record in contacts]})
    insert(raw, division, "contact", contacts)
    laid = len(contacts)
    for kind, pairs in typed.items():
        own = divisions_of(raw, {record.contact for _id, record in pairs})
        mine = [pair for pair in pairs if own.get(pair[1].contact) == division]
        insert(raw, division, kind, mine)
        laid += len(mine)
    insert_items(raw, division, items)
    names = given(raw, division)
    gone = {**block.gone, "contact": [names.get(id_, id_) for id_ in block.gone.get("contact", ())]}
    remove(raw, division, gone)
    return before - laid


def insert(raw: sqlite3.Connection, division: int, kind: str, pairs: Sequence[tuple[int, Any]]) -> None:
    """Insert records of a kind that has a table; none of their ids is there yet."""
    take = ROWS[kind].take
    if kind == "contact":
        raw.executemany(_INSERT[kind], [(id_, division, *take(record)) for id_, record in pairs])
        _insert_rows(raw, _EXTERNAL, [(id_, value) for id_, record in pairs for value in record.external_ids])
        NAMES.add(pairs)
        TEXTS.touch(id_ for id_, _record in pairs)
    else:
        _insert_rows(raw, _INSERT[kind], [(id_, *take(record)) for id_, record in pairs])
        if kind == "tag":
            raw.executemany(_LABEL, LABELS.take_new())
        if kind in TEXT_KINDS:
            TEXTS.touch(record.contact for _id, record in pairs)


def _insert_rows(raw: sqlite3.Connection, statement: str, rows: Sequence[tuple[Any, ...]]) -> None:
    whole = len(rows) - len(rows) % _TOGETHER if rows and len(rows[0]) < _NARROW else 0
    if whole:
        width = len(rows[0]) * _TOGETHER
        flat = list(chain.from_iterable(rows[:whole]))
        raw.executemany(_many(statement), [flat[at : at + width] for at in range(0, len(flat), width)])
    raw.executemany(statement, rows[whole:])


@cache
def _many(statement: str) -> str:
    """Return the statement for a hundred rows at once."""
    head, row = statement.split(" VALUES ")
    return f"{head} VALUES {', '.join([row] * _TOGETHER)}"


def insert_items(raw: sqlite3.Connection, division: int, items: Iterable[tuple[str, int, Fields]]) -> None:
    """Insert (or replace) records of the kinds without a table."""
    encode = msgspec.json.encode
    raw.executemany(ITEM, [(division, kind, record, encode(fields).decode()) for kind, record, fields in items])


def remove(raw: sqlite3.Connection, division: int, gone: dict[str, list[int]]) -> None:
    """Remove a division's records by kind and id; those that are not there, or are another's, do not matter."""
    for kind, ids in sorted(gone.items(), key=lambda pair: pair[0] == "contact"):
        if kind == "contact":
            _take_out_contacts(raw, division, ids)
        elif kind in ROWS:
            if kind in TEXT_KINDS:
                TEXTS.touch(_contacts_of(raw, kind, ids))
            raw.executemany(
                f"DELETE FROM {ROWS[kind].name} WHERE id = ? AND {_MINE}", [(id_, division, division) for id_ in ids]
            )
        else:
            raw.executemany(
                "DELETE FROM workspace_item WHERE division_id = ? AND kind = ? AND record = ?",
                [(division, kind, id_) for id_ in ids],
            )


def _contacts_of(raw: sqlite3.Connection, kind: str, ids: list[int]) -> Iterator[int]:
    for id_ in ids:
        for (contact,) in raw.execute(f"SELECT contact_id FROM {ROWS[kind].name} WHERE id = ?", (id_,)):
            yield contact


def forget(raw: sqlite3.Connection, division: int) -> None:
    """Take a whole journal out of the workspace."""
    people = "(SELECT id FROM workspace_contact WHERE division_id = ?)"
    gone = {row[0] for row in raw.execute("SELECT id FROM workspace_contact WHERE division_id = ?", (division,))}
    NAMES.forget(gone)
    TEXTS.touch(gone)
    with raw:
        for table in (table for kind, table in ROWS.items() if kind != "contact"):
            raw.execute(f"DELETE FROM {table.name} WHERE contact_id IN {people}", (division,))
        raw.execute(f"DELETE FROM workspace_externalid WHERE contact_id IN {people}", (division,))
        raw.execute("DELETE FROM workspace_contact WHERE division_id = ?", (division,))
        raw.execute("DELETE FROM workspace_item WHERE division_id = ?", (division,))


def _take_out_contacts(raw: sqlite3.Connection, division: int, ids: list[int]) -> None:
    mine = [id_ for id_, number in divisions_of(raw, ids).items() if number == division]
    for id_ in mine:
        NAMES.remove(id_, read_contact(raw, id_))
    TEXTS.touch(mine)
    raw.executemany("DELETE FROM workspace_externalid WHERE contact_id = ?", [(id_,) for id_ in mine])
    raw.executemany("DELETE FROM workspace_contact WHERE id = ?", [(id_,) for id_ in mine])


def read_contact(raw: sqlite3.Connection, id_: int) -> Contact | None:
    """Return a contact's record, or None."""
    record = read_record(raw, "contact", id_)
    return record if isinstance(record, Contact) else None


def read_record(raw: sqlite3.Connection, kind: str, id_: int, division: int = 0) -> Record | None:
    """Return the record of a kind that has a table, or None. With `division` only what is about somebody there."""
    scoped = division and kind != "contact"
    mine = f" AND {_MINE}" if scoped else ""
    cursor = raw.execute(_select(kind) + mine, (id_, division, division) if scoped else (id_,))
    row = cursor.fetchone()
    if row is None:
        return None
    values = dict(zip((column[0] for column in cursor.description), row, strict=True))
    if kind == "contact":
        values |= {name: msgspec.json.decode(values[name]) for name in ("external_ids", "custom")}
    return msgspec.convert(values, KINDS[kind], strict=False)


@cache
def _select(kind: str) -> str:
    columns = ", ".join(f'{source} AS "{name}"' for name, source in sources(kind).items())
    return f"SELECT {columns} FROM {ROWS[kind].name} WHERE id = ?"
