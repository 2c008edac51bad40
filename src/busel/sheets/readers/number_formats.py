"""What a number format makes of a number: a date, a length of time, a share, or digits with zeros before them.

A workbook keeps a postcode, a telephone or a birthday as a bare number, and beside it how the program shows it. What a
person sees is what they mean: 8123 under "000000" is the postcode 008123. Source: ECMA-376 part 1, 18.8.30 and 18.8.31.
"""

from __future__ import annotations

import datetime as dt
import re
from enum import Enum
from functools import lru_cache
from typing import NamedTuple

from busel.sheets.cells import cell_text


class Shows(Enum):
    """What a format shows."""

    NUMBER = "number"
    MOMENT = "moment"
    CLOCK = "clock"
    LENGTH = "length"
    PERCENT = "percent"
    DIGITS = "digits"


class Shape(NamedTuple):
    """A format that was read. `template` is for DIGITS: each "0" or "#" a digit's place, all else stands as it is."""

    shows: Shows
    template: tuple[tuple[str, bool], ...] = ()
    """Sign, and whether it is a digit's place."""


NUMBER = Shape(Shows.NUMBER)
_MOMENT, _CLOCK = Shape(Shows.MOMENT), Shape(Shows.CLOCK)
_LENGTH, _PERCENT = Shape(Shows.LENGTH), Shape(Shows.PERCENT)

_TOKENS = re.compile(r'"([^"]*)"|\\(.)|_.|\*.|\[(\$[^\]]*|[^\]]*)\]|(.)', re.DOTALL)
_LENGTH_OF_TIME = re.compile(r"h+|m+|s+", re.IGNORECASE)
_CONDITION = re.compile(r"[<>=]")
_PARTS_OF_DAYS, _PARTS_OF_HOURS = frozenset("dy"), frozenset("hs")
_BUILT_IN = {
    **dict.fromkeys((*range(14, 18), 22, *range(27, 37), *range(50, 59)), _MOMENT),
    **dict.fromkeys((*range(18, 22), 45, 47), _CLOCK),
    46: _LENGTH,
    9: _PERCENT,
    10: _PERCENT,
}
_FEWEST_ZEROS = 2
"""A single 0 is "at least one digit": every plain number has it."""

_LEAP_THAT_NEVER_WAS = 60
"""Day 60 of the 1900 system is 29 February 1900, which Excel has for Lotus's sake."""
_FIRST_1900 = dt.datetime(1899, 12, 31)  # noqa: DTZ001 - a spreadsheet has no zones
_FROM_MARCH_1900 = dt.datetime(1899, 12, 30)  # noqa: DTZ001 - as above
_FIRST_1904 = dt.datetime(1904, 1, 1)  # noqa: DTZ001 - as above
_SECONDS_A_DAY = 86_400
_LAST_DAY = 2_958_465
"""31 December 9999, the last day that Excel shows."""


def built_in(number: int) -> Shape:
    """Return the shape of a format that programs know by its number alone."""
    return _BUILT_IN.get(number, NUMBER)


@lru_cache(maxsize=4_096)
def shape_of(code: str) -> Shape:
    """Return what a format's code shows, by its first section: the one for numbers above nought."""
    literal_or_place: list[tuple[str, bool]] = []
    marks = ""
    for quoted, escaped, bracket, sign in _TOKENS.findall(code):
        if bracket:
            if _LENGTH_OF_TIME.fullmatch(bracket):
                return _LENGTH
            if _CONDITION.match(bracket):
                return NUMBER
        elif quoted or escaped:
            literal_or_place.append((quoted or escaped, False))
        elif sign == ";":
            break
        elif sign:
            marks += sign
            literal_or_place.append((sign, sign in "0#"))
    return _judged(marks, tuple(literal_or_place))


def _judged(marks: str, template: tuple[tuple[str, bool], ...]) -> Shape:
    signs = set(marks.lower())
    if marks.lower() in ("general", "standard"):
        return NUMBER
    if signs & _PARTS_OF_HOURS and not signs & _PARTS_OF_DAYS:
        return _CLOCK
    if signs & (_PARTS_OF_DAYS | {"m"}):
        return _MOMENT
    if "%" in marks:
        return _PERCENT
    if set(marks) - set("0#+-() "):
        return NUMBER
    has_place = any(is_place for _sign, is_place in template)
    tells = marks.count("0") >= _FEWEST_ZEROS or any("+" in sign for sign, _is_place in template)
    return Shape(Shows.DIGITS, template) if has_place and tells else NUMBER


def shown(value: float, shape: Shape, *, is_1904: bool) -> str:
    """Return a number as text, the way its format shows it; a date is ISO 8601, without loss of what stands there."""
    if shape.shows is Shows.CLOCK and 0 <= value < 1:
        return clock_text(value)
    if shape.shows in (Shows.MOMENT, Shows.CLOCK):
        return moment_text(value, is_1904=is_1904)
    if shape.shows is Shows.LENGTH:
        return length_text(value)
    if shape.shows is Shows.PERCENT:
        return cell_text(value * 100) + "%"
    if shape.shows is Shows.DIGITS and value >= 0 and float(value).is_integer():
        return _laid_into(cell_text(value), shape.template)
    return cell_text(value)


def clock_text(part_of_day: float) -> str:
    """Return a part of a day as a time of day: 0.5 -> "12:00:00"."""
    return cell_text((_FIRST_1904 + dt.timedelta(seconds=int(part_of_day * _SECONDS_A_DAY + 0.5))).time())


def length_text(days: float) -> str:
    """Return a length of time in hours, minutes and seconds: 1.5 -> "36:00:00"."""
    return cell_text(dt.timedelta(seconds=round(days * _SECONDS_A_DAY))) if abs(days) < _LAST_DAY else cell_text(days)


def moment_text(value: float, *, is_1904: bool) -> str:
    """Return a day number as a date, with the time if there is one. Day 0 is a time of day, or nothing."""
    if not 0 <= value <= _LAST_DAY:
        return cell_text(value)
    days, seconds = divmod(round(value * _SECONDS_A_DAY), _SECONDS_A_DAY)
    if days == 0 and not is_1904:
        return clock_text(value) if seconds else ""
    if days == _LEAP_THAT_NEVER_WAS and not is_1904:
        return "1900-02-29"
    first = _FIRST_1904 if is_1904 else _FIRST_1900 if days < _LEAP_THAT_NEVER_WAS else _FROM_MARCH_1900
    try:
        return cell_text(first + dt.timedelta(days=days, seconds=seconds))
    except OverflowError:
        return cell_text(value)


def _laid_into(digits: str, template: tuple[tuple[str, bool], ...]) -> str:
    """Lay digits into their places from the right; what is too many stands at the first place."""
    written: list[str] = []
    left = digits
    first = next(at for at, (_sign, is_place) in enumerate(template) if is_place)
    for at in range(len(template) - 1, -1, -1):
        sign, is_place = template[at]
        if not is_place:
            written.append(sign)
        elif at == first:
            written.append(left or ("0" if sign == "0" else ""))
        elif left:
            left, last = left[:-1], left[-1]
            written.append(last)
        elif sign == "0":
            written.append("0")
    return "".join(reversed(written)).strip()
