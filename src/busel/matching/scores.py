"""How likely two records are one person, all things weighed: a sum of weights that anybody can read.

The weights stand in `data/scores.tsv`: of each trait four, for how much that is personal agrees. They were fitted by
`tests/bench/fit_scores.py` and are not trained in use.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from math import exp

from busel.matching.evidence import ENOUGH, HALF, PERSONAL, PLENTY, Context, personal, traits
from busel.matching.outcomes import Point

BANDS = ("nothing", "half", "enough", "plenty")
ANY = "any"
Trait = tuple[str, str]
"""A trait and its column: how much that is personal agrees, or ANY for what weighs the same with all."""


def probability(points: frozenset[Point], context: Context) -> float:
    """Return how likely two records with these points are one person."""
    weights = _weights()
    return 1 / (1 + exp(-sum(weights.get(trait, 0.0) * strength for trait, strength in weighing(points, context))))


def weighing(points: frozenset[Point], context: Context) -> Iterator[tuple[Trait, float]]:
    """Yield all that is weighed of a pair, with how strongly it is there."""
    of = band(points)
    for name, strength in traits(points, context):
        yield (name, of), strength
    for point in points:
        if point in PERSONAL:
            yield (point, ANY), 1.0


def band(points: frozenset[Point]) -> str:
    """Return the column of the table: how much that is personal agrees."""
    found = personal(points)
    return BANDS[(found >= HALF) + (found >= ENOUGH) + (found >= PLENTY)]


@cache
def _weights() -> dict[Trait, float]:
    text = (files("busel.matching") / "data" / "scores.tsv").read_text(encoding="utf-8")
    (_name, *columns), *rows = (line.split("\t") for line in text.splitlines() if not line.startswith("#"))
    return {
        (name, column): float(cell)
        for name, *cells in rows
        for column, cell in zip(columns, cells, strict=True)
        if cell
    }
