"""Access databases made by hand, page by page: 97 (Jet 3), 2000 and newer (Jet 4, ACE). mdbtools reads them, too."""

from __future__ import annotations

import struct
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from busel.sheets.readers.jet.pages import _unscrambled as scrambled  # RC4 is its own inverse
from factories.access_pages import INTEGER, LONG, OLE, SIZES, TEXT, YES_NO, Column, File, data_page, row_bytes, varies

HIDDEN, SYSTEM = 0x8, 0x80000000
LINKED, QUERY = 6, 5
_MOST_ROWS = 255
_DELETED, _ELSEWHERE, _TARGET = 0xC000, 0x4000, 0x8000


class Deleted(list[Any]):
    """A row that somebody deleted; its bytes stay."""


class Moved(list[Any]):
    """A row that grew and stands in another page now."""


class Table(NamedTuple):
    """A table, with how many rows it says it has (-1: as many as it has)."""

    name: str
    columns: list[Column]
    rows: Iterable[Sequence[Any]]
    flags: int = 0
    counts: int = -1


def access_file(
    tables: list[Table], *, jet3: bool = False, version: int = 1, code_page: int = 1251, key: int = 0,
    others: Sequence[tuple[str, int]] = (),
) -> bytes:  # fmt: skip
    """Return a database. `version` is 1 for 2000, 2 for 2007, 5 for 2016; `others` is (name, kind) of no tables."""
    file = File(jet3, f"cp{code_page}", [b"", b"", b""])
    rows = [[_add_table(file, table), table.name, 1, _signed(table.flags), None] for table in tables]
    rows += [[_signed(0x80000000 + number), name, kind, 0, None] for number, (name, kind) in enumerate(others)]
    columns = [
        Column("Id", LONG),
        Column("Name"),
        Column("Type", INTEGER),
        Column("Flags", LONG),
        Column("LvProp", OLE),
    ]
    _add_table(file, Table("MSysObjects", columns, rows), at=2)
    file.pages[0] = _header(file, version=0 if jet3 else version, code_page=code_page, key=key)
    file.pages[1] = b"\1\1".ljust(file.size, b"\0")
    if key:
        file.pages[1:] = [_locked(page, number ^ key) for number, page in enumerate(file.pages) if number]
    return b"".join(file.pages)


def _signed(number: int) -> int:
    return number - (1 << 32) if number >> 31 else number


def _locked(page: bytes, key: int) -> bytes:
    return scrambled(page, key.to_bytes(4, "little"))


def _header(file: File, *, version: int, code_page: int, key: int) -> bytes:
    length = 126 if file.jet3 else 128
    plain = bytearray(length)
    struct.pack_into("<HI", plain, 0x3C - 0x18, code_page, key)
    name = b"Standard ACE DB\0" if version > 1 else b"Standard Jet DB\0"
    head = b"\0\1\0\0" + name + bytes([version]) + b"\0\0\0"
    return (head + scrambled(bytes(plain), bytes.fromhex("c7da396b"))).ljust(file.size, b"\0")


def _add_table(file: File, table: Table, *, at: int = 0) -> int:
    number = at or file.add()
    laying = _lay_rows(file, table, number)
    body = _definition(file, table, _add_maps(file, laying.pages), table.counts if table.counts >= 0 else laying.count)
    room = file.size - 8
    parts = [body[8 : 8 + room], *(body[start : start + room] for start in range(8 + room, len(body), room))]
    following = 0
    for part in reversed(parts[1:]):
        following = file.add(b"\2\1\0\0" + following.to_bytes(4, "little") + part)
    file.pages[number] = (b"\2\1\0\0" + following.to_bytes(4, "little") + parts[0]).ljust(file.size, b"\0")
    return number


def _add_maps(file: File, owned: list[int]) -> int:
    """Add the map of a table's pages and return the pointer to it: one bitmap, or pages of bitmaps."""
    if max(owned, default=0) < 512:
        bits = sum(1 << page for page in owned)
        usage = b"\0" + bytes(4) + bits.to_bytes(64, "little")
    else:
        covers = (file.size - 4) * 8
        numbers = []
        for first in range(0, max(owned) + 1, covers):
            bits = sum(1 << (page - first) for page in owned if first <= page < first + covers)
            numbers.append(file.add(b"\5\1\0\0" + bits.to_bytes(file.size - 4, "little")))
        usage = b"\1" + struct.pack(f"<{len(numbers)}I", *numbers)
    page = data_page(file, 0, [(usage, 0), (b"\0" * 69, 0)])
    return file.add(page) << 8


def _definition(file: File, table: Table, usage: int, count: int) -> bytes:
    pieces = sum(1 for column in table.columns if varies(column))
    wide = 1 if file.jet3 else 2
    numbers = (len(table.columns), pieces, len(table.columns), 0, 0, usage, usage + 1)
    if file.jet3:
        head = struct.pack("<8xIII", 0, count, 0) + b"N" + struct.pack("<HHHIIII", *numbers)
    else:
        head = struct.pack("<8xIIII16x", 0, 0, count, 0) + b"N" + struct.pack("<HHHIIII", *numbers)
    entries, names = b"", b""
    fixed_at = slot = 0
    for number, column in enumerate(table.columns):
        is_piece = varies(column)
        flags = column.flags | (2 if is_piece else 3)
        size = SIZES.get(column.kind, 510 if column.kind == TEXT else 0)
        if file.jet3:
            entries += struct.pack(
                "<BHHHxBBxxxBHH", column.kind, number, slot, number, 18, column.scale, flags, fixed_at, size
            )
        else:
            entries += struct.pack(
                "<BIHHHBBHBBIHH",
                column.kind,
                0,
                number,
                slot,
                number,
                18,
                column.scale,
                0,
                flags,
                column.more or 1,
                0,
                fixed_at,
                size,
            )
        if is_piece:
            slot += 1
        elif column.kind != YES_NO:
            fixed_at += size
        name = column.name.encode(file.encoding if file.jet3 else "utf-16-le")
        names += len(name).to_bytes(wide, "little") + name
    return head + entries + names


class _Laying:
    """Rows that are being laid into pages."""

    def __init__(self, file: File, owner: int) -> None:
        self.file, self.owner = file, owner
        self.count, self.room = 0, 0
        self.laid: list[tuple[bytes, int]] = []
        self.pages: list[int] = []

    def add(self, row: bytes, marks: int) -> None:
        """Lay a row, in a new page where this one is full."""
        if self.room < len(row) + 2 or len(self.laid) == _MOST_ROWS:
            self.flush()
        self.room -= len(row) + 2
        self.count += marks != _DELETED
        self.laid.append((row, marks))

    def add_elsewhere(self, row: bytes) -> None:
        """Lay a row into a page of its own, and a pointer to it here."""
        page = self.file.add(data_page(self.file, self.owner, [(row, _TARGET)]))
        self.pages.append(page)
        self.add((page << 8).to_bytes(4, "little"), _ELSEWHERE)

    def flush(self) -> None:
        """End the page."""
        if self.laid:
            self.pages.append(self.file.add(data_page(self.file, self.owner, self.laid)))
        self.laid, self.room = [], self.file.size - 64


def _lay_rows(file: File, table: Table, owner: int) -> _Laying:
    laying = _Laying(file, owner)
    for values in table.rows:
        row = row_bytes(file, table.columns, values)
        if isinstance(values, Moved):
            laying.add_elsewhere(row)
        else:
            laying.add(row, _DELETED if isinstance(values, Deleted) else 0)
    laying.flush()
    return laying
