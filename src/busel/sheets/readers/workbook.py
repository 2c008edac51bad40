"""Workbooks of Excel 2007 and newer (xlsx, xlsm): values by calamine, and what it does not tell by our own look."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

import python_calamine

from busel.sheets.cells import row_text
from busel.sheets.readers import MAX_COLUMNS, RawTable, Reading, Refused, trimmed
from busel.sheets.readers.merged import Area, unmerged
from busel.sheets.readers.notes import notes_of
from busel.sheets.readers.number_formats import shown
from busel.sheets.readers.packed import opened
from busel.sheets.readers.workbook_marks import marks
from busel.sheets.readers.workbook_parts import sheet_parts, told_styles

if TYPE_CHECKING:
    import zipfile
    from collections.abc import Iterator

    from busel.sheets.readers import Asked
    from busel.sheets.readers.number_formats import Shape
    from busel.sheets.readers.workbook_marks import Mark


def read(data: bytes, _asked: Asked) -> Reading:
    """Read a workbook. Raises Refused: "damaged", "not-a-sheet", "password", "too-large"."""
    archive = opened(data, wanted="workbook.xml")
    try:
        book = python_calamine.load_workbook(io.BytesIO(data))
    except python_calamine.PasswordError as error:
        raise Refused("password") from error
    except python_calamine.CalamineError as error:
        raise Refused("damaged") from error
    notes: list[str] = []
    return Reading("", "", notes, _tables(book, archive, notes))


def _tables(book: python_calamine.CalamineWorkbook, archive: zipfile.ZipFile, notes: list[str]) -> Iterator[RawTable]:
    parts, styles = sheet_parts(archive), told_styles(archive)
    if len({told.name for told in book.sheets_metadata}) < len(book.sheets_metadata):
        raise Refused("damaged")  # calamine finds sheets by name: rows of one would be read as the other's
    for told in book.sheets_metadata:
        if told.typ != python_calamine.SheetTypeEnum.WorkSheet:
            continue
        found = {"hidden"} if told.visible != python_calamine.SheetVisibleEnum.Visible else set()
        try:
            sheet = book.get_sheet_by_name(told.name)
        except python_calamine.CalamineError as error:
            raise Refused("damaged") from error
        areas = [Area(*first, *last) for first, last in sheet.merged_cell_ranges or ()]
        beside = marks(archive, parts[told.name], styles, found) if told.name in parts else iter(())
        rows = unmerged(_rows(sheet, beside, styles), areas, found)
        yield RawTable(told.name, "hidden" in found, trimmed(rows))
        notes += notes_of(told.name, found)


def _rows(
    sheet: python_calamine.CalamineSheet, beside: Iterator[Mark], styles: dict[int, Shape]
) -> Iterator[list[str]]:
    """Yield all rows from row 1 and all cells from column A, whatever corner the sheet begins in."""
    first_column = sheet.start[1] if sheet.start else 0
    if first_column > MAX_COLUMNS:
        raise Refused("too-large")
    before = [""] * first_column
    mark = next(beside, None)
    for number, values in enumerate(sheet.iter_rows()):
        texts = row_text(values)
        row = before + texts if before else texts
        while mark is not None and mark.row <= number:
            if mark.row == number and mark.column < len(row):
                row[mark.column] = _marked(mark, values, first_column, styles) or row[mark.column]
            mark = next(beside, None)
        yield row if any(row) else []


def _marked(mark: Mark, values: list[Any], first_column: int, styles: dict[int, Shape]) -> str:
    """Return what a person sees in a marked cell; "" where calamine has said it."""
    value: Any = values[mark.column - first_column] if mark.column >= first_column else ""
    if mark.error:
        return mark.error
    return shown(value, styles[mark.style], is_1904=False) if isinstance(value, float) else ""
