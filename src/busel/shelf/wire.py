"""How the protocol's calls travel: POST /<call>, msgpack both ways, the session in the Authorization header.

A request's fields have the names of the call's parameters, without the session. A refusal is a status and {"code"}.
Source of the rules: docs/format.md, "The shelf's wire". It imports the protocol only, so the server may import it.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import msgspec

from busel.shelf import log_requests, requests
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
    LogPart,
    LogStanding,
    SessionEndedError,
    ShelfError,
    StageMovedError,
    States,
    TooLargeError,
    UnlockRow,
    UnreachableError,
    VersionMovedError,
)

MEDIA_TYPE = "application/msgpack"
MAX_REQUEST_BYTES = 32 * 1024 * 1024
"""No request is longer: the client sends long stages and long re-sealings in several."""
MAX_ANSWER_BYTES = 64 * 1024 * 1024


class Call(NamedTuple):
    """How one call travels. `idempotent`: sending it twice does what sending it once does."""

    name: str
    request: msgspec.msgpack.Decoder[Any]
    answer: msgspec.msgpack.Decoder[Any]
    needs_session: bool
    idempotent: bool


def _call(
    name: str, request: type[requests.Request], answer: Any, *, session: bool = True, idempotent: bool = True
) -> Call:
    return Call(name, msgspec.msgpack.Decoder(request), msgspec.msgpack.Decoder(answer), session, idempotent)


CALLS = {
    call.name: call
    for call in (
        _call("unlock", requests.Unlock, UnlockRow | None, session=False),
        _call("freeze", requests.Freeze, bytes | None, session=False),
        _call("thaw", requests.Thaw, int, session=False),
        _call("put_codes", requests.PutCodes, None, idempotent=False),
        _call("states", requests.AskStates, States),
        _call("set_idle_days", requests.SetIdleDays, None),
        _call("found", requests.Found, None, session=False, idempotent=False),
        _call("open_session", requests.OpenSession, bytes, session=False),
        _call("close_session", requests.SessionOnly, None),
        _call("read_locker", requests.SessionOnly, Locker),
        _call("write_locker", requests.WriteLocker, Locker, idempotent=False),
        _call("put_unlock_rows", requests.PutUnlockRows, None, idempotent=False),
        _call("renew_account", requests.RenewAccount, Locker, idempotent=False),
        _call("invite", requests.Invite, int, idempotent=False),
        _call("withdraw", requests.Withdraw, None),
        _call("accept", requests.Accept, None, session=False, idempotent=False),
        _call("fetch", requests.Fetch, Fetched),
        _call("history", requests.History, list[Commit]),
        _call("ancestry", requests.Ancestry, list[Commit]),
        _call("append", requests.Append, Head, idempotent=False),
        _call("stage", requests.Stage, int, idempotent=False),
        _call("drop_stage", requests.DropStage, None),
        _call("switch", requests.Switch, Head, idempotent=False),
        _call("reseal", requests.Reseal, None),
        _call("let_go", requests.LetGo, None),
        _call("deposit", requests.Deposit, None),
        _call("waiting", requests.Waiting, list[int]),
        _call("list_inbox", requests.ListInbox, list[Envelope]),
        _call("inbox_ids", requests.InboxIds, list[bytes]),
        _call("read_inbox", requests.ReadInbox, list[Envelope]),
        _call("take", requests.Take, None),
        _call("log", log_requests.Log, LogStanding, idempotent=False),
        _call("read_log", log_requests.ReadLog, LogPart),
        _call("read_logs", log_requests.ReadLogs, list[LogPart]),
        _call("let_log_go", log_requests.LetLogGo, list[int], idempotent=False),
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
