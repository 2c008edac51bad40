"""Rows that wait until their table is whole, each as one text: a list of cells would take ten times the room."""

from __future__ import annotations

from typing import TYPE_CHECKING

from busel.sheets.readers import MAX_CELLS, MAX_COLUMNS, MAX_ROWS, Refused

if TYPE_CHECKING:
    from collections.abc import Iterator

    from busel.sheets.readers.merged import Area

_BETWEEN = "\x1f"


class Gathered:
    """A table while its file is read: rows, merged areas, and what was found hidden."""

    def __init__(self, name: str = "") -> None:
        self.name = name
        self.areas: list[Area] = []
        self.found: set[str] = set()
        self._rows: list[str] = []
        self._cells = 0

    def __len__(self) -> int:
        return len(self._rows)

    @property
    def is_filled(self) -> bool:
        """Whether anything stands in it."""
        return self._cells > 0

    def add(self, row: list[str]) -> None:
        """Add a row. Raises Refused("too-large")."""
        while row and not row[-1]:
            row.pop()
        self._cells += len(row)
        if len(row) > MAX_COLUMNS or self._cells > MAX_CELLS or len(self._rows) >= MAX_ROWS:
            raise Refused("too-large")
        self._rows.append(_BETWEEN.join(cell.replace(_BETWEEN, " ") for cell in row))

    def skip_to(self, number: int) -> None:
        """Add blank rows until there are so many. Raises Refused("too-large")."""
        if number > MAX_ROWS:
            raise Refused("too-large")
        self._rows.extend([""] * (number - len(self._rows)))

    def rows(self) -> Iterator[list[str]]:
        """Yield the rows."""
        return (row.split(_BETWEEN) if row else [] for row in self._rows)
