"""What grows with the contacts in one zone, and how: each figure for a thousand contacts, beside the next smaller zone.

Linear or better means that it does not grow from size to size; what takes the same time in any zone falls.
"""

from __future__ import annotations

import statistics

from bench import organisations
from bench.desks import uss
from bench.fresh import in_fresh_process
from bench.pages import at_rest, search, signed_in, timed
from bench.table import Row, row
from fixtures.served import CHEAP_DESKS, serving

TIMES = 40
MOST_RATIO = 1.1


def run(sizes: list[int]) -> list[Row]:
    """Return for each thing and size what a thousand contacts cost. The zone is the national coordinator's."""
    measured = [_measured(size) for size in sizes]
    rows = []
    for what, unit in measured[0]:
        floor = None
        for size, told in zip(sizes, measured, strict=True):
            each = 1_000 * told[what, unit] / size
            words = f"growth: {what}, for each thousand of {size:,}"
            rows.append(row(words, each, unit, floor=floor, most_ratio=MOST_RATIO if floor else None))
            floor = each
    return rows


def _measured(size: int) -> dict[tuple[str, str], float]:
    """Return (what, unit) -> figure of a zone of this size."""
    opening = in_fresh_process("opening", "ours", str(size), str(organisations.NATIONAL))
    searches = in_fresh_process("searching", "alone", str(size))
    page, memory = _served(size)
    return {
        ("opening, CPU", "ms"): 1_000 * opening["cpu"],
        **{(f"search by {kind}, CPU", "µs"): 1_000 * taken for kind, taken in searches.items()},
        ("a result page through door and desk, p50", "ms"): page,
        ("a desk's own memory", "MB"): memory,
    }


def _served(size: int) -> tuple[float, float]:
    with serving(at_rest(size), desks=CHEAP_DESKS) as served:
        visitor = signed_in(served, organisations.account(size, organisations.NATIONAL))
        result, _people = search(visitor)
        page = statistics.median(timed(visitor, result) for _ in range(TIMES))
        return page, max(uss(desk) for desk in served.desks())
