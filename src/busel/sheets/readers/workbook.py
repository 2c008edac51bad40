"""Workbooks of Excel 2007 and newer (xlsx, xlsm), read by calamine: formulas as values, dates of both systems."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import python_calamine

from busel.sheets.cells import row_text
from busel.sheets.readers import MAX_COLUMNS, RawTable, Reading, Refused, trimmed
from busel.sheets.readers.packed import opened

if TYPE_CHECKING:
    from collections.abc import Iterator

    from busel.sheets.readers import Asked


def read(data: bytes, _asked: Asked) -> Reading:
    """Read a workbook. Raises Refused: "damaged", "not-a-sheet", "password", "too-large"."""
    opened(data, wanted="workbook.xml")
    try:
        book = python_calamine.load_workbook(io.BytesIO(data))
    except python_calamine.PasswordError as error:
        raise Refused("password") from error
    except python_calamine.CalamineError as error:
        raise Refused("damaged") from error
    notes = [f"hidden:{sheet.name}" for sheet in book.sheets_metadata if _is_hidden(sheet)]
    return Reading("", "", notes, _tables(book))


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
