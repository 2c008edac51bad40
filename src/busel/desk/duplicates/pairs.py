"""Two contacts that may be one person, and why: what the finder answers and the review shows."""

from __future__ import annotations

from dataclasses import dataclass

from busel.matching.outcomes import Outcome, PairKind, Point

__all__ = ["Outcome", "Pair", "PairKind", "Point"]


@dataclass(frozen=True)
class Pair:
    """Two workspace contacts, the smaller id first, with what was weighed."""

    one: int
    other: int
    outcome: Outcome
    probability: float
    """Between 0 and 1, as the model weighs all that both records say."""
    agree: tuple[Point, ...]
    differ: tuple[Point, ...]
    kind: PairKind
