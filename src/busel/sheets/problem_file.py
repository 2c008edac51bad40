"""Problem rows as a file of the same shape, with the row number and the reason, ready to correct and bring in again."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from busel.sheets.formulas import with_guard
from busel.sheets.workbook_writer import write_workbook

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from busel.sheets.draft import Problem
    from busel.sheets.tables import Book, Table

    Sentence = Callable[[Problem], str]
    """The words for a problem, in the person's language."""


def write_problem_file(
    book: Book,
    table: Table,
    problems: Iterable[Problem],
    *,
    sentence: Sentence,
    added: tuple[str, str],
) -> bytes:
    """Return the rows with problems: xlsx for a workbook; for text csv in UTF-8 with the list's own separator.

    `added` are the headings for the row number and the reason, in the person's language; they stand to the right of the
    list's own columns, and replace those that an earlier problem file had there.
    """
    reasons: dict[int, list[str]] = {}
    for problem in problems:
        reasons.setdefault(problem.row, []).append(sentence(problem))
    width = _own_width(table, added)
    headings = [*_padded(table.headers, width), *added]
    rows = [
        [*_padded(cells, width), str(row), " ".join(dict.fromkeys(reasons[row]))]
        for row, cells in table.data()
        if row in reasons
    ]
    if book.kind == "text":
        return _separated(book.separator, [headings, *rows])
    return write_workbook(table.name, headings, rows)


def problem_file_suffix(book: Book) -> str:
    """Return ".csv" or ".xlsx"."""
    return ".csv" if book.kind == "text" else ".xlsx"


def _own_width(table: Table, added: tuple[str, str]) -> int:
    headers = table.headers
    return len(headers) - len(added) if headers[-len(added) :] == list(added) else len(headers)


def _padded(cells: list[str], width: int) -> list[str]:
    return cells[:width] + [""] * (width - len(cells))


def _separated(separator: str, rows: list[list[str]]) -> bytes:
    """Write csv with a byte order mark, without which Excel takes UTF-8 for another encoding."""
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=separator).writerows([with_guard(cell) for cell in row] for row in rows)
    return text.getvalue().encode("utf-8-sig")
