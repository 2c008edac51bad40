"""Taking back what a list brought along that people share, or that ties two of them; what others use stays."""

from __future__ import annotations

import sqlite3

from busel.desk.workspace.apply import current_fields
from busel.desk.workspace.rows import is_typed, typed
from busel.journal.deed import Fields, Op
from busel.journal.fold import undo_op

TIES = ("household", "group", "event", "relationship")
_USED_BY = {
    "household": "SELECT 1 FROM workspace_contact WHERE household > 0 AND household = ?",
    "group": "SELECT 1 FROM workspace_membership WHERE group_id = ?",
    "event": "SELECT 1 FROM workspace_attendance WHERE event = ?",
}


def as_stored(op: Op) -> Fields:
    """Return what an operation that makes a record leaves of it."""
    fields = {name: value for name, value in (op.now or {}).items() if value is not None}
    return typed(op.kind, fields).fields() if is_typed(op.kind, fields) else fields


def was_edited(op: Op, current: Fields | None) -> bool:
    """Is a record that the list made otherwise than it came? It stays whole: half of one is worth nothing."""
    return not op.was and op.now is not None and current is not None and current != as_stored(op)


def ties_back(raw: sqlite3.Connection, ops: list[Op]) -> list[Op]:
    """Return what takes back ties that stand as they came, unless somebody has come to use them."""
    back = []
    for op in ops:
        current = current_fields(raw, op.kind, op.id)
        if current is None or (op.kind in _USED_BY and raw.execute(_USED_BY[op.kind], (op.id,)).fetchone()):
            continue
        if was_edited(op, current):
            continue
        one, _left = undo_op(op, current)
        back += [one] if one is not None else []
    return back
