from __future__ import annotations

import datetime as dt
import struct
import uuid
from typing import Any

import pytest

from busel.sheets.books import read_book
from busel.sheets.cells import is_error
from busel.sheets.readers import Asked
from busel.sheets.readers.access import read
from busel.sheets.tables import Book, SheetError
from factories.access_files import HIDDEN, LINKED, QUERY, SYSTEM, Deleted, Moved, Table, access_file
from factories.access_pages import (
    BINARY,
    BYTE,
    COMPLEX,
    CURRENCY,
    DATE,
    DOUBLE,
    GUID,
    INTEGER,
    LARGE,
    LONG,
    LONG_DATE,
    MEMO,
    NUMERIC,
    OLE,
    SINGLE,
    TEXT,
    YES_NO,
    Column,
    Raw,
)

NAMES = [Column("Прозвішча"), Column("Імя")]
PEOPLE = [["Іванова", "Ганна"], ["Кавалёў", "Ўладзімір"]]
CALCULATED = 0xC0
ID = uuid.UUID("12345678-9abc-def0-1234-56789abcdef0")
BOTH = pytest.mark.parametrize("jet3", [True, False], ids=["Access 97", "Access 2000"])


def book_of(data: bytes) -> Book:
    book = read_book(data)
    assert isinstance(book, Book), book
    return book


def rows_of(data: bytes) -> list[list[str]]:
    (table,) = book_of(data).tables
    return list(table.rows)


def cell_of(column: Column, value: Any, *, jet3: bool = False) -> str:
    rows = rows_of(access_file([Table("Т", [column, Column("я")], [[value, "я"]])], jet3=jet3))
    assert rows[0] == [column.name, "я"]
    assert rows[1][1] == "я"
    return rows[1][0]


def moment(*parts: int) -> dt.datetime:
    return dt.datetime(*parts)  # type: ignore[arg-type,misc] # noqa: DTZ001 - days in a database know no time zone


def wrapped(value: bytes) -> Raw:
    return Raw(bytes(16) + struct.pack("<I", len(value)) + value + bytes(3))


@BOTH
def test_each_table_has_its_columns_as_the_first_row_and_keeps_its_rows(*, jet3: bool) -> None:
    book = book_of(access_file([Table("Людзі", NAMES, PEOPLE), Table("Вуліцы", NAMES[:1], [["Доўгая"]])], jet3=jet3))
    assert [(table.name, table.header_row, list(table.rows)) for table in book.tables] == [
        ("Вуліцы", 1, [["Прозвішча"], ["Доўгая"]]),
        ("Людзі", 1, [["Прозвішча", "Імя"], *PEOPLE]),
    ]
    assert (book.kind, book.encoding, book.notes) == ("access", "cp1251" if jet3 else "", [])


@pytest.mark.parametrize(
    ("column", "value", "text"),
    [
        (Column("x", BYTE), 255, "255"),
        (Column("x", INTEGER), -32768, "-32768"),
        (Column("x", LONG), 291234567, "291234567"),
        (Column("x", LARGE), 375291234567, "375291234567"),
        (Column("x", DOUBLE), 375291234567.0, "375291234567"),
        (Column("x", DOUBLE), 0.1 + 0.2, "0.3"),
        (Column("x", SINGLE), 0.1, "0.1"),
        (Column("x", CURRENCY), 42, "42"),
        (Column("x", CURRENCY), -0.5, "-0.5"),
        (Column("x", NUMERIC, scale=2), -1234, "-12.34"),
        (Column("x", NUMERIC, scale=0), 10**25 + 1, "10000000000000000000000001"),
        (Column("x", NUMERIC, scale=3), 100, "0.1"),
        (Column("x", NUMERIC, scale=0), 100, "100"),
        (Column("x", YES_NO), True, "TRUE"),
        (Column("x", YES_NO), False, "FALSE"),
        (Column("x", DATE), moment(1961, 5, 3), "1961-05-03"),
        (Column("x", DATE), moment(2020, 2, 29, 7, 8, 9), "2020-02-29 07:08:09"),
        (Column("x", DATE), moment(1699, 3, 22), "1699-03-22"),
        (Column("x", DATE), moment(1699, 3, 22, 18), "1699-03-22 18:00:00"),
        (Column("x", DATE), moment(1899, 12, 30, 18, 30), "18:30:00"),
        (Column("x", DATE), Raw(struct.pack("<d", 1e300)), f"{1e300:.15g}"),
        (Column("x", DATE), Raw(struct.pack("<d", float("nan"))), "nan"),
        (Column("x", LONG_DATE), Raw(b"0000000000000715635:0000000012345678901:7\0"), "1960-05-06 00:20:34"),
        (Column("x", GUID), ID.bytes_le, "{12345678-9ABC-DEF0-1234-56789ABCDEF0}"),
        (Column("x", TEXT), "  +375 29 123-45-67 ", "+375 29 123-45-67"),
        (Column("x", TEXT), "0012", "0012"),
        (Column("x", TEXT, more=CALCULATED), wrapped("Іван".encode("utf-16-le")), "Іван"),
        (Column("x", LONG, more=CALCULATED), wrapped(struct.pack("<i", 7)), "7"),
        (Column("x", YES_NO, more=CALCULATED), wrapped(b"\xff"), "TRUE"),
        (Column("x", YES_NO, more=CALCULATED), wrapped(b"\0"), "FALSE"),
        (Column("x", NUMERIC, more=CALCULATED), wrapped(struct.pack("<HBBI", 6, 1, 0x80, 15)), "-1.5"),
        (Column("x", MEMO, flags=0x80), "Ян Коваль#mailto:jan@example.org#", "Ян Коваль jan@example.org"),
        (Column("x", MEMO, flags=0x80), "jan@example.org#mailto:jan@example.org#", "jan@example.org"),
        (Column("x", MEMO, flags=0x80), "#http://example.org/#", "example.org"),
        (Column("x", MEMO), "<div>Піша &amp; <b>чытае</b></div>\r\n<div>Спявае</div>", "Піша & чытае\n\r\nСпявае"),
        (Column("x", MEMO), "5 < 7", "5 < 7"),
    ],
)
def test_a_cell_is_read_as_a_person_sees_it(column: Column, value: Any, text: str) -> None:
    assert cell_of(column, value) == text


