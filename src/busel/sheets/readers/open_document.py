"""Spreadsheets of LibreOffice and OpenOffice (ods, and fods, the same as bare XML). Source: OpenDocument 1.3, part 3.

A cell has both its value and what is shown, so the zeros before a postcode are seen without knowing formats. A few
letters say that a row or a cell stands there a billion times: nothing is repeated before it is known to fit.
"""

from __future__ import annotations

import io
import zlib
from collections import deque
from heapq import heappush
from typing import TYPE_CHECKING, NamedTuple

from busel.sheets.readers import MAX_COLUMNS, MAX_ROWS, RawTable, Reading, Refused, trimmed
from busel.sheets.readers.merged import Area, unmerged
from busel.sheets.readers.notes import notes_of
from busel.sheets.readers.open_document_cells import Cell, times
from busel.sheets.readers.packed import BAD_ZIP, opened
from busel.sheets.readers.xml import local_name, pieces_parsed, plain_names

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from busel.sheets.readers import Asked
    from busel.sheets.readers.xml import Source

_ENCRYPTED = b"encryption-data"
_NOT_SEEN = frozenset({
    "annotation", "tracked-changes", "shapes", "frame", "custom-shape", "dde-links", "forms", "content-validations",
    "calculation-settings", "named-expressions", "database-ranges", "data-pilot-tables",
})  # fmt: skip
"""Elements whose text is no cell's: remarks, pictures, and cells that were deleted and are kept for the record."""
_TOO_FAR = MAX_ROWS + 1
"""A filled row there is refused, so whatever is said to stand further down need not be counted."""
_HIDDEN = frozenset({"collapse", "filter"})


def read(data: bytes, _asked: Asked) -> Reading:
    """Read a spreadsheet. Raises Refused: "damaged", "not-a-sheet", "password", "too-large"."""
    notes: list[str] = []
    return Reading("", "", notes, _tables(_content(data), notes))


def _content(data: bytes) -> Source:
    if not data.startswith(b"PK"):
        return io.BytesIO(data)
    archive = opened(data, wanted="content.xml")
    try:
        if "META-INF/manifest.xml" in archive.namelist() and _ENCRYPTED in archive.read("META-INF/manifest.xml"):
            raise Refused("password")
        return archive.open("content.xml")
    except (*BAD_ZIP, KeyError, zlib.error) as error:
        raise Refused("damaged") from error


class _Begin(NamedTuple):
    name: str
    is_hidden: bool


class _Row(NamedTuple):
    cells: list[str]
    times: int
    spans: list[tuple[int, int, int]]
    """Column of a merged cell, and how many rows and columns it takes."""
    hides: set[str]


def _tables(source: Source, notes: list[str]) -> Iterator[RawTable]:
    events = _events(source)
    event = next(events, None)
    while isinstance(event, _Begin):
        following: list[_Begin] = []
        areas: list[Area] = []
        found = {"hidden"} if event.is_hidden else set()
        rows = unmerged(_rows(events, following, areas, found), areas, found)
        yield RawTable(event.name, event.is_hidden, trimmed(rows))
        notes += notes_of(event.name, found)
        event = following[0] if following else None


def _events(source: Source) -> Iterator[_Begin | _Row]:
    sheets = _Sheets()
    try:
        for _ in pieces_parsed(source, sheets):
            while sheets.gathered:
                yield sheets.gathered.popleft()
    except (*BAD_ZIP, zlib.error) as error:
        raise Refused("damaged") from error


def _rows(
    events: Iterator[_Begin | _Row], following: list[_Begin], areas: list[Area], found: set[str]
) -> Iterator[list[str]]:
    """Yield the rows of one table; the next one's beginning is laid into `following`. Blank rows wait for others."""
    number = blank = 0
    for event in events:
        if isinstance(event, _Begin):
            following.append(event)
            return
        if not event.cells:
            blank = min(blank + event.times, _TOO_FAR - number)
            continue
        found |= event.hides
        for _ in range(blank):
            yield []
        number, blank = number + blank, 0
        for column, down, across in event.spans:
            heappush(areas, Area(number, column, number + down - 1, column + across - 1))
        for _ in range(min(event.times, _TOO_FAR + 1 - number)):
            yield list(event.cells)
            number += 1


