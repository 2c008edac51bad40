from __future__ import annotations

import os
import struct
from collections.abc import Sequence
from pathlib import Path

import pytest
import python_calamine
from hypothesis import given, settings
from hypothesis import strategies as st

from busel.sheets.books import read_book
from busel.sheets.readers import Asked, reader_of
from busel.sheets.tables import Book, SheetError, Table
from factories.old_workbooks import Failed, OldSheet, Styled, excel_2, excel_4, excel_5, excel_97, record

ROWS = [["Прозвішча", "Тэлефон", "Індэкс"], ["Кавалёў", 375291234567.0, 220030.0], ["Ўласава", "0291112233", None]]
READ = [["Прозвішча", "Тэлефон", "Індэкс"], ["Кавалёў", "375291234567", "220030"], ["Ўласава", "0291112233"]]
SMALL = excel_97(OldSheet("Спіс", ROWS))
LOCKED = "encrypted_no_password.xls"
"""Calamine opens none under the public password."""
FILLED = len(SMALL.rstrip(b"\0"))


def rows_of(data: bytes) -> list[list[str]]:
    return list(book_of(data).tables[0].rows)


def book_of(data: bytes) -> Book:
    book = read_book(data)
    assert isinstance(book, Book)
    return book


def test_telephones_and_postcodes_stay_their_digits() -> None:
    assert (rows_of(SMALL), book_of(SMALL).encoding) == (READ, "")


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (Styled(8123, "000000"), "008123"),
        (Styled(291234567, '"+375 "00" "000-00-00'), "+375 29 123-45-67"),
        (Styled(22000, "dd.mm.yyyy"), "1960-03-25"),
        (Styled(0.5, "hh:mm"), "12:00:00"),
        (Styled(1.5, "[h]:mm"), "36:00:00"),
        (Styled(0.25, "0%"), "25%"),
        (Styled(4111111111111111, "0"), "4111111111111111"),
        (True, "TRUE"),
        (Failed(42), "#N/A"),
        (Failed(23), "#REF!"),
        ("вул. Леніна\nкв. 3", "вул. Леніна\nкв. 3"),
    ],
)
def test_a_cell_is_read_as_a_person_sees_it(cell: Styled | Failed | str | bool, text: str) -> None:  # noqa: FBT001 - a cell
    assert rows_of(excel_97(OldSheet("Спіс", [["x", cell]]))) == [["x", text]]


def test_days_are_counted_from_1904_where_the_book_says_so() -> None:
    assert rows_of(excel_97(OldSheet("Спіс", [[Styled(1, "d.m.yy")]]), is_1904=True)) == [["1904-01-02"]]


def test_what_is_hidden_is_read_and_said() -> None:
    rows = [["Імя", "Тэлефон"], ["Ян", "1"], ["Ева", "2"]]
    book = book_of(
        excel_97(
            OldSheet("Бачны", rows, hidden_rows=[2], hidden_columns=[1]),
            OldSheet("Стары", rows, state=1),
            OldSheet("Патаемны", rows, state=2),
        )
    )
    assert [(table.name, table.hidden, len(table.rows)) for table in book.tables] == [
        ("Бачны", False, 3), ("Стары", True, 3), ("Патаемны", True, 3),
    ]  # fmt: skip
    assert book.notes == ["hidden-rows:Бачны", "hidden-columns:Бачны", "hidden:Стары", "hidden:Патаемны"]


def test_a_village_merged_down_is_said_of_all_its_people() -> None:
    rows = [["Вёска", "Імя"], ["Лясная", "Ян"], [None, "Ева"], ["Новая", "Ада"]]
    book = book_of(excel_97(OldSheet("Спіс", rows, merged=[(1, 0, 2, 0)])))
    assert [row[0] for row in book.tables[0].rows] == ["Вёска", "Лясная", "Лясная", "Новая"]
    assert book.notes == ["merged:Спіс"]


