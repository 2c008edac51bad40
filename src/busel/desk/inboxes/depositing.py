"""Putting a message into a division's inbox: anybody in the organisation may, nobody there need know the sender."""

from __future__ import annotations

from busel.desk.journals.opening import pull
from busel.desk.session import Session
from busel.journal.envelope import Message, seal_envelope
from busel.journal.header import Place
from busel.shelf.protocol import BadTicketError, Envelope


class NoInboxError(Exception):
    """The division has no inbox key that is certified up to the root: nothing was sent."""


def deposit(session: Session, division: bytes, message: Message) -> None:
    """Sign a message with the account's key, unless it has no author, and seal it to the newest inbox key.

    The first deposit under an id stays: again is one envelope. Raises NoInboxError, TooLongError or a ShelfError.
    """
    try:
        _deposit(session, division, message)
    except BadTicketError:  # the division was rotated: its new inbox key stands in commons
        pull(session)
        _deposit(session, division, message)


def _deposit(session: Session, division: bytes, message: Message) -> None:
    key = session.certificates.inbox_key(division)
    if key is None:
        raise NoInboxError
    place = Place(session.keyring.organisation, division)
    signed = message.sign(place, session.keyring.account.signing) if message.author else message
    sealed = seal_envelope(key.public, place, key.epoch, signed)
    session.shelf.deposit(session.token, division, key.deposit, Envelope(message.id, sealed))
