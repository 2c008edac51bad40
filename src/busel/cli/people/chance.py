"""Draws that a seed decides: the demo and the benches must meet the same people every time."""

from __future__ import annotations

from bisect import bisect
from collections.abc import Callable
from itertools import accumulate
from random import Random  # noqa: TID251 - synthetic people must be reproducible from a seed; no secret comes from here
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

T = TypeVar("T")
Draw = Callable[[], float]
"""Draws the next number in [0, 1)."""


def draws_of(seed: int, purpose: str) -> Draw:
    """Return a function that draws the next number in [0, 1).

    Another purpose draws another sequence. Only `Random.random` is used: Python promises its sequence for a seed over
    all versions, which it does not for `choice` and the like.
    """
    return Random(f"{purpose}:{seed}").random  # noqa: S311 - synthetic people, no secret


class Weighted(Generic[T]):
    """Values of which some are drawn more often."""

    __slots__ = ("_edges", "values")

    def __init__(self, values: Iterable[T], weights: Iterable[float]) -> None:
        """Take as many weights (above zero, of any sum) as values."""
        self.values = tuple(values)
        edges = list(accumulate(weights))
        if not edges or len(edges) != len(self.values):
            raise ValueError("Each value needs one weight.")
        self._edges = [edge / edges[-1] for edge in edges]

    def at(self, drawn: float) -> T:
        """Return the value that a number in [0, 1) stands for."""
        return self.values[bisect(self._edges, drawn)]


def by_rank(values: Sequence[T], *, flattened: float) -> Weighted[T]:
    """Return values whose weight falls with their place as in Zipf's law: 1 / (place + flattened).

    With `flattened` 0 the first is drawn twice as often as the second; the greater it is, the more even they are.
    """
    return Weighted(values, [1 / (place + flattened) for place in range(1, len(values) + 1)])
