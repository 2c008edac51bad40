"""From the pages of a table to its rows: which cells a row has, and each as text."""

from __future__ import annotations

import struct
from functools import partial
from typing import TYPE_CHECKING

from busel.sheets.readers import Refused
from busel.sheets.readers.jet import values
from busel.sheets.readers.jet.pages import DELETED, ELSEWHERE, OFFSET, row_count, span

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from busel.sheets.readers.jet.definitions import Column, Definition
    from busel.sheets.readers.jet.pages import Pages
    from busel.sheets.readers.jet.texts import Texts

    Cells = Callable[[bytes], list[str]]
    Writer = Callable[[bytes], str]

_DATA = 1
_MOST_HOPS = 8
_INLINE, _ONE_PIECE, _LENGTH = 0x80, 0x40, 0x3FFFFFFF
_CALCULATED_AT = 20
FAULTS = (IndexError, OverflowError, ValueError, struct.error)
"""What reading beyond the end of something damaged raises."""
DAMAGED_CELL = "#Error"
"""What Access itself shows in a cell that it cannot read; `cells.is_error` knows it."""


def raw_rows(pages: Pages, table: Definition) -> Iterator[bytes]:
    """Yield the bytes of each row that is not deleted. A row that grew stands elsewhere, and a pointer in its place."""
    for number in table.pages:
        page = pages.page(number)
        if page[0] != _DATA or int.from_bytes(page[4:8], "little") != table.page:
            continue  # long texts stand in pages of the table's own, too
        for index in range(row_count(page, jet3=pages.jet3)):
            start, end = span(page, index, jet3=pages.jet3)
            if start & DELETED:
                continue
            row = page[start & OFFSET : end]
            yield _elsewhere(pages, row) if start & ELSEWHERE else row


def _elsewhere(pages: Pages, row: bytes) -> bytes:
    """Follow a pointer. Where it leads to the row is marked as deleted, so that nobody meets it twice."""
    for _ in range(_MOST_HOPS):
        pointer = int.from_bytes(row[:4], "little")
        page = pages.page(pointer >> 8)
        start, end = span(page, pointer & 0xFF, jet3=pages.jet3)
        row = page[start & OFFSET : end]
        if not start & ELSEWHERE:
            return row
    raise Refused("damaged")


def cells_of(pages: Pages, table: Definition, columns: list[Column], texts: Texts) -> Cells:
    """Return what makes the cells of these columns from the bytes of a row."""
    split = partial(_split3 if pages.jet3 else _split4, has_pieces=table.has_pieces)
    head = 1 if pages.jet3 else 2
    makers = [(column, head + column.at, _size(column), _writer(pages, column, texts)) for column in columns]

    def cells(row: bytes) -> list[str]:
        try:
            filled, pieces = split(row)
        except (Refused, *FAULTS):
            return [DAMAGED_CELL] * len(makers)
        made = []
        for column, at, size, write in makers:
            is_filled = filled >> column.number & 1
            if column.kind == values.YES_NO and not column.calculated:
                made.append("TRUE" if is_filled else "FALSE")
            elif not is_filled:
                made.append("")
            elif column.fixed:
                made.append(_cell(write, row[at : at + size]))
            elif column.slot + 1 < len(pieces):
                made.append(_cell(write, row[pieces[column.slot] : pieces[column.slot + 1]]))
            else:
                made.append("")  # the column is younger than the row
        return made

    return cells


def _cell(write: Writer, raw: bytes) -> str:
    """Return a cell as text; one that is damaged costs its row alone, which is told with its number."""
    try:
        return write(raw)
    except (Refused, *FAULTS):
        return DAMAGED_CELL


def _split4(row: bytes, *, has_pieces: bool) -> tuple[int, list[int]]:
    """Return the bits that say which columns are filled, and where the pieces begin and the last one ends."""
    end = len(row) - (int.from_bytes(row[:2], "little") + 7) // 8
    filled = int.from_bytes(row[end:], "little")
    if not has_pieces:
        return filled, []
    count = int.from_bytes(row[end - 2 : end], "little")
    places = list(struct.unpack_from(f"<{count + 1}H", row, end - 4 - 2 * count))
    places.reverse()
    return filled, _checked(places, end)


def _split3(row: bytes, *, has_pieces: bool) -> tuple[int, list[int]]:
    """The same for Access 97: places are single bytes, and a table of jumps says from which piece on 256 are added."""
    end = len(row) - (row[0] + 7) // 8
    filled = int.from_bytes(row[end:], "little")
    if not has_pieces:
        return filled, []
    count = row[end - 1]
    jumps = (len(row) - 1) // 256
    at = end - 2 - jumps
    if (at - count) // 256 < jumps:
        jumps -= 1
    places, used = [], 0
    for index in range(count + 1):
        while used < jumps and row[end - 2 - used] == index:
            used += 1
        places.append(row[at - index] + used * 256)
    return filled, _checked(places, end)


def _checked(places: list[int], end: int) -> list[int]:
    if places[-1] > end or places != sorted(places):
        raise Refused("damaged")
    return places


def _size(column: Column) -> int:
    return values.SIZES.get(column.kind, column.size)


def _writer(pages: Pages, column: Column, texts: Texts) -> Writer:
    """Return what makes a cell of a column from its bytes."""
    write = _plain_writer(column, texts)
    if column.calculated:
        write = partial(_calculated, write)
    if column.kind == values.MEMO:
        write = partial(_memo, pages, write)
    return write


def _plain_writer(column: Column, texts: Texts) -> Writer:
    if column.kind == values.NUMERIC:
        return values.calculated_decimal if column.calculated else partial(values.decimal_text, column.scale)
    if column.kind == values.YES_NO:
        return lambda raw: "TRUE" if raw[:1] != b"\0" else "FALSE"
    if column.kind in values.WRITERS:
        return values.WRITERS[column.kind]
    return partial(_text, texts, values.shown_link if column.hyperlink else values.without_tags)


def _text(texts: Texts, show: Callable[[str], str], raw: bytes) -> str:
    return show(_clean(texts.text(raw))).strip()


def _clean(text: str) -> str:
    return text.strip("\0 \r\n\t")


def _calculated(write: Writer, raw: bytes) -> str:
    """A value that Access calculated lies in a wrapping that says its length."""
    length = int.from_bytes(raw[_CALCULATED_AT - 4 : _CALCULATED_AT], "little")
    inner = raw[_CALCULATED_AT : _CALCULATED_AT + length]
    return write(inner) if inner else ""


def _memo(pages: Pages, write: Writer, raw: bytes) -> str:
    """A long text stands behind its head, or in a row elsewhere, or in a chain of rows that name the next one."""
    head, pointer = struct.unpack_from("<II", raw)
    length = head & _LENGTH
    where = head >> 24
    if where & _INLINE:
        return write(raw[12 : 12 + length])
    if where & _ONE_PIECE:
        return write(pages.row(pointer)[:length])
    whole, met = bytearray(), set()
    while pointer and len(whole) < length:
        if pointer in met:
            raise Refused("damaged")  # it would go on for ever
        met.add(pointer)
        piece = pages.row(pointer)
        whole += piece[4:]
        pointer = int.from_bytes(piece[:4], "little")
    if len(whole) < length:
        raise Refused("damaged")
    return write(bytes(whole[:length]))
