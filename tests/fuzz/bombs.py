"""Small files that want to become everything, for every kind that is read."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Callable

from busel.sheets.workbook_writer import write_workbook
from factories.access_files import Table, access_file
from factories.access_pages import Column
from fuzz.seeds import ods_of

THREE_GB = 3 << 30
DEFINITION, COLUMN_COUNT = 2, 45
"""Of Access: the kind of a page, and where a definition says how many columns it has."""


def deflated(piece: bytes, times: int) -> bytes:
    """Return `piece` many times over as one raw deflate stream, without ever having it unpacked."""
    packer = zlib.compressobj(9, wbits=-15)
    part = packer.compress(piece * max(1, (1 << 20) // len(piece))) + packer.flush(zlib.Z_FULL_FLUSH)
    return part * max(1, times * len(piece) >> 20) + b"\x03\0"


def zipped(parts: dict[str, bytes], bomb: str, stream: bytes, unpacked: int) -> bytes:
    """Return a zip file in which the part `bomb` is this deflate stream and is said to be `unpacked` bytes long."""
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w") as archive:
        for name, body in {**parts, bomb: stream}.items():
            archive.writestr(name, body)
    data = bytearray(kept.getvalue())
    local = data.index(stream) - 30 - len(bomb)
    entry = next(at for at in _found(data, b"PK\x01\x02") if data[at + 46 : at + 46 + len(bomb)] == bomb.encode())
    data[local + 8], data[entry + 10] = zipfile.ZIP_DEFLATED, zipfile.ZIP_DEFLATED
    data[local + 22 : local + 26] = data[entry + 24 : entry + 28] = unpacked.to_bytes(4, "little")
    return bytes(data)


def _found(data: bytearray, what: bytes) -> list[int]:
    found, at = [], data.find(what)
    while at >= 0:
        found.append(at)
        at = data.find(what, at + 1)
    return found


def parts_of(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def shared_strings_bomb() -> bytes:
    """An xlsx whose strings are three gigabytes and say that they are a thousand bytes."""
    strings = deflated(b"<si><t>" + b"x" * 1_000 + b"</t></si>", THREE_GB // 1_014)
    return zipped(parts_of(write_workbook("x", ["a"], [["b"]])), "xl/sharedStrings.xml", strings, 1_000)


CELL = '<table:table-cell{}office:value-type="string"><text:p>{}</text:p></table:table-cell>'
TABLE = '<table:table table:name="x"><table:table-row{}>{}</table:table-row></table:table>'


def ods_bomb(said: int) -> bytes:
    """An ods of three gigabytes that says how many bytes it is."""
    row = f"<table:table-row>{CELL.format(' ', 'x')}</table:table-row>".encode()
    parts = parts_of(ods_of(""))
    del parts["content.xml"]
    return zipped(parts, "content.xml", deflated(row, THREE_GB // len(row)), said)


def repeated(rows: int, columns: int) -> bytes:
    """An ods of 600 bytes that is as many cells as it says."""
    cell = CELL.format(f' table:number-columns-repeated="{columns}" ', "x")
    return ods_of(TABLE.format(f' table:number-rows-repeated="{rows}"', cell))


def nested_spans() -> bytes:
    """Pieces of text in pieces of text."""
    text = "<text:span>" * 200_000 + "x" + "</text:span>" * 200_000
    return ods_of(TABLE.format("", CELL.format(" ", text)))


def billion_laughs() -> bytes:
    """Entities within entities: ten lines that would be a billion words."""
    lines = "".join(f'<!ENTITY a{n + 1} "{f"&a{n};" * 10}">' for n in range(9))
    parts = parts_of(ods_of(TABLE.format("", CELL.format(" ", "&a9;"))))
    head = f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a0 "laugh">{lines}]>'.encode()
    parts["content.xml"] = head + parts["content.xml"].partition(b"?>")[2]
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w") as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return kept.getvalue()


def record(kind: int, body: bytes) -> bytes:
    return struct.pack("<HH", kind, len(body)) + body


def old_book(*records: bytes) -> bytes:
    """Bare records of Excel 4."""
    return record(0x0409, bytes([0, 0, 0x10, 0, 0, 0])) + b"".join(records) + record(0x0A, b"")


def label(row: int, column: int) -> bytes:
    return record(0x0204, struct.pack("<HHHH", row, column, 0, 1) + b"x")


def numbers_many_times() -> bytes:
    """One corner cell, and a cell in each of 65,536 rows at the widest column."""
    return old_book(*(label(row, 255) for row in range(65_536)))


def database(at: int, number: int) -> bytes:
    """An Access database whose last definition of a table says `number` at `at`; 0: the number of its own page."""
    data = bytearray(access_file([Table("x", [Column("a"), Column("b")], [["x", "y"]])]))
    page = max(number for number in range(len(data) // 4096) if data[number * 4096] == DEFINITION)
    size = 2 if at == COLUMN_COUNT else 4
    data[page * 4096 + at : page * 4096 + at + size] = (number or page).to_bytes(size, "little")
    return bytes(data)


BOMBS: dict[str, tuple[str, Callable[[], bytes]]] = {
    "strings of 3 GB": ("xlsx", shared_strings_bomb),
    "a sheet of 3 GB that says so": ("ods", lambda: ods_bomb(0xFFFFFFFE)),
    "a sheet of 3 GB that says a thousand bytes": ("ods", lambda: ods_bomb(1_000)),
    "one row a million times": ("ods", lambda: repeated(1_048_576, 1_024)),
    "one cell a billion times": ("ods", lambda: repeated(1, 1_000_000_000)),
    "more rows than there are numbers": ("ods", lambda: repeated(2**64, 2**64)),
    "spans within spans": ("ods", nested_spans),
    "entities within entities": ("ods", billion_laughs),
    "dimensions of everything": ("xls", lambda: old_book(record(0x0200, b"\0\0\xff\xff\0\0\xff\xff\0\0"), label(1, 1))),
    "a cell at the end of each row": ("xls", numbers_many_times),
    "a string longer than the file": ("xls", lambda: old_book(record(0x0204, struct.pack("<HHHH", 0, 0, 0, 0xFFFF)))),
    "a definition that goes on in itself": ("access", lambda: database(4, 0)),
    "four billion rows": ("access", lambda: database(16, 0xFFFFFFFF)),
    "sixty thousand columns": ("access", lambda: database(45, 0xFFFF)),
    "four billion indexes": ("access", lambda: database(51, 0xFFFFFFFF)),
    "a quotation mark that nobody closes": ("text", lambda: b'a;b\n"' + b"x;y\n" * 5_000_000),
    "a row of ten million cells": ("text", lambda: b"a,b\n" + b"," * 10_000_000 + b"x"),
    "one word of fifty million letters": ("text", lambda: b"a,b\n" + b"x" * 50_000_000),
    "ten million rows": ("text", lambda: b"a,b\n" * 10_000_000),
    "every cell in quotation marks of quotation marks": ("text", lambda: b'a,b\n"' + b'""' * 10_000_000 + b'",x\n'),
    "lists within lists": ("json", lambda: b"[" * 5_000_000),
    "objects within objects": ("json", lambda: b'[{"a":' * 1_000_000),
    "a million fields": ("json", lambda: b"[{" + b"".join(b'"f%d":1,' % n for n in range(1_000_000)) + b'"x":1}]'),
    "a number of a million digits": ("json", lambda: b'[{"a":' + b"9" * 1_000_000 + b"}]"),
    "a line that goes on ten million times": ("vcf", lambda: card(b"NOTE:x\r\n" + b" x\r\n" * 10_000_000)),
    "a soft break ten million times": ("vcf", lambda: card(b"NOTE;ENCODING=QUOTED-PRINTABLE:" + b"=\r\n" * 10_000_000)),
    "a line of fifty million letters": ("vcf", lambda: card(b"NOTE:" + b"x" * 50_000_000)),
    "a million cards within cards": ("vcf", lambda: b"BEGIN:VCARD\r\n" * 1_000_000),
    "a million parameters": ("vcf", lambda: card(b"TEL" + b";TYPE=x" * 1_000_000 + b":1")),
    "a million telephones": ("vcf", lambda: card(b"TEL:375291234567\r\n" * 1_000_000)),
    "a million empty cards": ("vcf", lambda: card(b"") * 1_000_000),
    "a million kinds of fields": ("vcf", lambda: card(b"".join(b"X-%d:1\r\n" % n for n in range(1_000_000)))),
}  # fmt: skip


def card(lines: bytes) -> bytes:
    return b"BEGIN:VCARD\r\nVERSION:3.0\r\nFN:x\r\n" + lines + b"\r\nEND:VCARD\r\n"