class _Sheets:
    """Gathers tables and rows while a document is parsed."""

    def __init__(self) -> None:
        self.gathered: deque[_Begin | _Row] = deque()
        self._hidden_styles: set[str] = set()
        self._style = ""
        self._deep = 0
        """How deep within something that is not seen."""
        self._in_table = 0
        self._hidden_groups: list[bool] = []
        self._column, self._hidden_from = 0, MAX_COLUMNS + 1
        self._row: _Row | None = None
        self._blank = 0
        """Empty cells since the last filled one."""
        self._cell: Cell | None = None

    def start(self, name: str, attributes: dict[str, str]) -> None:
        element = local_name(name)
        if self._deep or element in _NOT_SEEN or (element == "table" and self._in_table):
            self._deep += 1
        elif self._cell is not None:
            self._cell.start(element, plain_names(attributes) if attributes else attributes)
        elif begin := _BEGINNINGS.get(element):
            begin(self, plain_names(attributes) if attributes else attributes)

    def end(self, name: str) -> None:
        element = local_name(name)
        if self._deep:
            self._deep -= 1
        elif end := _ENDS.get(element):
            end(self)
        elif self._cell is not None:
            self._cell.end(element)

    def text(self, text: str) -> None:
        if self._cell is not None and not self._deep:
            self._cell.text(text)

    def begin_style(self, attributes: dict[str, str]) -> None:
        self._style = attributes.get("name", "")

    def hide_style(self, attributes: dict[str, str]) -> None:
        if attributes.get("display") == "false":
            self._hidden_styles.add(self._style)

    def begin_table(self, attributes: dict[str, str]) -> None:
        self._in_table, self._column, self._hidden_from = 1, 0, MAX_COLUMNS + 1
        self._hidden_groups = []
        self.gathered.append(
            _Begin(attributes.get("name", ""), attributes.get("style-name", "") in self._hidden_styles)
        )

    def end_table(self) -> None:
        self._in_table = 0

    def begin_column(self, attributes: dict[str, str]) -> None:
        if attributes.get("visibility") in _HIDDEN:
            self._hidden_from = min(self._hidden_from, self._column)
        self._column += times(attributes, "number-columns-repeated")

    def begin_group(self, attributes: dict[str, str]) -> None:
        self._hidden_groups.append(attributes.get("display") == "false")

    def end_group(self) -> None:
        if self._hidden_groups:
            self._hidden_groups.pop()

    def begin_row(self, attributes: dict[str, str]) -> None:
        is_hidden = attributes.get("visibility") in _HIDDEN or any(self._hidden_groups)
        hides = {"hidden-rows"} if is_hidden else set()
        self._row, self._blank = _Row([], times(attributes, "number-rows-repeated"), [], hides), 0

    def end_row(self) -> None:
        if self._row is not None and self._in_table:
            if len(self._row.cells) > self._hidden_from:
                self._row.hides.add("hidden-columns")
            self.gathered.append(self._row)
        self._row = None

    def begin_cell(self, attributes: dict[str, str]) -> None:
        if self._row is not None:
            self._cell = Cell(attributes)

    def end_cell(self) -> None:
        row, cell, self._cell = self._row, self._cell, None
        if row is None or cell is None:
            return
        text, repeated = cell.shown(), cell.times
        if not text:
            self._blank = min(self._blank + repeated, MAX_COLUMNS + 1)
            return
        if len(row.cells) + self._blank + repeated > MAX_COLUMNS:
            raise Refused("too-large")
        row.cells.extend([""] * self._blank)
        self._blank = 0
        if cell.down > 1 or cell.across > 1:
            row.spans.append((len(row.cells), cell.down, cell.across))
        row.cells.extend([text] * repeated)


_BEGINNINGS: dict[str, Callable[[_Sheets, dict[str, str]], None]] = {
    "style": _Sheets.begin_style,
    "table-properties": _Sheets.hide_style,
    "table": _Sheets.begin_table,
    "table-column": _Sheets.begin_column,
    "table-row-group": _Sheets.begin_group,
    "table-row": _Sheets.begin_row,
    "table-cell": _Sheets.begin_cell,
    "covered-table-cell": _Sheets.begin_cell,
}
_ENDS: dict[str, Callable[[_Sheets], None]] = {
    "table": _Sheets.end_table,
    "table-row-group": _Sheets.end_group,
    "table-row": _Sheets.end_row,
    "table-cell": _Sheets.end_cell,
    "covered-table-cell": _Sheets.end_cell,
}
