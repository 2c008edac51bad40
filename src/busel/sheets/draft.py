"""What one row would bring in, and what is wrong with it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

PROBLEMS = (
    "bad-birth",
    "bad-email",
    "bad-language",
    "bad-sex",
    "bad-support",
    "heading-again",
    "no-name-or-phone",
    "too-long",
)
"""Codes of what keeps a row from being brought in."""
WARNINGS = ("phone-not-dialable", "phone-possible")
"""Codes of what is said about a row that is brought in all the same: `busel.names.phones`."""


@dataclass(frozen=True)
class Problem:
    """What is wrong with a row. `row` counts from 1 as the person's program does; `column` is its heading or letter.

    `at` is the column from 0, or -1 when the row as a whole is meant.
    """

    row: int
    column: str
    value: str
    code: str
    at: int = -1


@dataclass(slots=True)
class Draft:
    """What one row would bring in: fields as in `busel.contacts.records`, without ids.

    `contact` and `address` hold filled fields only; `phones` are mappings with "number" and "written", the number empty
    where it cannot be dialled. `is_blank`: no cell of the row is filled. With `problems` nothing of it may come in.
    """

    row: int
    contact: dict[str, Any] = field(default_factory=dict)
    phones: list[dict[str, str]] = field(default_factory=list)
    emails: list[str] = field(default_factory=list)
    address: dict[str, str] = field(default_factory=dict)
    tags: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    warnings: list[Problem] = field(default_factory=list)
    is_blank: bool = False

    @property
    def can_come_in(self) -> bool:
        """Whether the row is neither blank nor a problem."""
        return not self.is_blank and not self.problems
