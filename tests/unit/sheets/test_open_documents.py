from __future__ import annotations

import os
from pathlib import Path

import pytest
import python_calamine
from hypothesis import given, settings
from hypothesis import strategies as st

from busel.sheets import readers
from busel.sheets.books import read_book
from busel.sheets.tables import Book, SheetError
from factories.open_documents import content, number_cell, row, spreadsheet, table, text_cell

HEAD = row(text_cell("Імя"), text_cell("Тэлефон"))
JAN = row(text_cell("Ян"), number_cell(375291234567, "3,75E+11"))
SMALL = spreadsheet(table(HEAD, JAN))
EMPTY = "<table:table-cell/>"
MILLION = 'table:number-rows-repeated="1048576"'
BILLION = 'table:number-rows-repeated="99999999999"'


def book_of(data: bytes) -> Book:
    book = read_book(data)
    assert isinstance(book, Book)
    return book


def rows_of(*rows: str) -> list[list[str]]:
    return list(book_of(spreadsheet(table(*rows))).tables[0].rows)


def cell(about: str, shown: str = "") -> str:
    return f"<table:table-cell {about}>{shown}</table:table-cell>"


@pytest.mark.parametrize(
    ("written", "text"),
    [
        (number_cell(375291234567, "3,75E+11"), "375291234567"),
        (number_cell(220030, "220 030"), "220030"),
        (number_cell(8123, "008123"), "008123"),
        (number_cell(291234567, "(029) 123-45-67"), "(029) 123-45-67"),
        (number_cell(375291234567, "+375 29 123-45-67"), "+375 29 123-45-67"),
        (number_cell(0.5, "0,50"), "0.5"),
        (number_cell(0, "0,00"), "0"),
        (number_cell(0.25, "25,00 %", "percentage"), "25%"),
        (number_cell(12.5, "12,50 р.", "currency"), "12.5"),
        (cell('office:value-type="date" office:date-value="1860-02-29"', "<text:p>29.02.60</text:p>"), "1860-02-29"),
        (cell('office:value-type="date" office:date-value="1960-02-29T00:00:00"'), "1960-02-29"),
        (cell('office:value-type="date" office:date-value="1960-02-29T12:30:00"'), "1960-02-29 12:30:00"),
        (cell('office:value-type="time" office:time-value="PT14H57M13S"'), "14:57:13"),
        (cell('office:value-type="time" office:time-value="-PT36H00M00.5S"'), "-36:00:00"),
        (cell('office:value-type="boolean" office:boolean-value="true"'), "TRUE"),
        (cell('office:value-type="string" office:string-value="Ян"'), "Ян"),
        (cell('office:value-type="error"', "<text:p>#Н/Д</text:p>"), "#Н/Д"),
        (text_cell("Ян<text:s/><text:s text:c='2'/>Каваль<text:line-break/><text:a>Мі</text:a>"), "Ян   Каваль\nМі"),
        (cell('office:value-type="string"', "<text:p>Мінск</text:p>\n <text:p>кв. 3</text:p>"), "Мінск\nкв. 3"),
        (text_cell("Ян<office:annotation><text:p>не тэлефанаваць</text:p></office:annotation>"), "Ян"),
    ],
)  # fmt: skip
def test_a_cell_is_read_as_a_person_sees_it(written: str, text: str) -> None:
    assert rows_of(row(text_cell("x"), written)) == [["x", text]]


def test_rows_and_cells_that_stand_for_many_are_all_there() -> None:
    rows = [
        row(EMPTY, about='table:number-rows-repeated="2"'),
        row(EMPTY, text_cell("а", 'table:number-columns-repeated="2"'), about='table:number-rows-repeated="3"'),
    ]
    assert rows_of(*rows) == [[], [], *[["", "а", "а"]] * 3]


def test_blank_rows_and_cells_down_to_the_sheets_end_are_nothing() -> None:
    wide = '<table:table-cell table:number-columns-repeated="16384"/>'
    assert rows_of(row(text_cell("Ян"), wide), row(wide, about=MILLION), row(wide, about=BILLION)) == [["Ян"]]


@pytest.mark.parametrize(
    "row_of_bomb",
    [
        row(text_cell("а", 'table:number-columns-repeated="900"'), about=MILLION),
        row(text_cell("а", 'table:number-columns-repeated="99999999999"')),
        row('<table:table-cell table:number-columns-repeated="16383"/>', text_cell("а")),
        row(text_cell("<text:s text:c='99999999999'/>а" * 2)),
    ],
)
def test_what_repeats_itself_beyond_all_bounds_is_refused(monkeypatch: pytest.MonkeyPatch, row_of_bomb: str) -> None:
    monkeypatch.setattr(readers, "MAX_CELLS", 100_000)
    assert read_book(spreadsheet(table(row_of_bomb))) == SheetError("too-large", "ods")


