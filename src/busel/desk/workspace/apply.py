"""Applying operations to the workspace: the same rules as `journal.fold`, on rows."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable

import msgspec

from busel.desk.workspace.load import ITEM, insert, read_record, remove
from busel.desk.workspace.rows import ROWS, typed
from busel.journal.deed import Fields, Op
from busel.journal.fold import Conflict, apply_op

_TOGETHER = 500


def current_fields(raw: sqlite3.Connection, kind: str, id_: int) -> Fields | None:
    """Return what a record holds now, or None."""
    if kind in ROWS:
        record = read_record(raw, kind, id_)
        return None if record is None else record.fields()
    row = raw.execute("SELECT fields FROM workspace_item WHERE kind = ? AND record = ?", (kind, id_)).fetchone()
    return None if row is None else msgspec.json.decode(row[0], type=Fields)


def apply_ops(raw: sqlite3.Connection, division: int, ops: Iterable[Op]) -> list[Conflict]:
    """Apply operations in order; return those that do not fit, which change nothing."""
    conflicts: list[Conflict] = []
    fresh: dict[tuple[str, int], Op] = {}
    for op in ops:
        makes_new = op.now is not None and not op.was and op.kind in ROWS and (op.kind, op.id) not in fresh
        if makes_new:
            fresh[op.kind, op.id] = op
            continue
        _lay(raw, division, fresh, conflicts)
        _apply_one(raw, division, op, conflicts)
    _lay(raw, division, fresh, conflicts)
    return conflicts


def conflicts_of(raw: sqlite3.Connection, ops: Iterable[Op]) -> list[Conflict]:
    """Return what would not fit, and change nothing."""
    results = (apply_op(current_fields(raw, op.kind, op.id), op) for op in ops)
    return [result for result in results if isinstance(result, Conflict)]


def _lay(raw: sqlite3.Connection, division: int, fresh: dict[tuple[str, int], Op], conflicts: list[Conflict]) -> None:
    """Insert records that seem new, many at once; those whose id is taken go the careful way."""
    by_kind: dict[str, list[Op]] = {}
    for op in fresh.values():
        by_kind.setdefault(op.kind, []).append(op)
    fresh.clear()
    for kind, ops in by_kind.items():
        taken = _taken(raw, kind, [op.id for op in ops])
        pairs = []
        for op in ops:
            if op.id in taken:
                _apply_one(raw, division, op, conflicts)
                continue
            try:
                pairs.append((op.id, typed(kind, _present(op.now))))
            except msgspec.ValidationError:
                conflicts.append(Conflict(op, None))
        insert(raw, division, kind, pairs)


def _taken(raw: sqlite3.Connection, kind: str, ids: list[int]) -> set[int]:
    found: set[int] = set()
    for at in range(0, len(ids), _TOGETHER):
        some = ids[at : at + _TOGETHER]
        marks = ",".join("?" * len(some))
        found.update(row[0] for row in raw.execute(f"SELECT id FROM {ROWS[kind].name} WHERE id IN ({marks})", some))
    return found


def _apply_one(raw: sqlite3.Connection, division: int, op: Op, conflicts: list[Conflict]) -> None:
    after = apply_op(current_fields(raw, op.kind, op.id), op)
    if isinstance(after, Conflict):
        conflicts.append(after)
    elif after is None:
        remove(raw, {op.kind: [op.id]})
    elif op.kind in ROWS:
        try:
            record = typed(op.kind, after)
        except msgspec.ValidationError:
            conflicts.append(Conflict(op, None))
            return
        remove(raw, {op.kind: [op.id]})
        insert(raw, division, op.kind, [(op.id, record)])
    else:
        raw.execute(ITEM, (division, op.kind, op.id, msgspec.json.encode(after).decode()))


def _present(fields: Fields | None) -> Fields:
    return {name: value for name, value in (fields or {}).items() if value is not None}
