"""What comes into a mailbox for a deputy: believed, it goes onto the keyring; of a division as of the newest epoch."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from busel.desk.session import Session
from busel.journal.envelope import Message, open_envelope
from busel.journal.errors import JournalError
from busel.journal.header import Place
from busel.registry.deputyship import DEPUTY, HALF, Deputyship, Half
from busel.shelf.protocol import Envelope


def keep_what_deputies_get(session: Session, envelopes: Sequence[Envelope]) -> list[bytes]:
    """Keep it, and return the ids of the envelopes that it came in. What is not believed is left to the mailbox.

    What a division leaves comes first: by it the other deputy's half is believed.
    """
    messages = [message for one in envelopes if (message := _message(session, one)) is not None]
    kept = [message.id for message in messages if message.kind == DEPUTY and _keep_deputyship(session, message)]
    return [*kept, *(message.id for message in messages if message.kind == HALF and _keep_half(session, message))]


def _message(session: Session, envelope: Envelope) -> Message | None:
    account = session.keyring.account
    try:
        message = open_envelope(account.sealing, _place(session), envelope.body)
    except JournalError:
        return None
    return message if message.id == envelope.id and message.kind in (DEPUTY, HALF) else None


def _keep_deputyship(session: Session, message: Message) -> bool:
    """Keep what a division leaves to this account, if its certified key signed it."""
    public, name = session.certificates.public(message.author), session.certificates.name(message.author)
    if public is None or name is None:
        return False
    try:
        message.check_signature(_place(session), public)
        left: Deputyship = message.read(Deputyship)
    except (JournalError, msgspec.MsgspecError):
        return False
    if left.journal != message.author:
        return False
    held = session.keyring.deputyships.get(left.journal.hex())
    if held is None or held.epoch <= left.epoch:
        handed = held is not None and held.handed and (held.half, held.other) == (left.half, left.other)
        mine = msgspec.structs.replace(left, name=name, handed=handed)
        kept = {**session.keyring.deputyships, left.journal.hex(): mine}
        session.keyring = msgspec.structs.replace(session.keyring, deputyships=kept)
    return True


def _keep_half(session: Session, message: Message) -> bool:
    """Keep the other deputy's half, if that one signed it."""
    try:
        half: Half = message.read(Half)
        mine = session.keyring.deputyships[half.journal.hex()]
        message.check_signature(_place(session), mine.other.signing)
    except (JournalError, msgspec.MsgspecError, KeyError):
        return False
    if mine.other.account != message.author:
        return False
    held = session.keyring.halves.get(half.journal.hex())
    if held is None or held.epoch <= half.epoch:
        kept = {**session.keyring.halves, half.journal.hex(): half}
        session.keyring = msgspec.structs.replace(session.keyring, halves=kept)
    return True


def _place(session: Session) -> Place:
    return Place(session.keyring.organisation, session.keyring.account.mailbox)
