"""Binary workbooks of Excel 2007 and newer (xlsb), with formats, merged cells and what is hidden. Source: [MS-XLSB]."""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING, NamedTuple

from busel.sheets.cells import cell_text
from busel.sheets.readers import MAX_COLUMNS, MAX_ROWS, RawTable, Reading, Refused, trimmed
from busel.sheets.readers.binary_records import real, records, short_number, text, u32
from busel.sheets.readers.merged import Area, unmerged
from busel.sheets.readers.notes import notes_of
from busel.sheets.readers.number_formats import NUMBER, Shape, built_in, shape_of, shown
from busel.sheets.readers.packed import BAD_ZIP, opened
from busel.sheets.readers.workbook_parts import related_parts

if TYPE_CHECKING:
    import zipfile
    from collections.abc import Callable, Iterator

    from busel.sheets.readers import Asked

_LARGEST_PART = 400_000_000
_WORKBOOK, _STRINGS, _STYLES = "xl/workbook.bin", "xl/sharedStrings.bin", "xl/styles.bin"
_ROW, _COLUMNS, _MERGED = 0, 60, 176
_STRING, _FORMAT, _STYLE, _BEGIN_STYLES, _END_STYLES = 19, 44, 47, 617, 618
_ABOUT, _SHEET = 153, 156
_FLAGS = {_ROW: (11, 0x10, "hidden-rows"), _COLUMNS: (16, 1, "hidden-columns")}
"""Kind of record -> where its flags stand, the one for hidden, and what to say of it."""
_IS_1904, _VALUE = 1, 8
_ERRORS = {0: "#NULL!", 7: "#DIV/0!", 15: "#VALUE!", 23: "#REF!", 29: "#NAME?", 36: "#NUM!", 43: "#GETTING_DATA"}


class _Sheet(NamedTuple):
    name: str
    part: str
    is_hidden: bool


class _Book(NamedTuple):
    """What the cells of all sheets refer to."""

    strings: list[str]
    shapes: list[Shape]
    is_1904: bool


def read(data: bytes, _asked: Asked) -> Reading:
    """Read a binary workbook. Raises Refused: "damaged", "not-a-sheet", "password", "too-large"."""
    archive = opened(data, wanted="workbook.bin")
    parts = related_parts(archive, _WORKBOOK)
    whole = list(records(_part(archive, _WORKBOOK)))
    sheets = [_sheet(body, parts) for kind, body in whole if kind == _SHEET]
    strings = [text(body, 1)[0].strip() for kind, body in records(_part(archive, _STRINGS)) if kind == _STRING]
    is_1904 = any(kind == _ABOUT and u32(body, 0) & _IS_1904 for kind, body in whole)
    notes: list[str] = []
    book = _Book(strings, _shapes(_part(archive, _STYLES)), is_1904)
    return Reading("", "", notes, _tables(archive, sheets, book, notes))


def _part(archive: zipfile.ZipFile, name: str) -> bytes:
    """Return a part whole; b"" where there is none."""
    try:
        if archive.getinfo(name).file_size > _LARGEST_PART:
            raise Refused("too-large")
        return archive.read(name)
    except KeyError:
        return b""
    except (*BAD_ZIP, zlib.error) as error:
        raise Refused("damaged") from error


def _sheet(body: bytes, parts: dict[str, str]) -> _Sheet:
    relation, at = text(body, 8)
    return _Sheet(text(body, at)[0], parts.get(relation, ""), u32(body, 0) != 0)


def _shapes(styles: bytes) -> list[Shape]:
    """Return what each style of cells shows, by number."""
    formats: dict[int, Shape] = {}
    shapes: list[Shape] = []
    are_of_cells = False
    for kind, body in records(styles):
        if kind == _FORMAT:
            formats[int.from_bytes(body[:2], "little")] = shape_of(text(body, 2)[0])
        elif kind in (_BEGIN_STYLES, _END_STYLES):
            are_of_cells = kind == _BEGIN_STYLES
        elif kind == _STYLE and are_of_cells:
            number = int.from_bytes(body[2:4], "little")
            shapes.append(formats.get(number) or built_in(number))
    return shapes


def _tables(archive: zipfile.ZipFile, sheets: list[_Sheet], book: _Book, notes: list[str]) -> Iterator[RawTable]:
    for sheet in sheets:
        if "/worksheets/" not in sheet.part:
            continue
        data = _part(archive, sheet.part)
        found = {"hidden"} if sheet.is_hidden else set()
        # Merged cells stand behind the rows, so the records go by twice.
        areas = [Area(*(u32(body, at) for at in (0, 8, 4, 12))) for kind, body in records(data) if kind == _MERGED]
        yield RawTable(sheet.name, sheet.is_hidden, trimmed(unmerged(_rows(data, book, found), areas, found)))
        notes += notes_of(sheet.name, found)


def _rows(data: bytes, book: _Book, found: set[str]) -> Iterator[list[str]]:
    """Yield the rows of a sheet from row 1 on."""
    row: list[str] = []
    number = -1
    for kind, body in records(data):
        if kind == _ROW:
            following = u32(body, 0)
            if not number < following < MAX_ROWS:
                raise Refused("damaged")
            yield from ([row] if number >= 0 else [])
            yield from ([] for _ in range(following - number - 1))
            row, number = [], following
        elif kind in _VALUES and number >= 0:
            _lay(row, u32(body, 0), _VALUES[kind](body, book))
        found |= _hidden_by(kind, body)
    if number >= 0:
        yield row


def _hidden_by(kind: int, body: bytes) -> set[str]:
    at, flag, code = _FLAGS.get(kind, (0, 0, ""))
    return {code} if code and len(body) > at and body[at] & flag else set()


def _lay(row: list[str], column: int, cell: str) -> None:
    if not cell:
        return
    if column > MAX_COLUMNS:
        raise Refused("too-large")
    row.extend([""] * (column + 1 - len(row)))
    row[column] = cell


def _shown(value: float, body: bytes, book: _Book) -> str:
    style = u32(body, 4) & 0xFFFFFF
    shape = book.shapes[style] if style < len(book.shapes) else NUMBER
    return shown(value, shape, is_1904=book.is_1904)


def _string_of_book(body: bytes, book: _Book) -> str:
    at = u32(body, _VALUE)
    if at >= len(book.strings):
        raise Refused("damaged")
    return book.strings[at]


def _failed(body: bytes, _book: _Book) -> str:
    return _ERRORS.get(int.from_bytes(body[_VALUE : _VALUE + 1], "little"), "#N/A")


def _yes_or_no(body: bytes, _book: _Book) -> str:
    return cell_text(body[_VALUE : _VALUE + 1] not in (b"", b"\0"))


def _own_string(body: bytes, _book: _Book) -> str:
    return text(body, _VALUE)[0].strip()


_VALUES: dict[int, Callable[[bytes, _Book], str]] = {
    2: lambda body, book: _shown(short_number(body, _VALUE), body, book),
    3: _failed,
    4: _yes_or_no,
    5: lambda body, book: _shown(real(body, _VALUE), body, book),
    6: _own_string,
    7: _string_of_book,
    8: _own_string,
    9: lambda body, book: _shown(real(body, _VALUE), body, book),
    10: _yes_or_no,
    11: _failed,
    62: lambda body, _book: text(body, _VALUE + 1)[0].strip(),
}
"""Kind of record -> what its cell says; 2 to 7 were typed, a formula gave 8 to 11, 62 is text in several looks."""
