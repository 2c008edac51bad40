"""Sending a person to another division, taking them back, and what follows from the answer."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass

import msgspec

from busel.contacts.shared import Move as Record
from busel.desk.access.hellos import own_member
from busel.desk.actions import action
from busel.desk.actions.bonds import households_of, let_empty_go
from busel.desk.actions.entries import accept_entry, take_notes
from busel.desk.clock import this_hour, today_iso
from busel.desk.inboxes.depositing import deposit
from busel.desk.inboxes.entry import checked_moved
from busel.desk.inboxes.envelopes import Reader
from busel.desk.inboxes.inbox import Look, Waiting, envelope_at
from busel.desk.journals.writing import ConflictError, NotAllowedError, write
from busel.desk.keeping.removing import removal_of
from busel.desk.people.departures import KIND as DEPARTURE
from busel.desk.people.departures import Departed, departure_of, forgetting
from busel.desk.people.moves import MOST_BYTES, MOVE, MOVE_BACK, Move, proof_hash
from busel.desk.people.moving import KIND, OnTheWay, answers, content_hash, destinations, luggage, on_the_way, way_of
from busel.desk.people.person import Person
from busel.desk.session import Session
from busel.desk.workspace.load import raw_connection
from busel.journal.deed import Op
from busel.journal.envelope import Message
from busel.journal.errors import TooLongError
from busel.journal.fold import changes
from busel.registry.roles import Role
from busel.vault.entropy import new_id, new_record_id, random_bytes


class OnTheWayAlreadyError(Exception):
    """The person is on the way elsewhere: nothing was sent."""


@dataclass(frozen=True)
class Settled:
    """What an answer came to: the state, "gone" for who was taken out here, "ended" where nothing is left."""

    way: OnTheWay
    state: str


@action("send_person")
def send_person(session: Session, found: Person, to: bytes, *, with_history: bool) -> OnTheWay:
    """Send a person to another division's inbox, marked here as on the way.

    Raises OnTheWayAlreadyError, msgspec.ValidationError for what an editor's desk would not open, TooLongError,
    LookupError for a division that has no inbox, NotAllowedError, ConflictError, a JournalError or a ShelfError.
    """
    if not found.may_edit(session):
        raise NotAllowedError
    if to not in destinations(session, found.journal):
        raise LookupError
    with session.lock:
        if way_of(session, found) is not None:
            raise OnTheWayAlreadyError
        move = Move(
            member=own_member(session),
            division=found.journal,
            person=checked_moved(luggage(session, found, with_history=with_history)),
            # Why safe: 32 random bytes that lie in the envelope alone; here only their SHA-256 is kept.
            proof=random_bytes(32),
            back=new_id(),
            receipt=new_id(),
        )
        content = msgspec.json.encode(move)
        if len(content) > MOST_BYTES:
            raise TooLongError
        message = Message(
            id=new_id(), kind=MOVE, author=session.account, hour=this_hour(), content=msgspec.Raw(content)
        )
        record = Record(
            contact=found.id,
            to=to.hex(),
            envelope=message.id.hex(),
            back=move.back.hex(),
            receipt=move.receipt.hex(),
            proof=proof_hash(move.proof),
            content=content_hash(found.id),
            by=session.account.hex(),
            day=today_iso(),
            with_history=with_history,
        )
        way = OnTheWay(new_record_id(), found.journal, record.fields(), record)
        write(session, way.journal, "send_person", [(found.id, [Op(KIND, way.id, way.fields)])])
        deposit(session, to, message)
        return _note(session, way, "sent")


@action("accept_entry")
def accept_at_once(session: Session, way: OnTheWay) -> None:
    """Accept a person in the other division, too, as one who may change both. Raises what `accept_entry` does."""
    bundle = next((one for one in session.divisions(least=Role.EDITOR) if one.journal.hex() == way.record.to), None)
    envelope = envelope_at(session, bundle, bytes.fromhex(way.record.envelope)) if bundle is not None else None
    if bundle is None or envelope is None:
        raise NotAllowedError
    reader = Reader(session, bundle)
    _message, entry = reader.read(envelope)
    accept_entry(session, reader.summary(envelope), [(0, entry.people[0])])


@action("note_move")
def take_back(session: Session, way: OnTheWay) -> None:
    """Keep a person here after all, and tell the other division so. Raises NotAllowedError, or a ShelfError.

    The word goes out first: who accepts looks for it. If they accepted before, their answer says so.
    """
    if not way.is_open:
        return
    message = Message(
        id=bytes.fromhex(way.record.back),
        kind=MOVE_BACK,
        author=b"",
        hour=this_hour(),
        content=msgspec.Raw(b"{}"),
    )
    with session.lock:
        if not session.may(Role.EDITOR, way.journal):
            raise NotAllowedError
        deposit(session, bytes.fromhex(way.record.to), message)
        _note(session, way, "back")


@action("note_move")
def let_stand(session: Session, way: OnTheWay) -> None:
    """Keep a person here although they are there, too, or were refused there; nothing is on the way any more."""
    if not way.is_open:
        write(session, way.journal, "note_move", [(way.record.contact, [Op(KIND, way.id, None, way.fields)])])


@action("move_out")
def take_out(session: Session, way: OnTheWay) -> None:
    """Take a person out here who stands there now. Raises NotAllowedError, ConflictError or a ShelfError."""
    _take_out(session, way, b"")


@action("move_out")
def settle(session: Session) -> list[Settled]:
    """Do what the answers from other divisions mean; return what came of each. Raises a ShelfError; again goes on."""
    settled = []
    for way, moved in list(answers(session)):
        with session.lock:
            if moved is not None:
                with suppress(ConflictError):  # another desk was quicker
                    settled += _settle(session, way, accepted=moved.accepted)
            bundle = session.ledgers[way.journal].bundle
            session.shelf.take(session.token, way.journal, bundle.write, [bytes.fromhex(way.record.receipt)])
    return settled


@action("note_move")
def clear_notes(session: Session, look: Look) -> None:
    """Take out what tells of moves that are over. Raises a ShelfError."""
    take_notes(session, [note for note in look.notes if not _is_awaited(session, note)])
    look.notes.clear()


def _is_awaited(session: Session, note: Waiting) -> bool:
    return any(one.record.receipt == note.id.hex() for one in on_the_way(session, note.division))


def _settle(session: Session, way: OnTheWay, *, accepted: bool) -> list[Settled]:
    if way.is_open and accepted:
        if content_hash(way.record.contact) != way.record.content:
            return [Settled(_note(session, way, "changed"), "changed")]
        _take_out(session, way, bytes.fromhex(way.record.receipt))
        return [Settled(way, "gone")]
    if way.is_open:
        return [Settled(_note(session, way, "refused"), "refused")]
    if way.record.state == "back" and accepted:
        return [Settled(_note(session, way, "both"), "both")]
    if way.record.state == "back":
        let_stand(session, way)
        return [Settled(way, "ended")]
    return []


def _take_out(session: Session, way: OnTheWay, deed: bytes) -> None:
    contact = way.record.contact
    ops = removal_of(raw_connection(), contact)
    if not ops:
        write(session, way.journal, "move_out", [(contact, [Op(KIND, way.id, None, way.fields)])], deed=deed)
        return
    note = Op(DEPARTURE, way.id, departure_of(way, ops).fields())
    left = households_of([contact])
    write(session, way.journal, "move_out", [(contact, ops), (way.id, [note])], deed=deed)
    let_empty_go(session, way.journal, left)


@action("forget_departed")
def forget_departed(session: Session, journal: bytes, chosen: Sequence[Departed]) -> None:
    """Let the history tell no more of people who have moved away; new keys are owed then.

    Raises NotAllowedError, ConflictError or a ShelfError.
    """
    with session.lock:
        write(session, journal, "forget_departed", forgetting(session, journal, chosen))


def _note(session: Session, way: OnTheWay, state: str) -> OnTheWay:
    record = msgspec.structs.replace(way.record, state=state)
    now, was = changes(way.fields, record.fields())
    write(session, way.journal, "note_move", [(record.contact, [Op(KIND, way.id, now, was)])])
    return OnTheWay(way.id, way.journal, record.fields(), record)
