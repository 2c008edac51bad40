"""What a file holds: tables of text whose rows keep the number that a person sees in the spreadsheet program."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Annotated, overload

import msgspec

from busel.sheets.readers import CHUNK_ROWS, MAX_COLUMNS

SHEET_ERRORS = (
    "damaged",
    "empty",
    "no-name-or-phone",
    "no-people",
    "no-sandbox",
    "not-a-sheet",
    "password",
    "too-large",
    "unsupported",
)
"""Why a file cannot be brought in; the words for each live at the edge."""

FLAWS = ("card-open", "card-too-long")
"""What a reader finds wrong with a single row; the words for each live at the edge."""

_Row = Annotated[list[str], msgspec.Meta(max_length=MAX_COLUMNS)]
"""Each column is weighed by the desk and asked about on a page."""
_decode_chunk = msgspec.json.Decoder(Annotated[list[_Row], msgspec.Meta(max_length=CHUNK_ROWS)]).decode
_encode_chunk = msgspec.json.Encoder().encode


def _unpack(chunk: bytes) -> list[list[str]]:
    rows: list[list[str]] = _decode_chunk(zlib.decompress(chunk))
    return rows


@dataclass(frozen=True)
class SheetError:
    """A file that cannot be brought in. `kind` is what the file is, where that is known ("xls", "vcf")."""

    code: str
    kind: str = ""


class Rows(Sequence[list[str]]):
    """Rows of cells, kept packed: a list of 113,220 rows would take 200 MB of a desk as objects and takes 7 MB here.

    `rows[0]` is the sheet's row 1. Rows have no empty cells at their end; a blank row is []. Going through all rows is
    fast (0.3 s for 113,220 of 15 cells); asking for single ones unpacks a chunk. They are deflated, so that a small
    file which unpacks to much takes little here, too.
    """

    def __init__(self) -> None:
        self._chunks: list[bytes] = []
        self._count = 0
        self._opened: tuple[int, list[list[str]]] = (-1, [])

    @classmethod
    def of(cls, rows: Iterable[list[str]]) -> Rows:
        """Pack rows."""
        packed = cls()
        waiting = iter(rows)
        while chunk := list(islice(waiting, CHUNK_ROWS)):
            packed.add_chunk(_encode_chunk(chunk))
        return packed

    def add_chunk(self, packed: bytes) -> None:
        """Add a JSON list of rows: `CHUNK_ROWS` of them, the last one fewer.

        Raises msgspec.MsgspecError when it is something else, ValueError when a chunk follows a short one.
        """
        if self._count % CHUNK_ROWS:
            raise ValueError("a short chunk is the last one")
        self._count += len(_decode_chunk(packed))
        self._chunks.append(zlib.compress(packed, 1))

    def __len__(self) -> int:
        return self._count

    def __iter__(self) -> Iterator[list[str]]:
        for chunk in self._chunks:
            yield from _unpack(chunk)

    @overload
    def __getitem__(self, at: int) -> list[str]: ...
    @overload
    def __getitem__(self, at: slice) -> list[list[str]]: ...

    def __getitem__(self, at: int | slice) -> list[str] | list[list[str]]:
        if isinstance(at, slice):
            return [self[one] for one in range(*at.indices(self._count))]
        chunk, within = divmod(range(self._count)[at], CHUNK_ROWS)
        opened = self._opened  # taken once: another thread may open another chunk meanwhile
        if opened[0] != chunk:
            self._opened = opened = (chunk, _unpack(self._chunks[chunk]))
        return opened[1][within]


@dataclass(frozen=True)
class Table:
    """One sheet. `header_row` is the row with the headings as a person counts, from 1; 0 when there is none.

    `unit` is "card" for an address book, whose headings are of our making. `flaws`: a row's number -> why it may not
    come in as it is, one of `FLAWS`.
    """

    name: str
    rows: Sequence[list[str]]
    header_row: int = 0
    hidden: bool = False
    unit: str = ""
    flaws: Mapping[int, str] = field(default_factory=dict)

    @property
    def headers(self) -> list[str]:
        """The headings, "" where a column has none; as many as the widest of the first rows has cells."""
        width = max((len(row) for row in self.rows[: self.header_row + 100]), default=0)
        named = self.rows[self.header_row - 1] if self.header_row else []
        return named + [""] * (width - len(named))

    def data(self) -> Iterator[tuple[int, list[str]]]:
        """Yield (number as a person sees it, cells) for each row below the headings, blank ones included.

        Rows count from the top of the sheet, cards without the headings that no address book has.
        """
        return islice(enumerate(self.rows, 1 - self._above), self.header_row, None)

    def row(self, number: int) -> list[str]:
        """Return the cells of the row that a person calls so."""
        return self.rows[number - 1 + self._above]

    @property
    def _above(self) -> int:
        """How many rows are of our own making, so that nobody counts them."""
        return self.header_row if self.unit else 0

    @property
    def data_count(self) -> int:
        """How many rows stand below the headings, blank ones between them included."""
        return len(self.rows) - self.header_row


@dataclass(frozen=True)
class Book:
    """A file that was read. `notes` are codes, some with a sheet's name ("hidden:Лист2", "quote-left-open")."""

    kind: str
    encoding: str
    separator: str
    tables: list[Table]
    notes: list[str]
