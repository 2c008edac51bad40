"""Dates with the month first (12/31/1960), as American programs export them: seen from the column, then set right."""

from __future__ import annotations

import re

_SLASHED = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{2,4})\b")
_MONTHS = 12


def is_month_first(cells: list[str]) -> bool:
    """Ask whether a column writes the month before the day: more of its dates say so than say the opposite."""
    dates = [(int(found[1]), int(found[2])) for cell in cells if (found := _SLASHED.match(cell))]
    return sum(day > _MONTHS >= month for month, day in dates) > sum(month > _MONTHS for month, _ in dates)


def day_first(cell: str) -> str:
    """Return a date with the month first as one with the day first: "03/05/1971" -> "05/03/1971"."""
    return _SLASHED.sub(r"\2/\1/\3", cell)
