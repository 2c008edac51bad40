"""Workbooks that Excel 2002 and 2003 saved as XML, mostly called .xls. Source: Microsoft's SpreadsheetML reference."""

from __future__ import annotations

import codecs
import io
from collections import deque
from typing import TYPE_CHECKING

from busel.sheets.cells import cell_text
from busel.sheets.readers import MAX_CELLS, MAX_COLUMNS, MAX_ROWS, RawTable, Reading, Refused, trimmed
from busel.sheets.readers.gathered import Gathered
from busel.sheets.readers.merged import Area, unmerged
from busel.sheets.readers.notes import notes_of
from busel.sheets.readers.number_formats import NUMBER, Shape, Shows, built_in, shape_of, shown
from busel.sheets.readers.xml import local_name, pieces_parsed, plain_names

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from busel.sheets.readers import Asked

_NAMED = {
    "Percent": built_in(9), "General": NUMBER, "General Number": NUMBER, "Fixed": NUMBER, "Standard": NUMBER,
    "Scientific": NUMBER, "Currency": NUMBER, "Euro Currency": NUMBER, "Yes/No": NUMBER, "True/False": NUMBER,
    "On/Off": NUMBER,
    **dict.fromkeys(("General Date", "Long Date", "Medium Date", "Short Date"), built_in(14)),
    **dict.fromkeys(("Long Time", "Medium Time", "Short Time"), built_in(20)),
}  # fmt: skip
"""Formats that are called by a name."""
_NO_DAY = ("1899-12-30", "1899-12-31", "1904-01-01")
"""The day of what is a time of day alone."""
_LONGEST = 1 << 20
for _name in ("cp1251", "cp866", "koi8-r", "koi8-u", "iso8859-5", "cp1252"):
    codecs.lookup(_name)  # a file may name its encoding; loaded now, once the child is locked up it can load nothing
_NOT_SEEN = frozenset(("Comment", "PhoneticText", "SmartTags"))


def read(data: bytes, _asked: Asked) -> Reading:
    """Read such a workbook. Raises Refused: "damaged", "too-large"."""
    notes: list[str] = []
    return Reading("", "", notes, _tables(data, notes))


def _tables(data: bytes, notes: list[str]) -> Iterator[RawTable]:
    book = _Book()
    for _ in pieces_parsed(io.BytesIO(data), book):
        while book.whole:
            sheet = book.whole.popleft()
            rows = unmerged(sheet.rows(), sheet.areas, sheet.found)
            yield RawTable(sheet.name, "hidden" in sheet.found, trimmed(rows))
            notes += notes_of(sheet.name, sheet.found)


def _number(attributes: dict[str, str], name: str) -> int:
    said = attributes.get(name, "")
    return min(int(said[:9]), MAX_CELLS) if said[:9].isascii() and said[:9].isdigit() else 0