def test_what_is_hidden_is_read_and_said() -> None:
    hidden = row(text_cell("Ева"), text_cell("2"), about='table:visibility="filter"')
    column = '<table:table-column/><table:table-column table:visibility="collapse"/>'
    grouped = f'<table:table-row-group table:display="false">{JAN}</table:table-row-group>'
    tables = [
        table(HEAD, hidden, name="А"), table(column, HEAD, name="Б"), table(HEAD, grouped, name="В"),
        table(HEAD, name="Г", about='table:style-name="ta2"'),
    ]  # fmt: skip
    book = book_of(spreadsheet(*tables))
    assert book.notes == ["hidden-rows:А", "hidden-columns:Б", "hidden-rows:В", "hidden:Г"]
    assert [(one.hidden, len(one.rows)) for one in book.tables] == [(False, 2), (False, 1), (False, 2), (True, 1)]


def test_a_village_merged_down_is_said_of_all_its_people() -> None:
    village = text_cell("Лясная", 'table:number-rows-spanned="2"')
    book = book_of(
        spreadsheet(table(row(village, text_cell("Ян")), row("<table:covered-table-cell/>", text_cell("Ева"))))
    )
    assert (list(book.tables[0].rows), book.notes) == ([["Лясная", "Ян"], ["Лясная", "Ева"]], ["merged:Аркуш1"])


def test_headings_in_two_rows_become_one() -> None:
    wide = text_cell("Адрас", 'table:number-columns-spanned="2"')
    first = row(text_cell("Імя"), wide, "<table:covered-table-cell/>")
    assert rows_of(first, row(EMPTY, text_cell("вуліца"), text_cell("дом")))[1] == [
        "Імя",
        "Адрас: вуліца",
        "Адрас: дом",
    ]


def test_cells_that_were_deleted_and_are_kept_for_the_record_are_not_read() -> None:
    deleted = (
        f"<table:tracked-changes><table:deletion>{row(text_cell('Сакрэт'))}</table:deletion></table:tracked-changes>"
    )
    assert list(book_of(spreadsheet(deleted, table(JAN))).tables[0].rows) == [["Ян", "375291234567"]]


def test_a_spreadsheet_without_a_zip_file_around_it_is_read() -> None:
    assert list(book_of(content(table(JAN), root="document")).tables[0].rows) == [["Ян", "375291234567"]]


def test_a_password_is_said() -> None:
    sealed = '<manifest:file-entry manifest:full-path="content.xml"><manifest:encryption-data/></manifest:file-entry>'
    assert read_book(spreadsheet(table(JAN), manifest=sealed)) == SheetError("password", "ods")


@pytest.mark.parametrize("doctype", ['<!DOCTYPE x [<!ENTITY a "aaaa">]>', '<!DOCTYPE x SYSTEM "file:///etc/passwd">'])
def test_a_document_that_declares_entities_is_refused(doctype: str) -> None:
    body = content(table(row(text_cell("&a;"))), doctype=doctype)
    assert read_book(spreadsheet(body=body)) == SheetError("damaged", "ods")


@pytest.mark.parametrize(
    "body", [b"", b"<a", content(table(JAN))[:-30], content(table(JAN)).replace(b"</table:table-row>", b"")]
)
def test_broken_content_is_damaged(body: bytes) -> None:
    assert read_book(spreadsheet(body=body)) == SheetError("damaged", "ods")


@given(st.lists(st.tuples(st.integers(0, len(SMALL) - 1), st.integers(0, 255)), min_size=1, max_size=8))
@settings(max_examples=80)
def test_changed_bytes_are_read_or_refused(changes: list[tuple[int, int]]) -> None:
    mutated = bytearray(SMALL)
    for at, value in changes:
        mutated[at] = value
    assert isinstance(read_book(bytes(mutated)), Book | SheetError)


PLAIN = content(table(HEAD, JAN), root="document")


@given(st.lists(st.tuples(st.integers(len(PLAIN) // 2, len(PLAIN) - 1), st.integers(32, 126)), min_size=1, max_size=4))
@settings(max_examples=100)
def test_changed_letters_of_the_content_are_read_or_refused(changes: list[tuple[int, int]]) -> None:
    mutated = bytearray(PLAIN)
    for at, value in changes:
        mutated[at] = value
    assert isinstance(read_book(bytes(mutated)), Book | SheetError)


def test_two_readers_agree_on_each_spreadsheet_of_the_corpus() -> None:
    folder = os.environ.get("BUSEL_CORPUS")
    if not folder:
        pytest.skip("BUSEL_CORPUS names no folder with files of others")
    compared = 0
    for path in sorted(Path(folder).rglob("*.ods")):
        book = read_book(path.read_bytes())
        if isinstance(book, Book):
            other = python_calamine.load_workbook(str(path))
            assert [one.name for one in book.tables] == other.sheet_names, path
            for one in book.tables:
                theirs = other.get_sheet_by_name(one.name).to_python(skip_empty_area=False)
                for ours, cells in zip(one.rows, theirs, strict=False):
                    texts = [
                        value.strip()
                        for value in cells
                        if isinstance(value, str) and value.strip() and value[:2] != "PT"
                    ]
                    assert [text for text in texts if text not in ours] == [], path
                    compared += len(texts)
    assert compared > 50
