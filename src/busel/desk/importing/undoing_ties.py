"""Taking back what a list brought along that people share, or that ties two of them; what others use stays."""

from __future__ import annotations

import sqlite3

from busel.desk.workspace.apply import current_fields
from busel.journal.deed import Op
from busel.journal.fold import undo_op

TIES = ("household", "group", "event", "relationship")
_USED_BY = {
    "household": "SELECT 1 FROM workspace_contact WHERE household > 0 AND household = ?",
    "group": "SELECT 1 FROM workspace_membership WHERE group_id = ?",
    "event": "SELECT 1 FROM workspace_attendance WHERE event = ?",
}


def ties_back(raw: sqlite3.Connection, ops: list[Op]) -> list[Op]:
    """Return what takes back ties that stand as they came, unless somebody has come to use them."""
    back = []
    for op in ops:
        current = current_fields(raw, op.kind, op.id)
        if current is None or (op.kind in _USED_BY and raw.execute(_USED_BY[op.kind], (op.id,)).fetchone()):
            continue
        one, _left = undo_op(op, current)
        back += [one] if one is not None else []
    return back
