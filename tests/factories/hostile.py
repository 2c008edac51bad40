"""Files that are not what they seem, or want to harm. All are made in memory; none is larger than 12 MB."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Callable

from factories.containers import archive, compound_file, crc_of_repeated, deflated, parts_around, sheet, workbook
from factories.lists import BAD_DATE, supporter_list
from factories.spreadsheets import Built, supporters_csv, supporters_xlsx

BAD_DATE_ROW = 2500
EXPANDS_TO = 10 * 10**9
A_GIGABYTE = 10**9


def a_picture() -> bytes:
    """Return a PNG of one pixel, whatever its name says."""
    pieces = [
        (b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)),
        (b"IDAT", zlib.compress(b"\0\0")),
        (b"IEND", b""),
    ]
    body = b"".join(
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data)) for name, data in pieces
    )
    return b"\x89PNG\r\n\x1a\n" + body


def truncated() -> bytes:
    """Return a workbook whose second half is missing."""
    data = supporters_xlsx(supporter_list(200, faults={})).data
    return data[: len(data) // 2]


def password_protected() -> bytes:
    """Return a compound file with the two streams of an encrypted workbook, [MS-OFFCRYPTO] 2.3.4; nothing opens it."""
    info = struct.pack("<HHI", 4, 4, 0x40) + b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><encryption/>'
    package = struct.pack("<Q", 4000) + bytes(range(256)) * 15
    return compound_file([("EncryptionInfo", info), ("EncryptedPackage", package)])


def old_excel(*records: bytes) -> bytes:
    """Return a workbook of Excel 97 with its first record and `records`, [MS-XLS] 2.4.21; no more of it is needed."""
    return compound_file([("Workbook", b"".join((b"\t\x08\x10\0\0\x06\5\0", bytes(12), *records)))])


def old_excel_under_a_password() -> bytes:
    """Return one that goes on with the record of encryption, [MS-XLS] 2.4.117."""
    return old_excel(b"\x2f\0\x36\0\1\0\1\0\1\0", bytes(48))


def cell_at_the_end() -> bytes:
    """Return 1.4 KB with cells at A1 and XFD1048576: a reader that makes the rectangle asks for 512 GiB."""
    rows = (
        '<row r="1"><c r="A1" t="inlineStr"><is><t>Фамилия</t></is></c></row>'
        '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    )
    return workbook([sheet(rows).encode()])


def wide_xlsx(columns: int = 100_000) -> bytes:
    """Return a workbook with more columns than any program makes (16,384)."""
    header = "".join(f'<c t="inlineStr"><is><t>Телефон {n}</t></is></c>' for n in range(columns))
    return workbook([sheet(f"<row>{header}</row><row>{'<c><v>1</v></c>' * columns}</row>").encode()])


def wide_csv(columns: int = 100_000) -> bytes:
    """Return a text file with that many columns."""
    return "\n".join(",".join(f"{word}{n}" for n in range(columns)) for word in ("Телефон ", "+37529")).encode()


def zip_bomb() -> bytes:
    """Return a workbook of 10 MB whose three sheets are 10 GB of rows, each below 4 GiB and with a right checksum."""
    # Runs of one letter pack 1,000 to 1; a cell may hold 32,767.
    block = (f'<row><c t="inlineStr"><is><t>{"A" * 32_000}</t></is></c></row>' * 50).encode()
    head, tail = sheet("|").encode().split(b"|")
    part = repeated(head, block, EXPANDS_TO // 3 // len(block) + 1, tail)
    plain = [(name, *deflated(data)) for name, data in parts_around(3)]
    return archive([*plain, *((f"xl/worksheets/sheet{n}.xml", *part) for n in (1, 2, 3))])


def repeated(head: bytes, block: bytes, times: int, tail: bytes) -> tuple[bytes, int, int]:
    """Return `head`, `block` many times and `tail` deflated, with their CRC-32 and size, without making them."""
    packer = zlib.compressobj(9, wbits=-15)
    start = packer.compress(head) + packer.flush(zlib.Z_FULL_FLUSH)
    # After a full flush a block leans on nothing before it, so that its bytes may stand there any number of times.
    middle = packer.compress(block) + packer.flush(zlib.Z_FULL_FLUSH)
    packed = start + middle * times + packer.compress(tail) + packer.flush()
    checksum = zlib.crc32(tail, crc_of_repeated(block, times, zlib.crc32(head)))
    return packed, checksum, len(head) + len(block) * times + len(tail)


def a_gigabyte() -> bytes:
    """Return a workbook of 1 MB that unpacks to a little less than is refused unread: 1 GB in cells of one letter."""
    cells = '<c t="inlineStr"><is><t>А</t></is></c>' * 1_000
    row = f"<row>{cells}</row>".encode()
    head, tail = sheet("|").encode().split(b"|")
    times = A_GIGABYTE // len(row)
    packed, checksum, size = repeated(head, row, times, tail)
    plain = [(name, *deflated(data)) for name, data in parts_around(1)]
    return archive([*plain, ("xl/worksheets/sheet1.xml", packed, checksum, size)])


def long_cells(rows: int = 5_000, letters: int = 15_000) -> bytes:
    """Return a workbook of 200 KB whose rows hold 150 MB."""
    cell = f'<c t="inlineStr"><is><t>{"А" * letters}</t></is></c>'
    return workbook([sheet(f"<row>{cell}</row>" * rows).encode()])


def one_bad_date() -> Built:
    """Return 5,000 rows of which one, BAD_DATE_ROW, has the 31st of February: the one that is not hostile."""
    return supporters_xlsx(supporter_list(5000, 5, faults={BAD_DATE_ROW: BAD_DATE}))


def half_a_letter() -> bytes:
    """Return UTF-8 that stops within a letter, after 300 rows."""
    return supporters_csv(supporter_list(300, faults={})).data.rstrip() + "\r\n301,Ко".encode()[:-1]


HOSTILE: dict[str, Callable[[], bytes]] = {
    "a picture": a_picture,
    "a truncated workbook": truncated,
    "a workbook under a password": password_protected,
    "a workbook of an old Excel": old_excel,
    "a workbook of an old Excel under a password": old_excel_under_a_password,
    "one cell at XFD1048576": cell_at_the_end,
    "100,000 columns as xlsx": wide_xlsx,
    "100,000 columns as csv": wide_csv,
    "a zip bomb of 10 GB": zip_bomb,
    "a workbook of a gigabyte": a_gigabyte,
    "cells of 15,000 letters": long_cells,
    "text that stops within a letter": half_a_letter,
}
