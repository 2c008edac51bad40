"""Households, groups and events that a list names: those that a division has, and those that come along with it.

By a number where the cell has one, else by title (an event: title and day). Where two may be meant nothing is guessed.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Collection
from dataclasses import dataclass, field

import msgspec

from busel.contacts.record import Record, read_record
from busel.contacts.shared import Event, Group, Household
from busel.desk.importing.numbering import tie_id
from busel.journal.deed import Fields
from busel.sheets.draft import TIE_AMBIGUOUS, Draft
from busel.sheets.ties import Tie

_TYPES: dict[str, type[Record]] = {"household": Household, "group": Group, "event": Event}
_HELD = "SELECT kind, record, division_id, fields FROM workspace_item WHERE kind IN ('household', 'group', 'event')"
_TARGETS = {"groups": ("group", "membership"), "events": ("event", "attendance")}

Key = tuple[str, ...]


@dataclass
class Shared:
    """What people of one division share, by what a list calls it. `made` is what the list brings along."""

    division: int
    seed: bytes
    made: dict[tuple[str, int], Fields] = field(default_factory=dict)
    _called: dict[Key, set[int]] = field(default_factory=dict)
    _elsewhere: dict[tuple[str, int], Fields] = field(default_factory=dict)
    """Groups and events of other divisions that are open here: they are brought over under the same id."""
    _here: set[tuple[str, int]] = field(default_factory=set)

    def load(self, raw: sqlite3.Connection) -> None:
        """Read what there is."""
        for kind, record, division, fields in raw.execute(_HELD):
            try:
                held: Record = read_record(_TYPES[kind], msgspec.json.decode(fields))
            except msgspec.ValidationError:
                continue
            if division == self.division:
                self._here.add((kind, record))
            elif kind != "household":
                self._elsewhere[kind, record] = held.fields()
            else:
                continue
            title, day = getattr(held, "title", ""), getattr(held, "day", "")
            for key in {_key(kind, title, day), _key(kind, title)}:
                self._called.setdefault(key, set()).add(record)

    def household(self, draft: Draft, held: int) -> int | str:
        """Return the household that a row names, 0 for none, or the code of a problem."""
        named = draft.ties.get("household", ())
        if len(named) > 1:
            return TIE_AMBIGUOUS
        return self._one("household", named[0], {held}) if named else 0

    def records(self, draft: Draft, held: Collection[int]) -> list[tuple[str, Fields]] | str:
        """Return the memberships and attendances of a row, or the code of a problem. `held`: what the person is in."""
        found: list[tuple[str, Fields]] = []
        for target, (kind, record) in _TARGETS.items():
            for tie in draft.ties.get(target, ()):
                id_ = self._one(kind, tie, held)
                if isinstance(id_, str):
                    return id_
                told = {name: value for name, value in tie.details.items() if name != "day"}
                found.append((record, {kind: id_, **told}))
        return found

    def _one(self, kind: str, tie: Tie, held: Collection[int]) -> int | str:
        if (kind, tie.number) in self._here:
            return tie.number
        day = tie.details.get("day", "")
        key = _key(kind, str(tie.number)) if tie.number else _key(kind, tie.text, day)
        found = self._called.get(key, set())
        found = found & set(held) or found
        if not found:
            return self._make(kind, tie, key)
        if len(found) > 1:
            return TIE_AMBIGUOUS
        (id_,) = found
        if fields := self._elsewhere.get((kind, id_)):
            self.made[kind, id_] = fields
        return id_

    def _make(self, kind: str, tie: Tie, key: Key) -> int:
        id_ = tie_id(self.seed, key)
        day = tie.details.get("day", "")
        if (kind, id_) not in self._here:
            told = {"title": tie.text, "day": day, "type": "other"} if kind == "event" else {"title": tie.text}
            self.made[kind, id_] = {name: value for name, value in told.items() if value}
        self._called.setdefault(key, set()).add(id_)
        return id_


def _key(kind: str, title: str, day: str = "") -> Key:
    return (kind, title.casefold(), day)
