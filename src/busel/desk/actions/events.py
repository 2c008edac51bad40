"""Events: keeping them, asking people, noting who answers and who came."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from busel.contacts.bonds import Attendance
from busel.contacts.shared import Event
from busel.contacts.sheet_codes import MODULUS
from busel.desk.actions import action
from busel.desk.clock import today_iso
from busel.desk.journals.writing import write
from busel.desk.people.events import EventHeld, attendances, events
from busel.desk.people.shared_items import changes
from busel.desk.session import Session
from busel.desk.workspace.apply import current_fields
from busel.desk.workspace.load import divisions_of, raw_connection
from busel.journal.deed import Fields, Op
from busel.registry.roles import Role
from busel.vault.entropy import new_record_id

TOGETHER = 500
"""People in one commit: pages wait milliseconds for it."""

Parts = list[tuple[int, list[Op]]]


@dataclass(frozen=True)
class Noting:
    """What a page changes on one attendance. Only the fields that it showed are named."""

    record: int
    was: Fields
    now: Fields


@dataclass(frozen=True)
class Noted:
    """So many were changed; so many were not, because somebody else had changed the same meanwhile."""

    changed: int
    clashed: int


@action("keep_event")
def save_event(session: Session, journal: bytes, event: Event) -> int:
    """Make an event in a division; return its id. Raises NotAllowedError or ShelfError."""
    record = _fresh_id(session)
    write(session, journal, "keep_event", [(record, [Op("event", record, event.fields())])])
    return record


def _fresh_id(session: Session) -> int:
    """Draw an event's id so that no code of its sheet is one of another event's.

    Where so many events are held that this cannot be, of those that are still to come; sheets of others are typed back.
    """
    held, today = events(session), today_iso()
    for some in (held, [one for one in held if not one.is_past(today)]):
        alike = {one.record % MODULUS for one in some}
        if len(alike) < MODULUS:
            return next(id_ for id_ in iter(new_record_id, 0) if id_ % MODULUS not in alike)
    return new_record_id()


@action("keep_event")
def change_event(session: Session, held: EventHeld, now: Event, *, was: Fields) -> None:
    """Change what differs from `was` in each division that holds the event.

    Raises NotAllowedError, ConflictError (somebody else changed the same meanwhile) or ShelfError.
    """
    with session.lock:
        for journal, op in changes("event", held.record, held.held, was=was, now=now.fields()):
            write(session, journal, "keep_event", [(held.record, [op])])


@action("keep_event")
def invite(session: Session, held: EventHeld, contacts: Sequence[int], *, was_there: bool = False) -> int:
    """Ask people to an event today, or write down who came unasked; return how many were not on its list yet.

    Who is of a division that does not know the event brings it there under the same id. People of divisions that this
    account does not edit are left out. Raises ShelfError.
    """
    with session.lock:
        listed = {one.contact for one in attendances(raw_connection(), held.record)}
        fresh = [one for one in dict.fromkeys(contacts) if one not in listed]
        homes, added = divisions_of(raw_connection(), fresh), 0
        for journal in _edited(session):
            here = [one for one in fresh if homes.get(one) == session.numbers[journal]]
            if here and journal not in held.held:
                fields = next(iter(held.held.values()))
                write(session, journal, "keep_event", [(held.record, [Op("event", held.record, fields)])])
            parts = [(one, [_asking(one, held.record, was_there=was_there)]) for one in here]
            added += _write(session, journal, "keep_event", parts)
        return added


@action("keep_event")
def number_sheet(session: Session, event: int, records: Sequence[int]) -> None:
    """Give each of these attendances a number on the event's sheet, those that have one already keep it.

    Raises NotAllowedError, ConflictError (another desk numbered them at the same moment) or ShelfError.
    """
    with session.lock:
        known = {one.record: one for one in attendances(raw_connection(), event)}
        number = max((number for one in known.values() for number in one.numbers), default=0)
        ops: list[tuple[int, Op]] = []
        for record in records:
            if (one := known.get(record)) is not None and not one.code:
                number += 1
                ops.append((one.contact, Op("attendance", record, {"code": number}, {"code": None})))
        _write_by_division(session, "keep_event", ops)


@action("keep_event")
def take_off(session: Session, journal: bytes, contact: int, *, record: int) -> None:
    """Take a person off an event's list. Raises NotAllowedError, ConflictError or ShelfError."""
    with session.lock:
        held = current_fields(raw_connection(), "attendance", record)
        if held is not None and held["contact"] == contact:
            write(session, journal, "keep_event", [(contact, [Op("attendance", record, None, held)])])


@action("note_attendance")
def note_attendance(session: Session, notings: Iterable[Noting]) -> Noted:
    """Note who answers what and who came, all in one go. What somebody else changed meanwhile is left as it is.

    Raises NotAllowedError (then what is of divisions that come later was not noted), ConflictError or ShelfError.
    """
    with session.lock:
        ops: list[tuple[int, Op]] = []
        clashed = 0
        for one in notings:
            held = current_fields(raw_connection(), "attendance", one.record)
            names = [name for name in one.now if one.now.get(name) != one.was.get(name)]
            if held is None or any(held.get(name) not in (one.was.get(name), one.now[name]) for name in names):
                clashed += 1
            elif names := [name for name in names if held.get(name) != one.now[name]]:
                now, was = ({n: fields.get(n) for n in names} for fields in (one.now, held))
                ops.append((held["contact"], Op("attendance", one.record, now, was)))
        return Noted(_write_by_division(session, "note_attendance", ops), clashed)


def _asking(contact: int, event: int, *, was_there: bool) -> Op:
    invited, attended = ("", "yes") if was_there else (today_iso(), "")
    asked = Attendance(contact=contact, event=event, invited=invited, attended=attended)
    return Op("attendance", new_record_id(), asked.fields())


def _edited(session: Session) -> Iterator[bytes]:
    for bundle in session.divisions(least=Role.EDITOR):
        if bundle.journal in session.numbers:
            yield bundle.journal


def _write_by_division(session: Session, deed: str, ops: Sequence[tuple[int, Op]]) -> int:
    homes = divisions_of(raw_connection(), [contact for contact, _op in ops])
    done = 0
    for journal, number in list(session.numbers.items()):
        parts = [(contact, [op]) for contact, op in ops if homes.get(contact) == number]
        done += _write(session, journal, deed, parts)
    return done


def _write(session: Session, journal: bytes, deed: str, parts: Parts) -> int:
    for at in range(0, len(parts), TOGETHER):
        write(session, journal, deed, parts[at : at + TOGETHER])
    return len(parts)
