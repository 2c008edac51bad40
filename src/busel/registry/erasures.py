"""What a note of an erasure may name: nobody who stands there, and no epoch that has not begun.

Whatever a note names leaves the history with the next keys. So readers ask it of the state that the note comes into:
in the deed that erases somebody the removal stands before the note.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field

from busel.journal.deed import Deed, Fields, Op
from busel.journal.errors import ForgedError
from busel.registry.authored import ERASURE, NOT_EDITORS
from busel.registry.statements import STATEMENTS

NOTES_ITS_EPOCH = ("revocation", "new_key", "freeze", ERASURE)
"""Records that say in which epoch they were written: by them new keys are owed."""
NEVER_ERASED = NOT_EDITORS | STATEMENTS.keys()
"""Kinds that are about accounts: no note of an erasure takes one out of the history, whatever records it names."""
RESTATING = ("erase_contact", "forget_departed")
"""Deeds by which parts of others' history may go: they restate what stands there, for who folds what is left."""


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


@dataclass
class Lacking:
    """Which deeds lack parts that no note of an erasure names.

    Where the history did not open to who erased, a note names no parts: then whatever lacks before it may be its own.
    """

    parts: dict[int, list[str]] = field(default_factory=dict)
    """Place of a deed -> digests of the parts that it lacks, hexadecimal."""
    named: set[str] = field(default_factory=set)
    up_to: int = -1
    """The last note that names no parts."""

    def take(self, sequence: int, erased: Iterable[bytes], notes: Collection[Fields]) -> None:
        """Take note of a deed: what it lacks, and the notes of erasures in it.

        What the deed of an erasure lacks is the removal itself, which no note in it can name.
        """
        for note in notes:
            parts = note.get("parts")
            named = {one for one in parts if isinstance(one, str)} if isinstance(parts, list) else set()
            self.named |= named
            self.up_to = self.up_to if named else sequence
        if not notes and (digests := [one.hex() for one in erased]):
            self.parts[sequence] = digests

    def unnamed(self) -> list[int]:
        """Return the places of those deeds, once all were taken note of."""
        return [at for at, parts in self.parts.items() if at > self.up_to and not self.named.issuperset(parts)]
