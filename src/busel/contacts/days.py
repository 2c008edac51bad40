"""Days as people write them: 29.02.1960, and where less is known 02.1960 or 1960."""

from __future__ import annotations

import re
from datetime import date

from busel.contacts.problems import Code, Problem

_DAY_FIRST = re.compile(r"(?:(?:([0-9]{1,2})[./-])?([0-9]{1,2})[./-])?([0-9]{4})")
_ISO = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")


def read_day(written: str) -> str | Problem:
    """Return a whole day as ISO 8601, "" for nothing, or what is wrong."""
    found = read_partial_day(written)
    if isinstance(found, Problem) or len(found) in (0, len("1960-02-29")):
        return found
    return Problem(Code.DATE_UNREADABLE, written)


def read_partial_day(written: str) -> str | Problem:
    """Return a day, a month or a year as ISO 8601, "" for nothing, or what is wrong."""
    text = written.strip()
    if not text:
        return ""
    if found := _ISO.fullmatch(text):
        year, month, day = found.groups()
    elif found := _DAY_FIRST.fullmatch(text):
        day, month, year = found.groups()
    else:
        return Problem(Code.DATE_UNREADABLE, written)
    try:
        whole = date(int(year), int(month or 1), int(day or 1)).isoformat()
    except ValueError:
        return Problem(Code.BIRTH_NO_SUCH_DAY, written)
    return whole if day else whole[:7] if month else whole[:4]


def shown_day(stored: str) -> str:
    """Return a stored day as it is typed: 29.02.1960, 02.1960, 1960."""
    return ".".join(reversed(stored.split("-")))
