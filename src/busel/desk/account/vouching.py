"""A coordinator who has compared the six words of an account's new keys tells the office, with the division's key.

So an administrator calls nobody whom a coordinator has called. Why safe: it is worth the keys of commons and no more,
and who coordinates has those.
"""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from busel.desk.access.hellos import opened
from busel.desk.account.alarm import Told
from busel.desk.clock import this_hour
from busel.desk.keys.taking_up import waiting
from busel.desk.session import Session
from busel.journal.envelope import Message, seal_envelope
from busel.journal.errors import ForgedError, JournalError
from busel.journal.header import Place
from busel.registry.keyring import Bundle
from busel.registry.statements import Member
from busel.shelf.protocol import Envelope
from busel.vault import labels
from busel.vault.errors import VaultError
from busel.vault.seal import derive
from busel.vault.sign import SigningKey
from busel.vault.transcript import transcript
from busel.vault.wrap import wrap

VOUCHED = "vouched"
"""The kind of the message. Its author is the division, whose certified key signs it."""


class Vouched(msgspec.Struct, frozen=True):
    """The content of the message: whose keys were compared."""

    member: Member


def vouch(session: Session, division: bytes, member: Member) -> bool:
    """Tell the office; again it is one envelope. False where this account cannot write there. Raises a ShelfError."""
    office, bundle = session.keyring.office, session.keyring.bundles[division.hex()]
    if office is None or not bundle.division_seed:
        return False
    place = Place(session.keyring.organisation, office.journal)
    about = transcript(labels.DERIVE_LETTER, office.journal, VOUCHED, member.account, member.signing)
    message = Message(
        id=derive(bundle.division_seed, label=about, length=16),
        kind=VOUCHED,
        author=division,
        hour=this_hour(),
        content=msgspec.Raw(msgspec.json.encode(Vouched(member))),
    ).sign(place, SigningKey(bundle.division_seed))
    sealed = Envelope(message.id, seal_envelope(office.public, place, office.epoch, message))
    session.shelf.deposit(session.token, office.journal, office.deposit, sealed)
    return True


def vouched(session: Session, office: Bundle) -> Iterator[Told]:
    """Yield what coordinators vouch for in the office's inbox. Raises a ShelfError.

    One whose division has another certificate by now is passed over: who signed it may coordinate no more.
    """
    place = Place(session.keyring.organisation, office.journal)
    for envelope in waiting(session, office):
        try:
            message = opened(office, place, envelope)
            if message.kind == VOUCHED and message.id == envelope.id:
                yield Told(envelope.id, read_vouched(session, message, place))
        except JournalError:
            continue


def read_vouched(session: Session, message: Message, place: Place) -> Member:
    """Return whose keys a coordinator has compared. Raises ForgedError, or another JournalError."""
    member: Member = message.read(Vouched).member
    public = session.certificates.public(message.author)
    if public is None or not member.is_sound() or member.organisation != place.organisation:
        raise ForgedError
    try:
        message.check_signature(place, public)
        wrap(member.sealing, b"", info=b"")  # who takes no letter is nobody to send keys to
    except VaultError as error:
        raise ForgedError from error
    return member
