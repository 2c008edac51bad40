"""Zip archives, workbooks and compound files built part by part, where no library makes what a test needs."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Iterable

_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_SECTOR = 512
_FREE, _END, _IS_FAT, _NO_STREAM = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD, 0xFFFFFFFF


def sheet(rows: str) -> str:
    return f'<?xml version="1.0" encoding="UTF-8"?><worksheet xmlns="{_MAIN}"><sheetData>{rows}</sheetData></worksheet>'


def parts_around(sheets: int) -> list[tuple[str, bytes]]:
    """Return the parts of a workbook around its sheets."""
    numbers = range(1, sheets + 1)
    overrides = "".join(
        f'<Override PartName="/xl/worksheets/sheet{n}.xml" ContentType="{_TYPE}.worksheet+xml"/>' for n in numbers
    )
    listed = "".join(f'<sheet name="Лист{n}" sheetId="{n}" r:id="rId{n}"/>' for n in numbers)
    related = "".join(
        f'<Relationship Id="rId{n}" Type="{_RELATIONS}/worksheet" Target="worksheets/sheet{n}.xml"/>' for n in numbers
    )
    texts = {
        "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{_TYPE}.sheet.main+xml"/>{overrides}</Types>',
        "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1" '
        f'Type="{_RELATIONS}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_RELATIONS}"><sheets>{listed}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">{related}</Relationships>',
    }
    return [(name, f'<?xml version="1.0" encoding="UTF-8"?>{text}'.encode()) for name, text in texts.items()]


def workbook(sheets: list[bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as zipped:
        for name, data in parts_around(len(sheets)):
            zipped.writestr(name, data)
        for number, data in enumerate(sheets, 1):
            zipped.writestr(f"xl/worksheets/sheet{number}.xml", data)
    return out.getvalue()


def deflated(data: bytes) -> tuple[bytes, int, int]:
    packer = zlib.compressobj(9, wbits=-15)
    return packer.compress(data) + packer.flush(), zlib.crc32(data), len(data)


def crc_of_repeated(block: bytes, times: int, before: int) -> int:
    """Return the CRC-32 of what `before` is the CRC of, followed by the block many times, without reading them.

    One block changes a CRC by an affine map over bits; maps are squared, so that the count's binary digits do.
    """
    offset = zlib.crc32(block, 0)
    columns = [zlib.crc32(block, 1 << bit) ^ offset for bit in range(32)]

    def linear(value: int) -> int:
        result = 0
        for bit in range(32):
            if value >> bit & 1:
                result ^= columns[bit]
        return result

    crc = before
    while times:
        if times & 1:
            crc = linear(crc) ^ offset
        columns, offset = [linear(column) for column in columns], linear(offset) ^ offset
        times >>= 1
    return crc


def archive(parts: Iterable[tuple[str, bytes, int, int]]) -> bytes:
    """Return an archive of (name, deflated bytes, CRC-32, size): what `zipfile` does not take ready-made."""
    out, directory, count = bytearray(), bytearray(), 0
    for name, packed, crc, size in parts:
        told = struct.pack("<HHHHHIIIHH", 20, 0, 8, 0, 33, crc, len(packed), size, len(name), 0)
        directory += (
            b"PK\1\2" + struct.pack("<H", 20) + told + struct.pack("<HHHII", 0, 0, 0, 0, len(out)) + name.encode()
        )
        out += b"PK\3\4" + told + name.encode() + packed
        count += 1
    ending = struct.pack("<HHHHIIH", 0, 0, count, count, len(directory), len(out), 0)
    return bytes(out + directory + b"PK\5\6" + ending)


def compound_file(streams: list[tuple[str, bytes]]) -> bytes:
    """Return a compound file ([MS-CFB], version 3): sector 0 is the table of sectors, 1 the directory, then streams.

    Streams are padded to 4,096 bytes, so that none belongs into the small ones' sectors, which we leave out.
    """
    fat, contents = [_IS_FAT, _END], b""
    entries = [_directory_entry("Root Entry", 5, link=1, first=_END, size=0)]
    for at, (name, data) in enumerate(streams):
        padded = data.ljust(4096, b"\0") + bytes(-max(len(data), 4096) % _SECTOR)
        first, sectors = len(fat), len(padded) // _SECTOR
        fat += [*range(first + 1, first + sectors), _END]
        right = at + 2 if at + 1 < len(streams) else _NO_STREAM
        entries.append(_directory_entry(name, 2, link=right, first=first, size=len(padded)))
        contents += padded
    table = struct.pack("<128I", *fat, *[_FREE] * (128 - len(fat)))
    directory = b"".join(entries).ljust(_SECTOR, b"\0")
    header = struct.pack("<8s16xHHHHH6xIIIIIIIII", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", 0x3E, 3, 0xFFFE, 9, 6,
                         0, 1, 1, 0, 4096, _END, 0, _END, 0)  # fmt: skip
    return header + struct.pack("<109I", 0, *[_FREE] * 108) + table + directory + contents


def _directory_entry(name: str, kind: int, *, link: int, first: int, size: int) -> bytes:
    """Return 128 bytes. The root's link is its child; a stream's is the next to the right of it."""
    written = (name + "\0").encode("utf-16-le")
    right, child = (_NO_STREAM, link) if kind == 5 else (link, _NO_STREAM)
    return written.ljust(64, b"\0") + struct.pack(
        "<HBBIII16xI8x8xIQ", len(written), kind, 1, _NO_STREAM, right, child, 0, first, size
    )
