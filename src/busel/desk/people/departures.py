"""Who has moved to another division: the history here still tells of them, under this division's keys.

Each such person leaves a note: a number that nothing else bears any more, where to, and when. A coordinator ends it:
the note becomes that of an erasure, and the next keys leave nothing of the person here (`keeping.erasing`). So who is
erased where they are now can be erased here, too, without either division reading the other.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass

import msgspec

from busel.contacts.record import read_record
from busel.contacts.shared import Departure, Erasure
from busel.desk.clock import today_iso
from busel.desk.keeping.erasing import along, own_parts
from busel.desk.keeping.removing import squatters
from busel.desk.keeping.told_before import noting, stands, told_before
from busel.desk.people.moving import OnTheWay
from busel.desk.session import Session
from busel.desk.workspace.apply import current_fields
from busel.desk.workspace.load import raw_connection
from busel.desk.workspace.models import Item
from busel.journal.deed import Fields, Op
from busel.registry.roles import Role

KIND = "departure"


@dataclass(frozen=True)
class Departed:
    """A note of somebody who has moved away, and where it stands."""

    id: int
    journal: bytes
    fields: Fields
    record: Departure


def departure_of(way: OnTheWay, ops: Sequence[Op]) -> Departure:
    """Return the note of a person who is taken out here; `ops` take them out."""
    record = way.record
    return Departure(
        contact=record.contact,
        along=along(ops),
        to=record.to,
        with_history=record.with_history,
        day=today_iso(),
    )


def departed(session: Session, *journals: bytes) -> list[Departed]:
    """Return who has moved away from these divisions, the oldest first. Who stands here again is not gone."""
    numbers = {session.numbers[journal]: journal for journal in journals}
    held = Item.objects.filter(division__in=numbers, kind=KIND).values_list("record", "division", "fields")
    found = []
    for id_, number, fields in held:
        with suppress(msgspec.ValidationError):
            one = Departed(id_, numbers[number], fields, read_record(Departure, fields))
            if current_fields(raw_connection(), "contact", one.record.contact) is None:
                found.append(one)
    return sorted(found, key=lambda one: (one.record.day, one.id))


def all_departed(session: Session) -> list[Departed]:
    """Return them for all divisions that the account coordinates: one query, whatever their number."""
    return departed(session, *(bundle.journal for bundle in session.divisions(least=Role.COORDINATOR)))


def to_forget(session: Session) -> list[Departed]:
    """Return those whose list of changes went along, so that nothing of it is needed here."""
    return [one for one in all_departed(session) if one.record.with_history]


def forgetting(session: Session, journal: bytes, chosen: Sequence[Departed]) -> list[tuple[int, list[Op]]]:
    """Return what a deed does so that the next keys leave nothing of these people: (subject, operations).

    An editor writes the notes. What stands here still is therefore not taken along, whatever a note says. Raises a
    ShelfError.
    """
    epoch = session.ledgers[journal].bundle.epoch
    before = told_before(session, journal, {one.record.contact for one in chosen})
    notes = []
    for one in chosen:
        told = (*one.record.along, *sorted(before.records.get(one.record.contact, ())))
        gone = tuple(id_ for id_ in dict.fromkeys(told) if not stands(id_))
        notes.append(Erasure(contact=one.record.contact, along=gone, epoch=epoch, day=today_iso()))
    ended = [(one.id, [Op(KIND, one.id, None, one.fields)]) for one in chosen]
    people = [one.record.contact for one in chosen]
    taken = squatters(raw_connection(), session.numbers[journal], people, ())
    return [
        *ended,
        *own_parts(op for held in taken.values() for op in held),
        *noting(session, journal, notes, before.joined),
    ]
