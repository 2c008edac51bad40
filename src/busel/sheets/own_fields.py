"""Values of the organisation's own fields in the cells of a list: read, and written so that they are read again."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from datetime import date
from typing import Any

from busel.contacts.answers import read_number, read_yes_no
from busel.contacts.problems import Code, Problem
from busel.contacts.records import Field
from busel.sheets.quoting import read_items, write_items

_WHOLE = re.compile(r"-?[0-9]+")
_DAY_FIRST = re.compile(r"([0-9]{1,2})[./-]([0-9]{1,2})[./-]([0-9]{4})")
_MIDNIGHT = re.compile(r"[T ]00:00(?::00)?$")


def read_own(field: Field, cell: str) -> Any:
    """Return the stored value of a filled cell, or a Problem."""
    read = _READERS.get(field.type)
    return read(cell) if read else cell


def write_own(value: Any, *, yes: str, no: str) -> str:
    """Return the cell from which `read_own` gives a value back; "" for nothing. `yes` and `no` are words that it reads.

    A value that is not of the field's type, which only a changed desk can have stored, is written as text.
    """
    if value is None or value == []:
        return ""
    if isinstance(value, bool):
        return yes if value else no
    if isinstance(value, list):
        return write_items((str(one), None) for one in value)
    return repr(value) if isinstance(value, float) else str(value)


def _number(text: str) -> int | float | Problem | None:
    if _WHOLE.fullmatch(text):
        return int(text)
    found = read_number(text)
    if isinstance(found, float) and not math.isfinite(found):
        return Problem(Code.NUMBER_UNREADABLE, text)
    return found


def _date(text: str) -> str | Problem:
    written = _MIDNIGHT.sub("", text)
    found = _DAY_FIRST.fullmatch(written)
    try:
        if found:
            return date(int(found[3]), int(found[2]), int(found[1])).isoformat()
        return date.fromisoformat(written).isoformat()
    except ValueError:
        return Problem(Code.DATE_UNREADABLE, text)


_READERS: dict[str, Callable[[str], Any]] = {
    "number": _number,
    "date": _date,
    "yes_no": read_yes_no,
    "choices": lambda text: [item.text for item in read_items(text)],
}