@BOTH
@pytest.mark.parametrize("kind", [LONG, CURRENCY, DATE, NUMERIC, TEXT, MEMO, GUID, DOUBLE])
def test_an_empty_cell_is_empty_and_no_nought(kind: int, *, jet3: bool) -> None:
    assert cell_of(Column("x", kind), None, jet3=jet3) == ""


@BOTH
@pytest.mark.parametrize("length", [10, 100, 1_500, 5_000, 40_000])
def test_a_long_text_comes_whole_from_wherever_its_pieces_stand(length: int, *, jet3: bool) -> None:
    text = ("доўгі тэкст, " * length)[:length].strip()
    assert cell_of(Column("x", MEMO), text, jet3=jet3) == text


@pytest.mark.parametrize("length", [1, 30, 90, 120, 230])
def test_rows_of_access_97_that_are_longer_than_a_byte_counts_are_cut_in_the_right_places(length: int) -> None:
    row = ["a" * length, "б" * length, None, "в" * length, "г" * length, "", "д"]
    columns = [Column(name) for name in "ABCDEFG"]
    assert rows_of(access_file([Table("Т", columns, [row])], jet3=True))[1] == [cell or "" for cell in row]


def test_compressed_text_goes_in_and_out_of_two_byte_letters() -> None:
    raw = b"\xff\xfeVul. \0" + "Доўгая".encode("utf-16-le") + b"\0, 5\xe9"
    assert cell_of(Column("x"), Raw(raw)) == "Vul. Доўгая, 5é"


@BOTH
def test_deleted_rows_stay_away_and_rows_that_moved_come_once_and_in_their_place(*, jet3: bool) -> None:
    rows = [["1"], Deleted(["Сцёрты"]), Moved(["2"]), ["3"], Moved(["4"]), Deleted(["5"])]
    assert rows_of(access_file([Table("Т", NAMES[:1], rows)], jet3=jet3))[1:] == [["1"], ["2"], ["3"], ["4"]]


@BOTH
def test_no_row_is_lost_over_thousands_of_pages(*, jet3: bool) -> None:
    rows = [[f"Прозвішча {number}", "і" * 200] for number in range(12_000)]
    assert rows_of(access_file([Table("Т", NAMES, rows)], jet3=jet3))[1:] == rows


@BOTH
def test_a_row_from_before_a_column_was_added_has_nothing_in_it(*, jet3: bool) -> None:
    columns = [*NAMES, Column("Узрост", LONG), Column("Піша", YES_NO), Column("Вуліца")]
    rows = rows_of(
        access_file([Table("Т", columns, [["Іванова", "Ганна"], ["Коваль", "Ян", 7, True, "Д"]])], jet3=jet3)
    )
    assert rows[1:] == [["Іванова", "Ганна", "", "FALSE"], ["Коваль", "Ян", "7", "TRUE", "Д"]]


def test_a_definition_goes_on_in_as_many_pages_as_it_needs() -> None:
    columns = [Column(f"Слупок нумар {number}") for number in range(250)]
    row = [str(number) for number in range(250)]
    assert rows_of(access_file([Table("Т", columns, [row])]))[1:] == [row]


def test_what_is_hidden_is_read_and_said_and_what_is_accesss_own_is_neither() -> None:
    book = book_of(
        access_file(
            [
                Table("Людзі", NAMES, PEOPLE),
                Table("Схаваная", NAMES, PEOPLE, flags=HIDDEN),
                Table("Служба", NAMES, PEOPLE, flags=SYSTEM),
                Table("MSysThing", NAMES, PEOPLE),
                Table("~TMPCLP", NAMES, PEOPLE),
            ],
            others=[("Чужая", LINKED), ("Пытанне", QUERY), ("~sq_form", QUERY), ("Яшчэ", QUERY)],
        )
    )
    assert [(table.name, table.hidden) for table in book.tables] == [("Людзі", False), ("Схаваная", True)]
    assert book.notes == ["hidden-table:Схаваная", "linked:Чужая", "queries:Пытанне, Яшчэ"]


