"""What each call of the protocol is asked with: fields with the names of its parameters, without the session."""

from __future__ import annotations

from typing import Annotated

import msgspec

from busel.shelf.protocol import (
    Commit,
    Envelope,
    NewInvitation,
    NewJournal,
    NewLocker,
    Resealed,
    Staged,
    Tickets,
    UnlockRow,
    Want,
)
from busel.shelf.renewing_calls import GivenUp, Renewal

MAX_ITEMS = 10_000
"""No list in a request is longer, so that a small request cannot decode to a large one."""

Wants = Annotated[list[Want], msgspec.Meta(max_length=MAX_ITEMS)]
Bodies = Annotated[list[bytes], msgspec.Meta(max_length=MAX_ITEMS)]
ResealedBodies = Annotated[list[Resealed], msgspec.Meta(max_length=MAX_ITEMS)]
UnlockRows = Annotated[list[UnlockRow], msgspec.Meta(max_length=MAX_ITEMS)]
NewLockers = Annotated[list[NewLocker], msgspec.Meta(max_length=MAX_ITEMS)]
NewJournals = Annotated[list[NewJournal], msgspec.Meta(max_length=MAX_ITEMS)]


class Request(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The parameters of a call."""


class Unlock(Request, frozen=True):
    """See protocol.Shelf.unlock."""

    tag: bytes


class Freeze(Request, frozen=True):
    """See protocol.Shelf.freeze."""

    code: bytes


class Thaw(Request, frozen=True):
    """See protocol.Shelf.thaw."""

    half: bytes


class PutCodes(Request, frozen=True):
    """See protocol.Shelf.put_codes."""

    freeze_digest: bytes
    thaw_digests: tuple[bytes, bytes]


class AskStates(Request, frozen=True):
    """See protocol.Shelf.states."""

    codes: Bodies


class SetIdleDays(Request, frozen=True):
    """See protocol.Shelf.set_idle_days."""

    sponsor: bytes
    write: bytes
    days: int


class Found(Request, frozen=True):
    """See protocol.Shelf.found."""

    lockers: NewLockers
    journals: NewJournals


class OpenSession(Request, frozen=True):
    """See protocol.Shelf.open_session."""

    locker: bytes
    ticket: bytes
    day: int


class SessionOnly(Request, frozen=True):
    """The calls that say nothing beside the session: close_session, read_locker."""


class WriteLocker(Request, frozen=True):
    """See protocol.Shelf.write_locker."""

    replaces: int
    sealed: bytes


class PutUnlockRows(Request, frozen=True):
    """See protocol.Shelf.put_unlock_rows."""

    add: UnlockRows
    drop: Bodies | None


class RenewAccount(Request, frozen=True):
    """See protocol.Shelf.renew_account."""

    replaces: int
    renewal: Renewal
    journal: NewJournal
    before: GivenUp


class Invite(Request, frozen=True):
    """See protocol.Shelf.invite."""

    sponsor: bytes
    write: bytes
    invitation: NewInvitation


class Withdraw(Request, frozen=True):
    """See protocol.Shelf.withdraw."""

    sponsor: bytes
    write: bytes
    invitation: bytes


class Accept(Request, frozen=True):
    """See protocol.Shelf.accept."""

    ticket: bytes
    locker: NewLocker
    journal: NewJournal


class Fetch(Request, frozen=True):
    """See protocol.Shelf.fetch."""

    wants: Wants


class History(Request, frozen=True):
    """See protocol.Shelf.history."""

    journal: bytes
    read: bytes
    below: int


class Ancestry(Request, frozen=True):
    """See protocol.Shelf.ancestry."""

    journal: bytes
    read: bytes
    after: int
    below: int


class Append(Request, frozen=True):
    """See protocol.Shelf.append."""

    journal: bytes
    write: bytes
    commit: Commit
    stage: Staged | None


class Stage(Request, frozen=True):
    """See protocol.Shelf.stage."""

    journal: bytes
    write: bytes
    stage: bytes
    blocks: Bodies


class DropStage(Request, frozen=True):
    """See protocol.Shelf.drop_stage."""

    journal: bytes
    write: bytes
    stage: bytes


class Switch(Request, frozen=True):
    """See protocol.Shelf.switch."""

    journal: bytes
    write: bytes
    commit: Commit
    stage: Staged
    digests: Tickets


class Reseal(Request, frozen=True):
    """See protocol.Shelf.reseal."""

    journal: bytes
    write: bytes
    bodies: ResealedBodies


class LetGo(Request, frozen=True):
    """See protocol.Shelf.let_go."""

    journal: bytes
    write: bytes
    adopted: bytes


class Deposit(Request, frozen=True):
    """See protocol.Shelf.deposit."""

    journal: bytes
    deposit: bytes
    envelope: Envelope


class Waiting(Request, frozen=True):
    """See protocol.Shelf.waiting."""

    wants: Wants


class ListInbox(Request, frozen=True):
    """See protocol.Shelf.list_inbox."""

    journal: bytes
    read: bytes
    after: bytes


class InboxIds(Request, frozen=True):
    """See protocol.Shelf.inbox_ids."""

    journal: bytes
    read: bytes


class ReadInbox(Request, frozen=True):
    """See protocol.Shelf.read_inbox."""

    journal: bytes
    read: bytes
    envelopes: Bodies


class Take(Request, frozen=True):
    """See protocol.Shelf.take."""

    journal: bytes
    write: bytes
    envelopes: Bodies
