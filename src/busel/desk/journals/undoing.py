"""What undoing a change would come to, before anybody confirms it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import islice

from busel.desk.journals.changes import MAKES_PEOPLE, Change, Edit
from busel.desk.workspace.apply import current_fields
from busel.desk.workspace.load import raw_connection
from busel.journal.deed import MERGE, Op
from busel.journal.fold import undo_op

MERGES = "merge_contacts"


@dataclass(frozen=True)
class Plan:
    """`back` is put back; `left` was changed since and stays."""

    back: list[Op]
    left: list[Op]


def may_be_undone(change: Change) -> bool:
    """May one person's share of it be undone? What made the person is undone as a whole, with its list.

    Of a merge those are parted who were made one; whoever only knew them is not asked. A parting is not undone: that
    would give one of two the other's records back, or take the other out. They are merged anew.
    """
    if change.name == MERGES:
        return is_merge(change)
    return change.name not in MAKES_PEOPLE and not parts_again(change)


def parts_again(change: Change) -> bool:
    """Did it make two of one again?"""
    makes = any(op.kind == "contact" and op.now is not None and not op.was for op in change.ops)
    return change.name == "undo_change" and (makes or any(op.kind == MERGE for op in change.ops))


def is_merge(change: Change) -> bool:
    """Did somebody become one with the person of this change?"""
    return change.name == MERGES and any(op.kind == MERGE for op in change.ops)


def undone_deeds(changes: Sequence[Change]) -> set[bytes]:
    """Return the deeds, of changes newest first, that a later one took back whole: not one that is undone itself."""
    taken: set[bytes] = set()
    for at, later in enumerate(changes):
        if later.name == "undo_change" and later.deed not in taken:
            back = [replace(edit, was=edit.now, now=edit.was) for edit in _in_order(later)]
            older = (one.deed for one in changes[at + 1 :] if one.deed not in taken and _in_order(one) == back)
            taken.update(islice(older, 1))
    return taken


def _in_order(change: Change) -> list[Edit]:
    return sorted(change.edits(), key=lambda edit: (edit.kind, edit.record, edit.name))


def plan_undo(change: Change) -> Plan:
    """Return what undoing would do to the workspace as it is now."""
    raw = raw_connection()
    pairs = [undo_op(op, current_fields(raw, op.kind, op.id)) for op in change.ops]
    return Plan(
        [back for back, _left in pairs if back is not None], [left for _back, left in pairs if left is not None]
    )
