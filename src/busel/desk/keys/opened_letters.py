"""A letter in a mailbox: opened, and believed for the certified key of the division that sent it."""

from __future__ import annotations

from dataclasses import dataclass, replace

import msgspec

from busel.desk.session import Session
from busel.journal.envelope import Message, open_envelope
from busel.journal.errors import ForgedError
from busel.journal.header import Place
from busel.registry.keyring import Bundle
from busel.registry.letters import BUNDLE, GRANT, BundleLetter, GrantLetter, certified_by, is_sound
from busel.registry.statements import Certificate
from busel.shelf.protocol import Envelope


class OutdatedError(ForgedError):
    """Signed by a key that the division had before: a newer letter has come, or comes."""


class NotCertifiedError(ForgedError):
    """No chain of certificates that is known leads to the division that signed."""

    def __init__(self, division: bytes) -> None:
        super().__init__()
        self.division = division


@dataclass(frozen=True)
class Opened:
    """A letter that its division signed."""

    envelope: bytes
    bundle: Bundle
    is_grant: bool
    chain: tuple[Certificate, ...] = ()
    """Certificates that came with new keys: perhaps newer than those in commons."""


def open_letter(session: Session, envelope: Envelope) -> Opened | None:
    """Return a letter; None for one of a kind that only a newer desk reads: it stays for that one.

    Raises a JournalError unless the division's certified key signed it for this mailbox.
    """
    account = session.keyring.account
    place = Place(session.keyring.organisation, account.mailbox)
    message = open_envelope(account.sealing, place, envelope.body)
    if message.id != envelope.id:
        raise ForgedError
    opened, journal = _read(session, message), message.author
    public, name = session.certificates.public(journal), session.certificates.name(journal)
    if opened is not None and opened.bundle.journal != journal:
        raise ForgedError
    if public is None or name is None:
        raise NotCertifiedError(journal)
    newer = certified_by(list(opened.chain), session.keyring.root, journal) if opened and opened.chain else None
    _check_signature(session, message, place, newer or public)
    if opened is None:
        return None
    # What the bundle says of its own name does not count: the certified one does.
    return replace(opened, bundle=msgspec.structs.replace(opened.bundle, name=name))


def _check_signature(session: Session, message: Message, place: Place, public: bytes) -> None:
    """Raise a ForgedError unless a division's certified key signed it; OutdatedError where an older one did."""
    try:
        message.check_signature(place, public)
    except ForgedError as error:
        older = session.certificates.certificates.get(message.author, ())
        if any(_is_signed(message, place, one.public) for one in older):
            raise OutdatedError from error
        raise


def _is_signed(message: Message, place: Place, public: bytes) -> bool:
    try:
        message.check_signature(place, public)
    except ForgedError:
        return False
    return True


def _read(session: Session, message: Message) -> Opened | None:
    if message.kind == BUNDLE:
        told = message.read(BundleLetter)
        return Opened(message.id, told.bundle, is_grant=False, chain=tuple(told.chain))
    if message.kind != GRANT:
        return None
    letter = message.read(GrantLetter)
    if not is_sound(letter, session.keyring.root, session.account):
        raise ForgedError
    session.certificates.add(letter.chain)
    return Opened(message.id, letter.bundle, is_grant=True)
