"""Relationships that a list tells: both people must be known here or come with the list, by their numbers.

Both rows may tell the same one; it is written once, after everybody is in.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from busel.contacts.relationships import BY_KEY
from busel.desk.importing.bringing import set_fields
from busel.desk.importing.numbering import tie_id
from busel.desk.importing.outcomes import OnMatch
from busel.desk.workspace.apply import current_fields
from busel.journal.deed import Fields, Op
from busel.sheets.ties import Tie, side_of

_HELD = "SELECT id FROM workspace_relationship WHERE (contact_id = ? AND other = ?) OR (contact_id = ? AND other = ?)"


@dataclass(frozen=True)
class Said:
    """A relationship as a row says it."""

    row: int
    contact: int
    tie: Tie


@dataclass
class Relating:
    """The relationships of one list."""

    said: list[Said] = field(default_factory=list)
    _made: set[tuple[object, ...]] = field(default_factory=set)

    def changes(
        self, raw: sqlite3.Connection, who: Mapping[int, int], *, on_match: OnMatch, seed: bytes
    ) -> Iterator[tuple[Said, list[Op] | None]]:
        """Yield what each relationship means, None where the other person is not here. `who`: number -> contact."""
        for said in self.said:
            other = who.get(said.tie.number)
            yield said, None if other is None else self._one(raw, said, other, on_match, seed)

    def _one(  # noqa: PLR0917 - one relationship with all that decides about it
        self, raw: sqlite3.Connection, said: Said, other: int, on_match: OnMatch, seed: bytes
    ) -> list[Op]:
        kind, _dot, side = side_of(said.tie).rpartition(".")
        ends = (other, said.contact) if side == "contact" else (said.contact, other)
        told = {name: value for name, value in said.tie.details.items() if value}
        mutual = kind in BY_KEY and BY_KEY[kind].is_mutual
        pair = tuple(sorted(ends)) if mutual else ends
        key = (kind, pair, tuple(sorted(told.items())))
        if key in self._made or other == said.contact:
            return []
        self._made.add(key)
        held = [
            (id_, one) for id_, one in _between(raw, *ends) if one["type"] == kind and _fits(one, ends, mutual=mutual)
        ]
        if not held:
            fields = {"contact": ends[0], "other": ends[1], "type": kind, **told}
            return [Op("relationship", tie_id(seed, key), fields)]
        if on_match is OnMatch.SKIP or any(all(one.get(n) == v for n, v in told.items()) for _id, one in held):
            return []
        id_, one = held[0]
        is_fill = on_match is OnMatch.FILL
        return set_fields("relationship", id_, one, {n: v for n, v in told.items() if not (is_fill and one.get(n))})


def _between(raw: sqlite3.Connection, one: int, other: int) -> Iterator[tuple[int, Fields]]:
    for (id_,) in raw.execute(_HELD, (one, other, other, one)).fetchall():
        yield id_, current_fields(raw, "relationship", id_) or {}


def _fits(held: Fields, ends: tuple[int, int], *, mutual: bool) -> bool:
    return mutual or (held["contact"], held["other"]) == ends
