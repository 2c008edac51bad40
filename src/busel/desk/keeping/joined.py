"""What was written of who stayed while somebody else was one with them: it may tell of both.

Once the two are parted and the other one is erased, the merge and its parting leave the history, and with them what
they did to the one who stayed. So what was written in between goes, too, where it touched what had come or what was
joined; and so does the next change of what the parting could not put back, for somebody may have taken out by hand what
was the other one's. The erasure says again what stands of the one who stayed, for who folds what is left.
"""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from msgspec import Raw

from busel.contacts.former import FAMILIES, FORMER
from busel.desk.workspace.aliases import given, inward
from busel.desk.workspace.apply import current_fields
from busel.journal.deed import MERGE, Fields, Op, Part, part_digest

Key = tuple[str, int]


@dataclass(frozen=True)
class _Merge:
    """A merge that is not taken back yet, as far as the history was read."""

    kept: int
    changed: Mapping[Key, Fields]
    """What it changed of the one who stayed and of what was there about them: the fields as they were before."""
    came: Mapping[Key, Fields]
    """What it made: records of the one who went, under new ids."""

    def is_in(self, part: Part) -> bool:
        """Does a part change what was joined, or what came?"""
        return part.subject == self.kept and any(self._touches(op) for op in part.ops)

    def _touches(self, op: Op) -> bool:
        key = op.kind, op.id
        return key in self.came or not _names(op).isdisjoint(self._watched(key))

    def _watched(self, key: Key) -> set[str]:
        names = {*self.changed.get(key, ())}
        if key == ("contact", self.kept) and not names.isdisjoint(FAMILIES):
            names.add(FORMER)  # the surname that came may have become one of before
        return names

    def left_by(self, parting: Part) -> Iterator[tuple[Key, set[str]]]:
        """Yield the fields that were not put back as they were before, where they stand still."""
        done = {(op.kind, op.id): op for op in parting.ops}
        for key in {**self.changed, **self.came}:
            back = done.get(key)
            if back is not None and back.now is None:
                continue
            before, now = self.changed.get(key, {}), back.now if back and back.now else {}
            names = self._watched(key) | self.came.get(key, {}).keys()
            yield key, {one for one in names if not (one in before and one in now and now[one] == before[one])}


@dataclass
class Joined:
    """Reads a history, deed by deed. Ids are those that are stored."""

    asked: Collection[int]
    """Whom the history shall tell of no more."""
    digests: set[bytes] = field(default_factory=set)
    """The parts about others that go, too."""
    _open: dict[int, _Merge] = field(default_factory=dict)
    _left: dict[tuple[int, Key], set[str]] = field(default_factory=dict)
    """Of whom, and of what record, fields were not put back by a parting, and have not been changed since."""
    _standing: set[int] = field(default_factory=set)
    """Who of those asked about stands, by what their own parts say."""

    def take(self, parts: Sequence[tuple[Raw, Part]]) -> None:
        """Read the parts of the next deed."""
        stood = set(self._standing)
        for _raw, part in parts:
            if part.subject in self.asked:
                self._note_standing(part)
        for raw, part in parts if self._open or self._left or stood != self._standing else ():
            merges = [op for op in part.ops if op.kind == MERGE]
            if any(one.is_in(part) for one in self._open.values()) or self._changes_left(part):
                self.digests.add(part_digest(raw))
            self._begin(part, merges, stood - self._standing)
            for op in merges:
                if op.now is None and (one := self._open.pop(op.id, None)) is not None:
                    for key, names in one.left_by(part):
                        self._left.setdefault((part.subject, key), set()).update(names)

    def _changes_left(self, part: Part) -> bool:
        """Does a part change what a parting did not put back? Once it has, what stands is what somebody left there."""
        found = False
        for op in part.ops if self._left else ():
            names = self._left.get((part.subject, (op.kind, op.id)), set())
            found = found or not names.isdisjoint(_names(op))
            names -= _names(op)
        return found

    def _note_standing(self, part: Part) -> None:
        for op in part.ops:
            if (op.kind, op.id) == ("contact", part.subject):
                (self._standing.discard if op.now is None else self._standing.add)(op.id)

    def _begin(self, part: Part, merges: list[Op], taken: Collection[int]) -> None:
        """Remember the merges in a part, of somebody whom their own deed takes out: a false one opens nothing."""
        for op in [op for op in merges if op.now is not None and op.now.get("contact") in taken]:
            made = [one for one in part.ops if one.now is not None and one.kind != MERGE]
            changed = {(one.kind, one.id): {**dict.fromkeys(one.now or ()), **one.was} for one in made if one.was}
            came = {(one.kind, one.id): one.now or {} for one in made if not one.was}
            self._open[op.id] = _Merge(part.subject, changed, came)


def _names(op: Op) -> set[str]:
    return {*op.was, *(op.now or {})}


def said_again(
    raw: sqlite3.Connection, division: int, parts: Iterable[Part], *, gone: Collection[int], out: Collection[Op]
) -> Iterator[tuple[int, list[Op]]]:
    """Yield what says again what stands of others in whose parts somebody is told of: (subject, operations).

    It changes nothing. `parts` are those that leave the history; `gone`: what goes with whom they tell of; `out`: what
    the deed itself takes out.
    """
    taken = {(op.kind, op.id) for op in out}
    about: dict[int, list[Op]] = defaultdict(list)
    for part in parts:
        about[part.subject] += [
            op for op in part.ops if op.kind != MERGE and op.id not in gone and (op.kind, op.id) not in taken
        ]
    names = given(raw, division)
    for subject, ops in about.items():
        if subject not in gone and (said := list(_as_it_stands(raw, division, inward(raw, division, ops)))):
            yield names.get(subject, subject), said


def _as_it_stands(raw: sqlite3.Connection, division: int, ops: list[Op]) -> Iterator[Op]:
    names: dict[Key, set[str]] = defaultdict(set)
    for op in ops:
        names[op.kind, op.id].update(op.was, op.now or {})
    made = {(op.kind, op.id) for op in ops if op.now is not None and not op.was}
    for (kind, id_), touched in names.items():
        current = current_fields(raw, kind, id_, division)
        if current is None:
            last = next(op.was for op in reversed(ops) if (op.kind, op.id) == (kind, id_))
            yield from () if (kind, id_) in made else [Op(kind, id_, None, last)]
        elif (kind, id_) in made:
            yield Op(kind, id_, current)
        else:
            fields = {name: current.get(name) for name in sorted(touched)}
            yield Op(kind, id_, fields, dict(fields))
