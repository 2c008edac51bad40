"""Cells and rows of Access databases as bytes, and the pages that hold them; `access_files` makes whole ones."""

from __future__ import annotations

import datetime as dt
import struct
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

YES_NO, BYTE, INTEGER, LONG, CURRENCY, SINGLE, DOUBLE, DATE, BINARY, TEXT, OLE, MEMO = range(1, 13)
GUID, NUMERIC, COMPLEX, LARGE, LONG_DATE = 15, 16, 18, 19, 20
SIZES = {YES_NO: 1, BYTE: 1, INTEGER: 2, LONG: 4, CURRENCY: 8, SINGLE: 4, DOUBLE: 8, DATE: 8, GUID: 16,
          NUMERIC: 17, COMPLEX: 4, LARGE: 8, LONG_DATE: 42}  # fmt: skip
_INLINE = 64
_LEAST_PIECE = 200


class Column(NamedTuple):
    """A column. Tests may say `scale`, and the bits that Access calls flags."""

    name: str
    kind: int = TEXT
    scale: int = 0
    flags: int = 0
    more: int = 0


class Raw(NamedTuple):
    """Bytes that stand in a cell as they are."""

    data: bytes


@dataclass
class File:
    jet3: bool
    encoding: str
    pages: list[bytes] = field(default_factory=list)

    @property
    def size(self) -> int:
        return 2048 if self.jet3 else 4096

    def add(self, page: bytes = b"") -> int:
        """Add a page and return its number."""
        self.pages.append(page.ljust(self.size, b"\0"))
        return len(self.pages) - 1


def varies(column: Column) -> bool:
    """Ask whether a column's cells differ in length."""
    return column.kind in {TEXT, MEMO, OLE, BINARY} or bool(column.more & 0xC0)


def data_page(file: File, owner: int, rows: list[tuple[bytes, int]]) -> bytes:
    end, places, body = file.size, b"", b""
    for row, marks in rows:
        end -= len(row)
        places += struct.pack("<H", end | marks)
        body = row + body
    head = struct.pack("<BBHI", 1, 1, 0, owner) + (b"" if file.jet3 else bytes(4)) + struct.pack("<H", len(rows))
    return (head + places).ljust(end, b"\0") + body


def row_bytes(file: File, columns: list[Column], values: Sequence[Any]) -> bytes:
    fixed, pieces, filled = b"", [], 0
    for number, (column, value) in enumerate(zip(columns, values, strict=False)):
        if value is not None and value is not False:
            filled |= 1 << number
        if varies(column):
            pieces.append(b"" if value is None else _bytes(file, column, value))
        elif column.kind != YES_NO:
            fixed += _bytes(file, column, _NOUGHT.get(column.kind, 0) if value is None else value)
    mask = filled.to_bytes((len(values) + 7) // 8, "little")
    wide = 1 if file.jet3 else 2
    start = wide + len(fixed)
    places = [start + sum(map(len, pieces[:index])) for index in range(len(pieces) + 1)]
    body = len(values).to_bytes(wide, "little") + fixed + b"".join(pieces)
    if not any(map(varies, columns)):
        return body + mask
    if not file.jet3:
        return body + struct.pack(f"<{len(places)}H", *reversed(places)) + struct.pack("<H", len(pieces)) + mask
    return (
        body
        + bytes(place & 0xFF for place in reversed(places))
        + _jumps(body, places, mask)
        + bytes([len(pieces)])
        + mask
    )


def _jumps(body: bytes, places: list[int], mask: bytes) -> bytes:
    """Return the table that says from which piece on 256 more are meant, the first jump last."""
    jumps = 0
    while (len(body) + len(places) + jumps + 1 + len(mask) - 1) // 256 > jumps:
        jumps += 1
    told = [
        next((index for index, place in enumerate(places) if place >= 256 * (jump + 1)), 0xFF) for jump in range(jumps)
    ]
    return bytes(reversed(told))


_DAY_0 = dt.datetime(1899, 12, 30)  # noqa: DTZ001 - days in a database know no time zone
_NOUGHT: dict[int, Any] = {DATE: _DAY_0, GUID: bytes(16), NUMERIC: 0, LONG_DATE: Raw(bytes(42))}
_PACKED = {BYTE: "<B", INTEGER: "<h", LONG: "<i", SINGLE: "<f", DOUBLE: "<d", LARGE: "<q", COMPLEX: "<i"}


def _bytes(file: File, column: Column, value: Any) -> bytes:
    if isinstance(value, Raw):
        return value.data
    if column.kind in _PACKED:
        return struct.pack(_PACKED[column.kind], value)
    return _WRITERS[column.kind](file, value)


def _date(_file: File, value: dt.datetime) -> bytes:
    """Days since the last but one of 1899; before it the part of a day counts forward all the same."""
    since = value - _DAY_0
    part = since.seconds / 86_400
    return struct.pack("<d", since.days + part if since.days >= 0 else since.days - part)


def _text(file: File, value: str) -> bytes:
    if file.jet3:
        return value.encode(file.encoding)
    return b"\xff\xfe" + value.encode("latin-1") if value.isascii() and len(value) > 2 else value.encode("utf-16-le")


def _numeric(_file: File, value: int) -> bytes:
    size = abs(value)
    return struct.pack("<B4I", 0x80 * (value < 0), *((size >> shift) & 0xFFFFFFFF for shift in (96, 64, 32, 0)))


def _memo(file: File, value: str | bytes) -> bytes:
    """A long text: short ones stand behind the head, longer ones in a page, the longest in a chain of them."""
    data = value if isinstance(value, bytes) else _text(file, value)
    if len(data) <= _INLINE:
        return struct.pack("<III", len(data) | 0x80000000, 0, 0) + data
    owner = int.from_bytes(b"LVAL", "little")
    room = file.size - _LEAST_PIECE
    if len(data) <= room:
        return struct.pack("<III", len(data) | 0x40000000, file.add(data_page(file, owner, [(data, 0)])) << 8, 0)
    following = 0
    for start in reversed(range(0, len(data), room)):
        piece = following.to_bytes(4, "little") + data[start : start + room]
        following = file.add(data_page(file, owner, [(piece, 0)])) << 8
    return struct.pack("<III", len(data), following, 0)


_WRITERS: dict[int, Callable[[File, Any], bytes]] = {
    CURRENCY: lambda _file, value: struct.pack("<q", round(value * 10_000)),
    DATE: _date,
    TEXT: _text,
    MEMO: _memo,
    OLE: _memo,
    BINARY: lambda _file, value: bytes(value),
    GUID: lambda _file, value: bytes(value),
    NUMERIC: _numeric,
}
