"""Workbooks of Excel 2 to 2003 built record by record, for no library that we have writes them. Source: [MS-XLS]."""

from __future__ import annotations

import struct
from collections.abc import Sequence
from dataclasses import dataclass

from factories.containers import compound_file

Cell = str | float | bool | None


@dataclass(frozen=True)
class Styled:
    """A number under a format's code; an error by its number."""

    value: float
    code: str


@dataclass(frozen=True)
class Failed:
    """A formula that failed: 42 is #N/A."""

    code: int


@dataclass
class OldSheet:
    """A sheet. Merged areas are (top, left, bottom, right) from 0."""

    name: str
    rows: Sequence[Sequence[Cell | Styled | Failed]]
    state: int = 0
    merged: Sequence[tuple[int, int, int, int]] = ()
    hidden_rows: Sequence[int] = ()
    hidden_columns: Sequence[int] = ()


def record(kind: int, body: bytes = b"") -> bytes:
    return struct.pack("<HH", kind, len(body)) + body


def excel_97(*sheets: OldSheet, is_1904: bool = False, before: bytes = b"") -> bytes:
    """Return a workbook of Excel 97 (BIFF8). `before` are records straight after the first one."""
    return compound_file([("Workbook", excel_97_records(*sheets, is_1904=is_1904, before=before))])


def excel_97_records(*sheets: OldSheet, is_1904: bool = False, before: bytes = b"") -> bytes:
    """Return the records of such a workbook without the file around them."""
    codes = sorted({cell.code for sheet in sheets for row in sheet.rows for cell in row if isinstance(cell, Styled)})
    return _whole(sheets, codes, is_1904=is_1904, before=before)


def excel_5(rows: Sequence[Sequence[str]], *, encoding: str = "cp1251", page: int = 1251) -> bytes:
    """Return a workbook of Excel 5 (BIFF5), whose text is in an encoding of the machine."""
    begin = record(0x0809, struct.pack("<HHHH", 0x0500, 0x0005, 0, 0))
    body = record(0x0809, struct.pack("<HHHH", 0x0500, 0x0010, 0, 0))
    for at, row in enumerate(rows):
        for column, cell in enumerate(row):
            text = cell.encode(encoding)
            body += record(0x0204, struct.pack("<HHHH", at, column, 0, len(text)) + text)
    begin += record(0x0042, struct.pack("<H", page)) + _font() + record(0x00E0, bytes(16))
    name = "Спіс".encode(encoding)
    offset = len(begin) + 4 + 7 + len(name) + 4
    begin += record(0x0085, struct.pack("<IHB", offset, 0, len(name)) + name) + record(0x000A)
    return compound_file([("Book", begin + body + record(0x000A))])


def excel_2(rows: Sequence[Sequence[str | float]], *, encoding: str = "cp1251", page: int = 1251) -> bytes:
    """Return a sheet of Excel 2 (BIFF2), which is a file without anything around it."""
    return _bare(0x0009, struct.pack("<HH", 2, 0x10), rows, encoding=encoding, page=page)


def excel_4(rows: Sequence[Sequence[str | float]], *, encoding: str = "cp1251", page: int = 1251) -> bytes:
    """Return a sheet of Excel 4 (BIFF4)."""
    return _bare(0x0409, struct.pack("<HHH", 0, 0x10, 0), rows, encoding=encoding, page=page)


def _bare(first: int, about: bytes, rows: Sequence[Sequence[str | float]], *, encoding: str, page: int) -> bytes:
    body = record(first, about) + record(0x0042, struct.pack("<H", page))
    is_2 = first == 0x0009
    style = bytes(3) if is_2 else bytes(2)
    for at, row in enumerate(rows):
        for column, cell in enumerate(row):
            head = struct.pack("<HH", at, column) + style
            if isinstance(cell, str):
                text = cell.encode(encoding)
                length = struct.pack("<B" if is_2 else "<H", len(text))
                body += record(0x0004 if is_2 else 0x0204, head + length + text)
            else:
                body += record(0x0003 if is_2 else 0x0203, head + struct.pack("<d", cell))
    return body + record(0x000A)


def _font() -> bytes:
    return record(0x0031, struct.pack("<HHHHHBBBBBB", 200, 0, 0, 400, 0, 0, 0, 0, 0, 1, 0) + b"A")


def _whole(sheets: Sequence[OldSheet], codes: list[str], *, is_1904: bool, before: bytes) -> bytes:
    begin = record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0005, 0, 0, 0, 0)) + before
    begin += record(0x0042, struct.pack("<H", 1200)) + record(0x0022, struct.pack("<H", is_1904)) + _font() * 4
    for at, code in enumerate(codes):
        begin += record(0x041E, struct.pack("<H", 164 + at) + _text(code))
    begin += b"".join(record(0x00E0, struct.pack("<HH16x", 0, form)) for form in (0, *range(164, 164 + len(codes))))
    bodies = [_sheet(sheet, codes) for sheet in sheets]
    names = [struct.pack("<BB", len(sheet.name), 1) + sheet.name.encode("utf-16-le") for sheet in sheets]
    at = len(begin) + sum(4 + 6 + len(name) for name in names) + 4
    for sheet, name, body in zip(sheets, names, bodies, strict=True):
        begin += record(0x0085, struct.pack("<IBB", at, sheet.state, 0) + name)
        at += len(body)
    return begin + record(0x000A) + b"".join(bodies)


def _sheet(sheet: OldSheet, codes: list[str]) -> bytes:
    body = record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0010, 0, 0, 0, 0))
    for column in sheet.hidden_columns:
        body += record(0x007D, struct.pack("<HHHHH2x", column, column, 2_000, 0, 1))
    for row in sheet.hidden_rows:
        body += record(0x0208, struct.pack("<HHHHHHI", row, 0, 9, 255, 0, 0, 0x120))
    for at, cells in enumerate(sheet.rows):
        for column, cell in enumerate(cells):
            body += _cell(struct.pack("<HH", at, column), cell, codes)
    if sheet.merged:
        areas = b"".join(struct.pack("<HHHH", top, bottom, left, right) for top, left, bottom, right in sheet.merged)
        body += record(0x00E5, struct.pack("<H", len(sheet.merged)) + areas)
    return body + record(0x000A)


def _cell(place: bytes, cell: Cell | Styled | Failed, codes: list[str]) -> bytes:
    if cell is None:
        return b""
    if isinstance(cell, str):
        return record(0x0204, place + bytes(2) + _text(cell))
    if isinstance(cell, bool | Failed):
        value, is_error = (cell.code, 1) if isinstance(cell, Failed) else (int(cell), 0)
        return record(0x0205, place + struct.pack("<HBB", 0, value, is_error))
    value, style = (cell.value, 1 + codes.index(cell.code)) if isinstance(cell, Styled) else (cell, 0)
    return record(0x0203, place + struct.pack("<Hd", style, value))


def _text(text: str) -> bytes:
    return struct.pack("<HB", len(text.encode("utf-16-le")) // 2, 1) + text.encode("utf-16-le")
