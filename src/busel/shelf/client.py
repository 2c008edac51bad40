"""The port's client: speaks to the real shelf, near or far. One connection for each thread, kept open."""

from __future__ import annotations

import http.client
import threading
from collections.abc import Iterator, Sequence
from os import PathLike, fspath
from typing import Any, TypeVar

import msgspec

from busel.shelf import connection, log_requests, requests, wire
from busel.shelf.log_calls import LAST_PLACE, LogWant
from busel.shelf.protocol import (
    Commit,
    Drawn,
    Envelope,
    Fetched,
    Head,
    Locker,
    LogPart,
    LogStanding,
    NewInvitation,
    NewJournal,
    NewLocker,
    NewLogEntry,
    Resealed,
    ShelfError,
    Staged,
    States,
    Tickets,
    TooLargeError,
    UnlockRow,
    UnreachableError,
    Want,
)
from busel.shelf.renewing_calls import GivenUp, Renewal

TIMEOUT_SECONDS = 60.0
BATCH_BYTES = 8 * 1024 * 1024
"""Stages and re-sealings travel in requests of about this size."""

T = TypeVar("T", bytes, Resealed)


class RemoteShelf:
    """Implements `protocol.Shelf` over HTTP. `address` is a socket's path or "host:port".

    Every call raises UnreachableError when there is no answer within `timeout` seconds of silence; a call that is not
    idempotent may then have been carried out or not, and whoever asked finds out by reading.
    """

    def __init__(self, address: str | PathLike[str], *, timeout: float = TIMEOUT_SECONDS) -> None:
        self._address = fspath(address)
        self._timeout = timeout
        self._local = threading.local()

    def unlock(self, tag: bytes) -> UnlockRow | None:
        """See protocol.Shelf."""
        row: UnlockRow | None = self._ask("unlock", requests.Unlock(tag))
        return row

    def freeze(self, code: bytes) -> bytes | None:
        """See protocol.Shelf."""
        locker: bytes | None = self._ask("freeze", requests.Freeze(code))
        return locker

    def thaw(self, half: bytes) -> int:
        """See protocol.Shelf."""
        shown: int = self._ask("thaw", requests.Thaw(half))
        return shown

    def put_codes(self, session: bytes, freeze_digest: bytes, thaw_digests: tuple[bytes, bytes]) -> None:
        """See protocol.Shelf."""
        self._ask("put_codes", requests.PutCodes(freeze_digest, thaw_digests), session)

    def states(self, session: bytes, codes: list[bytes]) -> States:
        """See protocol.Shelf."""
        states: States = self._ask("states", requests.AskStates(codes), session)
        return states

    def set_idle_days(self, session: bytes, sponsor: bytes, write: bytes, days: int) -> None:
        """See protocol.Shelf."""
        self._ask("set_idle_days", requests.SetIdleDays(sponsor, write, days), session)

    def found(self, lockers: list[NewLocker], journals: list[NewJournal]) -> None:
        """See protocol.Shelf."""
        self._ask("found", requests.Found(lockers, journals))

    def open_session(self, locker: bytes, ticket: bytes, day: int) -> bytes:
        """See protocol.Shelf."""
        token: bytes = self._ask("open_session", requests.OpenSession(locker, ticket, day))
        return token

    def close_session(self, session: bytes) -> None:
        """See protocol.Shelf."""
        self._ask("close_session", requests.SessionOnly(), session)

    def read_locker(self, session: bytes) -> Locker:
        """See protocol.Shelf."""
        locker: Locker = self._ask("read_locker", requests.SessionOnly(), session)
        return locker

    def write_locker(self, session: bytes, replaces: int, sealed: bytes) -> Locker:
        """See protocol.Shelf."""
        locker: Locker = self._ask("write_locker", requests.WriteLocker(replaces, sealed), session)
        return locker

    def put_unlock_rows(self, session: bytes, add: list[UnlockRow], drop: list[bytes] | None) -> None:
        """See protocol.Shelf."""
        self._ask("put_unlock_rows", requests.PutUnlockRows(add, drop), session)

    def renew_account(
        self, session: bytes, replaces: int, renewal: Renewal, journal: NewJournal, before: GivenUp
    ) -> Locker:
        """See protocol.Shelf."""
        asked = requests.RenewAccount(replaces, renewal, journal, before)
        locker: Locker = self._ask("renew_account", asked, session)
        return locker

    def invite(self, session: bytes, sponsor: bytes, write: bytes, invitation: NewInvitation) -> int:
        """See protocol.Shelf."""
        last_day: int = self._ask("invite", requests.Invite(sponsor, write, invitation), session)
        return last_day

    def withdraw(self, session: bytes, sponsor: bytes, write: bytes, invitation: bytes) -> None:
        """See protocol.Shelf."""
        self._ask("withdraw", requests.Withdraw(sponsor, write, invitation), session)

    def accept(self, ticket: bytes, locker: NewLocker, journal: NewJournal) -> None:
        """See protocol.Shelf."""
        self._ask("accept", requests.Accept(ticket, locker, journal))

    def fetch(self, session: bytes, wants: list[Want]) -> Fetched:
        """See protocol.Shelf."""
        fetched: Fetched = self._ask("fetch", requests.Fetch(wants), session)
        return fetched

    def history(self, session: bytes, journal: bytes, read: bytes, below: int) -> list[Commit]:
        """See protocol.Shelf."""
        commits: list[Commit] = self._ask("history", requests.History(journal, read, below), session)
        return commits

    def ancestry(self, session: bytes, journal: bytes, read: bytes, after: int, below: int) -> list[Commit]:
        """See protocol.Shelf."""
        commits: list[Commit] = self._ask("ancestry", requests.Ancestry(journal, read, after, below), session)
        return commits

    def append(self, session: bytes, journal: bytes, write: bytes, commit: Commit, stage: Staged | None = None) -> Head:
        """See protocol.Shelf."""
        stored: Head = self._ask("append", requests.Append(journal, write, commit, stage), session)
        return stored

    def stage(self, session: bytes, journal: bytes, write: bytes, stage: bytes, blocks: list[bytes]) -> int:
        """See protocol.Shelf; many blocks travel in several requests."""
        held = 0
        for batch in _batches(blocks, [len(block) for block in blocks]):
            held = self._ask("stage", requests.Stage(journal, write, stage, batch), session)
        return held

    def drop_stage(self, session: bytes, journal: bytes, write: bytes, stage: bytes) -> None:
        """See protocol.Shelf."""
        self._ask("drop_stage", requests.DropStage(journal, write, stage), session)

    def switch(
        self, session: bytes, journal: bytes, write: bytes, commit: Commit, stage: Staged, digests: Tickets
    ) -> Head:
        """See protocol.Shelf."""
        stored: Head = self._ask("switch", requests.Switch(journal, write, commit, stage, digests), session)
        return stored

    def reseal(self, session: bytes, journal: bytes, write: bytes, bodies: list[Resealed]) -> None:
        """See protocol.Shelf; many bodies travel in several requests, each of which is done or not as a whole."""
        for batch in _batches(bodies, [len(one.body) for one in bodies]):
            self._ask("reseal", requests.Reseal(journal, write, batch), session)

    def let_go(self, session: bytes, journal: bytes, write: bytes, adopted: bytes) -> None:
        """See protocol.Shelf."""
        self._ask("let_go", requests.LetGo(journal, write, adopted), session)

    def deposit(self, session: bytes, journal: bytes, deposit: bytes, envelope: Envelope) -> None:
        """See protocol.Shelf."""
        self._ask("deposit", requests.Deposit(journal, deposit, envelope), session)

    def waiting(self, session: bytes, wants: list[Want]) -> list[int]:
        """See protocol.Shelf."""
        counts: list[int] = self._ask("waiting", requests.Waiting(wants), session)
        return counts

    def list_inbox(self, session: bytes, journal: bytes, read: bytes, after: bytes = b"") -> list[Envelope]:
        """See protocol.Shelf."""
        envelopes: list[Envelope] = self._ask("list_inbox", requests.ListInbox(journal, read, after), session)
        return envelopes

    def inbox_ids(self, session: bytes, journal: bytes, read: bytes) -> list[bytes]:
        """See protocol.Shelf."""
        ids: list[bytes] = self._ask("inbox_ids", requests.InboxIds(journal, read), session)
        return ids

    def read_inbox(self, session: bytes, journal: bytes, read: bytes, envelopes: list[bytes]) -> list[Envelope]:
        """See protocol.Shelf."""
        found: list[Envelope] = self._ask("read_inbox", requests.ReadInbox(journal, read, envelopes), session)
        return found

    def take(self, session: bytes, journal: bytes, write: bytes, envelopes: list[bytes]) -> None:
        """See protocol.Shelf."""
        for batch in _batches(envelopes, [len(envelope) for envelope in envelopes]):
            self._ask("take", requests.Take(journal, write, batch), session)

    def log(
        self,
        session: bytes,
        entries: list[NewLogEntry],
        weight: int,
        most: tuple[int, int],
        drawn: Sequence[Drawn] = (),
    ) -> LogStanding:
        """See protocol.Shelf."""
        standing: LogStanding = self._ask("log", log_requests.Log(entries, weight, most, list(drawn)), session)
        return standing

    def read_log(self, session: bytes, journal: bytes, ticket: bytes, after: int, below: int = LAST_PLACE) -> LogPart:
        """See protocol.Shelf."""
        part: LogPart = self._ask("read_log", log_requests.ReadLog(journal, ticket, after, below), session)
        return part

    def read_logs(self, session: bytes, wants: list[LogWant]) -> list[LogPart]:
        """See protocol.Shelf."""
        parts: list[LogPart] = self._ask("read_logs", log_requests.ReadLogs(wants), session)
        return parts

    def let_log_go(
        self, session: bytes, journal: bytes, audit: bytes, below: int, kept: list[bytes], told: list[NewLogEntry]
    ) -> list[int]:
        """See protocol.Shelf."""
        asked = log_requests.LetLogGo(journal, audit, below, kept, told)
        places: list[int] = self._ask("let_log_go", asked, session)
        return places

    def close(self) -> None:
        """Close this thread's connection; the next call opens another."""
        kept: connection.Kept | None = getattr(self._local, "kept", None)
        if kept is not None:
            kept.http.close()

    def _ask(self, name: str, request: requests.Request, session: bytes = b"") -> Any:
        call = wire.CALLS[name]
        body = msgspec.msgpack.encode(request)
        if len(body) > wire.MAX_REQUEST_BYTES:
            raise TooLargeError
        status, answer = self._exchange(call, body, session)
        try:
            if status == http.client.OK:
                return call.answer.decode(answer)
            code = msgspec.msgpack.decode(answer, type=wire.Refusal).code
        except msgspec.MsgspecError as error:
            raise UnreachableError from error
        raise wire.ERRORS.get(code, ShelfError)

    def _exchange(self, call: wire.Call, body: bytes, session: bytes) -> tuple[int, bytes]:
        kept = self._connection()
        was_open = kept.sock is not None
        try:
            return connection.ask(kept, call.name, body, session)
        except (OSError, http.client.HTTPException) as error:
            kept.close()
            # Only a kept connection may have ended between two calls; a fresh one that breaks tells of the shelf.
            if not (was_open and call.idempotent) or isinstance(error, TimeoutError):
                raise UnreachableError from error
        except UnreachableError:
            kept.close()
            raise
        try:
            return connection.ask(kept, call.name, body, session)
        except (OSError, http.client.HTTPException) as error:
            kept.close()
            raise UnreachableError from error

    def _connection(self) -> http.client.HTTPConnection:
        kept: connection.Kept | None = getattr(self._local, "kept", None)
        if kept is None:
            kept = self._local.kept = connection.Kept(connection.connection_to(self._address, self._timeout))
        elif connection.is_stale(kept.http):
            kept.http.close()
        return kept.http


def _batches(items: Sequence[T], sizes: Sequence[int]) -> Iterator[list[T]]:
    """Cut a list into runs of about BATCH_BYTES and at most MAX_ITEMS; an empty list is one empty run."""
    batch: list[T] = []
    held = 0
    for item, size in zip(items, sizes, strict=True):
        if batch and (held + size > BATCH_BYTES or len(batch) == requests.MAX_ITEMS):
            yield batch
            batch, held = [], 0
        batch.append(item)
        held += size
    if batch or not items:
        yield batch
