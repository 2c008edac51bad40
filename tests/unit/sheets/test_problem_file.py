from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest

from busel.sheets.books import read_book
from busel.sheets.drafts import make_drafts
from busel.sheets.guessing import guess_columns, targets_of
from busel.sheets.problem_file import problem_file_suffix, write_problem_file
from busel.sheets.tables import Book
from busel.sheets.workbook_writer import write_workbook

if TYPE_CHECKING:
    from busel.sheets.draft import Draft, Problem

ROWS = [
    ["Імя", "Дата нараджэння", "Тэлефон", "Заўвага"],
    ["Ян", "1.2.1960", "+375291234567", "=1+1"],
    ["Ганна", "31.02.1960", "+375291234568", "=2+2"],
    [],
    ["Пётр", "", "", "@"],
    ["", "1961", "", "-"],
]
ADDED = ("Радок", "Прычына")


def sentence(problem: Problem) -> str:
    return f"{problem.column}: {problem.value} ({problem.code})"


def opened(data: bytes) -> Book:
    book = read_book(data)
    assert isinstance(book, Book), book
    return book


def drafts_of(book: Book) -> list[Draft]:
    return list(make_drafts(book.tables[0], targets_of(guess_columns(book.tables[0])), today=dt.date(2026, 1, 2)))


def problem_file_of(book: Book) -> bytes:
    problems = [problem for draft in drafts_of(book) for problem in draft.problems]
    return write_problem_file(book, book.tables[0], problems, sentence=sentence, added=ADDED)


def as_csv(rows: list[list[str]]) -> bytes:
    return "\n".join(";".join(row) for row in rows).encode("cp1251")


@pytest.mark.parametrize("kind", ["xlsx", "text"])
def test_problem_rows_come_back_in_the_same_shape(kind: str) -> None:
    book = opened(write_workbook("Ліст1", ROWS[0], ROWS[1:]) if kind == "xlsx" else as_csv(ROWS))
    found = opened(problem_file_of(book))
    assert (found.kind, problem_file_suffix(book)) == (kind, {"xlsx": ".xlsx", "text": ".csv"}[kind])
    assert list(found.tables[0].rows) == [
        [*ROWS[0], *ADDED],
        ["Ганна", "31.02.1960", "+375291234568", "=2+2", "3", "Дата нараджэння: 31.02.1960 (birth-no-such-day)"],
        ["", "1961", "", "-", "6", ": 1961 (name-missing)"],
    ]


def test_a_corrected_problem_file_goes_through_and_its_added_columns_are_left_aside() -> None:
    back = problem_file_of(opened(as_csv(ROWS)))
    book = opened(back.decode("utf-8-sig").replace("31.02.1960", "28.02.1960").encode())
    assert targets_of(guess_columns(book.tables[0])) == ["given", "birth", "phone", "notes", "ignore", "ignore"]
    assert [(draft.row, draft.can_come_in) for draft in drafts_of(book)] == [(2, True), (3, False)]


def test_the_added_columns_are_not_added_twice() -> None:
    once = opened(problem_file_of(opened(as_csv(ROWS))))
    assert opened(problem_file_of(once)).tables[0].headers == [*ROWS[0], *ADDED]


def test_no_cell_of_a_csv_problem_file_is_a_formula() -> None:
    cells = [
        cell
        for line in problem_file_of(opened(as_csv(ROWS))).decode("utf-8-sig").splitlines()
        for cell in line.split(";")
    ]
    assert [cell for cell in cells if cell.startswith(("=", "+", "-", "@"))] == []
    assert "'=2+2" in cells
