"""Hellos: how a newcomer, who holds nothing yet, asks to be let in; self-signed, to be compared by six words."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TypeVar

import msgspec

from busel.desk.account.accounts import member_of
from busel.desk.clock import this_hour
from busel.desk.journals.writing import NotAllowedError
from busel.desk.keys.taking_up import waiting
from busel.desk.session import Session
from busel.journal.envelope import Message, envelope_epoch, open_envelope, seal_envelope
from busel.journal.errors import ForgedError, JournalError, NotOpenedError
from busel.journal.header import Place
from busel.registry.keyring import Bundle
from busel.registry.roles import Role
from busel.registry.statements import Member
from busel.shelf.protocol import Envelope
from busel.vault import labels
from busel.vault.errors import VaultError
from busel.vault.seal import derive
from busel.vault.transcript import transcript
from busel.vault.wrap import wrap

S = TypeVar("S")
HELLO = "hello"


class Hello(msgspec.Struct, frozen=True):
    """The content of a newcomer's envelope: the self-signed public half, the role that is wished, and a custody."""

    member: Member
    role: Role | None = None
    custody: bytes = b""
    """For the inbox's holder (`registry.custody`); without a half of a thaw where that was given to others before."""
    invitation: bytes = b""
    """In the office's: the id of the invitation that the account began with, which only slip and office know."""

    @property
    def handle(self) -> str:
        """The handle that the newcomer signed."""
        return self.member.handle


@dataclass(frozen=True)
class Newcomer:
    """A hello that waits in an inbox: compare the words of it with the newcomer before granting."""

    envelope: bytes
    hello: Hello


@dataclass(frozen=True)
class Inbox:
    """Where a hello goes."""

    journal: bytes
    epoch: int
    public: bytes
    deposit: bytes


def own_member(session: Session) -> Member:
    """Return the account's self-signed public half."""
    return member_of(session.keyring)


def send_hello(session: Session, inbox: Inbox, hello: Hello) -> None:
    """Put the account's own hello into an inbox; sent again, it is one envelope. Raises a ShelfError.

    Why safe: the first deposit under an id stays, so the id is derived from a secret that only the newcomer has.
    """
    account, place = session.keyring.account, Place(session.keyring.organisation, inbox.journal)
    id_ = derive(account.signing_seed, label=transcript(labels.DERIVE_LETTER, inbox.journal, HELLO), length=16)
    message = Message(
        id=id_,
        kind=HELLO,
        author=account.id,
        hour=this_hour(),
        content=msgspec.Raw(msgspec.json.encode(hello)),
    ).sign(place, account.signing)
    envelope = Envelope(id_, seal_envelope(inbox.public, place, inbox.epoch, message))
    session.shelf.deposit(session.token, inbox.journal, inbox.deposit, envelope)


def newcomers(session: Session, journal: bytes) -> list[Newcomer]:
    """Return the hellos in the inbox of a division, or of the office, that their senders signed; others stay there.

    Raises NotAllowedError without the inbox's keys, or a ShelfError.
    """
    bundle = session.keyring.bundle(journal)
    if bundle is None or not bundle.role.writes:
        raise NotAllowedError
    return [Newcomer(envelope, hello) for envelope, hello in said_in(session, bundle, HELLO, read=read_hello)]


def said_in(
    session: Session, bundle: Bundle, kind: str, *, read: Callable[[Message, Place], S]
) -> Iterator[tuple[bytes, S]]:
    """Yield what an inbox's messages of one kind say, by envelope; what is not what it says stays there."""
    place = Place(session.keyring.organisation, bundle.journal)
    for envelope in waiting(session, bundle):
        try:
            message = opened(bundle, place, envelope)
            if message.kind == kind and message.id == envelope.id:
                yield envelope.id, read(message, place)
        except JournalError:
            continue


def opened(bundle: Bundle, place: Place, envelope: Envelope) -> Message:
    """Return what is in an envelope. Raises a JournalError."""
    key = bundle.inbox(envelope_epoch(envelope.body))
    if key is None:
        raise NotOpenedError
    return open_envelope(key, place, envelope.body)


def read_hello(message: Message, place: Place) -> Hello:
    """Return the hello in a message. Raises ForgedError, or another JournalError, unless its newcomer signed all."""
    hello: Hello = message.read(Hello)
    try:
        message.check_signature(place, hello.member.signing)
        wrap(hello.member.sealing, b"", info=b"")  # who takes no letter is nobody to let in
    except VaultError as error:
        raise ForgedError from error
    is_whole = hello.member.is_sound()
    if not is_whole or hello.member.organisation != place.organisation or hello.member.account != message.author:
        raise ForgedError
    return hello
