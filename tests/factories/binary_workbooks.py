"""Binary workbooks of Excel 2007 (xlsb) built record by record, for no library writes them. Source: [MS-XLSB]."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Sequence

_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
STRING, NUMBER, SHORT, ERROR, YES_OR_NO, SHARED = 6, 5, 2, 3, 4, 7


def record(kind: int, body: bytes = b"") -> bytes:
    head = bytes([kind]) if kind < 0x80 else bytes([kind & 0x7F | 0x80, kind >> 7])
    length, size = b"", len(body)
    while True:
        length += bytes([size & 0x7F | (0x80 if size > 0x7F else 0)])
        size >>= 7
        if not size:
            return head + length + body


def text(written: str) -> bytes:
    return struct.pack("<I", len(written)) + written.encode("utf-16-le")


def cell(column: int, kind: int, value: bytes, style: int = 0) -> bytes:
    return record(kind, struct.pack("<II", column, style) + value)


def word(column: int, written: str) -> bytes:
    return cell(column, STRING, text(written))


def number(column: int, value: float, style: int = 0) -> bytes:
    return cell(column, NUMBER, struct.pack("<d", value), style)


def row(at: int, *cells: bytes, hidden: bool = False) -> bytes:
    return record(0, struct.pack("<IIHBBB", at, 0, 300, 0, 0x10 if hidden else 0, 0)) + b"".join(cells)


def merged(top: int, left: int, bottom: int, right: int) -> bytes:
    return record(176, struct.pack("<IIII", top, bottom, left, right))


def hidden_column(at: int) -> bytes:
    return record(60, struct.pack("<IIIIH", at, at, 0, 0, 1))


def binary_workbook(
    *sheets: tuple[str, int, Sequence[bytes]],
    codes: Sequence[str] = (),
    strings: Sequence[str] = (),
    is_1904: bool = False,
) -> bytes:
    """Return a workbook of sheets (name, how hidden, records); style 1 and on show the codes."""
    styles = b"".join(record(44, struct.pack("<H", 164 + at) + text(code)) for at, code in enumerate(codes))
    forms = b"".join(record(47, struct.pack("<HH12x", 0, form)) for form in (0, *range(164, 164 + len(codes))))
    listed = b"".join(
        record(156, struct.pack("<II", state, at) + text(f"rId{at}") + text(name))
        for at, (name, state, _records) in enumerate(sheets)
    )
    related = "".join(f'<Relationship Id="rId{at}" Target="worksheets/sheet{at}.bin"/>' for at in range(len(sheets)))
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/workbook.bin", record(153, struct.pack("<II", is_1904, 0) + text("")) + listed)
        packed.writestr("xl/_rels/workbook.bin.rels", f'<Relationships xmlns="{_RELATIONS}">{related}</Relationships>')
        packed.writestr("xl/styles.bin", styles + record(617) + forms + record(618))
        packed.writestr("xl/sharedStrings.bin", b"".join(record(19, b"\0" + text(one)) for one in strings))
        for at, (_name, _state, parts) in enumerate(sheets):
            packed.writestr(f"xl/worksheets/sheet{at}.bin", b"".join(parts))
    return out.getvalue()
