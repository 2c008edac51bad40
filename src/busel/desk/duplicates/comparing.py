"""New people beside those who are stored: the same weighing as among the stored ones, while a list is still read."""

from __future__ import annotations

from collections.abc import Sequence
from types import TracebackType
from typing import Self

from busel.desk.duplicates.finding import told_forms
from busel.desk.duplicates.people import pieces_of
from busel.desk.sandboxes.matching import Asked, Weighing
from busel.desk.workspace.load import divisions_of, raw_connection
from busel.matching.outcomes import Verdict
from busel.matching.records import Record

LARGEST = 2**63
"""Ids are smaller."""
MOST = 5
"""Of those whom a new one resembles, so many are told."""


class Comparison:
    """A comparison under way. Its child keys those who are stored while the caller goes through the new ones."""

    def __init__(self) -> None:
        """Start the child."""
        self._new: set[int] = set()
        self._division = 0
        self._weighing = Weighing()

    def know(self, division: int) -> None:
        """Tell it the people of a division (its number here)."""
        self._division = division
        self._weighing.tell(Asked(forms=told_forms()))
        for people in pieces_of(division):
            self._weighing.tell(Asked(people))
        self._weighing.tell(Asked(is_last=True))

    def add(self, new: Sequence[Record]) -> None:
        """Tell new people; their keys are below zero."""
        if any(record.key >= 0 for record in new):
            raise ValueError("a new record's key is below zero")
        if new:
            self._new.update(record.key for record in new)
            self._weighing.tell(Asked(new=list(new)))

    def found(self) -> dict[int, tuple[Verdict, ...]]:
        """Return by the keys of new people their pairs with stored ones, the most probable first; none without one.

        `one` of a pair is the new one. The child has read a file from outside: of whom it was not asked, it says
        nothing. Raises `sandboxes.matching.MatchingError`.
        """
        found: dict[int, list[Verdict]] = {}
        told = self._weighing.answer().pairs if self._new else []
        pairs = [pair for pair in told if pair.one in self._new and 0 < pair.other < LARGEST]
        homes = divisions_of(raw_connection(), {pair.other for pair in pairs})
        for pair in pairs:
            if homes.get(pair.other) == self._division:
                found.setdefault(pair.one, []).append(pair)
        return {key: tuple(pairs[:MOST]) for key, pairs in found.items()}

    def __enter__(self) -> Self:
        """Begin."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End the child, whatever it is at."""
        self._weighing.__exit__(kind, error, trace)