def test_an_excel_of_1993_is_read_in_the_encoding_that_it_names() -> None:
    book = book_of(excel_5([["Прозвішча", "Імя"], ["Іваноў", "Ўладзімір"]]))
    assert (list(book.tables[0].rows), book.tables[0].name, book.encoding) == (
        [["Прозвішча", "Імя"], ["Іваноў", "Ўладзімір"]], "Спіс", "cp1251",
    )  # fmt: skip


def test_an_excel_of_1993_is_read_in_the_encoding_that_a_person_names() -> None:
    data = excel_5([["Прозвішча"], ["Іваноў"]], page=1252)
    said = reader_of("xls")(data, Asked("cp1251", ""))
    assert [list(table.rows) for table in said.tables] == [[["Прозвішча"], ["Іваноў"]]]


@pytest.mark.parametrize("write", [excel_2, excel_4])
def test_still_older_ones_are_read(write: object) -> None:
    assert callable(write)
    assert rows_of(write([["Прозвішча", "Тэлефон"], ["Іваноў", 375291234567.0]])) == [
        ["Прозвішча", "Тэлефон"], ["Іваноў", "375291234567"],
    ]  # fmt: skip


@pytest.mark.parametrize(
    "lock", [record(0x2F, bytes(6)), record(0x2F, b"\1\0\1\0" + bytes(50)), record(0x86) + record(0x2F, bytes(6))]
)
def test_a_password_is_said(lock: bytes) -> None:
    assert read_book(excel_97(OldSheet("Спіс", ROWS), before=lock)) == SheetError("password", "xls")


def test_a_password_further_down_is_said() -> None:
    data = excel_97(OldSheet("Спіс", ROWS), before=record(0xE1, b"\xb0\4") + record(0x2F, bytes(6)))
    assert read_book(data) == SheetError("password", "xls")


@pytest.mark.parametrize("share", range(1, 20))
def test_a_workbook_cut_short_is_damaged(share: int) -> None:
    assert read_book(SMALL[: FILLED * share // 20]) in (SheetError("damaged"), SheetError("damaged", "xls"))


def test_a_sheet_that_lies_beyond_the_file_is_damaged() -> None:
    at = SMALL.index(struct.pack("<HH", 0x85, 6 + 2 + 8)) + 4
    assert read_book(SMALL[:at] + struct.pack("<I", 1 << 30) + SMALL[at + 4 :]) == SheetError("damaged", "xls")


@given(st.lists(st.tuples(st.integers(0, len(SMALL) - 1), st.integers(0, 255)), min_size=1, max_size=8))
@settings(max_examples=80)
def test_changed_bytes_are_read_or_refused(changes: Sequence[tuple[int, int]]) -> None:
    mutated = bytearray(SMALL)
    for at, value in changes:
        mutated[at] = value
    assert isinstance(read_book(bytes(mutated)), Book | SheetError)


def test_two_readers_agree_on_each_old_workbook_of_the_corpus() -> None:
    folder = os.environ.get("BUSEL_CORPUS")
    if not folder:
        pytest.skip("BUSEL_CORPUS names no folder with files of others")
    compared = 0
    for path in sorted(Path(folder).rglob("*.xls")):
        book = read_book(path.read_bytes())
        if isinstance(book, Book) and path.name != LOCKED:
            other = python_calamine.load_workbook(str(path))
            assert [table.name for table in book.tables] == other.sheet_names, path
            compared += sum(agreeing(table, other) for table in book.tables)
    assert compared > 500


def agreeing(table: Table, other: python_calamine.CalamineWorkbook) -> int:
    """Count the texts and numbers that both have read; each has to be the same."""
    theirs = other.get_sheet_by_name(table.name).to_python(skip_empty_area=False)
    both = [
        (cell, value)
        for row, cells in zip(table.rows, theirs, strict=False)
        for cell, value in zip(row, cells, strict=False)
        if isinstance(value, float) or (isinstance(value, str) and value.strip())
    ]
    for cell, value in both:
        if isinstance(value, str):
            assert cell.endswith(value.strip())
        else:
            assert float(cell.removesuffix("%")) == pytest.approx(value * 100 if cell.endswith("%") else value)
    return len(both)