class _Book:
    """Gathers sheets while the file is parsed."""

    def __init__(self) -> None:
        self.whole: deque[Gathered] = deque()
        self._styles: dict[str, Shape] = {}
        self._style, self._is_1904 = "", False
        self._sheet: Gathered | None = None
        self._row: list[str] | None = None
        self._rows_after = 0
        self._column, self._hidden_from = 0, MAX_COLUMNS + 1
        self._cell: dict[str, str] = {}
        self._row_style = ""
        self._column_styles: list[tuple[int, int, str]] = []
        self._type = ""
        self._text: list[str] | None = None
        """What is told of text now: of a cell, of the element that counts, or None."""
        self._letters = self._deep = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        element = local_name(name)
        if self._deep or element in _NOT_SEEN:
            self._deep += 1
        elif begin := _BEGINNINGS.get(element):
            begin(self, plain_names(attributes))

    def end(self, name: str) -> None:
        if self._deep:
            self._deep -= 1
        elif end := _ENDS.get(local_name(name)):
            end(self)

    def text(self, text: str) -> None:
        if self._text is not None and not self._deep:
            self._letters += len(text)
            if self._letters > _LONGEST:
                raise Refused("too-large")
            self._text.append(text)

    def begin_style(self, attributes: dict[str, str]) -> None:
        self._style = attributes.get("ID", "")
        parent = self._styles.get(attributes.get("Parent", ""))
        if parent is not None:
            self._styles[self._style] = parent

    def take_format(self, attributes: dict[str, str]) -> None:
        code = attributes.get("Format", "General")
        self._styles[self._style] = _NAMED.get(code) or shape_of(code)

    def begin_sheet(self, attributes: dict[str, str]) -> None:
        self._sheet = Gathered(attributes.get("Name", ""))
        self._column, self._hidden_from, self._row = 0, MAX_COLUMNS + 1, None
        self._column_styles = []

    def end_sheet(self) -> None:
        if self._sheet is not None:
            self.whole.append(self._sheet)
        self._sheet = None

    def begin_column(self, attributes: dict[str, str]) -> None:
        at = _number(attributes, "Index") - 1 if "Index" in attributes else self._column
        if attributes.get("Hidden") == "1":
            self._hidden_from = min(self._hidden_from, at)
        self._column = at + 1 + _number(attributes, "Span")
        if "StyleID" in attributes and len(self._column_styles) < MAX_COLUMNS:
            self._column_styles.append((at, self._column, attributes["StyleID"]))

    def begin_row(self, attributes: dict[str, str]) -> None:
        if self._sheet is None:
            return
        at = _number(attributes, "Index") - 1
        if at > len(self._sheet):
            self._sheet.skip_to(at)
        self._row, self._row_style = [], attributes.get("StyleID", "")
        self._rows_after = _number(attributes, "Span")
        self._column = 0
        if attributes.get("Hidden") == "1":
            self._sheet.found.add("hidden-rows")

    def end_row(self) -> None:
        row, self._row = self._row, None
        if row is None or self._sheet is None:
            return
        if len(row) > self._hidden_from:
            self._sheet.found.add("hidden-columns")
        self._sheet.add(row)
        if self._rows_after:
            self._sheet.skip_to(len(self._sheet) + self._rows_after)

    def begin_cell(self, attributes: dict[str, str]) -> None:
        self._cell = attributes
        self._column = max(self._column, _number(attributes, "Index") - 1)
        if self._column > MAX_COLUMNS:
            raise Refused("too-large")

    def end_cell(self) -> None:
        across, down = _number(self._cell, "MergeAcross"), _number(self._cell, "MergeDown")
        if self._sheet is not None and self._row is not None and (across or down):
            top = len(self._sheet)
            self._sheet.areas.append(Area(top, self._column, min(top + down, MAX_ROWS), self._column + across))
        self._column += 1 + across

    def begin_data(self, attributes: dict[str, str]) -> None:
        self._text, self._letters, self._type = [], 0, attributes.get("Type", "String")

    def end_data(self) -> None:
        text, self._text = "".join(self._text or ()), None
        if self._row is not None and (value := self._shown(text.strip())):
            self._row.extend([""] * (self._column + 1 - len(self._row)))
            self._row[self._column] = value

    def begin_word(self, _attributes: dict[str, str]) -> None:
        self._text, self._letters = [], 0

    def end_visible(self) -> None:
        text, self._text = "".join(self._text or ()), None
        if self._sheet is not None and text.strip() != "SheetVisible":
            self._sheet.found.add("hidden")

    def end_1904(self) -> None:
        self._is_1904, self._text = True, None

    def _shown(self, text: str) -> str:
        if self._type == "Number":
            try:
                value = float(text)
            except ValueError:
                return text
            return shown(value, self._shape(), is_1904=self._is_1904) if abs(value) < float("inf") else text
        if self._type == "DateTime":
            return self._moment(text)
        return cell_text(text not in ("0", "")) if self._type == "Boolean" else text

    def _shape(self) -> Shape:
        """Return what the cell's style shows: its own, else its row's, else its column's."""
        style = self._cell.get("StyleID") or self._row_style
        if not style:
            at = self._column
            style = next((one for begin, end, one in self._column_styles if begin <= at < end), "")
        return self._styles.get(style, NUMBER)

    def _moment(self, text: str) -> str:
        day, _, clock = text.partition("T")
        clock = clock.partition(".")[0]
        if day in _NO_DAY and (self._shape().shows is Shows.CLOCK or clock.strip("0:")):
            return clock
        return f"{day} {clock}" if clock.strip("0:") else day


_BEGINNINGS: dict[str, Callable[[_Book, dict[str, str]], None]] = {
    "Style": _Book.begin_style,
    "NumberFormat": _Book.take_format,
    "Worksheet": _Book.begin_sheet,
    "Column": _Book.begin_column,
    "Row": _Book.begin_row,
    "Cell": _Book.begin_cell,
    "Data": _Book.begin_data,
    "Visible": _Book.begin_word,
    "Date1904": _Book.begin_word,
}
_ENDS: dict[str, Callable[[_Book], None]] = {
    "Worksheet": _Book.end_sheet,
    "Row": _Book.end_row,
    "Cell": _Book.end_cell,
    "Data": _Book.end_data,
    "Visible": _Book.end_visible,
    "Date1904": _Book.end_1904,
}
