from __future__ import annotations

import struct

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from busel.sheets.books import read_book
from busel.sheets.tables import Book, SheetError
from factories.binary_workbooks import (
    ERROR,
    SHORT,
    YES_OR_NO,
    binary_workbook,
    cell,
    hidden_column,
    merged,
    number,
    record,
    row,
    word,
)  # fmt: skip

CODES = ["000000", "dd.mm.yyyy", "0%"]
SMALL = binary_workbook(("Спіс", 0, [row(0, word(0, "Імя"), word(1, "Тэлефон")), row(1, word(0, "Ян"), number(1, 1))]))


def rows_of(*parts: bytes, is_1904: bool = False) -> list[list[str]]:
    read = read_book(binary_workbook(("Спіс", 0, parts), codes=CODES, strings=["Ян"], is_1904=is_1904))
    assert isinstance(read, Book)
    return list(read.tables[0].rows)


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        (number(0, 375291234567), "375291234567"),
        (number(0, 8123, style=1), "008123"),
        (number(0, 22000, style=2), "1960-03-25"),
        (number(0, 0.25, style=3), "25%"),
        (cell(0, SHORT, struct.pack("<I", 12345 << 2 | 3)), "123.45"),
        (cell(0, SHORT, struct.pack("<i", -7 << 2 | 2)), "-7"),
        (cell(0, SHORT, struct.pack("<d", 1.5)[4:]), "1.5"),
        (cell(0, 7, struct.pack("<I", 0)), "Ян"),
        (cell(0, YES_OR_NO, b"\1"), "TRUE"),
        (cell(0, ERROR, b"\x2a"), "#N/A"),
        (cell(0, 11, b"\x17"), "#REF!"),
        (word(0, "вул. Міра\nкв. 3"), "вул. Міра\nкв. 3"),
    ],
)
def test_a_cell_is_read_as_a_person_sees_it(written: bytes, shown: str) -> None:
    assert rows_of(row(0, written)) == [[shown]]


def test_rows_and_columns_keep_their_places() -> None:
    assert rows_of(row(2, word(1, "Імя"), word(3, "Ян")), row(4, word(0, "Ева"))) == [
        [], [], ["", "Імя", "", "Ян"], [], ["Ева"],
    ]  # fmt: skip


def test_days_are_counted_from_1904_where_the_book_says_so() -> None:
    assert rows_of(row(0, number(0, 1, style=2)), is_1904=True) == [["1904-01-02"]]


def test_what_is_hidden_or_merged_is_read_and_said() -> None:
    people = [row(0, word(0, "Лясная"), word(1, "Ян")), row(1, word(1, "Ева"), hidden=True), merged(0, 0, 1, 0)]
    read = read_book(binary_workbook(("А", 0, people), ("Б", 1, [hidden_column(1), *people[:1]])))
    assert isinstance(read, Book)
    assert list(read.tables[0].rows) == [["Лясная", "Ян"], ["Лясная", "Ева"]]
    assert read.notes == ["hidden-rows:А", "merged:А", "hidden:Б", "hidden-columns:Б"]


@pytest.mark.parametrize(
    ("parts", "code"),
    [
        ([row(1, word(0, "а")), row(0, word(0, "б"))], "damaged"),
        ([row(1 << 21, word(0, "а"))], "damaged"),
        ([row(0, word(1 << 20, "а"))], "too-large"),
        ([row(0, word(0, "а")), record(6, bytes(9))[:-1]], "damaged"),
        ([row(0, cell(0, 6, struct.pack("<I", 1 << 31)))], "damaged"),
        ([row(0, cell(0, 7, struct.pack("<I", 1)))], "damaged"),
        ([b"\xff\xff\xff\xff\xff\x0f"], "damaged"),
    ],
)
def test_what_cannot_be_is_refused(parts: list[bytes], code: str) -> None:
    assert read_book(binary_workbook(("Спіс", 0, parts), strings=["Ян"])) == SheetError(code, "xlsb")


@given(st.lists(st.tuples(st.integers(0, len(SMALL) - 1), st.integers(0, 255)), min_size=1, max_size=8))
@settings(max_examples=80)
def test_changed_bytes_are_read_or_refused(changes: list[tuple[int, int]]) -> None:
    mutated = bytearray(SMALL)
    for at, value in changes:
        mutated[at] = value
    assert isinstance(read_book(bytes(mutated)), Book | SheetError)


PARTS = b"".join([row(0, word(0, "Імя"), word(1, "Тэлефон")), row(1, word(0, "Ян"), number(1, 1))])


@given(st.lists(st.tuples(st.integers(0, len(PARTS) - 1), st.integers(0, 255)), min_size=1, max_size=3))
@settings(max_examples=100)
def test_changed_records_are_read_or_refused(changes: list[tuple[int, int]]) -> None:
    mutated = bytearray(PARTS)
    for at, value in changes:
        mutated[at] = value
    assert isinstance(read_book(binary_workbook(("Спіс", 0, [bytes(mutated)]))), Book | SheetError)
