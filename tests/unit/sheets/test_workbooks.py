from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from busel.sheets.books import read_book
from busel.sheets.readers.packed import MAX_UNPACKED
from busel.sheets.tables import Book, SheetError
from busel.sheets.workbook_writer import write_workbook

if TYPE_CHECKING:
    from collections.abc import Callable

SMALL = write_workbook("Ліст1", ["Прозвішча", "Тэлефон"], [["Кавалёў", "+375291234567"]] * 20)


def repacked(data: bytes, change: Callable[[str, bytes], bytes]) -> bytes:
    kept = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as before, zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as after:
        for part in before.infolist():
            after.writestr(part.filename, change(part.filename, before.read(part)))
    return kept.getvalue()


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (375291234567, "375291234567"),
        (291234567.0, "291234567"),
        (246000, "246000"),
        (0.1 + 0.2, "0.3"),
        (-3, "-3"),
        (True, "TRUE"),
        ("  Ганна ", "Ганна"),
        ("+375 29 123-45-67", "+375 29 123-45-67"),
        ("0012", "0012"),
        (dt.date(1960, 2, 29), "1960-02-29"),
        (dt.datetime(1960, 2, 29), "1960-02-29"),  # noqa: DTZ001 - a spreadsheet has no zones
        (dt.datetime(2020, 1, 2, 3, 4), "2020-01-02 03:04:00"),  # noqa: DTZ001 - as above
        (dt.time(3, 4), "03:04:00"),
    ],
)
def test_a_cell_is_read_as_a_person_sees_it(
    workbook: Callable[..., bytes], read_rows: Callable[[bytes], list[list[str]]], cell: Any, text: str
) -> None:
    assert read_rows(workbook(Лист1=[["x", cell]])) == [["x", text]]


def test_rows_and_columns_keep_their_places(
    workbook: Callable[..., bytes], read_rows: Callable[[bytes], list[list[str]]]
) -> None:
    rows = [[], [None, None, "Імя"], [], [None, None, "Ганна", None, None], [], [None]]
    assert read_rows(workbook(Лист1=rows)) == [[], ["", "", "Імя"], [], ["", "", "Ганна"]]


def test_every_sheet_is_a_table_and_hidden_ones_are_said() -> None:
    two = write_workbook("Адзін", ["Імя"], [["Ян"]])
    hidden = repacked(two, lambda _, body: body.replace(b"<sheet name", b'<sheet state="hidden" name'))
    book = read_book(hidden)
    assert isinstance(book, Book)
    assert (book.notes, [(table.name, table.hidden) for table in book.tables]) == (["hidden:Адзін"], [("Адзін", True)])


def test_a_workbook_without_any_cell_is_empty(workbook: Callable[..., bytes]) -> None:
    assert read_book(workbook(Лист1=[], Лист2=[])) == SheetError("empty")


