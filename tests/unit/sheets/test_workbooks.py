from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from typing import TYPE_CHECKING, Any

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
