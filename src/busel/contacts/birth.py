"""Birth dates, and other days, as lists hold them, often only in part."""

from __future__ import annotations

import re
from datetime import date, timedelta

from busel.contacts.problems import Code, Problem
from busel.names.words import month_of

_EARLIEST = 1900
_LATEST = 2199
_YOUNGEST = 14
"""Two digits stand for the latest year in which the person is at least so old: lists hold no small children."""
_MONTHS = 12
_DAYS = 31
_AGE = re.compile(r"\d{1,3}\s*(?:лет|год[аы]?|гадоў|years?(?: old)?)\.?", re.IGNORECASE)
_SHEET_BEGINS = date(1899, 12, 30)
_SHEET_NUMBER = re.compile(r"([1-9]\d{4})(?:[.,]0+)?")
_TIME = re.compile(r"[T\s]+\d{1,2}:\d\d(?::\d\d)?(?:\.\d+)?Z?$")
_YEAR_WORD = re.compile(
    r"\s*(?:г\.?\s*р\.?|г\.?\s*н\.?|года?|год|г|р)\.?(?:\s*(?:рождения|нараджэння))?\s*$", re.IGNORECASE
)
_BORN_IN = re.compile(r"(\d\d)\s*(?:г\.?\s*[рн]\.?|года?\s+(?:рождения|нараджэння))", re.IGNORECASE)
_CLOSE = re.compile(r"((?:19|20)[0-9]{2})([0-9]{2})([0-9]{2})")
"""Year, month and day without a sign between them, as programs write them: 19600229."""
_BETWEEN = re.compile(r"[.\-/,\s]+")


def read_birth(written: str | float | date, *, today: date) -> str | Problem:
    """Return ISO 8601 as far as it is known ("1960", "1960-02", "1960-02-29"), "" for nothing, or what is wrong.

    Reads 29.02.1960, 02.1960, 1960, ISO, "29 лютага 1960", 1960 г.р., 00.00.1960 and a spreadsheet's dates and numbers.
    """
    if isinstance(written, date):
        return _checked(str(written), (written.year, written.month, written.day), today)
    text = str(written).strip()
    if not text:
        return ""
    sheet = _SHEET_NUMBER.fullmatch(text)
    if sheet:
        day = _SHEET_BEGINS + timedelta(days=int(sheet[1]))
        return _checked(text, (day.year, day.month, day.day), today)
    if born := _BORN_IN.fullmatch(text):
        return str(_year(born[1], today, is_short=True))
    parts = _parts(_YEAR_WORD.sub("", _TIME.sub("", text)), today)
    return _checked(text, parts, today) if parts else Problem(Code.BIRTH_UNREADABLE, text)


def tells_no_year(written: str) -> bool:
    """Is it a birthday alone ("12 мая", "12.05"), or how old somebody is ("45 лет")?"""
    text = written.strip()
    if _AGE.fullmatch(text):
        return True
    words = [word for word in _BETWEEN.split(_YEAR_WORD.sub("", text)) if word]
    if len(words) != len(("day", "month")):
        return False
    day, month = words if not month_of(words[0]) else words[::-1]
    return 0 < _number(day) <= _DAYS and 0 < _month(month) <= _MONTHS


def read_date(written: str) -> str | Problem:
    """Return any day of these two centuries, ISO 8601 as far as it is known, "" for nothing, or what is wrong.

    As `read_birth`, but it may be to come, and a year has four digits: "60" could be either.
    """
    text = written.strip()
    sheet = _SHEET_NUMBER.fullmatch(text)
    if sheet:
        return (_SHEET_BEGINS + timedelta(days=int(sheet[1]))).isoformat()
    parts = _parts(_TIME.sub("", text), None) if text else None
    if parts is None or not _EARLIEST <= parts[0] <= _LATEST:
        return Problem(Code.DATE_UNREADABLE, text) if text else ""
    return _checked(text, parts, date(_LATEST, _MONTHS, 31))


def _parts(text: str, today: date | None) -> tuple[int, int, int] | None:
    """Return year, month and day, 0 for what is unknown; None when they cannot be told."""
    if written := _CLOSE.fullmatch(text):
        return int(written[1]), int(written[2]), int(written[3])
    words = [word for word in _BETWEEN.split(text) if word]
    if not re.fullmatch(r"\d{4}", "".join(words[:1])):  # else it is ISO order
        words.reverse()
    if not 1 <= len(words) <= len(("year", "month", "day")):
        return None
    year, month, day = (*words, "0", "0")[:3]
    if month_of(day) or ("/" in text and month.isdecimal() and int(month) > _MONTHS):
        month, day = day, month  # "May 9, 1960" and 02/29/1960: no other order can be meant
    numbers = (_year(year, today, is_short=len(words) == len((year, month, day))), _month(month), _number(day))
    return None if min(numbers) < 0 else numbers


def _year(word: str, today: date | None, *, is_short: bool) -> int:
    """Return a year of four digits; one of two only in a whole date ("29.02.60") of somebody born; -1 for others."""
    if re.fullmatch(r"[0-9]{4}", word):
        return int(word)
    if today is None:
        return -1
    latest = today.year - _YOUNGEST
    return latest - (latest - int(word)) % 100 if is_short and re.fullmatch(r"[0-9]{2}", word) else -1


def _month(word: str) -> int:
    return month_of(word) or _number(word)


def _number(word: str) -> int:
    return int(word) if re.fullmatch(r"[0-9]{1,2}", word) else -1


def _checked(text: str, parts: tuple[int, int, int], today: date) -> str | Problem:
    year, month, day = parts
    if year < _EARLIEST:
        return Problem(Code.BIRTH_TOO_LONG_AGO, text)
    try:
        earliest = date(year, month or 1, day or 1)
    except ValueError:
        return Problem(Code.BIRTH_NO_SUCH_DAY, text)
    if earliest > today:
        return Problem(Code.BIRTH_IN_FUTURE, text)
    if not month:
        return f"{year}"
    return f"{year}-{month:02}-{day:02}" if day else f"{year}-{month:02}"
