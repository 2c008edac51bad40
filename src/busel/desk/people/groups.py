"""Groups that people join and leave. One that has members in several divisions stands in each under one id."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass

import msgspec
from django.db.models import QuerySet

from busel.contacts.record import read_record
from busel.contacts.shared import Group
from busel.desk.people.shared_items import by_record
from busel.desk.session import Session
from busel.desk.workspace.load import raw_connection
from busel.desk.workspace.models import Item
from busel.journal.deed import Fields

KIND = "group"
_COUNTS = "SELECT group_id, COUNT(DISTINCT contact_id) FROM workspace_membership WHERE left = '' GROUP BY group_id"
_INSIDE = "SELECT contact_id, id FROM workspace_membership WHERE group_id = ? AND left = ''"
_ALL = (
    "SELECT m.id, m.contact_id, m.joined, m.left FROM workspace_membership m"
    " WHERE m.group_id = ? ORDER BY m.left != '', m.joined DESC, m.id"
)


@dataclass(frozen=True)
class GroupHeld:
    """A group as this desk holds it; `held` is what stands in each division: journal -> fields."""

    record: int
    group: Group
    held: dict[bytes, Fields]
    members: int = 0


@dataclass(frozen=True)
class Belongs:
    """Somebody's time in a group."""

    record: int
    contact: int
    joined: str
    left: str


def groups(session: Session) -> list[GroupHeld]:
    """Return the groups of all divisions that are open: those that go on first, by title."""
    counts = dict(raw_connection().execute(_COUNTS).fetchall())
    found = list(_read(session, counts, Item.objects.filter(kind=KIND)))
    return sorted(found, key=lambda one: (bool(one.group.ended), one.group.title.casefold(), one.record))


def group_named(session: Session, record: int) -> GroupHeld | None:
    """Return one group, or None."""
    inside = open_memberships(raw_connection(), record)
    return next(_read(session, {record: len(inside)}, Item.objects.filter(kind=KIND, record=record)), None)


def open_memberships(raw: sqlite3.Connection, group: int) -> dict[int, int]:
    """Return who is in a group now: contact -> membership."""
    return dict(raw.execute(_INSIDE, (group,)).fetchall())


def memberships(raw: sqlite3.Connection, group: int) -> list[Belongs]:
    """Return everybody's time in a group: who is in it first, then who left."""
    return [Belongs(*row) for row in raw.execute(_ALL, (group,))]


def _read(session: Session, counts: dict[int, int], items: QuerySet[Item]) -> Iterator[GroupHeld]:
    for record, held in by_record(session, items):
        try:
            group = read_record(Group, next(iter(held.values())))
        except msgspec.ValidationError:
            continue
        yield GroupHeld(record, group, held, counts.get(record, 0))
