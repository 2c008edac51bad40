"""Telephone numbers of synthetic people: Belarusian mobile ranges, in an order that a seed decides, none twice."""

from __future__ import annotations

from math import gcd
from typing import TYPE_CHECKING

from busel.cli.people.chance import draws_of

if TYPE_CHECKING:
    from collections.abc import Iterator

RANGES = (
    "255", "256", "257", "259",
    "291", "292", "293", "294", "295", "296", "297", "298", "299",
    *(f"33{digit}" for digit in range(10)),
    *(f"44{digit}" for digit in range(10)),
)  # fmt: skip
"""Operator's code and first digit: the mobile numbers of Belarus in the metadata of `phonenumbers`."""
IN_RANGE = 1_000_000
COUNT = len(RANGES) * IN_RANGE


def mobile_numbers(seed: int) -> Iterator[str]:
    """Yield all numbers in E.164, none twice: a step that shares no divisor with COUNT meets each before it returns."""
    draw = draws_of(seed, "numbers")
    at, step = int(draw() * COUNT), int((0.3 + 0.4 * draw()) * COUNT)
    while gcd(step, COUNT) != 1:
        step += 1
    for _ in range(COUNT):
        yield f"+375{RANGES[at // IN_RANGE]}{at % IN_RANGE:06d}"
        at = (at + step) % COUNT
