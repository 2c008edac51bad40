"""Which row of a list is about whom, and what it told: so a row that says it again is known from one that says more."""

from __future__ import annotations

from array import array
from collections.abc import Iterable


class RowsOf:
    """All hashes lie in one array: an array for each of a million rows would take twice the memory."""

    def __init__(self) -> None:
        self._at: dict[int, int] = {}
        """Contact -> the place of the row that is about them."""
        self._rows = array("L")
        self._ends = array("Q")
        self._hashes = array("q")

    def lay(self, contact: int, row: int, told: Iterable[int]) -> None:
        """Remember the one row that is about somebody, and the hashes of what it tells."""
        self._at[contact] = len(self._rows)
        self._rows.append(row)
        self._hashes.extend(told)
        self._ends.append(len(self._hashes))

    def row(self, contact: int) -> int:
        """Return the row that is about somebody; 0 where there is none."""
        at = self._at.get(contact)
        return 0 if at is None else self._rows[at]

    def by(self, contact: int) -> set[int]:
        """Return the hashes of what the row about somebody tells."""
        at = self._at[contact]
        return set(self._hashes[self._ends[at - 1] if at else 0 : self._ends[at]])