def test_columns_that_are_no_text_are_left_out_and_said() -> None:
    columns = [
        Column("Імя"),
        Column("Фота", OLE),
        Column("Файлы", COMPLEX),
        Column("Байты", BINARY),
        Column("Новае", 77),
    ]
    columns.append(Column("VersionHistory_1234", COMPLEX))
    book = book_of(access_file([Table("Людзі", columns, [["Ян", b"\1", 5, b"\2", Raw(b""), 5]])]))
    assert list(book.tables[0].rows) == [["Імя"], ["Ян"]]
    assert book.notes == ["columns-left-out:Людзі: Фота, Файлы, Байты, Новае"]


def test_a_table_that_counts_more_rows_than_are_there_is_said() -> None:
    book = book_of(access_file([Table("Людзі", NAMES, PEOPLE, counts=3)]))
    assert book.notes == ["rows-missing:Людзі"]


@pytest.mark.parametrize(
    ("code_page", "written", "read_as"),
    [(1251, "cp1251", "cp1251"), (1252, "cp1251", "cp1251"), (1250, "cp1250", "cp1250"), (0, "cp1251", "cp1251")],
)
def test_access_97_is_read_as_its_header_says_unless_the_letters_are_cyrillic(
    code_page: int, written: str, read_as: str
) -> None:
    words = {"cp1251": ["Іванова", "Ўладзімір"], "cp1250": ["Łukasz", "Żółć"]}[written]
    columns = [Column("A"), Column("B")]
    data = access_file(
        [Table("T", columns, [[Raw(word.encode(written)) for word in words]])], jet3=True, code_page=code_page or 1251
    )
    book = book_of(data)
    assert (book.encoding, list(book.tables[0].rows)[1]) == (read_as, words)


def test_western_letters_stay_western() -> None:
    words = ["Müller", "François", "Señora"]
    columns = [Column("A"), Column("B"), Column("C")]
    data = access_file([Table("T", columns, [words])], jet3=True, code_page=1252)
    assert (book_of(data).encoding, rows_of(data)[1]) == ("cp1252", words)


def test_what_a_person_says_of_the_encoding_wins() -> None:
    data = access_file([Table("T", [Column("A")], [[Raw("Іван".encode("koi8-u"))]])], jet3=True)
    reading = read(data, Asked("koi8-u", ""))
    assert (reading.encoding, [list(table.rows) for table in reading.tables]) == ("koi8-u", [[["A"], ["Іван"]]])


@BOTH
def test_an_encoded_database_opens_for_its_key_stands_in_it(*, jet3: bool) -> None:
    assert rows_of(access_file([Table("Людзі", NAMES, PEOPLE)], jet3=jet3, key=0x1234567))[1:] == PEOPLE


@pytest.mark.parametrize("version", [2, 3, 5, 6])
def test_a_database_of_2007_and_newer_is_read_and_an_encrypted_one_has_a_password(version: int) -> None:
    tables = [Table("Людзі", NAMES, PEOPLE)]
    assert rows_of(access_file(tables, version=version))[1:] == PEOPLE
    assert read_book(access_file(tables, version=version, key=7)) == SheetError("password", "access")


@BOTH
def test_a_file_that_was_cut_is_damaged_wherever_it_was_cut(*, jet3: bool) -> None:
    data = access_file([Table("Т", NAMES, [["а" * 100, "б" * 100]] * 200)], jet3=jet3)
    size = 2048 if jet3 else 4096
    for length in [*range(100, size, 500), *range(size, len(data), size)]:
        assert read_book(data[:length]) == SheetError("damaged", "access")


def test_a_long_text_whose_pieces_lead_in_a_circle_costs_its_cell_alone() -> None:
    columns = [Column("x", MEMO), Column("y")]
    data = bytearray(access_file([Table("Т", columns, [["доўга" * 2_000, "Іванова"], ["коратка", "Кавалёў"]])]))
    heads = [at for at in range(0, len(data), 4096) if data[at + 4 : at + 8] == b"LVAL"]
    for at in heads:
        start = struct.unpack_from("<H", data, at + 14)[0]
        struct.pack_into("<I", data, at + start, (heads[0] // 4096) << 8)
    assert rows_of(bytes(data))[1:] == [["#Error", "Іванова"], ["коратка", "Кавалёў"]]
    assert is_error("#Error")


def test_a_damaged_table_costs_no_other_one_and_is_said() -> None:
    data = bytearray(access_file([Table("Адна", NAMES, [["Зламаная", "Я"]]), Table("Другая", NAMES, PEOPLE)]))
    row = data.index("Зламаная".encode("utf-16-le"))
    page = row // 4096 * 4096
    struct.pack_into("<H", data, page + 14, 3)
    book = book_of(bytes(data))
    assert [(table.name, list(table.rows)[1:]) for table in book.tables] == [("Другая", PEOPLE)]
    assert book.notes == ["tables-damaged:Адна"]
