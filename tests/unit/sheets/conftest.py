"""Builders of lists: what a person would have typed into a spreadsheet program or exported from one."""

from __future__ import annotations

import datetime as dt
import io
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest

from busel.sheets.books import make_table, read_book
from busel.sheets.drafts import make_drafts
from busel.sheets.guessing import guess_columns, targets_of
from busel.sheets.tables import Book, Rows

if TYPE_CHECKING:
    from collections.abc import Callable

    from busel.sheets.draft import Draft
    from busel.sheets.tables import Table

TODAY = dt.date(2026, 1, 2)


@pytest.fixture
def workbook() -> Callable[..., bytes]:
    """Return an xlsx of sheets (name -> rows of cells), made by another library than the one that reads."""

    def build(**sheets: list[list[Any]]) -> bytes:
        book = openpyxl.Workbook()
        book.remove(book.active)
        for name, rows in sheets.items():
            sheet = book.create_sheet(name)
            for row in rows:
                sheet.append(row)
        kept = io.BytesIO()
        book.save(kept)
        return kept.getvalue()

    return build


@pytest.fixture
def read_rows() -> Callable[[bytes], list[list[str]]]:
    """Return the rows of the first table of a file that can be read."""

    def read(data: bytes) -> list[list[str]]:
        book = read_book(data)
        assert isinstance(book, Book), book
        return list(book.tables[0].rows)

    return read


@pytest.fixture
def table() -> Callable[..., Table]:
    """Return a table of lines whose cells are parted by "|"."""

    def build(*lines: str) -> Table:
        return make_table("", Rows.of([line.split("|") if line else [] for line in lines]), hidden=False)

    return build


@pytest.fixture
def drafts(table: Callable[..., Table]) -> Callable[..., list[Draft]]:
    """Return the drafts of lines whose cells are parted by "|", with the columns guessed."""

    def build(*lines: str) -> list[Draft]:
        built = table(*lines)
        return list(make_drafts(built, targets_of(guess_columns(built)), today=TODAY))

    return build


@pytest.fixture
def corpus() -> Path:
    """Return the folder of files that nobody of this project wrote."""
    folder = os.environ.get("BUSEL_CORPUS")
    if not folder:
        pytest.skip("BUSEL_CORPUS names no folder with files of others")
    return Path(folder)
