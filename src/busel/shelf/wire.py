"""How the protocol's calls travel: POST /<call>, msgpack both ways, the session in the Authorization header.

A request's fields have the names of the call's parameters, without the session. A refusal is a status and {"code"}.
Source of the rules: docs/format.md, "The shelf's wire". It imports the protocol only, so the server may import it.
"""

from __future__ import annotations

from typing import Annotated, Any, NamedTuple

import msgspec

from busel.shelf.protocol import (
    BadTicketError,
    Commit,
    Envelope,
    EpochMovedError,
    ExistsError,
    Fetched,
    FrozenError,
    Head,
    HeadMovedError,
    Locker,
    NewJournal,
    NewLocker,
    Resealed,
    SessionEndedError,
    ShelfError,
    Staged,
    StageMovedError,
    Tickets,
    TooLargeError,
    UnlockRow,
    UnreachableError,
    VersionMovedError,
    Want,
)

MEDIA_TYPE = "application/msgpack"
MAX_REQUEST_BYTES = 32 * 1024 * 1024
"""No request is longer: the client sends long stages and long re-sealings in several."""
MAX_ANSWER_BYTES = 64 * 1024 * 1024
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

    halves: tuple[bytes, bytes]


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
    drop: Bodies


class Enrol(Request, frozen=True):
    """See protocol.Shelf.enrol."""

    sponsor: bytes
    write: bytes
    lockers: NewLockers
    journals: NewJournals


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


class Take(Request, frozen=True):
    """See protocol.Shelf.take."""

    journal: bytes
    write: bytes
    envelopes: Bodies


class Call(NamedTuple):
    """How one call travels. `idempotent`: sending it twice does what sending it once does."""

    name: str
    request: msgspec.msgpack.Decoder[Any]
    answer: msgspec.msgpack.Decoder[Any]
    needs_session: bool
    idempotent: bool


def _call(name: str, request: type[Request], answer: Any, *, session: bool = True, idempotent: bool = True) -> Call:
    return Call(name, msgspec.msgpack.Decoder(request), msgspec.msgpack.Decoder(answer), session, idempotent)


CALLS = {
    call.name: call
    for call in (
        _call("unlock", Unlock, UnlockRow | None, session=False),
        _call("freeze", Freeze, bytes | None, session=False),
        _call("thaw", Thaw, None, session=False),
        _call("found", Found, None, session=False, idempotent=False),
        _call("open_session", OpenSession, bytes, session=False),
        _call("close_session", SessionOnly, None),
        _call("read_locker", SessionOnly, Locker),
        _call("write_locker", WriteLocker, Locker, idempotent=False),
        _call("put_unlock_rows", PutUnlockRows, None, idempotent=False),
        _call("enrol", Enrol, None, idempotent=False),
        _call("fetch", Fetch, Fetched),
        _call("history", History, list[Commit]),
        _call("ancestry", Ancestry, list[Commit]),
        _call("append", Append, Head, idempotent=False),
        _call("stage", Stage, int, idempotent=False),
        _call("drop_stage", DropStage, None),
        _call("switch", Switch, Head, idempotent=False),
        _call("reseal", Reseal, None),
        _call("let_go", LetGo, None),
        _call("deposit", Deposit, None),
        _call("waiting", Waiting, list[int]),
        _call("list_inbox", ListInbox, list[Envelope]),
        _call("take", Take, None),
    )
}


class Refusal(msgspec.Struct, frozen=True):
    """The body of every answer that is not 200."""

    code: str


STATUS: dict[type[ShelfError], int] = {
    ShelfError: 400,
    SessionEndedError: 401,
    BadTicketError: 403,
    ExistsError: 409,
    HeadMovedError: 409,
    VersionMovedError: 409,
    StageMovedError: 409,
    EpochMovedError: 410,
    TooLargeError: 413,
    FrozenError: 423,
    UnreachableError: 503,
}
ERRORS: dict[str, type[ShelfError]] = {error.code: error for error in STATUS}
