"""Workbooks of Excel 2007 and newer (xlsx, xlsm), read by calamine: formulas as values, dates of both systems."""

from __future__ import annotations

import codecs
import io
import zipfile
from typing import TYPE_CHECKING

import python_calamine

from busel.sheets.cells import row_text
from busel.sheets.readers import MAX_COLUMNS, RawTable, Reading, Refused, trimmed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from busel.sheets.readers import Asked

MAX_UNPACKED = 1 << 30
"""Bytes of all parts together as the directory states them. 113,220 rows of 15 columns are 60 MB."""
MAX_PARTS = 5_000

codecs.lookup("cp437")  # of the names in a zip file; loaded now, once the child is locked up it can load nothing


def read(data: bytes, _asked: Asked) -> Reading:
    """Read a workbook. Raises Refused: "damaged", "not-a-sheet", "password", "too-large"."""
    _check_directory(data)
    try:
        book = python_calamine.load_workbook(io.BytesIO(data))
    except python_calamine.PasswordError as error:
        raise Refused("password") from error
    except python_calamine.CalamineError as error:
        raise Refused("damaged") from error
    notes = [f"hidden:{sheet.name}" for sheet in book.sheets_metadata if _is_hidden(sheet)]
    return Reading("", "", notes, _tables(book))


def _check_directory(data: bytes) -> None:
    """Refuse before unpacking what says itself that it is too much: a few kilobytes can hold ten gigabytes."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, NotImplementedError, ValueError, EOFError) as error:
        raise Refused("damaged") from error
    if len(parts) > MAX_PARTS or sum(part.file_size for part in parts) > MAX_UNPACKED:
        raise Refused("too-large")
    if any(part.flag_bits & 1 for part in parts):
        raise Refused("password")
    if not any(part.filename.endswith("workbook.xml") for part in parts):
        raise Refused("not-a-sheet")


def _is_hidden(sheet: python_calamine.SheetMetadata) -> bool:
    return sheet.visible != python_calamine.SheetVisibleEnum.Visible


def _tables(book: python_calamine.CalamineWorkbook) -> Iterator[RawTable]:
    for sheet in book.sheets_metadata:
        if sheet.typ == python_calamine.SheetTypeEnum.WorkSheet:
            yield RawTable(sheet.name, _is_hidden(sheet), trimmed(_rows(book, sheet.name)))


def _rows(book: python_calamine.CalamineWorkbook, name: str) -> Iterator[list[str]]:
    """Yield all rows from row 1 and all cells from column A, whatever corner the sheet begins in."""
    try:
        sheet = book.get_sheet_by_name(name)
    except python_calamine.CalamineError as error:
        raise Refused("damaged") from error
    first_column = sheet.start[1] if sheet.start else 0
    if first_column > MAX_COLUMNS:
        raise Refused("too-large")
    before = [""] * first_column
    for row in sheet.iter_rows():
        texts = row_text(row)
        yield before + texts if before and any(texts) else texts
