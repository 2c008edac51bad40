"""Cells of a workbook as text: a telephone or a postcode kept as a number stays its digits, a date is ISO 8601."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

_MIDNIGHT = dt.time()
_WHOLE = 1e21
"""Whole numbers up to here are written out: nobody's number of a card or an account may become 4.1e+15."""
_ERRORS = frozenset((
    "#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NULL!", "#NUM!", "#SPILL!", "#CALC!", "#GETTING_DATA",
    "#Error", "#Н/Д", "#ССЫЛКА!", "#ЗНАЧ!", "#ДЕЛ/0!", "#ИМЯ?", "#ПУСТО!", "#ЧИСЛО!", "#ПЕРЕНОС!", "#ВЫЧИСЛ!",
))  # fmt: skip
"""What programs show where a formula failed, or a cell cannot be read. Source: Microsoft, in English and Russian."""


def is_error(cell: str) -> bool:
    """Ask whether a formula failed here: nobody is called #N/A."""
    return cell[:1] == "#" and cell in _ERRORS


def cell_text(value: Any) -> str:
    """Return what a cell holds as text; "" for an empty cell and for an unknown type."""
    write = _WRITERS.get(type(value))
    return write(value) if write else ""


def row_text(row: list[Any]) -> list[str]:
    """Return the cells of a row as text. Most are text already: a call for each would cost a second in 113,220 rows."""
    return [value.strip() if type(value) is str else cell_text(value) for value in row]


def _number(value: float) -> str:
    """12.0 -> "12", 375291234567.0 -> "375291234567", 0.1 + 0.2 -> "0.3" (15 digits, as the program shows it)."""
    if value.is_integer() and -_WHOLE < value < _WHOLE:
        return str(int(value))
    return f"{value:.15g}"


def _moment(value: dt.datetime) -> str:
    return value.date().isoformat() if value.time() == _MIDNIGHT else value.isoformat(" ", "seconds")


def _length(value: dt.timedelta) -> str:
    """36 hours -> "36:00:00", as a column of hours shows them."""
    seconds = round(value.total_seconds())
    minutes, seconds = divmod(abs(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{'-' if value < dt.timedelta() else ''}{hours:02}:{minutes:02}:{seconds:02}"


_WRITERS: dict[type, Callable[[Any], str]] = {
    str: str.strip,
    float: _number,
    int: str,
    bool: lambda value: "TRUE" if value else "FALSE",
    dt.date: dt.date.isoformat,
    dt.datetime: _moment,
    dt.time: lambda value: value.isoformat("seconds"),
    dt.timedelta: _length,
}
