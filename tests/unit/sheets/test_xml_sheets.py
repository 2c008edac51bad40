"""Workbooks that Excel 2002 and 2003 saved as XML."""

from __future__ import annotations

import pytest

from busel.desk.sandboxes.parsing import read_upload
from busel.sheets.books import read_book
from busel.sheets.tables import Book, SheetError

HEAD = (
    '<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?>\n'
    '<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:html="http://www.w3.org/TR/REC-html40"'
    ' xmlns:x="urn:schemas-microsoft-com:office:excel" xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet">'
)
AT_2, AT_3, FAR = (f'ss:Index="{at}"' for at in (2, 3, 1002))
DOWN, ACROSS = 'ss:MergeDown="1"', 'ss:MergeAcross="1"'
STYLES = "".join(
    f'<Style ss:ID="{name}"><NumberFormat ss:Format="{code}"/></Style>'
    for name, code in {"z": "000000", "p": "Percent", "d": "Short Date", "t": "h:mm"}.items()
)


def word(text: str, about: str = "") -> str:
    return f'<Cell {about}><Data ss:Type="String">{text}</Data></Cell>'


def book_of(*sheets: str, before: str = "") -> Book:
    data = f"{HEAD}{before}<Styles>{STYLES}</Styles>{''.join(sheets)}</Workbook>".encode()
    book = read_book(data)
    assert isinstance(book, Book)
    return book


def sheet(rows: str, name: str = "Спіс", after: str = "") -> str:
    return f'<Worksheet ss:Name="{name}"><Table>{rows}</Table>{after}</Worksheet>'


def rows_of(rows: str, before: str = "") -> list[list[str]]:
    return list(book_of(sheet(rows), before=before).tables[0].rows)


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ('<Cell><Data ss:Type="Number">375291234567</Data></Cell>', "375291234567"),
        ('<Cell><Data ss:Type="Number">3.75291234567E11</Data></Cell>', "375291234567"),
        ('<Cell ss:StyleID="z"><Data ss:Type="Number">8123</Data></Cell>', "008123"),
        ('<Cell ss:StyleID="p"><Data ss:Type="Number">0.25</Data></Cell>', "25%"),
        ('<Cell ss:StyleID="d"><Data ss:Type="Number">22000</Data></Cell>', "1960-03-25"),
        ('<Cell ss:StyleID="d"><Data ss:Type="DateTime">1960-03-25T00:00:00.000</Data></Cell>', "1960-03-25"),
        ('<Cell><Data ss:Type="DateTime">1960-03-25T12:30:00.000</Data></Cell>', "1960-03-25 12:30:00"),
        ('<Cell ss:StyleID="t"><Data ss:Type="DateTime">1899-12-31T12:30:00.000</Data></Cell>', "12:30:00"),
        ('<Cell><Data ss:Type="Boolean">1</Data></Cell>', "TRUE"),
        ('<Cell><Data ss:Type="Error">#N/A</Data></Cell>', "#N/A"),
        ('<Cell><Data ss:Type="Number">nan</Data></Cell>', "nan"),
        ('<Cell><ss:Data ss:Type="String"><html:B>а</html:B>б</ss:Data></Cell>', "аб"),
        ('<Cell><Data ss:Type="String">а&#10;б</Data><Comment><ss:Data>в</ss:Data></Comment></Cell>', "а\nб"),
    ],
)
def test_a_cell_is_read_as_a_person_sees_it(cell: str, text: str) -> None:
    assert rows_of(f"<Row>{word('x')}{cell}</Row>") == [["x", text]]


def test_a_format_of_the_row_or_the_column_holds_for_cells_without_their_own() -> None:
    number = '<Cell><Data ss:Type="Number">7</Data></Cell>'
    columns = '<Column/><Column ss:StyleID="z" ss:Span="1"/>'
    assert rows_of(f'{columns}<Row>{number * 4}</Row><Row ss:StyleID="p">{number}</Row>') == [
        ["7", "000007", "000007", "7"], ["700%"],
    ]  # fmt: skip


def test_days_are_counted_from_1904_where_the_book_says_so() -> None:
    before = "<x:ExcelWorkbook><x:Date1904/></x:ExcelWorkbook>"
    assert rows_of('<Row><Cell ss:StyleID="d"><Data ss:Type="Number">1</Data></Cell></Row>', before) == [["1904-01-02"]]


def test_rows_and_cells_stand_where_they_say() -> None:
    rows = (
        f"<Row>{word('а')}{word('в', AT_3)}{word('г')}</Row>"
        f'<Row ss:Index="3">{word("д")}</Row><Row ss:Span="1"/><Row>{word("е")}</Row>'
    )
    assert rows_of(rows) == [["а", "", "в", "г"], [], ["д"], [], [], ["е"]]


def test_merged_cells_are_filled_downwards_and_move_others_aside() -> None:
    rows = (
        f"<Row>{word('Вёска')}{word('Імя')}</Row><Row>{word('Лясная', DOWN)}{word('Ян')}</Row>"
        f"<Row>{word('Ева', AT_2)}</Row><Row>{word('Новая', ACROSS)}{word('Ада')}</Row>"
    )
    assert rows_of(rows) == [["Вёска", "Імя"], ["Лясная", "Ян"], ["Лясная", "Ева"], ["Новая", "", "Ада"]]


def test_what_is_hidden_is_read_and_said() -> None:
    rows = f'<Column ss:Hidden="1"/><Row ss:Hidden="1">{word("а")}</Row>'
    hidden = "<x:WorksheetOptions><x:Visible>SheetHidden</x:Visible></x:WorksheetOptions>"
    book = book_of(sheet(rows), sheet(f"<Row>{word('б')}</Row>", "Стары", hidden))
    assert [(table.name, table.hidden, list(table.rows)) for table in book.tables] == [
        ("Спіс", False, [["а"]]), ("Стары", True, [["б"]]),
    ]  # fmt: skip
    assert book.notes == ["hidden-rows:Спіс", "hidden-columns:Спіс", "hidden:Стары"]


@pytest.mark.parametrize(
    ("rows", "code"),
    [
        (f"<Row>{word('a', FAR)}</Row>", "too-large"),
        (f'<Row ss:Index="99999999">{word("a")}</Row>', "too-large"),
        ('<Row ss:Span="99999999"/>', "too-large"),
        (f"<Row>{word('a' * 1_100_000)}</Row>", "too-large"),
        ("<Row><Cell>", "damaged"),
    ],
)
def test_a_sheet_beyond_all_bounds_is_refused(rows: str, code: str) -> None:
    assert read_book(f"{HEAD}{sheet(rows)}</Workbook>".encode()) == SheetError(code, "xml-sheet")


def test_a_document_that_declares_a_type_is_refused() -> None:
    data = f"{HEAD}{sheet('<Row/>')}</Workbook>".replace("?>\n", '?><!DOCTYPE a [<!ENTITY b "c">]>\n', 1)
    assert read_book(data.encode()) == SheetError("damaged", "xml-sheet")


def test_a_locked_child_reads_it_in_an_encoding_that_the_file_names() -> None:
    data = f"{HEAD}{sheet('<Row>' + word('Ўласава') + '</Row>')}</Workbook>"
    for encoding in ("windows-1251", "utf-16"):
        said = data.replace('"1.0"', f'"1.0" encoding="{encoding}"', 1).encode(encoding)
        book = read_upload(said)
        assert isinstance(book, Book)
        assert list(book.tables[0].rows) == [["Ўласава"]], encoding
