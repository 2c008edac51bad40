"""What a note of an erasure may name: nobody who stands there, and no epoch that has not begun.

Whatever a note names leaves the history with the next keys. So readers ask it of the state that the note comes into:
in the deed that erases somebody the removal stands before the note.
"""

from __future__ import annotations

from collections.abc import Set as AbstractSet

from busel.journal.deed import Deed, Op
from busel.journal.errors import ForgedError
from busel.registry.authored import ERASURE

NOTES_ITS_EPOCH = ("revocation", "new_key", "freeze", ERASURE)
"""Records that say in which epoch they were written: by them new keys are owed."""


def named_by(op: Op) -> set[int]:
    """Return the records that an operation notes as erased; none for one that notes nothing of the kind."""
    if op.kind != ERASURE or op.now is None:
        return set()
    along = op.now.get("along")
    named = [op.now.get("contact"), *(along if isinstance(along, list | tuple) else ())]
    return {one for one in named if isinstance(one, int)}


def check_epochs(deed: Deed, kinds: AbstractSet[str], epoch: int) -> None:
    """Raise ForgedError where a deed notes an epoch that has not begun: new keys would be owed for good."""
    if kinds.isdisjoint(NOTES_ITS_EPOCH):
        return
    said = (op.now.get("epoch", 0) for op in deed.ops() if op.kind in NOTES_ITS_EPOCH and op.now is not None)
    if not all(isinstance(one, int) and one <= epoch for one in said):
        raise ForgedError
