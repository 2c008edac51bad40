"""Quotation marks in text with separators: whether they are sound, and what to do where one is left open.

A mark that nobody closed makes of all that follows, up to the next mark, one cell: people disappear in it without a
word. So where the marks do not hold strictly, each line is read by itself.
"""

from __future__ import annotations

import csv
import io
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_LINE_END = re.compile("\r\n|\r|\n")
_MOST_LINES = 25
"""Lines of one cell, where marks are unsound; no one writes longer notes into a list."""


def is_sound(text: str, strict: Callable[[], Iterator[list[str]]], separator: str) -> bool:
    """Ask whether each quotation mark that opens a cell is closed at a cell's end, and no cell holds rows."""
    if '"' not in text:
        return True
    rows = strict()
    width = line = 0
    try:
        for row in rows:
            width = width or len(row)
            spans, line = rows.line_num - line > 1, rows.line_num  # type: ignore[attr-defined]  # of csv.reader
            if spans and any(_holds_rows(cell, separator, width) for cell in row):
                return False
    except csv.Error:
        return False
    return True


def _holds_rows(cell: str, separator: str, width: int) -> bool:
    """Ask whether whole rows stand in a cell, between its first line and its last."""
    return any(_is_row(line, separator, width) for line in _LINE_END.split(cell)[1:-1])


def _is_row(line: str, separator: str, width: int) -> bool:
    """Ask whether a line has as many cells as the headings; commas with spaces behind them are those of a sentence."""
    return width > 1 and line.count(separator) == width - 1 and not (separator == "," and ", " in line)


def mended(text: str, separator: str) -> Iterator[list[str]]:
    """Yield rows of text whose marks are unsound: a cell of several lines only where it is closed well and soon."""
    lines = list(io.StringIO(text, newline=""))
    width = _usual_width(lines, separator)
    at = 0
    while at < len(lines):
        row, taken = _whole(lines[at : at + _MOST_LINES], separator, width)
        yield row
        at += taken


def _usual_width(lines: list[str], separator: str) -> int:
    widths = [len(row) for line in lines[:200] if (row := _strictly(line, separator)) is not None]
    return max(set(widths), key=widths.count, default=0)


def _whole(lines: list[str], separator: str, width: int) -> tuple[list[str], int]:
    """Return the row that begins with the first line, and how many lines it takes."""
    first = lines[0]
    marks = 0
    for taken, line in enumerate(lines, 1):
        if taken > 1 and line.count('"') % 2 == 0 and _is_row(line, separator, width):
            break
        marks += line.count('"')
        if marks % 2 == 0 and (row := _strictly("".join(lines[:taken]), separator)) is not None:
            return row, taken
        if marks % 2 == 0 and taken == 1:
            break
    return _by_letters(first, separator, width), 1


def _by_letters(line: str, separator: str, width: int) -> list[str]:
    """Read a line whose marks are letters; where they seem to hold cells together all the same, let them."""
    plain = _unmarked(line, separator)
    if len(plain) == width or line.count('"') % 2:
        return [_bare(cell) for cell in plain]
    loose = next(csv.reader([line], delimiter=separator), [])
    return loose if len(loose) == width else [_bare(cell) for cell in plain]


def _bare(cell: str) -> str:
    """Return a cell without marks around it, as Excel does: `"ТАА "Ромашка""` -> `ТАА "Ромашка"`, `"A" B` -> `A B`."""
    held = cell.strip()
    if len(held) < len('""') or not held.startswith('"') or held.count('"') % 2:
        return cell
    return held[1:-1] if held.endswith('"') else next(csv.reader([held], delimiter="\0"))[0]


def _unmarked(line: str, separator: str) -> list[str]:
    return line.rstrip("\r\n").split(separator)


def _strictly(text: str, separator: str) -> list[str] | None:
    """Return the one row of a text whose marks hold strictly; None where they do not."""
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True))
    except csv.Error:
        return None
    return rows[0] if len(rows) == 1 else None if rows else []
