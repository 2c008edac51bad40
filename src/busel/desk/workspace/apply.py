"""Applying operations to the workspace: the same rules as `journal.fold`, on rows."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterable
from collections.abc import Set as AbstractSet

import msgspec

from busel.contacts.records import ABOUT_A_CONTACT
from busel.desk.workspace.aliases import give, inward, local_ids
from busel.desk.workspace.load import ITEM, divisions_of, insert, read_record, remove
from busel.desk.workspace.rows import ROWS, typed
from busel.journal.deed import MERGE, Fields, Op
from busel.journal.fold import Conflict, apply_op
from busel.registry.erasures import named_by
from busel.registry.merged import is_founded

_TOGETHER = 500
STANDING = ("contact", "household", *ABOUT_A_CONTACT)
"""The kinds of records of which a note of an erasure names none that stands."""
_NAMING = "SELECT record FROM workspace_item WHERE kind = 'merge' AND division_id = ? AND json_extract(fields, ?) = ?"


def current_fields(raw: sqlite3.Connection, kind: str, id_: int, division: int = 0) -> Fields | None:
    """Return what a record holds now, or None; with `division` as it stands there."""
    if kind in ROWS:
        record = read_record(raw, kind, id_, division)
        return None if record is None else record.fields()
    row = raw.execute("SELECT fields FROM workspace_item WHERE kind = ? AND record = ?", (kind, id_)).fetchone()
    return None if row is None else msgspec.json.decode(row[0], type=Fields)


def apply_ops(raw: sqlite3.Connection, division: int, ops: Iterable[Op]) -> list[Conflict]:
    """Apply a division's operations in order; return those that do not fit, which change nothing.

    An operation on a contact of another division, or about one, does not fit: ids are chosen by whoever writes, and the
    journal of one division must not reach into another. Ids are those of this desk (`aliases`).
    """
    conflicts: list[Conflict] = []
    fresh: dict[tuple[str, int], Op] = {}
    taken: set[int] = set()
    for op in ops:
        makes_new = op.now is not None and not op.was and op.kind in ROWS and (op.kind, op.id) not in fresh
        if makes_new:
            fresh[op.kind, op.id] = op
            continue
        _lay(raw, division, fresh, conflicts)
        stood = op.kind == "contact" and op.now is None and _stands_here(raw, division, op.id)
        if op.kind == MERGE and not _may_merge(raw, division, op, taken):
            conflicts.append(Conflict(op, None))
            continue
        _apply_one(raw, division, op, conflicts)
        if stood and current_fields(raw, "contact", op.id, division) is None:
            taken.add(op.id)
    _lay(raw, division, fresh, conflicts)
    return conflicts


def conflicts_of(raw: sqlite3.Connection, division: int, ops: Iterable[Op]) -> list[Conflict]:
    """Return what would not fit, and change nothing."""
    asked = list(ops)
    results = (_result(raw, division, op) for op in asked)
    ended = {(op.kind, op.id) for op in asked if op.now is None}
    taken = {id_ for kind, id_ in ended if kind == "contact" and _stands_here(raw, division, id_)}
    over = {id_ for kind, id_ in ended if kind == MERGE}
    merges = [op for op in asked if op.kind == MERGE and not _may_merge(raw, division, op, taken, over=over)]
    return [*(Conflict(op, None) for op in merges), *(one for one in results if isinstance(one, Conflict))]


def about_nobody(raw: sqlite3.Connection, division: int, ops: list[Op]) -> list[Conflict]:
    """Return the new records about a contact that is not this division's, nor made here: they would stay, unseen."""
    made = {op.id for op in ops if op.kind == "contact" and op.now is not None}
    new = [op for op in ops if op.kind in ROWS and op.kind != "contact" and op.now is not None and not op.was]
    homes = divisions_of(raw, {_about(op) for op in new} - made)
    return [Conflict(op, None) for op in new if _about(op) not in made and homes.get(_about(op)) != division]


def _result(raw: sqlite3.Connection, division: int, op: Op) -> Fields | Conflict | None:
    current = _current_here(raw, division, op)
    return current if isinstance(current, Conflict) else apply_op(current, op)


def _may_merge(
    raw: sqlite3.Connection, division: int, op: Op, taken: AbstractSet[int], *, over: Collection[int] = ()
) -> bool:
    """May a record `merge` become what an operation makes of it? `over`: merges that end beside it."""
    if op.now is None:
        return True
    naming = {id_ for (id_,) in raw.execute(_NAMING, (division, "$.contact", op.now.get("contact"))).fetchall()}
    return is_founded(op, taken, named_before=not naming <= {op.id, *over})


