"""The cells of one person while a card is read: target -> values, and what only a note can hold."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from busel.sheets.cards.words import word_of

COLUMNS = ("org", "title", "role", "url")
"""What has a column of its own, for an organisation may have a field for it; all else stands in the notes."""


@dataclass
class Cells:
    """What one card comes to. `labels` are what a person called a line: group -> words."""

    language: str
    labels: dict[str, str]
    aside: Counter[str]
    found: dict[str, list[str]] = field(default_factory=dict)
    """Target, with its address's number where that is not the first, -> the cells of its columns."""
    said: dict[str, list[str]] = field(default_factory=dict)
    """Key of a word -> what stands behind it in a note."""
    own: dict[str, str] = field(default_factory=dict)
    """Heading of a field of the organisation's own -> its cell."""
    spare: dict[str, str] = field(default_factory=dict)
    """What may become the name where a card has none."""

    def add(self, target: str, cell: str) -> None:
        """Put a cell into the next column of a target; the same one once."""
        held = self.found.setdefault(target, [])
        if cell and cell not in held:
            held.append(cell)

    def says(self, key: str, *values: str) -> None:
        """Keep values for a note."""
        for value in filter(None, map(str.strip, values)):
            held = self.said.setdefault(key, [])
            if value not in held:
                held.append(value)

    def label(self, group: str) -> str:
        """Return what a person called the lines of a group: "_$!<Mobile>!$_" is "Mobile"."""
        return self.labels.get(group, "").removeprefix("_$!<").removesuffix(">!$_").strip()

    def notes(self) -> str:
        """Return the cell of the notes: what was noted, and behind its word what has no column."""
        told = [
            f"{word_of(key, self.language)}: {value}"
            for key, values in self.said.items()
            if key not in COLUMNS
            for value in values
        ]
        return "\n".join([*self.found.get("notes", ()), *told])
