"""Long lists of divisions, folded region by region: a nation has 125 of them, and a telephone shows five at a time."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from busel.desk.web.place_words import SEPARATOR

R = TypeVar("R")
FEW = 24
"""A region with its districts is shown whole."""


@dataclass(frozen=True)
class Region(Generic[R]):
    """The rows of one topmost division and what is below it. `counted`: the sum of what is counted in them."""

    name: str
    rows: list[R]
    counted: int


def by_region(rows: Sequence[R], name: Callable[[R], str], *, count: Callable[[R], int]) -> list[Region[R]]:
    """Return the rows by region, in their order; nothing where they are few or of one region: they stand whole."""
    found: dict[str, list[R]] = {}
    for row in rows:
        found.setdefault(name(row).split(SEPARATOR)[0], []).append(row)
    if len(rows) <= FEW or len(found) == 1:
        return []
    return [Region(region, some, sum(count(row) for row in some)) for region, some in found.items()]
