"""Fit the weights of `matching/data/scores.tsv`: logistic regression by Newton's steps, on people who are for tuning.

`BUSEL_NAMES=… python tests/bench/fit_scores.py` prints the table. It sees the half for tuning of the 40,000
records, and lists that the bench makes under the seeds SEEDS; the figures of docs/reach.md are those of others.
"""

from __future__ import annotations

import csv
import sys
from collections import defaultdict
from collections.abc import Iterator
from math import exp
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from bench import duplicates_reach
from busel.matching.judging import LIKELY, weighings
from busel.matching.on_duckdb import opened, weigh
from busel.matching.preparing import prepare
from busel.matching.scores import ANY, BANDS, Trait

SEEDS = (201, 202, 203, 204)
LIST_COUNTS = 3.0
"""Each pair of the 40,000 counts so much more: they are few, and of another hand."""
STEPS, SHRINKING = 12, 1.0
LEAST = {"other-email": -2.0}
"""No weight is less: in these sets nobody has two addresses, in life many have."""
Sample = tuple[list[tuple[int, float]], bool, float]
"""What is weighed of a pair, whether it is one person, and how much it counts."""


def samples() -> Iterator[tuple[dict[Trait, float], bool, float]]:
    """Yield every pair that the model brings, from each set."""
    for people, counts in sets():
        keyed = prepare(list(duplicates_reach._records(people)))
        for one, other, traits in weighings(keyed, weigh(keyed, opened(), least=LIKELY)):
            if counts == 1 or not duplicates_reach.is_aside(people.who[one]):
                yield traits, people.who[one] == people.who[other], counts


def sets() -> Iterator[tuple[duplicates_reach.People, float]]:
    """Yield the sets for tuning, and how much a pair of each counts."""
    yield duplicates_reach.people(duplicates_reach.LISTS), LIST_COUNTS
    for seed in SEEDS:
        yield duplicates_reach.nation(seed), 1.0


def fitted(rows: list[Sample], size: int) -> list[float]:
    """Return the weights that make what was seen likeliest, drawn a little towards nothing."""
    weights = [0.0] * size
    for _step in range(STEPS):
        slope = [-SHRINKING * weight for weight in weights]
        curve = [[0.0] * size for _ in range(size)]
        for at in range(size):
            curve[at][at] = SHRINKING
        for traits, same, counts in rows:
            likely = 1 / (1 + exp(-max(-30.0, min(30.0, sum(weights[at] * strength for at, strength in traits)))))
            error, spread = counts * (same - likely), counts * likely * (1 - likely)
            for at, strength in traits:
                slope[at] += error * strength
                row, scaled = curve[at], spread * strength
                for beside, other in traits:
                    row[beside] += scaled * other
        weights = [weight + step for weight, step in zip(weights, solved(curve, slope), strict=True)]
    return weights


def solved(matrix: list[list[float]], right: list[float]) -> list[float]:
    """Return x of matrix · x = right, for a matrix that is symmetric and positive."""
    rows = [[*row, value] for row, value in zip(matrix, right, strict=True)]
    size = len(rows)
    for at in range(size):
        head = rows[at]
        for row in rows[at + 1 :]:
            factor = row[at] / head[at]
            if factor:
                for column in range(at, size + 1):
                    row[column] -= factor * head[column]
    found = [0.0] * size
    for at in reversed(range(size)):
        known = sum(rows[at][column] * found[column] for column in range(at + 1, size))
        found[at] = (rows[at][size] - known) / rows[at][at]
    return found


def main() -> None:
    """Print the table."""
    seen = list(samples())
    places = {
        trait: at for at, trait in enumerate(sorted({trait for traits, _same, _counts in seen for trait in traits}))
    }
    rows = [([(places[trait], strength) for trait, strength in traits.items()], same, n) for traits, same, n in seen]
    weights = fitted(rows, len(places))
    table: dict[str, dict[str, float]] = defaultdict(dict)
    for (name, column), at in places.items():
        table[name][column] = max(weights[at], LEAST.get(name, weights[at]))
    out = csv.writer(sys.stdout, delimiter="\t", lineterminator="\n")
    out.writerow(("trait", *BANDS, ANY))
    for name in sorted(table):
        out.writerow(
            (name, *(f"{table[name][column]:.2f}" if column in table[name] else "" for column in (*BANDS, ANY)))
        )


if __name__ == "__main__":
    main()
