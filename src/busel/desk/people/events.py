"""Events to which people are asked. One whose people are of several divisions stands in each under one id."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import msgspec
from django.db.models import QuerySet

from busel.contacts.record import read_record
from busel.contacts.shared import Event
from busel.desk.people.shared_items import by_record
from busel.desk.session import Session
from busel.desk.workspace.load import raw_connection
from busel.desk.workspace.models import Item
from busel.journal.deed import Fields

KIND = "event"
_COUNTED = (
    "SELECT event, COUNT(DISTINCT iif(invited != '', contact_id, NULL)),"
    " COUNT(DISTINCT iif(answer = 'yes', contact_id, NULL)), COUNT(DISTINCT iif(attended = 'yes', contact_id, NULL))"
    " FROM workspace_attendance"
)
_COUNTS = f"{_COUNTED} GROUP BY event"
_COUNT = f"{_COUNTED} WHERE event = ? GROUP BY event"
_ALL = (
    "SELECT id, contact_id, invited, answer, attended, code, codes FROM workspace_attendance"
    " WHERE event = ? ORDER BY rowid"
)


@dataclass(frozen=True)
class EventHeld:
    """An event as this desk holds it; `held` is what stands in each division: journal -> fields."""

    record: int
    event: Event
    held: Mapping[bytes, Fields]
    invited: int = 0
    confirmed: int = 0
    attended: int = 0

    def is_past(self, today: str) -> bool:
        """Is it closed, or was its last day before today?"""
        last = self.event.until or self.event.day
        return self.event.closed or bool(last and last < today)


@dataclass(frozen=True)
class Attends:
    """Somebody and an event."""

    record: int
    contact: int
    invited: str
    answer: str
    attended: str
    code: int
    codes: str = ""

    @property
    def numbers(self) -> tuple[int, ...]:
        """All numbers under which they stand on sheets: more than one after a merge."""
        return (*([self.code] if self.code else []), *map(int, self.codes.split()))


def events(session: Session) -> list[EventHeld]:
    """Return the events of all divisions that are open, by day; those without a day last."""
    counts = {event: numbers for event, *numbers in raw_connection().execute(_COUNTS)}
    found = _read(session, counts, Item.objects.filter(kind=KIND))
    return sorted(found, key=lambda one: (not one.event.day, one.event.day, one.event.title.casefold(), one.record))


def event_named(session: Session, record: int) -> EventHeld | None:
    """Return one event, or None."""
    counts = {event: numbers for event, *numbers in raw_connection().execute(_COUNT, (record,))}
    return next(_read(session, counts, Item.objects.filter(kind=KIND, record=record)), None)


def attendances(raw: sqlite3.Connection, event: int) -> list[Attends]:
    """Return everybody who was asked or came, in the order in which they were written down."""
    return [Attends(*row) for row in raw.execute(_ALL, (event,))]


def _read(session: Session, counts: Mapping[int, list[int]], items: QuerySet[Item]) -> Iterator[EventHeld]:
    for record, held in by_record(session, items):
        try:
            event = read_record(Event, next(iter(held.values())))
        except msgspec.ValidationError:
            continue
        yield EventHeld(record, event, held, *counts.get(record, ()))