@pytest.mark.parametrize("kept", [100, 700, len(SMALL) // 2, len(SMALL) - 30])
def test_a_workbook_cut_short_is_damaged(kept: int) -> None:
    assert read_book(SMALL[:kept]) == SheetError("damaged")


def test_a_broken_sheet_is_damaged() -> None:
    broken = repacked(SMALL, lambda name, body: body[: len(body) // 2] if "sheet1" in name else body)
    assert read_book(broken) == SheetError("damaged", "xlsx")


def test_two_sheets_of_one_name_are_damaged_rather_than_one_of_them_read_twice(workbook: Callable[..., bytes]) -> None:
    two = workbook(Лист1=[["Імя"], ["Ян"]], Лист2=[["Імя"], ["Ганна"]])
    assert read_book(repacked(two, lambda _, body: body.replace("Лист2".encode(), "Лист1".encode()))) == SheetError(
        "damaged", "xlsx"
    )


def test_a_zip_that_only_mentions_a_workbook_is_not_a_sheet() -> None:
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w") as archive:
        archive.writestr("letter.txt", b"workbook.xml")
    assert read_book(kept.getvalue()) == SheetError("not-a-sheet", "xlsx")


def test_a_zip_that_says_it_unpacks_to_ten_gigabytes_is_never_unpacked() -> None:
    size = (10 << 30).to_bytes(8, "little")
    at = SMALL.rindex(b"PK\x01\x02")
    directory = SMALL[at:]
    name_length = int.from_bytes(directory[28:30], "little")
    wide = b"\x01\x00\x08\x00" + size
    entry = directory[:24] + b"\xff" * 4 + directory[28:30] + len(wide).to_bytes(2, "little") + directory[32:46]
    entry += directory[46 : 46 + name_length] + wide
    rest = bytearray(directory[46 + name_length :])
    rest[12:16] = (int.from_bytes(rest[12:16], "little") + len(wide)).to_bytes(4, "little")
    bomb = SMALL[:at] + entry + bytes(rest)
    with zipfile.ZipFile(io.BytesIO(bomb)) as archive:
        assert sum(part.file_size for part in archive.infolist()) > MAX_UNPACKED
    assert read_book(bomb) == SheetError("too-large", "xlsx")


def test_a_zip_with_an_encrypted_part_wants_a_password() -> None:
    marked = bytearray(SMALL)
    for found in re.finditer(rb"PK\x01\x02", SMALL):
        marked[found.start() + 8] |= 1
    assert read_book(bytes(marked)) == SheetError("password", "xlsx")


@given(st.lists(st.tuples(st.integers(0, len(SMALL) - 1), st.integers(0, 255)), min_size=1, max_size=8))
@settings(max_examples=80)
def test_a_workbook_with_changed_bytes_is_read_or_refused(changes: list[tuple[int, int]]) -> None:
    mutated = bytearray(SMALL)
    for at, value in changes:
        mutated[at] = value
    assert isinstance(read_book(bytes(mutated)), Book | SheetError)


@given(st.lists(st.lists(st.text(st.characters(exclude_categories=["Cs"]), max_size=20), min_size=1, max_size=4)))
@settings(max_examples=100)
def test_what_is_written_is_read_again(rows: list[list[str]]) -> None:
    wanted = [["heading"], *rows]
    book = read_book(write_workbook("x", ["heading"], rows))
    assert isinstance(book, Book)
    shown = [[visible(cell) for cell in row] for row in wanted]
    while shown and not any(shown[-1]):
        shown.pop()
    assert [row + [""] * (len(want) - len(row)) for row, want in zip(book.tables[0].rows, shown, strict=True)] == shown


def visible(cell: str) -> str:
    """What XML 1.0 can hold, without spaces at the ends."""
    held = re.sub("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]", "", cell)
    return held.strip()


def made(change: Callable[[Any], None]) -> Book:
    """Return what is read of a workbook whose first sheet was changed so."""
    book = openpyxl.Workbook()
    change(book.active)
    kept = io.BytesIO()
    book.save(kept)
    read = read_book(kept.getvalue())
    assert isinstance(read, Book)
    return read


@pytest.mark.parametrize(
    ("value", "code", "text"),
    [
        (8123, "000000", "008123"),
        (291234567, '"+375 "00" "000-00-00', "+375 29 123-45-67"),
        (0.25, "0%", "25%"),
        (0.1234, "0.00%", "12.34%"),
        (12, "0", "12"),
        ("000", "000000", "000"),
        ("#N/A", "General", "#N/A"),
        ("#REF!", "000000", "#REF!"),
        (dt.date(1960, 2, 29), "dd.mm.yyyy", "1960-02-29"),
        (dt.timedelta(hours=36), "[h]:mm", "36:00:00"),
        ("вул. Мира\nкв. 3", "General", "вул. Мира\nкв. 3"),
    ],
)
def test_a_number_is_read_as_its_format_shows_it_and_an_error_is_seen(value: Any, code: str, text: str) -> None:
    def change(sheet: Any) -> None:
        sheet.append(["x", "y"])
        sheet["C3"] = value
        sheet["C3"].number_format = code

    assert list(made(change).tables[0].rows) == [["x", "y"], [], ["", "", text]]


def test_hidden_rows_and_columns_are_read_and_said() -> None:
    def change(sheet: Any) -> None:
        for row in [["Імя", "Тэлефон"], ["Ян", "1"], ["Ева", "2"]]:
            sheet.append(row)
        sheet.row_dimensions[2].hidden = True
        sheet.column_dimensions["B"].hidden = True

    book = made(change)
    assert (len(book.tables[0].rows), book.notes) == (3, ["hidden-rows:Sheet", "hidden-columns:Sheet"])


def test_a_village_merged_down_is_said_of_all_and_headings_in_two_rows_are_one() -> None:
    def change(sheet: Any) -> None:
        for row in [
            ["Спіс"],
            ["Вёска", "Імя", "Тэлефон"],
            [None, None, "мабільны", "хатні"],
            ["Лясная", "Ян"],
            [None, "Ева"],
        ]:
            sheet.append(row)
        for area in ("A1:D1", "C2:D2", "A2:A3", "B2:B3", "A4:A5"):
            sheet.merge_cells(area)

    book = made(change)
    assert list(book.tables[0].rows) == [
        ["Спіс"], ["Вёска", "Імя", "Тэлефон"], ["Вёска", "Імя", "Тэлефон: мабільны", "Тэлефон: хатні"],
        ["Лясная", "Ян"], ["Лясная", "Ева"],
    ]  # fmt: skip
    assert (book.tables[0].header_row, book.notes) == (3, ["merged:Sheet", "headings-joined:Sheet"])


def test_cells_that_do_not_say_where_they_stand_are_read_and_what_was_not_seen_is_said() -> None:
    def change(name: str, body: bytes) -> bytes:
        return re.sub(rb'<c r="[A-Z]+[0-9]+" s="1"', b'<c s="1"', body) if "sheet1" in name else body

    book = openpyxl.Workbook()
    book.active["A1"] = 8123
    book.active["A1"].number_format = "000000"
    kept = io.BytesIO()
    book.save(kept)
    read = read_book(repacked(kept.getvalue(), change))
    assert isinstance(read, Book)
    assert (list(read.tables[0].rows), read.notes) == ([["8123"]], ["zeros-not-seen:Sheet"])


def test_cells_on_both_sides_of_a_piece_are_seen() -> None:
    def change(sheet: Any) -> None:
        for number in range(9_000):
            sheet.append([number])
            sheet.cell(number + 1, 1).number_format = "000000"

    rows = made(change).tables[0].rows
    assert [row[0] for row in rows] == [f"{number:06}" for number in range(9_000)]


def test_an_old_line_break_is_no_letters() -> None:
    read = read_book(repacked(SMALL, lambda _name, body: body.replace("Кавалёў".encode(), b"Jan_x000D_\nKaval")))
    assert isinstance(read, Book)
    assert read.tables[0].rows[1][0].split() == ["Jan", "Kaval"]
