"""An alarm: an account may have been taken, and has new keys. Divisions and office are told in their inboxes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import msgspec

from busel.desk.access.hellos import Inbox, own_member, said_in
from busel.desk.clock import this_hour
from busel.desk.session import Session
from busel.journal.envelope import Message, seal_envelope
from busel.journal.errors import ForgedError
from busel.journal.header import Place
from busel.registry.keyring import Bundle
from busel.registry.statements import Member
from busel.shelf.protocol import Envelope
from busel.vault import labels
from busel.vault.errors import VaultError
from busel.vault.seal import derive
from busel.vault.transcript import transcript
from busel.vault.wrap import wrap

TAKEN = "taken"
"""The kind of the message."""


class Taken(msgspec.Struct, frozen=True):
    """The content of the message: who the account is from now on. The new key signs it."""

    member: Member


@dataclass(frozen=True)
class Told:
    """An alarm that waits in an inbox: compare the words of its member before anything is given to these keys."""

    envelope: bytes
    member: Member


def tell_taken(session: Session) -> int:
    """Put the alarm into each inbox that was not told yet; return how many were. Raises a ShelfError; again goes on."""
    told = 0
    for journal in list(session.keyring.untold):
        inbox = _inbox(session, journal)
        if inbox is not None:
            _send(session, inbox)
            told += 1
        with session.lock:
            left = [one for one in session.keyring.untold if one != journal]
            session.keyring = msgspec.structs.replace(session.keyring, untold=left)
            session.save_keyring()
    return told


def _inbox(session: Session, journal: bytes) -> Inbox | None:
    office, key = session.keyring.office, session.certificates.inbox_key(journal)
    held = session.keyring.named("office")
    if held is not None and held.journal == journal and (newest := held.inbox(held.epoch)) is not None:
        return Inbox(journal, held.epoch, newest.public, held.deposit)
    if office is not None and office.journal == journal:
        return Inbox(journal, office.epoch, office.public, office.deposit)
    return Inbox(journal, key.epoch, key.public, key.deposit) if key is not None else None


def _send(session: Session, inbox: Inbox) -> None:
    """Why safe: the first deposit under an id stays, so the id is derived from a secret that only the new keys have."""
    account, place = session.keyring.account, Place(session.keyring.organisation, inbox.journal)
    id_ = derive(account.signing_seed, label=transcript(labels.DERIVE_LETTER, inbox.journal, TAKEN), length=16)
    message = Message(
        id=id_,
        kind=TAKEN,
        author=account.id,
        hour=this_hour(),
        content=msgspec.Raw(msgspec.json.encode(Taken(own_member(session)))),
    ).sign(place, account.signing)
    sealed = Envelope(id_, seal_envelope(inbox.public, place, inbox.epoch, message))
    session.shelf.deposit(session.token, inbox.journal, inbox.deposit, sealed)


def alarms(session: Session, holder: Bundle) -> Iterator[Told]:
    """Yield the alarms in the inbox of a division, or of the office, that are what they say. Raises a ShelfError."""
    for envelope, who in said_in(session, holder, TAKEN, read=read_taken):
        yield Told(envelope, who)


def read_taken(message: Message, place: Place) -> Member:
    """Return who an alarm is about. Raises ForgedError, or another JournalError, unless the new keys signed all of it.

    Whether the account's older key handed on to them, its reader asks the roster (`Member.comes_after`).
    """
    member: Member = message.read(Taken).member
    if not member.is_sound() or (member.organisation, member.account) != (place.organisation, message.author):
        raise ForgedError
    try:
        message.check_signature(place, member.signing)
        wrap(member.sealing, b"", info=b"")  # who takes no letter is nobody to let in
    except VaultError as error:
        raise ForgedError from error
    return member
