"""What becomes of a row, and the sum that must always be right."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from enum import StrEnum

from busel.sheets.draft import ROW_CODES


class Outcome(StrEnum):
    """What becomes of one row of a list."""

    NEW = "new"
    UPDATED = "updated"
    UNCHANGED = "unchanged"
    """The person is known, and the row says nothing new."""
    SKIPPED = "skipped"
    """The person is known, and known people are left as they are."""
    PROBLEM = "problem"
    BLANK = "blank"


class OnMatch(StrEnum):
    """What is done with a row whose person is known."""

    SKIP = "skip"
    UPDATE = "update"
    """Filled cells replace what is stored; an empty cell never clears anything."""
    FILL = "fill"
    """Filled cells go only where nothing is stored."""


TWO_MATCHES = "two-matches"
ID_OF_ANOTHER = "id-of-another"
ROW_AGAIN = "row-again"
CHANGED_MEANWHILE = "changed-meanwhile"
WAS_ERASED = "was-erased"
"""The row is about somebody who was erased; the value is the day. They come in only if that is asked for."""
LIKELY_KNOWN = "likely-known"
"""The row is about somebody who may be known, and such rows were to stay out."""
CODES = (*ROW_CODES, TWO_MATCHES, ID_OF_ANOTHER, ROW_AGAIN, CHANGED_MEANWHILE, WAS_ERASED, LIKELY_KNOWN)
"""What can be wrong with a row besides the codes of `busel.contacts.problems`."""


class RowsLostError(RuntimeError):
    """The outcomes do not add up to the rows: nothing more is written."""


@dataclass
class Counts:
    """How many rows came to which outcome."""

    by_outcome: Counter[Outcome] = field(default_factory=Counter)

    def __getitem__(self, outcome: Outcome) -> int:
        """Return how many rows came to an outcome."""
        return self.by_outcome[outcome]

    def add(self, outcome: Outcome) -> None:
        """Count a row."""
        self.by_outcome[outcome] += 1

    def move(self, outcome: Outcome, to: Outcome) -> None:
        """Count a row otherwise than was foreseen."""
        self.by_outcome[outcome] -= 1
        self.by_outcome[to] += 1

    @property
    def people(self) -> int:
        """How many people come in or are changed."""
        return self[Outcome.NEW] + self[Outcome.UPDATED]

    @property
    def left_as_they_are(self) -> int:
        """How many rows are about people who stay as they are."""
        return self[Outcome.SKIPPED] + self[Outcome.UNCHANGED]

    def check(self, rows: int) -> None:
        """Raise RowsLostError unless rows = new + updated + skipped + problems + blank."""
        if self.by_outcome.total() != rows or min(self.by_outcome.values(), default=0) < 0:
            raise RowsLostError

    def as_stored(self) -> dict[str, int]:
        """Return the five numbers as the import's own record keeps them."""
        return {
            "new": self[Outcome.NEW],
            "updated": self[Outcome.UPDATED],
            "skipped": self.left_as_they_are,
            "problems": self[Outcome.PROBLEM],
            "blank": self[Outcome.BLANK],
        }
