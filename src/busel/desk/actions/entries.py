"""Entries: people typed or brought by someone who may not read, and what an editor makes of them."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from busel.contacts.records import Batch
from busel.desk.actions import action
from busel.desk.clock import this_hour, today_iso
from busel.desk.inbox import ENTRY, Entry, EntryPerson, Waiting
from busel.desk.opening import pull
from busel.desk.preferences import own_records
from busel.desk.session import Session
from busel.desk.writing import NotAllowedError, write
from busel.journal.deed import Fields, Op
from busel.journal.envelope import Message, accepted_record_id, seal_envelope
from busel.journal.header import Place
from busel.registry.roles import Role
from busel.shelf.protocol import BadTicketError, Envelope
from busel.vault.entropy import new_id, new_record_id

RECEIPT = "receipt"
_BATCH_INDEX = 1 << 40
"""The number under which an envelope's own record derives its id: no entry has so many people."""
_RECORDS_A_PERSON = 1000


class NoInboxError(Exception):
    """The division has no inbox key that is certified up to the root: nothing was sent."""


@action("send_entry")
def send_entry(session: Session, division: bytes, entry: Entry) -> bytes:
    """Seal people to a division's inbox and keep a receipt without them; return the envelope's id.

    The answer depends on nothing that is stored there. Raises NotAllowedError, NoInboxError or a ShelfError.
    """
    if not session.may(Role.COLLECTOR, division):
        raise NotAllowedError
    envelope = new_id()
    message = Message(
        id=envelope,
        kind=ENTRY,
        author=session.account,
        hour=this_hour(),
        content=msgspec.Raw(msgspec.json.encode(entry)),
    )
    try:
        _deposit(session, division, message)
    except BadTicketError:  # the division was rotated: its new inbox key stands in commons
        pull(session)
        _deposit(session, division, message)
    _keep_receipt(session, division, entry)
    return envelope


def _deposit(session: Session, division: bytes, message: Message) -> None:
    key = session.certificates.inbox_key(division)
    if key is None:
        raise NoInboxError
    place = Place(session.keyring.organisation, division)
    signed = message.sign(place, session.keyring.account.signing)
    sealed = seal_envelope(key.public, place, key.epoch, signed)
    session.shelf.deposit(session.token, division, key.deposit, Envelope(message.id, sealed))


def _keep_receipt(session: Session, division: bytes, entry: Entry) -> None:
    record = new_record_id()
    fields: Fields = {
        "day": today_iso(),
        "hour": this_hour(),
        "people": len(entry.people),
        "division": division.hex(),
        "typed": not entry.source,
    }
    write(session, session.keyring.account.mailbox, "keep_receipt", [(record, [Op(RECEIPT, record, fields)])])


def receipts(session: Session) -> list[Fields]:
    """Return the account's own receipts, newest first: day, how many people, which division. No person."""
    return sorted(own_records(session, RECEIPT), key=lambda fields: -int(fields.get("hour", 0)))


@action("accept_entry")
def accept_entry(session: Session, waiting: Waiting, people: Sequence[tuple[int, EntryPerson]]) -> list[int]:
    """Store people of an envelope, as they came or corrected, reject its others, then take it; return the new ids.

    `people` are (index in the envelope, person). Accepting twice changes nothing: ids come from the envelope. Raises
    NotAllowedError or a ShelfError.
    """
    about = [_as_stored(waiting.id, index, person) for index, person in people]
    _decide(session, waiting, "accept_entry" if people else "reject_entry", about)
    return [contact for contact, _ops in about]


@action("reject_entry")
def reject_entry(session: Session, waiting: Waiting) -> None:
    """Take an envelope and store nobody of it. Raises NotAllowedError or a ShelfError."""
    _decide(session, waiting, "reject_entry", [])


def _decide(session: Session, waiting: Waiting, deed: str, about: list[tuple[int, list[Op]]]) -> None:
    """Commit first, then take the envelope: whoever is killed between does the same again, which changes nothing."""
    record = accepted_record_id(waiting.id, _BATCH_INDEX)
    all_people = len(waiting.entry.people) if waiting.entry else 0
    counts = {"accepted": len(about), "rejected": all_people - len(about)}
    batch = Batch(type=ENTRY, day=today_iso(), title=waiting.sender, counts=counts)
    noted = (record, [Op("batch", record, batch.fields())])
    write(session, waiting.division, deed, [*about, noted], deed=waiting.id)
    bundle = session.ledgers[waiting.division].bundle
    session.shelf.take(session.token, waiting.division, bundle.write, [waiting.id])
    session.waiting[waiting.division] = max(session.waiting.get(waiting.division, 1) - 1, 0)


def _as_stored(envelope: bytes, index: int, person: EntryPerson) -> tuple[int, list[Op]]:
    first = index * _RECORDS_A_PERSON
    contact = accepted_record_id(envelope, first)
    ops = [Op("contact", contact, person.contact)]
    for at, (kind, fields) in enumerate(person.about, first + 1):
        ops.append(Op(kind, accepted_record_id(envelope, at), {**fields, "contact": contact}))
    return contact, ops
