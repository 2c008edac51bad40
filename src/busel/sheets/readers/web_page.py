"""A web page taken apart into its tables by Python's own parser, which opens nothing and runs nothing."""

from __future__ import annotations

import re
from html.parser import HTMLParser

from busel.sheets.readers import MAX_COLUMNS, MAX_ROWS, MAX_TABLES, Refused
from busel.sheets.readers.gathered import Gathered
from busel.sheets.readers.merged import Area

_DEEPEST = 40
"""Tables within tables; a page that lays out its parts by them has five."""
_LONGEST = 1 << 20
_SPACES = re.compile(r"[ \t\r\n\f\xa0]+")
_LINE_END = "\0"
_ENDS_LINE = frozenset(("br", "p", "div", "li", "hr", "h1", "h2", "h3"))
_NOT_SEEN = frozenset(("script", "style", "template", "noscript", "select", "textarea", "title"))
_HIDDEN = re.compile(r"(?:display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)|mso-hide\s*:\s*all)", re.IGNORECASE)
_COUNT = re.compile(r"\s*([0-9]{1,9})")
_CELLS = frozenset(("td", "th"))
_Attributes = list[tuple[str, str | None]]


class _Open:
    """A table that was begun: its rows so far, and the cell that is being read."""

    def __init__(self, table: Gathered) -> None:
        self.table = table
        self.row: list[str] | None = None
        self.text: list[str] | None = None
        self.in_caption = False
        self._span = (1, 1)
        self._taken: dict[int, int] = {}
        """Column -> the row down to which a cell from above takes it."""

    def begin_row(self, *, is_hidden: bool) -> None:
        self.end_row()
        self.row = []
        if is_hidden:
            self.table.found.add("hidden-rows")

    def begin_cell(self, attributes: dict[str, str | None]) -> None:
        self.end_cell()
        if self.row is None:
            self.row = []
        self.text = []
        self._span = (_count(attributes.get("rowspan"), MAX_ROWS), _count(attributes.get("colspan"), MAX_COLUMNS))
        if _is_hidden(attributes):
            self.table.found.add("hidden-columns")

    def end_cell(self) -> None:
        if self.in_caption:
            self.end_caption()
        text, self.text = self.text, None
        if text is None or self.row is None:
            return
        number = len(self.table)
        at = len(self.row)
        while self._taken.get(at, -1) >= number:
            at += 1
        down, across = self._span
        if at + across > MAX_COLUMNS:
            raise Refused("too-large")
        self.row.extend([""] * (at + across - len(self.row)))
        self.row[at] = shown(text)
        if down > 1:
            self._taken.update(dict.fromkeys(range(at, at + across), number + down - 1))
        if (down > 1 or across > 1) and self.row[at]:
            self.table.areas.append(Area(number, at, number + down - 1, at + across - 1))

    def end_row(self) -> None:
        self.end_cell()
        if self.row is not None:
            self.table.add(self.row)
        self.row = None

    def begin_caption(self) -> None:
        self.end_row()
        self.in_caption, self.text = True, []

    def end_caption(self) -> None:
        if self.in_caption:
            self.table.name = shown(self.text or []).replace("\n", " ")[:60]
            self.in_caption, self.text = False, None


class Page(HTMLParser):
    """Gathers the tables of a page in the order in which they begin."""

    def __init__(self) -> None:
        """Begin with none."""
        super().__init__(convert_charrefs=True)
        self.tables: list[Gathered] = []
        self._open: list[_Open] = []
        self._unseen = ""
        self._letters = 0

    def handle_starttag(self, tag: str, attrs: _Attributes) -> None:
        """Take the beginning of an element."""
        if self._unseen:
            return
        if tag in _NOT_SEEN:
            self._unseen = tag
        elif tag == "table":
            self._begin_table(dict(attrs))
        elif self._open:
            self._begin_within(tag, dict(attrs))

    def handle_startendtag(self, tag: str, attrs: _Attributes) -> None:
        """Take an element that ends at once: what is no line end is empty, and a page ignores the slash."""
        if tag not in _NOT_SEEN:
            self.handle_starttag(tag, attrs)
        if tag in _CELLS:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        """Take the end of an element."""
        if self._unseen:
            if tag == self._unseen:
                self._unseen = ""
        elif self._open:
            self._end_within(tag)

    def handle_data(self, data: str) -> None:
        """Take text; what stands in no cell is the page's and no list's."""
        if not self._unseen and self._open and (text := self._open[-1].text) is not None:
            self._letters += len(data)
            if self._letters > _LONGEST:
                raise Refused("too-large")
            text.append(data)

    def close(self) -> None:
        """End what the page left open."""
        super().close()
        while self._open:
            self._end_table()

    def _begin_table(self, attributes: dict[str, str | None]) -> None:
        if len(self._open) == _DEEPEST or len(self.tables) == MAX_TABLES * 100:
            raise Refused("too-large")
        self.tables.append(Gathered())
        if _is_hidden(attributes):
            self.tables[-1].found.add("hidden-rows")
        self._open.append(_Open(self.tables[-1]))

    def _begin_within(self, tag: str, attributes: dict[str, str | None]) -> None:
        table = self._open[-1]
        if tag == "tr":
            table.begin_row(is_hidden=_is_hidden(attributes))
        elif tag in _CELLS:
            self._letters = 0
            table.begin_cell(attributes)
        elif tag == "caption":
            self._letters = 0
            table.begin_caption()
        elif tag in _ENDS_LINE and table.text is not None:
            table.text.append(_LINE_END)

    def _end_within(self, tag: str) -> None:
        table = self._open[-1]
        if tag == "table":
            self._end_table()
        elif tag == "caption":
            table.end_caption()
        elif tag == "tr":
            table.end_row()
        elif tag in _CELLS:
            table.end_cell()
        elif tag in _ENDS_LINE and table.text is not None:
            table.text.append(_LINE_END)

    def _end_table(self) -> None:
        table = self._open.pop()
        table.end_caption()
        table.end_row()


def shown(text: list[str]) -> str:
    """Return the text of a cell as a page shows it: runs of spaces are one, line ends are those of elements."""
    lines = (_SPACES.sub(" ", line).strip() for line in "".join(text).split(_LINE_END))
    return "\n".join(line for line in lines if line)


def _is_hidden(attributes: dict[str, str | None]) -> bool:
    return "hidden" in attributes or bool(_HIDDEN.search((attributes.get("style") or "")[:500]))


def _count(said: str | None, most: int) -> int:
    found = _COUNT.match(said or "")
    return min(max(1, int(found[1])), most + 1) if found else 1
