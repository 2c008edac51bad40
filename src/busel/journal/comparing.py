"""Does a snapshot say what the deeds say? Its blocks beside the state that the deeds up to it fold to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from busel.journal.fold import State
from busel.journal.snapshot import unpack_block


@dataclass
class Difference:
    """How many records of one kind a snapshot tells otherwise than the deeds."""

    left_out: int = 0
    """Deeds made them, and the snapshot has them not."""
    made_up: int = 0
    """The snapshot has them, and no deed made them."""
    altered: int = 0
    """Both have them, with other fields."""


def compare(state: State, blocks: Sequence[bytes]) -> dict[str, Difference]:
    """Return by kind where packed blocks differ from a state; what agrees is taken out of it, so little memory is held.

    From the last block to the first: what lies over others is read before them. A record that two blocks hold, and
    neither lies over the other, is made up. Raises DamagedError.
    """
    found: dict[str, Difference] = {}
    settled: set[tuple[str, int]] = set()
    """What later blocks said."""
    for packed in reversed(blocks):
        block = unpack_block(packed)
        settled.update((kind, id_) for kind, ids in block.gone.items() for id_ in ids)
        for kind, records in block.records.items():
            held = state.records.get(kind, {})
            for id_, fields in records:
                if (kind, id_) not in settled and (said := held.pop(id_, None)) != fields:
                    difference = found.setdefault(kind, Difference())
                    difference.made_up += said is None
                    difference.altered += said is not None
        if block.over:
            settled.update((kind, id_) for kind, records in block.records.items() for id_, _fields in records)
    for kind, left in state.records.items():
        if left:
            found.setdefault(kind, Difference()).left_out = len(left)
    return found
