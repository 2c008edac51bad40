"""From what readers give to a book: the heading row of each table is found, empty files are refused."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from busel.sheets.headings import find_header_row
from busel.sheets.kinds import NOT_READ_YET, kind_of
from busel.sheets.readers import READERS, Asked, Refused, reader_of
from busel.sheets.tables import Book, Rows, SheetError, Table

MAX_BYTES = 250_000_000
"""No list of people is larger; a million rows of 12 columns are 160 MB as csv."""


def reader_kind(data: bytes) -> str | SheetError:
    """Return the kind whose reader takes these bytes, or why none does. Looks at the bytes only, unpacks nothing."""
    if len(data) > MAX_BYTES:
        return SheetError("too-large")
    kind = kind_of(data)
    if kind in READERS:
        return kind
    return SheetError("unsupported", kind) if kind in NOT_READ_YET else SheetError(kind or "not-a-sheet")


def make_table(
    name: str,
    rows: Sequence[list[str]],
    *,
    hidden: bool,
    headed: bool = False,
    unit: str = "",
    flaws: Mapping[int, str] = MappingProxyType({}),
) -> Table:
    """Return the table with its heading row found; it is the first one where the kind of file says so."""
    return Table(name, rows, 1 if headed else find_header_row(rows), hidden, unit, flaws)


def make_book(kind: str, found: tuple[str, str, list[str]], tables: list[Table]) -> Book | SheetError:
    """Return the book of `found` (encoding, separator, notes) and its tables; without any filled cell it is empty."""
    if not any(len(table.rows) for table in tables):
        return SheetError("empty")
    encoding, separator, notes = found
    return Book(kind, encoding, separator, tables, notes)


def read_book(data: bytes) -> Book | SheetError:
    """Read a file in this very process: only bytes that we made. `desk.parsing.read_upload` is for all others."""
    kind = reader_kind(data)
    if isinstance(kind, SheetError):
        return kind
    try:
        reading = reader_of(kind)(data, Asked())
        tables = [
            make_table(
                raw.name, Rows.of(raw.rows), hidden=raw.hidden, headed=raw.headed, unit=raw.unit, flaws=raw.flaws
            )
            for raw in reading.tables
        ]
    except Refused as refused:
        return SheetError(refused.code, kind)
    return make_book(kind, (reading.encoding, reading.separator, reading.notes), tables)
