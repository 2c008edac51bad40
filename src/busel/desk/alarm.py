"""An alarm: who fears that somebody else has the account tells the coordinators of all its divisions, signed."""

from __future__ import annotations

import msgspec

from busel.desk.clock import this_hour
from busel.desk.session import Session
from busel.journal.envelope import Message, seal_envelope
from busel.journal.header import Place
from busel.shelf.protocol import Envelope
from busel.vault.entropy import new_id

TAKEN = "taken"
"""The kind of the message. Its content is empty: who it is about is who signed it."""


class Taken(msgspec.Struct, frozen=True):
    """The content of the message."""


def tell_taken(session: Session) -> list[str]:
    """Put an alarm into the inbox of each division where the account holds something; return their names.

    Raises a ShelfError; pressed again, it is told again.
    """
    told = []
    for bundle in session.keyring.divisions():
        key = session.certificates.inbox_key(bundle.journal)
        if key is None:
            continue
        place = Place(session.keyring.organisation, bundle.journal)
        message = Message(
            id=new_id(),
            kind=TAKEN,
            author=session.account,
            hour=this_hour(),
            content=msgspec.Raw(msgspec.json.encode(Taken())),
        ).sign(place, session.keyring.account.signing)
        sealed = Envelope(message.id, seal_envelope(key.public, place, key.epoch, message))
        session.shelf.deposit(session.token, bundle.journal, key.deposit, sealed)
        told.append(bundle.name)
    return told