def _stands_here(raw: sqlite3.Connection, division: int, id_: int) -> bool:
    """Does a person, or what is about one, stand in this division under this id?"""
    places = (Op(kind, id_, None, {}) for kind in STANDING)
    return any(isinstance(_current_here(raw, division, one), dict) for one in places)


def _current_here(raw: sqlite3.Connection, division: int, op: Op) -> Fields | Conflict | None:
    """Return what the record holds in this division; the conflict, when it is another's."""
    if op.kind not in ROWS:
        row = raw.execute(
            "SELECT fields FROM workspace_item WHERE division_id = ? AND kind = ? AND record = ?",
            (division, op.kind, op.id),
        ).fetchone()
        return None if row is None else msgspec.json.decode(row[0], type=Fields)
    current = current_fields(raw, op.kind, op.id, division)
    if op.kind == "contact" and current is not None and divisions_of(raw, [op.id]).get(op.id) != division:
        return Conflict(op, current)
    return current


def _lay(raw: sqlite3.Connection, division: int, fresh: dict[tuple[str, int], Op], conflicts: list[Conflict]) -> None:
    """Insert records that seem new, many at once, contacts first; those whose id is taken go the careful way."""
    by_kind: dict[str, list[Op]] = {}
    for op in fresh.values():
        by_kind.setdefault(op.kind, []).append(op)
    fresh.clear()
    made: set[int] = set()
    for kind, ops in sorted(by_kind.items(), key=lambda pair: pair[0] != "contact"):
        taken = _taken(raw, kind, [op.id for op in ops])
        pairs = []
        for op in ops:
            if op.id in taken:
                _apply_one(raw, division, op, conflicts)
                continue
            try:
                pairs.append((op, typed(kind, _present(op.now))))
            except msgspec.ValidationError:
                conflicts.append(Conflict(op, None))
        if kind != "contact":
            homes = dict.fromkeys(made, division) | divisions_of(raw, {_about(op) for op, _record in pairs} - made)
            conflicts += [Conflict(op, None) for op, _record in pairs if homes.get(_about(op)) != division]
            pairs = [(op, record) for op, record in pairs if homes.get(_about(op)) == division]
        else:
            made.update(op.id for op, _record in pairs)
        insert(raw, division, kind, [(op.id, record) for op, record in pairs])


def _about(op: Op) -> int:
    """Return the contact that a new record is about."""
    return int((op.now or {}).get("contact", 0))


def _taken(raw: sqlite3.Connection, kind: str, ids: list[int]) -> set[int]:
    found: set[int] = set()
    for at in range(0, len(ids), _TOGETHER):
        some = ids[at : at + _TOGETHER]
        marks = ",".join("?" * len(some))
        found.update(row[0] for row in raw.execute(f"SELECT id FROM {ROWS[kind].name} WHERE id IN ({marks})", some))
    return found


def _apply_one(raw: sqlite3.Connection, division: int, op: Op, conflicts: list[Conflict]) -> None:
    after = _result(raw, division, op)
    named = named_by(op)
    if any(_stands_here(raw, division, one) for one in named.union(local_ids(raw, division, named) if named else ())):
        after = Conflict(op, None)
    if isinstance(after, Conflict):
        conflicts.append(after)
    elif after is None:
        remove(raw, division, {op.kind: [op.id]})
    elif op.kind in ROWS:
        conflicts += _replace(raw, division, op, after)
    else:
        raw.execute(ITEM, (division, op.kind, op.id, msgspec.json.encode(after).decode()))


def _replace(raw: sqlite3.Connection, division: int, op: Op, after: Fields) -> list[Conflict]:
    try:
        record = typed(op.kind, after)
    except msgspec.ValidationError:
        return [Conflict(op, None)]
    contact = after.get("contact", 0)
    if op.kind != "contact" and divisions_of(raw, [contact]).get(contact) != division:
        return [Conflict(op, None)]
    remove(raw, division, {op.kind: [op.id]})
    insert(raw, division, op.kind, [(op.id, record)])
    return []


def _present(fields: Fields | None) -> Fields:
    if fields and None not in fields.values():  # as nearly always: no copy
        return fields
    return {name: value for name, value in (fields or {}).items() if value is not None}


def arriving(raw: sqlite3.Connection, division: int, ops: Iterable[Op]) -> list[Op]:
    """Return a deed's operations with the ids of this desk: new contacts whose id is another division's get one now."""
    found = inward(raw, division, ops)
    new = [op.id for op in found if op.kind == "contact" and op.now is not None and not op.was]
    foreign = [id_ for id_, number in divisions_of(raw, new).items() if number != division]
    if not foreign:
        return found
    give(raw, division, foreign)
    return inward(raw, division, found)
