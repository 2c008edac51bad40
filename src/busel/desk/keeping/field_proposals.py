"""Proposals for the data standard: a coordinator sends one to the office's inbox, an administrator decides.

What would not fit is told in tens and by the standard's own answers: administrators read nobody, and a value that
somebody typed may name a person.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated

import msgspec

from busel.contacts.kept import is_sound
from busel.contacts.records import Field
from busel.desk.access.hellos import Inbox, opened
from busel.desk.access.inviting import office_bundle
from busel.desk.clock import this_hour
from busel.desk.keys.posting import members_of
from busel.desk.keys.taking_up import waiting
from busel.desk.session import Session
from busel.journal.envelope import Message, seal_envelope
from busel.journal.errors import JournalError
from busel.journal.header import Place
from busel.registry.keyring import Bundle
from busel.shelf.protocol import Envelope
from busel.vault.entropy import new_id

FIELD = "field"
"""The kind of the message."""
MOST_REASON = 1000
MOST_SHOWN = 50
Count = Annotated[int, msgspec.Meta(ge=0, le=100_000_000)]


class Proposal(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True):
    """The content of the message. `before` is the field as the coordinator saw it; None for one to be added."""

    field: Field
    before: Field | None = None
    reason: Annotated[str, msgspec.Meta(max_length=MOST_REASON)] = ""
    divisions: Count = 0
    """In so many divisions the coordinator has counted."""
    filled: Count = 0
    """How many people have a value, in tens; so are the others."""
    unfit: Count = 0
    answers: dict[str, Count] = {}
    """Of those that would not fit, how many by answer of the standard."""


@dataclass(frozen=True)
class Waiting:
    """A proposal in the office's inbox. `by` is the handle that its author signed."""

    envelope: bytes
    proposal: Proposal
    by: str
    hour: int


def deposit(session: Session, proposal: Proposal) -> None:
    """Seal a proposal to the office and sign it. Raises LookupError without the office's key, or a ShelfError."""
    inbox = _office(session)
    place = Place(session.keyring.organisation, inbox.journal)
    message = Message(
        id=new_id(),
        kind=FIELD,
        author=session.account,
        hour=this_hour(),
        content=msgspec.Raw(msgspec.json.encode(proposal)),
    ).sign(place, session.keyring.account.signing)
    sealed = Envelope(message.id, seal_envelope(inbox.public, place, inbox.epoch, message))
    session.shelf.deposit(session.token, inbox.journal, inbox.deposit, sealed)


def proposals(session: Session) -> list[Waiting]:
    """Return what waits for an administrator, the oldest first. Raises a ShelfError.

    Signed by a member of the organisation, whose key the office knows. Whether it coordinates anything, the office
    cannot know: a proposal is shown with who sent it, and nothing happens by itself.
    """
    office = office_bundle(session)
    members = members_of(session, office.journal)
    found = []
    for envelope, message in _messages(session, office):
        member = members.get(message.author)
        try:
            if member is None or message.id != envelope.id:
                continue
            message.check_signature(Place(session.keyring.organisation, office.journal), member.signing)
            proposal: Proposal = message.read(Proposal)
        except JournalError:
            continue
        if is_sound(proposal.field):
            found.append(Waiting(envelope.id, proposal, member.handle, message.hour))
    return sorted(found, key=lambda one: (one.hour, one.envelope))[:MOST_SHOWN]


def take_out(session: Session, one: Waiting) -> None:
    """Take a proposal out of the inbox, decided as it is. Raises a ShelfError."""
    office = office_bundle(session)
    session.shelf.take(session.token, office.journal, office.write, [one.envelope])


def _messages(session: Session, office: Bundle) -> Iterator[tuple[Envelope, Message]]:
    place = Place(session.keyring.organisation, office.journal)
    for envelope in waiting(session, office):
        try:
            message = opened(office, place, envelope)
        except JournalError:
            continue
        if message.kind == FIELD:
            yield envelope, message


def _office(session: Session) -> Inbox:
    bundle, known = session.keyring.named("office"), session.keyring.office
    if bundle is not None and (own := bundle.inbox(bundle.epoch)):
        return Inbox(bundle.journal, bundle.epoch, own.public, bundle.deposit)
    if known is None:
        raise LookupError
    return Inbox(known.journal, known.epoch, known.public, known.deposit)
