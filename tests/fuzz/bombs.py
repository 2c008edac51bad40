"""Small files that want to become everything, for every kind that is read."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Callable

from busel.sheets.workbook_writer import write_workbook
from factories.access_files import Moved, Table, access_file
from factories.access_pages import MEMO, Column, Raw
from factories.dbase import Field, dbase_file
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


def head_at(data: bytes, length: int) -> int:
    """Return where a cell says that a long text of so many bytes stands elsewhere: the length, then a pointer."""
    return data.rfind(length.to_bytes(4, "little") + b"\0")


def chained(rows: int, length: int) -> bytes:
    """An Access database of many rows whose long text is one and the same, `length` bytes in a chain of pages."""
    table = Table("x", [Column("a", MEMO)], [[b"y" * length]])
    data = access_file([table])
    head = Raw(data[(at := head_at(data, length)) : at + 12])
    return access_file([table._replace(rows=[[b"y" * length], *[[head]] * rows])])


def in_a_ring() -> bytes:
    """An Access database whose long text goes on at its own beginning."""
    data = bytearray(chained(1, 100_000))
    at = head_at(data, 100_000) + 4
    page = (int.from_bytes(data[at : at + 4], "little") >> 8) * 4096
    start = page + int.from_bytes(data[page + 14 : page + 16], "little")
    data[start : start + 4] = data[at : at + 4]
    return bytes(data)


def moved_to_itself() -> bytes:
    """An Access database whose row stands elsewhere, which is where it is looked for from."""
    data = bytearray(access_file([Table("x", [Column("a")], [Moved(["y"]), ["z"]])]))
    places = [at for at in range(len(data) // 4096) if data[at * 4096 : at * 4096 + 2] == b"\1\1"]
    for at in places:
        start = int.from_bytes(data[at * 4096 + 14 : at * 4096 + 16], "little")
        if start & 0x4000:
            data[at * 4096 + (start & 0x1FFF) : at * 4096 + (start & 0x1FFF) + 4] = (at << 8).to_bytes(4, "little")
    return bytes(data)


def map_of_maps(pages: int) -> bytes:
    """An Access database whose table has its map in one page, again and again, as though it were gigabytes long."""
    rows = [["x" * 250]] * 15 * pages
    data = bytearray(access_file([Table("x", [Column("a")], rows)]))
    maps = [at for at in range(0, len(data), 4096) if data[at : at + 2] == b"\5\1"]
    numbers = b"".join((at // 4096).to_bytes(4, "little") for at in maps)
    usage = data.rfind(b"\1" + numbers)
    for at in maps:
        data[at + 4 : at + 4096] = bytes([255]) * 4092
    data[usage + 1 : usage + 5] = numbers[:4]
    return bytes(data)


def dbase(at: int, number: int, size: int) -> bytes:
    """A table of dBase whose header says `number` at `at`."""
    data = bytearray(dbase_file([Field("A"), Field("B")], [["x", "y"]] * 10))
    data[at : at + size] = number.to_bytes(size, "little")
    return bytes(data)


def person(fields: bytes) -> bytes:
    return b'[{"given_name":"x",' + fields + b"}]"


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
    "a map that calls every page the table's": ("access", lambda: map_of_maps(600)),
    "a long text that goes on in itself": ("access", in_a_ring),
    "a row that stands elsewhere, which is here": ("access", moved_to_itself),
    "ten thousand rows of one long text": ("access", lambda: chained(10_000, 1_000_000)),
    "four billion records": ("dbf", lambda: dbase(4, 0xFFFFFFFF, 4)),
    "a header longer than the file": ("dbf", lambda: dbase(8, 0xFFFF, 2)),
    "a header of nothing": ("dbf", lambda: dbase(8, 0, 2)),
    "records of nothing": ("dbf", lambda: dbase(10, 0, 2)),
    "records of all": ("dbf", lambda: dbase(10, 0xFFFF, 2)),
    "a field of all": ("dbf", lambda: dbase(48, 0xFFFF, 2)),
    "more records than there are rows": ("dbf", lambda: dbase_file([Field("A", size=1)], [["x"]] * 1_500_000)),
    "a quotation mark that nobody closes": ("text", lambda: b'a;b\n"' + b"x;y\n" * 5_000_000),
    "a row of ten million cells": ("text", lambda: b"a,b\n" + b"," * 10_000_000 + b"x"),
    "one word of fifty million letters": ("text", lambda: b"a,b\n" + b"x" * 50_000_000),
    "ten million rows": ("text", lambda: b"a,b\n" * 10_000_000),
    "every cell in quotation marks of quotation marks": ("text", lambda: b'a,b\n"' + b'""' * 10_000_000 + b'",x\n'),
    "lists within lists": ("osdi", lambda: b"[" * 5_000_000),
    "objects within objects": ("osdi", lambda: b'[{"a":' * 1_000_000),
    "a million fields": ("osdi", lambda: b"[{" + b"".join(b'"f%d":1,' % n for n in range(1_000_000)) + b'"x":1}]'),
    "a number of a million digits": ("osdi", lambda: b'[{"a":' + b"9" * 1_000_000 + b"}]"),
    "lists within a person": ("osdi", lambda: person(b'"a":' + b"[" * 100_000 + b"]" * 100_000)),
    "one string of ninety megabytes": ("osdi", lambda: person(b'"a":"' + b"x" * 90_000_000 + b'"')),
    "halves of letters, fifteen million": ("osdi", lambda: person(b'"a":"' + b"\\ud800" * 15_000_000 + b'"')),
    "a million people who are nobody": ("osdi", lambda: b"[" + b"{}," * 1_000_000 + b"{}]"),
    "one field a million times": ("osdi", lambda: person(b'"a":1,' * 1_000_000 + b'"a":1')),
    "one field with a million values": ("osdi", lambda: person(b",".join(b'"a":%d' % n for n in range(1_000_000)))),
    "a field of one's own for each of 100,000": ("osdi", lambda: b"[" + b",".join(map(own, range(100_000))) + b"]"),
    "a number that is endless": ("osdi", lambda: person(b'"birthdate":{"year":1e999,"month":-1e999}')),
    "a million numbers of one": ("osdi", lambda: person(b'"phone_numbers":[{}' + b',{"number":1}' * 1_000_000 + b"]")),
    "a line that goes on ten million times": ("vcf", lambda: card(b"NOTE:x\r\n" + b" x\r\n" * 10_000_000)),
    "a soft break ten million times": ("vcf", lambda: card(b"NOTE;ENCODING=QUOTED-PRINTABLE:" + b"=\r\n" * 10_000_000)),
    "a line of fifty million letters": ("vcf", lambda: card(b"NOTE:" + b"x" * 50_000_000)),
    "a million cards within cards": ("vcf", lambda: b"BEGIN:VCARD\r\n" * 1_000_000),
    "a million parameters": ("vcf", lambda: card(b"TEL" + b";TYPE=x" * 1_000_000 + b":1")),
    "a million telephones": ("vcf", lambda: card(b"TEL:375291234567\r\n" * 1_000_000)),
    "a million empty cards": ("vcf", lambda: card(b"") * 1_000_000),
    "tables within tables": ("web-table", lambda: b"<table><tr><td>" * 1_000_000),
    "a million cells in a row of a page": ("web-table", lambda: b"<table><tr>" + b"<td>x" * 1_000_000),
    "two million empty rows of a page": ("web-table", lambda: b"<table><tr><td>x" + b"<tr>" * 2_000_000),
    "cells of all rows and columns": ("web-table", lambda: b"<table>" + WIDE_ROW * 50_000),
    "a remark that nobody closes": ("web-table", lambda: b"<table><tr><td>x<!--" + b"x--" * 300_000),
    "signs that begin nothing": ("web-table", lambda: b"<table><tr><td>x" + b"<![" * 30_000),
    "an element of a million attributes": ("web-table", lambda: b"<table><td " + b"a=1 " * 1_000_000 + b">x"),
    "letters by their numbers": ("web-table", lambda: b"<table><tr><td>x<tr><td>" + b"&#1041;" * 5_000_000),
    "a row at the end of all": ("xml-sheet", lambda: xml_sheet(b'<Row ss:Index="999999999"/>')),
    "blank rows beyond all bounds": ("xml-sheet", lambda: xml_sheet(b'<Row ss:Span="1000000"/>' * 100)),
    "cells merged over everything": ("xml-sheet", lambda: xml_sheet(WIDE_CELLS + A_ROW * 5_000)),
    "a million columns with styles": ("xml-sheet", lambda: xml_sheet(b'<Column ss:StyleID="a"/>' * 1_000_000 + A_ROW)),
    "elements within elements": ("xml-sheet", lambda: xml_sheet(b"<Comment>" * 2_000_000)),
    "a million kinds of fields": ("vcf", lambda: card(b"".join(b"X-%d:1\r\n" % n for n in range(1_000_000)))),
}  # fmt: skip


A_ROW = b'<Row><Cell><Data ss:Type="Number">1</Data></Cell></Row>'
WIDE_ROW = b"<tr><td rowspan=65000 colspan=900>x"
WIDE_CELL = b'<Cell ss:MergeDown="1000000"><Data ss:Type="String">x</Data></Cell>'
WIDE_CELLS = b"<Row>" + WIDE_CELL * 900 + b"</Row>"


def xml_sheet(rows: bytes) -> bytes:
    space = b"urn:schemas-microsoft-com:office:spreadsheet"
    head = b'<?xml version="1.0"?><Workbook xmlns="' + space + b'" xmlns:ss="' + space + b'">'
    return head + b'<Worksheet ss:Name="x"><Table>' + rows + b"</Table></Worksheet></Workbook>"


def own(number: int) -> bytes:
    return b'{"f%d":1}' % number


def card(lines: bytes) -> bytes:
    return b"BEGIN:VCARD\r\nVERSION:3.0\r\nFN:x\r\n" + lines + b"\r\nEND:VCARD\r\n"
