"""The plan of a merge: what stands where once it is done. What a page shows of it is what is carried out.

The plan is made of both records as they stand and of what somebody chose, and of nothing else. So it can be made twice:
for the page, and once more when it is pressed; `mark` tells whether something was changed meanwhile.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import msgspec

from busel.contacts.records import ABOUT_A_CONTACT
from busel.desk.duplicates.carrying import Carried, Fate, carried, stricter_consents
from busel.desk.duplicates.distinct import said_of
from busel.desk.duplicates.lines import Choice, Line, Told, lines_of, result_of
from busel.desk.keeping.removing import bound, told_of
from busel.desk.keeping.standard import own_fields, standard
from busel.desk.session import Session
from busel.desk.workspace.apply import current_fields
from busel.desk.workspace.load import divisions_of, raw_connection
from busel.journal.deed import Fields, Op
from busel.registry.roles import Role


class NotMergedError(Exception):
    """These two cannot be made one, and why."""


class TwoDivisionsError(NotMergedError):
    """They stand in two divisions: whoever reads one of them would learn of the other."""


class OnTheWayError(NotMergedError):
    """One of them is on the way to another division."""


@dataclass(frozen=True)
class Side:
    """One of the two: all that stands about them."""

    id: int
    contact: Fields
    removal: tuple[Op, ...]
    """What takes away the records about them, relationships with others among them."""

    def records(self, kind: str) -> dict[int, Fields]:
        """Return the records of a kind that are about this one."""
        return {op.id: op.was for op in self.removal if op.kind == kind and op.was.get("contact") == self.id}

    def ties(self) -> dict[int, Fields]:
        """Return the relationships, whichever side this one is on."""
        return {op.id: op.was for op in self.removal if op.kind == "relationship"}


@dataclass(frozen=True)
class MergePlan:
    """Two who become one: `other` goes into `kept`."""

    journal: bytes
    division: int
    """The division's number on this desk."""
    kept: Side
    other: Side
    lines: tuple[Line, ...]
    records: tuple[Carried, ...]
    said: tuple[int, ...] = ()
    """Records that say of these two that they are two people: they go."""

    @property
    def result(self) -> Fields:
        """The fields of the contact afterwards."""
        return result_of(list(self.lines), self.kept.contact)

    @property
    def conflicts(self) -> list[Line]:
        """Where somebody decides."""
        return [line for line in self.lines if line.is_conflict]

    @property
    def mark(self) -> str:
        """A digest of both records, of the result, and of who called them two people."""
        told = [_told(self.kept), _told(self.other), self.result, self.said]
        return hashlib.sha256(msgspec.json.encode(told, order="deterministic")).hexdigest()


def plan(session: Session, one: int, other: int, choices: Mapping[str, Choice] | None = None) -> MergePlan:
    """Return the plan of making one of two contacts; that which has more, or was there first, is the one that stays.

    Raises LookupError for somebody who is not there, TwoDivisionsError, OnTheWayError, NotMergedError.
    """
    raw = raw_connection()
    homes = divisions_of(raw, (one, other))
    if one == other or len(homes) != len((one, other)):
        raise LookupError
    if homes[one] != homes[other]:
        raise TwoDivisionsError
    sides = [_side(id_, homes[id_]) for id_ in sorted((one, other))]
    if any(op.kind == "move" for side in sides for op in side.removal):
        raise OnTheWayError
    kept, gone = sorted(sides, key=lambda side: (-len(side.removal), side.contact.get("added", ""), side.id))
    journal = next(journal for journal, number in session.numbers.items() if number == homes[one])
    several = frozenset(field.key for field in own_fields() if field.type == "choices")
    keeps_former = "former_family" not in standard().disabled
    lines = lines_of(Told(kept.contact, gone.contact, gone.id, choices or {}, keeps_former), several=several)
    said = tuple(found.record for found in said_of(one, other, [homes[one]]))
    return MergePlan(journal, homes[one], kept, gone, tuple(lines), tuple(_once(_records(kept, gone))), said)


def _once(records: Iterable[Carried]) -> Iterator[Carried]:
    """Yield them with each record that is changed once, as it stands after all that comes to it."""
    changed: dict[tuple[str, int], Carried] = {}
    for one in records:
        if one.was is None:
            yield one
            continue
        before = changed.get((one.kind, one.record))
        fields = {**before.fields, **{name: one.fields.get(name) for name in one.was}} if before else one.fields
        was = {**one.was, **(before.was or {})} if before else one.was
        changed[one.kind, one.record] = replace(one, fields=fields, was=was)
    yield from changed.values()


def may_merge(session: Session, contact: int) -> bool:
    """May the signed-in person make this contact one with another one of its division?"""
    home = divisions_of(raw_connection(), [contact]).get(contact)
    return any(number == home and session.may(Role.EDITOR, journal) for journal, number in session.numbers.items())


def _side(id_: int, division: int) -> Side:
    raw = raw_connection()
    contact = current_fields(raw, "contact", id_, division) or {}
    return Side(id_, contact, (*bound(raw, id_, division), *told_of(raw, id_)))


def _records(kept: Side, gone: Side) -> Iterator[Carried]:
    for kind in (*ABOUT_A_CONTACT, "retention"):
        if kind == "relationship":
            yield from _ties(kept, gone)
            continue
        mine = kept.records(kind)
        coming = carried(kind, mine, gone.records(kind), kept=kept.id)
        if kind == "consent":
            ended, coming = stricter_consents(mine, coming)
            yield from ended
        yield from coming


def _ties(kept: Side, gone: Side) -> Iterator[Carried]:
    """Yield the relationships: of those to the same person, of the same kind, one stays; that of the two ends."""
    mine = list(kept.ties().values())
    for record, fields in kept.ties().items():
        if {fields["contact"], fields["other"]} == {kept.id, gone.id}:
            yield Carried("relationship", fields, Fate.ENDS, record)
    for fields in gone.ties().values():
        now = {**fields, **{side: kept.id for side in ("contact", "other") if fields[side] == gone.id}}
        if now["contact"] == now["other"]:
            continue
        known = any(all(one[name] == now[name] for name in ("contact", "other", "type")) for one in mine)
        yield Carried("relationship", now, Fate.SAME if known else Fate.COMES)


def _told(side: Side) -> Sequence[object]:
    return [side.id, side.contact, sorted((op.kind, op.id, op.was) for op in side.removal)]
