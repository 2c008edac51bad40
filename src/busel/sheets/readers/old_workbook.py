"""Workbooks of Excel 2 to 2003 (xls), read by xlrd: it tells formats, merged cells and what is hidden.

An xls is not packed: what it holds is no larger than the file, but for rows and columns that it only counts.
"""

from __future__ import annotations

import codecs
from typing import TYPE_CHECKING, Any

import xlrd
from xlrd.biffh import error_text_from_code
from xlrd.compdoc import SIGNATURE, CompDoc

from busel.sheets.cells import cell_text
from busel.sheets.readers import MAX_COLUMNS, RawTable, Reading, Refused, trimmed
from busel.sheets.readers.merged import Area, unmerged
from busel.sheets.readers.notes import notes_of
from busel.sheets.readers.number_formats import NUMBER, Shape, built_in, shape_of, shown
from busel.sheets.readers.public_password import opened_by_itself

if TYPE_CHECKING:
    from collections.abc import Iterator

    from busel.sheets.readers import Asked

_UNICODE = 80
"""Excel 97 and newer (BIFF8) keep text in Unicode, older ones in the encoding of the machine that wrote it."""
_ENCODINGS = (
    "ascii", "latin_1", "utf_16_le", "mac_roman", "mac_cyrillic", "mac_greek", "mac_latin2", "mac_turkish",
    *(f"cp{page}" for page in (437, 737, 775, 850, 852, 855, 857, *range(860, 867), 869, *range(1250, 1259))),
)  # fmt: skip
_SINGLE_BYTE = ("cp1251", "cp866")
"""What a person may say of a book older than Excel 97."""
for _name in _ENCODINGS:
    codecs.lookup(_name)  # loaded now: once the child is locked up it can load nothing


class _Nowhere:
    """Where xlrd's remarks go: they could hold what stands in the file."""

    def write(self, _text: str) -> None:
        """Forget it."""

    def flush(self) -> None:
        """Nothing waits."""


def read(data: bytes, asked: Asked) -> Reading:
    """Read an xls. Raises Refused: "damaged", "password", "too-large"."""
    encoding = asked.encoding if asked.encoding in _SINGLE_BYTE else None
    try:
        book = _opened(data, encoding)
    except xlrd.XLRDError as error:
        raise Refused("damaged") from error
    except (MemoryError, Refused):
        raise
    except Exception as error:  # xlrd walks into a damaged file and stumbles in any way there is
        raise Refused("damaged") from error
    notes: list[str] = []
    own = str(book.encoding) if book.biff_version < _UNICODE else ""
    return Reading(own, "", notes, _tables(book, notes))


def _opened(data: bytes, encoding: str | None) -> xlrd.Book:
    """Return the book; Refused("password") is raised where it has one that is somebody's own."""
    try:
        return _book(data, encoding)
    except xlrd.XLRDError as error:
        if "encrypted" not in str(error):
            raise
    plain = opened_by_itself(_stream(data))
    if plain is None:
        raise Refused("password")
    return _book(plain, encoding)


def _stream(data: bytes) -> bytes:
    """Return the records out of the compound file around them, if there is one."""
    if not data.startswith(SIGNATURE):
        return data
    whole = CompDoc(data, logfile=_Nowhere())
    for name in ("Workbook", "Book"):
        found, begin, size = whole.locate_named_stream(name)
        if found is not None:
            return bytes(found[begin : begin + size])
    return b""


def _book(data: bytes, encoding: str | None) -> xlrd.Book:
    return xlrd.open_workbook(
        file_contents=data,
        logfile=_Nowhere(),
        encoding_override=encoding,
        formatting_info=True,
        ragged_rows=True,
    )


def _tables(book: xlrd.Book, notes: list[str]) -> Iterator[RawTable]:
    shapes = _shapes(book)
    for sheet in book.sheets():
        areas = [Area(top, left, bottom - 1, right - 1) for top, bottom, left, right in sheet.merged_cells]
        found = _hidden_in(sheet)
        cells = _Cells(sheet, shapes, is_1904=book.datemode == 1)
        yield RawTable(sheet.name, "hidden" in found, trimmed(unmerged(cells.rows(), areas, found)))
        notes += notes_of(sheet.name, found)


def _hidden_in(sheet: xlrd.sheet.Sheet) -> set[str]:
    told = {
        "hidden": sheet.visibility != 0,
        "hidden-rows": any(row.hidden for row in sheet.rowinfo_map.values()),
        "hidden-columns": any(column.hidden and at < sheet.ncols for at, column in sheet.colinfo_map.items()),
    }
    return {code for code, is_so in told.items() if is_so}


def _shapes(book: xlrd.Book) -> list[Shape]:
    """Return what each of the book's styles shows, by number."""
    formats = {
        key: shape_of(one.format_str) if one.format_str else built_in(key) for key, one in book.format_map.items()
    }
    return [formats.get(style.format_key, NUMBER) for style in book.xf_list]


class _Cells:
    """The cells of one sheet as text."""

    def __init__(self, sheet: xlrd.sheet.Sheet, shapes: list[Shape], *, is_1904: bool) -> None:
        self._sheet, self._shapes, self._is_1904 = sheet, shapes, is_1904

    def rows(self) -> Iterator[list[str]]:
        for number in range(self._sheet.nrows):
            kinds, values = self._sheet.row_types(number), self._sheet.row_values(number)
            if len(values) > MAX_COLUMNS:
                raise Refused("too-large")
            cells = enumerate(zip(kinds, values, strict=True))
            yield [
                value.strip() if kind == xlrd.XL_CELL_TEXT else self._text(number, at, kind, value)
                for at, (kind, value) in cells
            ]

    def _text(self, row: int, column: int, kind: int, value: Any) -> str:
        if kind in (xlrd.XL_CELL_NUMBER, xlrd.XL_CELL_DATE):
            style = self._sheet.cell_xf_index(row, column)
            shape = self._shapes[style] if style < len(self._shapes) else NUMBER
            return shown(value, shape, is_1904=self._is_1904)
        if kind == xlrd.XL_CELL_BOOLEAN:
            return cell_text(bool(value))
        return error_text_from_code.get(value, "#N/A") if kind == xlrd.XL_CELL_ERROR else ""
