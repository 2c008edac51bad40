"""Dates of birth as lists hold them, often partial: to ISO 8601 as far as known, or None. Nothing is guessed."""

from __future__ import annotations

import datetime as dt
import re
from functools import cache

from busel.sheets.headings import rows_of

_EARLIEST, _LATEST = 1880, 2100
_CERTAIN_CENTURY = 30
"""Two digits from here on are 19xx; below, a person of 2005 and one of 1905 look alike, and the row asks."""


_TAIL = re.compile(r"\s*(?:(?:года?|годзе|год|гг?|р|н)\.?\s*)+$|[ T]\d\d?:\d\d(?::\d\d)?(?:\.0+)?Z?$", re.IGNORECASE)
_DAY_FIRST = re.compile(r"(\d{1,2})\s*[./\-]\s*(\d{1,2})\s*[./\-]\s*(\d{4}|\d{2})")
_YEAR_FIRST = re.compile(r"(\d{4})[./\-](\d{1,2})(?:[./\-](\d{1,2}))?")
_MONTH_AND_YEAR = re.compile(r"(\d{1,2})[./\-](\d{4})")
_IN_WORDS = re.compile(r"(?:(\d{1,2})\.?\s+)?([^\W\d_]{3,})\.?,?\s+(\d{4})")
_WITHOUT_MARKS = re.compile(r"(\d{4})(\d\d)(\d\d)")
_MONTH_FIRST = re.compile(r"(\d{1,2})[/\-](\d{1,2})[/\-]\d{2,4}")


def read_birth(text: str, *, month_first: bool = False) -> str | None:
    """Return ISO 8601 ("1960", "1960-02", "1960-02-29"), or None for what is no date or not a certain one.

    `month_first`: 12/31/1960 and 12-31-1960 are of December; with dots the day always comes first.
    """
    plain = _TAIL.sub("", text.strip())
    if plain.isdigit() and len(plain) == len("1960"):
        return _iso(int(plain), 0, 0)
    if found := _DAY_FIRST.fullmatch(plain):
        first, second = int(found[1]), int(found[2])
        day, month = (second, first) if month_first and "." not in plain else (first, second)
        return _iso(_year(found[3]), month, day)
    return _other_forms(plain)


def is_month_first(cells: list[str]) -> bool:
    """Ask whether a column writes the month before the day: more of its dates say so than say the opposite."""
    dates = [(int(found[1]), int(found[2])) for cell in cells if (found := _MONTH_FIRST.match(cell))]
    return sum(day > 12 >= month for month, day in dates) > sum(day > 12 for day, _ in dates)  # noqa: PLR2004 - months


def _other_forms(plain: str) -> str | None:
    if found := _YEAR_FIRST.fullmatch(plain) or _WITHOUT_MARKS.fullmatch(plain):
        return _iso(int(found[1]), int(found[2]), int(found[3] or 0))
    if found := _MONTH_AND_YEAR.fullmatch(plain):
        return _iso(int(found[2]), int(found[1]), 0)
    if found := _IN_WORDS.fullmatch(plain):
        return _iso(int(found[3]), _month(found[2].lower()) or -1, int(found[1] or 0))
    return None


def _year(digits: str) -> int:
    if len(digits) == len("1960"):
        return int(digits)
    return 1900 + int(digits) if int(digits) >= _CERTAIN_CENTURY else 0


@cache
def _months() -> dict[str, int]:
    return {beginning: int(number) for beginning, number in rows_of("months.tsv")}


def _month(word: str) -> int:
    return next((number for beginning, number in _months().items() if word.startswith(beginning)), 0)


def _iso(year: int, month: int, day: int) -> str | None:
    """Write as much as is known (0 is unknown); None for a day that no calendar has."""
    if not _EARLIEST <= year <= _LATEST:
        return None
    try:
        dt.date(year, month or 1, day or 1)
    except ValueError:
        return None
    return "-".join([f"{year:04}", *(f"{part:02}" for part in (month, day) if part)])
