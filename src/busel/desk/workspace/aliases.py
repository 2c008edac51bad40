"""A contact's id that stands in two divisions: on this desk whoever comes second has another one, so both are shown.

Ids are random: only somebody who writes on purpose makes such a pair, in a deed or in a snapshot. Tables, pages,
searches and files have the ids of this desk; journals and the access log have the *stored* ones. What comes from a
journal is brought `inward`, what goes there `outward`. Nearly always there is no alias, and both return what they got.
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from msgspec.structs import replace

from busel.journal.deed import Fields, Op

About = Sequence[tuple[int, Sequence[Op]]]
_NAMING = ("contact", "other")
"""The fields that name a contact, whatever the kind of record."""
_GIVEN = "FROM workspace_alias a WHERE a.division_id = :d"
_OTHERS = (
    f"UPDATE workspace_relationship SET other = (SELECT a.id {_GIVEN} AND a.stored = other)"
    f" WHERE other IN (SELECT a.stored {_GIVEN})"
    " AND contact_id IN (SELECT id FROM workspace_contact WHERE division_id = :d)"
)
_ITEMS = tuple(
    f"UPDATE workspace_item SET fields = json_set(fields, '$.{name}',"
    f" (SELECT a.id {_GIVEN} AND a.stored = json_extract(fields, '$.{name}')))"
    f" WHERE division_id = :d AND json_extract(fields, '$.{name}') IN (SELECT a.stored {_GIVEN})"
    for name in _NAMING
)


def given(raw: sqlite3.Connection, division: int) -> dict[int, int]:
    """Return the aliases of a division's contacts: stored id -> the one of this desk."""
    return dict(raw.execute("SELECT stored, id FROM workspace_alias WHERE division_id = ?", (division,)))


def give(raw: sqlite3.Connection, division: int, stored: Iterable[int]) -> None:
    """Give contacts of a division ids of their own here: the same ones at each sign-in, as long as they are free."""
    [journal] = raw.execute("SELECT journal FROM workspace_division WHERE id = ?", (division,)).fetchone()
    wanted, turn = sorted(set(stored) - given(raw, division).keys()), 0
    while wanted:
        drawn = {one: _drawn(bytes(journal), one, turn) for one in wanted}
        taken = _taken(raw, drawn.values())
        free = [(drawn[one], division, one) for one in wanted if drawn[one] not in taken]
        raw.executemany("INSERT INTO workspace_alias (id, division_id, stored) VALUES (?, ?, ?)", free)
        wanted, turn = [one for one in wanted if drawn[one] in taken], turn + 1


def settle(raw: sqlite3.Connection, division: int) -> None:
    """Mend what was laid before it was known that a contact has an alias."""
    if given(raw, division):
        for line in (_OTHERS, *_ITEMS):
            raw.execute(line, {"d": division})


def inward(raw: sqlite3.Connection, division: int, ops: Iterable[Op]) -> list[Op]:
    """Return operations of a division's journal with the ids of this desk."""
    return _renamed_all(list(ops), given(raw, division))


def outward(raw: sqlite3.Connection, division: int, about: About) -> About:
    """Return what a deed does, as it is to be stored in a division's journal."""
    back = {local: stored for stored, local in given(raw, division).items()}
    return [(back.get(subject, subject), _renamed_all(list(ops), back)) for subject, ops in about] if back else about


def local_ids(raw: sqlite3.Connection, division: int, stored: Iterable[int]) -> list[int]:
    """Return the ids of this desk for contacts of a division."""
    names = given(raw, division)
    return [names.get(one, one) for one in stored]


def stored_id(raw: sqlite3.Connection, division: int, local: int) -> int:
    """Return the id under which a contact stands in its division's journal."""
    return stored_ids(raw, division, [local])[0]


def stored_ids(raw: sqlite3.Connection, division: int, local: Iterable[int]) -> list[int]:
    """Return the ids under which contacts stand in their division's journal."""
    back = {here: stored for stored, here in given(raw, division).items()}
    return [back.get(one, one) for one in local]


def renamed_pairs(typed: Mapping[str, Sequence[tuple[int, Any]]], names: Mapping[int, int]) -> dict[str, list[Any]]:
    """Return records of kinds with tables, as a block holds them, under other ids of contacts."""
    return {
        kind: [(names.get(id_, id_) if kind == "contact" else id_, _renamed_record(one, names)) for id_, one in pairs]
        for kind, pairs in typed.items()
    }


def renamed_fields(fields: Fields, names: Mapping[int, int]) -> Fields:
    """Return a record's fields under other ids of contacts."""
    changed: Fields = {name: names[fields[name]] for name in _NAMING if _is_named(fields.get(name), names)}
    where = fields.get("where")
    if isinstance(where, dict) and where.get("field") == "people" and isinstance(where.get("is"), list):
        changed["where"] = {**where, "is": sorted(names[one] if _is_named(one, names) else one for one in where["is"])}
    return {**fields, **changed} if changed else fields


def _renamed_all(ops: list[Op], names: Mapping[int, int]) -> list[Op]:
    return [renamed(op, names) for op in ops] if names else ops


def renamed(op: Op, names: Mapping[int, int]) -> Op:
    """Return an operation under other ids of contacts."""
    if not names:
        return op
    id_ = names.get(op.id, op.id) if op.kind == "contact" else op.id
    return Op(op.kind, id_, None if op.now is None else renamed_fields(op.now, names), renamed_fields(op.was, names))


def _renamed_record(record: Any, names: Mapping[int, int]) -> Any:
    held = {name: getattr(record, name, None) for name in _NAMING}
    changed = {name: names[id_] for name, id_ in held.items() if isinstance(id_, int) and id_ in names}
    return replace(record, **changed) if changed else record


def _is_named(value: object, names: Mapping[int, int]) -> bool:
    return isinstance(value, int) and value in names


def _drawn(journal: bytes, stored: int, turn: int) -> int:
    """Return an id that another desk, and this one tomorrow, draws too. Nobody relies on its being hard to guess."""
    seed = b"%b %d %d" % (journal, stored, turn)
    return int.from_bytes(hashlib.sha256(seed).digest()[:8], "big") >> 1


def _taken(raw: sqlite3.Connection, ids: Iterable[int]) -> set[int]:
    found: set[int] = set()
    for id_ in ids:
        for table in ("workspace_contact", "workspace_alias"):
            found.update(row[0] for row in raw.execute(f"SELECT id FROM {table} WHERE id = ?", (id_,)))
    return found
