"""What undoing a change would come to, before anybody confirms it."""

from __future__ import annotations

from dataclasses import dataclass

from busel.desk.changes import MAKES_PEOPLE, Change
from busel.desk.workspace.apply import current_fields
from busel.desk.workspace.load import raw_connection
from busel.journal.deed import Op
from busel.journal.fold import undo_op


@dataclass(frozen=True)
class Plan:
    """`back` is put back; `left` was changed since and stays."""

    back: list[Op]
    left: list[Op]


def may_be_undone(change: Change) -> bool:
    """May one person's share of it be undone? What made the person is undone as a whole, with its list."""
    return change.name not in MAKES_PEOPLE


def plan_undo(change: Change) -> Plan:
    """Return what undoing would do to the workspace as it is now."""
    raw = raw_connection()
    pairs = [undo_op(op, current_fields(raw, op.kind, op.id)) for op in change.ops]
    return Plan(
        [back for back, _left in pairs if back is not None], [left for _back, left in pairs if left is not None]
    )
