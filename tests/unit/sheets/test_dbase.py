from __future__ import annotations

import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from busel.sheets.books import read_book
from busel.sheets.kinds import kind_of
from busel.sheets.readers import Asked
from busel.sheets.readers.dbase import read
from busel.sheets.tables import Book, SheetError
from factories.dbase import Field, dbase_file

NAMES = [Field("ПРОЗВІШЧА".replace("І", "I")), Field("IМЯ")]
PEOPLE: list[list[bytes | str]] = [["Ковалёв", "Уладзiмiр"], ["Iванова", "Ганна"]]
FOXPRO = 0x30


def book_of(data: bytes) -> Book:
    book = read_book(data)
    assert isinstance(book, Book), book
    return book


def cell_of(field: Field, raw: bytes, *, version: int = 3) -> str:
    rows = book_of(dbase_file([field, Field("X")], [[raw, "x"]], version=version)).tables[0].rows
    assert rows[1][1] == "x"
    return rows[1][0]


def test_a_table_has_its_fields_as_the_first_row_and_keeps_its_rows() -> None:
    book = book_of(dbase_file(NAMES, PEOPLE))
    (table,) = book.tables
    assert (book.kind, book.encoding, book.notes, table.header_row) == ("dbf", "cp866", [], 1)
    assert list(table.rows) == [["ПРОЗВIШЧА", "IМЯ"], *PEOPLE]


@pytest.mark.parametrize(
    ("field", "raw", "text"),
    [
        (Field("N", "N", 12), b"291234567", "291234567"),
        (Field("N", "N", 6, 2), b"5.50", "5.5"),
        (Field("N", "N", 6, 2), b"100.00", "100"),
        (Field("N", "N", 4), b"100", "100"),
        (Field("N", "N", 4), b"****", ""),
        (Field("N", "N", 4), b"", ""),
        (Field("L", "L", 1), b"T", "TRUE"),
        (Field("L", "L", 1), "Д".encode("cp866"), "TRUE"),
        (Field("L", "L", 1), b"n", "FALSE"),
        (Field("L", "L", 1), b"?", ""),
        (Field("D", "D", 8), b"19610503", "1961-05-03"),
        (Field("D", "D", 8), b"", ""),
        (Field("C", "C", 300), "я".encode("cp866") * 280, "я" * 280),
        (Field("C", "C", 20), b"  0012 ", "0012"),
    ],
)
def test_a_cell_is_read_as_a_person_sees_it(field: Field, raw: bytes, text: str) -> None:
    assert cell_of(field, raw) == text


@pytest.mark.parametrize(
    ("field", "raw", "text"),
    [
        (Field("I", "I", 4), struct.pack("<i", -7), "-7"),
        (Field("B", "B", 8), struct.pack("<d", 375291234567.0), "375291234567"),
        (Field("Y", "Y", 8), struct.pack("<q", 125_000), "12.5"),
        (Field("T", "T", 8), struct.pack("<ii", 2_451_545, 3_600_000), "2000-01-01 01:00:00"),
        (Field("T", "T", 8), bytes(8), ""),
    ],
)
def test_a_number_of_foxpro_is_read_as_a_person_sees_it(field: Field, raw: bytes, text: str) -> None:
    assert cell_of(field, raw, version=FOXPRO) == text


def test_deleted_rows_stay_away() -> None:
    book = book_of(dbase_file(NAMES, [["*Сцёрты", "Ян"], *PEOPLE, ["*Яшчэ", "Ян"]]))
    assert list(book.tables[0].rows)[1:] == PEOPLE


@pytest.mark.parametrize("page", [0x00, 0x03, 0x57, 0x01])
@pytest.mark.parametrize("encoding", ["cp866", "cp1251"])
def test_where_the_header_says_nothing_or_the_west_the_letters_speak(page: int, encoding: str) -> None:
    book = book_of(dbase_file(NAMES, PEOPLE, encoding=encoding, page=page))
    assert (book.encoding, list(book.tables[0].rows)[1:]) == (encoding, PEOPLE)


@pytest.mark.parametrize(("page", "encoding"), [(0x64, "cp852"), (0xC8, "cp1250"), (0xC9, "cp1251"), (0x03, "cp1252")])
def test_another_page_of_the_header_is_believed(page: int, encoding: str) -> None:
    names = ["Кавалёў" if encoding == "cp1251" else "Müller"]
    book = book_of(dbase_file([Field("A")], [[names[0]]], encoding=encoding, page=page))
    assert (book.encoding, list(book.tables[0].rows)[1:]) == (encoding, [names])


def test_what_a_person_says_of_the_encoding_wins() -> None:
    data = dbase_file([Field("A")], [["Ковалёв"]], encoding="koi8-r", page=0x65)
    reading = read(data, Asked("koi8-r", ""))
    assert [list(table.rows) for table in reading.tables] == [[["A"], ["Ковалёв"]]]


def test_long_texts_that_stand_in_another_file_are_left_out_and_said() -> None:
    book = book_of(dbase_file([Field("A"), Field("NOTES", "M", 10)], [["Ян", "1"]], version=0x83))
    assert (list(book.tables[0].rows), book.notes) == ([["A"], ["Ян"]], ["long-texts-elsewhere:NOTES"])


def test_a_table_that_was_cut_is_damaged() -> None:
    data = dbase_file(NAMES, PEOPLE)
    for length in range(len(data) - 2, 100, -7):
        assert read_book(data[:length]) == SheetError("damaged", "dbf")


@given(st.binary(max_size=200))
def test_no_other_bytes_are_taken_for_a_table(rest: bytes) -> None:
    assert kind_of(b"\x03" + rest) != "dbf" or len(rest) > 64
