"""Tables of dBase and FoxPro made by hand."""

from __future__ import annotations

import struct
from typing import NamedTuple


class Field(NamedTuple):
    """A field; of a C the size may be more than 255."""

    name: str
    kind: str = "C"
    size: int = 20
    decimals: int = 0


def dbase_file(
    fields: list[Field], rows: list[list[bytes | str]], *, encoding: str = "cp866", page: int = 0x65, version: int = 3
) -> bytes:
    """Return a table. A row whose first cell begins with "*" is deleted; cells that are bytes stand as they are."""
    head = 32 + 32 * len(fields) + 1 + (263 if version >= 0x30 and version < 0x40 else 0)
    size = 1 + sum(field.size for field in fields)
    data = bytearray(struct.pack("<BBBBIHH17xBxx", version, 96, 5, 3, len(rows), head, size, page))
    for field in fields:
        name = field.name.encode(encoding).ljust(11, b"\0")
        low, high = field.size & 0xFF, field.size >> 8 if field.kind == "C" else field.decimals
        data += name + field.kind.encode() + bytes(4) + bytes([low, high]) + bytes(14)
    data = (data + b"\r").ljust(head, b"\0")
    for row in rows:
        is_deleted = str(row[0]).startswith("*")
        data += b"*" if is_deleted else b" "
        for field, cell in zip(fields, row, strict=True):
            raw = cell if isinstance(cell, bytes) else cell.encode(encoding)
            data += (raw.rjust if field.kind in "NF" else raw.ljust)(field.size)
    return bytes(data + b"\x1a")
