"""What a table is: its columns, how many rows it counts, and which pages are its own."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING, NamedTuple

from busel.sheets.readers import MAX_COLUMNS, Refused
from busel.sheets.readers.jet.values import MEMO

if TYPE_CHECKING:
    from collections.abc import Iterator

    from busel.sheets.readers.jet.pages import Pages
    from busel.sheets.readers.jet.texts import Texts

_DEFINITION, _BITMAP = 2, 5
"""The first byte of a page of each kind."""
_FIXED, _HYPERLINK, _CALCULATED = 0x01, 0x80, 0xC0


class _Layout(NamedTuple):
    """Where numbers stand in a definition, and in the entry of a column."""

    row_count: int
    column_count: int
    index_count: int
    pages: int
    after: int
    index_size: int
    entry: struct.Struct
    """Kind, number, slot, precision, scale, flags, more flags, place, size."""


_JET3 = _Layout(12, 25, 31, 35, 43, 8, struct.Struct("<BHH3xBB3xBHH"))
_JET4 = _Layout(16, 45, 51, 55, 63, 12, struct.Struct("<B4xHH2xBB2xBB4xHH"))


class Column(NamedTuple):
    """A column. A fixed one stands at `at` in each row, one that varies is the row's piece number `slot`."""

    name: str
    kind: int
    number: int
    fixed: bool
    at: int
    slot: int
    scale: int
    size: int
    hyperlink: bool
    calculated: bool


class Definition(NamedTuple):
    """A table. `row_count` is what the table itself counts."""

    page: int
    columns: list[Column]
    row_count: int
    has_pieces: bool
    pages: list[int]


def read_definition(pages: Pages, number: int, texts: Texts) -> Definition:
    """Return the definition that begins in a page. Raises Refused where it is damaged."""
    body = _body(pages, number)
    layout = _JET3 if pages.jet3 else _JET4
    count, pieces = _short(body, layout.column_count), _short(body, layout.column_count - 2)
    if count > MAX_COLUMNS:
        raise Refused("damaged")
    start = layout.after + layout.index_size * _long(body, layout.index_count)
    entry = layout.entry
    names = _names(body, start + count * _entry_size(pages), count, texts)
    columns = [
        _column(name, body[start + index * _entry_size(pages) :][: entry.size], pages)
        for index, name in enumerate(names)
    ]
    columns.sort(key=lambda column: column.number)
    owned = list(_owned(pages, _long(body, layout.pages)))
    return Definition(number, columns, _long(body, layout.row_count), pieces > 0, owned)


def _entry_size(pages: Pages) -> int:
    return 18 if pages.jet3 else 25


def _column(name: str, entry: bytes, pages: Pages) -> Column:
    if pages.jet3:
        kind, number, slot, _precision, scale, flags, at, size = _JET3.entry.unpack(entry)
        more = 0
    else:
        kind, number, slot, _precision, scale, flags, more, at, size = _JET4.entry.unpack(entry)
    return Column(
        name,
        kind,
        number,
        fixed=bool(flags & _FIXED),
        at=at,
        slot=slot,
        scale=scale,
        size=size,
        hyperlink=kind == MEMO and bool(flags & _HYPERLINK),
        calculated=more & _CALCULATED == _CALCULATED,
    )


def _body(pages: Pages, number: int) -> bytes:
    """Return a definition whole: it goes on in other pages, whose first eight bytes are only their head."""
    body, seen = bytearray(), set()
    while number:
        page = pages.page(number)
        if page[0] != _DEFINITION or number in seen:
            raise Refused("damaged")
        seen.add(number)
        body += page[8:] if body else page
        number = _long(page, 4)
    return bytes(body)


def _names(body: bytes, at: int, count: int, texts: Texts) -> Iterator[str]:
    wide = 1 if texts.jet3 else 2
    for _ in range(count):
        length = int.from_bytes(body[at : at + wide], "little")
        at += wide
        if at + length > len(body):
            raise Refused("damaged")
        yield texts.name(body[at : at + length])
        at += length


def _owned(pages: Pages, pointer: int) -> Iterator[int]:
    """Yield the numbers of the pages that are the table's own, by its map: a bitmap, or a list of pages of bitmaps."""
    usage = pages.row(pointer)
    if usage[0] == 0:
        yield from _set_bits(pages, usage[5:], _long(usage, 1))
        return
    covers = (pages.size - 4) * 8
    for index in range((len(usage) - 1) // 4):
        number = _long(usage, 1 + 4 * index)
        if not number:
            continue
        bitmap = pages.page(number)
        if bitmap[0] != _BITMAP:
            raise Refused("damaged")
        yield from _set_bits(pages, bitmap[4:], index * covers)


def _set_bits(pages: Pages, bitmap: bytes, first: int) -> Iterator[int]:
    for index, byte in enumerate(bitmap):
        if not byte:
            continue
        if first + index * 8 + byte.bit_length() > pages.count:
            raise Refused("damaged")  # the file was cut, or somebody means us to count for ever
        yield from (first + index * 8 + bit for bit in range(8) if byte >> bit & 1)


def _short(body: bytes, at: int) -> int:
    return int.from_bytes(body[at : at + 2], "little")


def _long(body: bytes, at: int) -> int:
    return int.from_bytes(body[at : at + 4], "little")
