"""The memory twin of the shelf: the same calls, the same checks, the same errors, nothing at rest."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, TypeVar

from busel.shelf import portions, rules
from busel.shelf.memory_journal import MemoryJournal
from busel.shelf.protocol import (
    ID_BYTES,
    TICKET_BYTES,
    BadTicketError,
    Commit,
    Envelope,
    ExistsError,
    Fetched,
    FrozenError,
    Head,
    Locker,
    NewJournal,
    NewLocker,
    Resealed,
    SessionEndedError,
    Staged,
    Tickets,
    UnlockRow,
    VersionMovedError,
    Want,
)
from busel.vault.entropy import random_bytes

IDLE_DAYS = 10
SECONDS_A_DAY = 86_400

P = ParamSpec("P")
R = TypeVar("R")


def _clock_day() -> int:
    return int(time.time() // SECONDS_A_DAY)


def _alone(method: Callable[Concatenate[MemoryShelf, P], R]) -> Callable[Concatenate[MemoryShelf, P], R]:
    """Run one call at a time, as the real shelf's transactions do."""

    @wraps(method)
    def locked(self: MemoryShelf, /, *args: P.args, **kwargs: P.kwargs) -> R:
        with self.one_at_a_time:
            return method(self, *args, **kwargs)

    return locked


class _LockerRow:
    def __init__(self, new: NewLocker, day: int) -> None:
        self.new = new
        self.keyring = Locker(rules.FIRST_VERSION, new.sealed)
        self.is_frozen = False
        self.last_day = day


class MemoryShelf:
    """Implements `protocol.Shelf` in RAM. `today` gives the shelf's own day (days since 1970)."""

    def __init__(self, organisation: bytes, *, today: Callable[[], int] = _clock_day) -> None:
        self.organisation = organisation
        self.one_at_a_time = threading.RLock()
        self._today = today
        self._lockers: dict[bytes, _LockerRow] = {}
        self._rows: dict[bytes, tuple[bytes, UnlockRow]] = {}
        self._journals: dict[bytes, MemoryJournal] = {}
        self._sessions: dict[bytes, bytes] = {}

    # Lockers

    @_alone
    def unlock(self, tag: bytes) -> UnlockRow | None:
        """See protocol.Shelf."""
        return self._rows.get(tag, (b"", None))[1]

    @_alone
    def freeze(self, code: bytes) -> bytes | None:
        """See protocol.Shelf."""
        for id_, locker in self._lockers.items():
            if rules.opens(code, locker.new.freeze_digest):
                locker.is_frozen = True
                self._sessions = {token: one for token, one in self._sessions.items() if one != id_}
                return id_
        return None

    @_alone
    def thaw(self, halves: tuple[bytes, bytes]) -> None:
        """See protocol.Shelf."""
        thawed = [row for row in self._lockers.values() if rules.are_halves(halves, row.new.thaw_digests)]
        for row in thawed:
            row.is_frozen = False
            row.last_day = max(row.last_day, self._today())
        if not thawed:
            raise BadTicketError

    @_alone
    def found(self, lockers: list[NewLocker], journals: list[NewJournal]) -> None:
        """See protocol.Shelf."""
        if self._lockers or self._journals:
            raise ExistsError
        self._lay(lockers, journals)

    @_alone
    def enrol(
        self, session: bytes, sponsor: bytes, write: bytes, lockers: list[NewLocker], journals: list[NewJournal]
    ) -> None:
        """See protocol.Shelf."""
        if not self._writable(session, sponsor, write).is_sponsor:
            raise BadTicketError
        rules.check_enrolled(lockers, journals)
        self._lay(lockers, journals)

    def _lay(self, lockers: list[NewLocker], journals: list[NewJournal]) -> None:
        for locker in lockers:
            rules.check_new_locker(locker)
        for journal in journals:
            rules.check_new_journal(journal)
        rules.check_new_ids([locker.id for locker in lockers], self._lockers)
        rules.check_new_ids([journal.id for journal in journals], self._journals)
        rules.check_new_ids([row.tag for locker in lockers for row in locker.unlock_rows], self._rows)
        self._rows |= {row.tag: (locker.id, row) for locker in lockers for row in locker.unlock_rows}
        self._lockers |= {locker.id: _LockerRow(locker, self._today()) for locker in lockers}
        self._journals |= {journal.id: MemoryJournal(journal, self.organisation) for journal in journals}

    @_alone
    def open_session(self, locker: bytes, ticket: bytes, day: int) -> bytes:
        """See protocol.Shelf."""
        row = self._lockers.get(locker)
        if row is None:
            raise BadTicketError
        rules.check_ticket(ticket, row.new.session_digest)
        today = self._today()
        if row.is_frozen or row.last_day < today - IDLE_DAYS:
            raise FrozenError
        row.last_day = max(row.last_day, min(day, today))
        token = random_bytes(TICKET_BYTES)
        self._sessions[token] = locker
        return token

    @_alone
    def close_session(self, session: bytes) -> None:
        """See protocol.Shelf."""
        self._sessions.pop(session, None)

    @_alone
    def read_locker(self, session: bytes) -> Locker:
        """See protocol.Shelf."""
        return self._own(session).keyring

    @_alone
    def write_locker(self, session: bytes, replaces: int, sealed: bytes) -> Locker:
        """See protocol.Shelf."""
        rules.check_bodies([sealed])
        row = self._own(session)
        if row.keyring.version != replaces:
            raise VersionMovedError
        row.keyring = Locker(replaces + 1, sealed)
        return row.keyring

    @_alone
    def put_unlock_rows(self, session: bytes, add: list[UnlockRow], drop: list[bytes]) -> None:
        """See protocol.Shelf."""
        rules.check_unlock_rows(add)
        owner = self._own(session).new.id
        kept = {tag: row for tag, row in self._rows.items() if not (row[0] == owner and tag in drop)}
        rules.check_new_ids([row.tag for row in add], kept)
        self._rows = kept | {row.tag: (owner, row) for row in add}

    def _own(self, session: bytes) -> _LockerRow:
        locker = self._sessions.get(session)
        if locker is None:
            raise SessionEndedError
        return self._lockers[locker]

    # Journals

    @_alone
    def fetch(self, session: bytes, wants: list[Want]) -> Fetched:
        """See protocol.Shelf."""
        for want in wants:
            rules.check_want(want)
        self._own(session)
        journals = [self._opened(want.journal, "read", want.read) for want in wants]
        budget = portions.Budget()
        told = [journal.part(want, budget) for journal, want in zip(journals, wants, strict=True)]
        return Fetched([part for part, _rest in told if part], [rest for _part, rest in told if rest])

    @_alone
    def history(self, session: bytes, journal: bytes, read: bytes, below: int) -> list[Commit]:
        """See protocol.Shelf."""
        return self._readable(session, journal, read).history(below)

    @_alone
    def ancestry(self, session: bytes, journal: bytes, read: bytes, after: int, below: int) -> list[Commit]:
        """See protocol.Shelf."""
        return self._readable(session, journal, read).ancestry(after, below)

    @_alone
    def append(self, session: bytes, journal: bytes, write: bytes, commit: Commit, stage: Staged | None = None) -> Head:
        """See protocol.Shelf."""
        return self._for_commit(session, journal, write, commit).add(commit, stage)

    @_alone
    def switch(
        self, session: bytes, journal: bytes, write: bytes, commit: Commit, stage: Staged, digests: Tickets
    ) -> Head:
        """See protocol.Shelf."""
        rules.check_tickets(digests)
        held = self._for_commit(session, journal, write, commit, ahead=1)
        return held.begin_epoch(commit, stage, digests)

    def _for_commit(
        self, session: bytes, journal: bytes, write: bytes, commit: Commit, *, ahead: int = 0
    ) -> MemoryJournal:
        rules.check_commit(commit)
        self._own(session)
        held = self._journals.get(journal)
        if held is None:
            raise BadTicketError
        rules.check_epoch(commit, held.head.epoch + ahead)
        rules.check_ticket(write, held.digests.write)
        return held

    @_alone
    def stage(self, session: bytes, journal: bytes, write: bytes, stage: bytes, blocks: list[bytes]) -> int:
        """See protocol.Shelf."""
        rules.check_lengths(ID_BYTES, stage)
        rules.check_bodies(blocks)
        return self._writable(session, journal, write).put_aside(stage, blocks)

    @_alone
    def drop_stage(self, session: bytes, journal: bytes, write: bytes, stage: bytes) -> None:
        """See protocol.Shelf."""
        self._writable(session, journal, write).drop_stage(stage)

    @_alone
    def reseal(self, session: bytes, journal: bytes, write: bytes, bodies: list[Resealed]) -> None:
        """See protocol.Shelf."""
        self._writable(session, journal, write).reseal(bodies)

    @_alone
    def let_go(self, session: bytes, journal: bytes, write: bytes, adopted: bytes) -> None:
        """See protocol.Shelf."""
        self._writable(session, journal, write).let_go(adopted)

    # Inboxes

    @_alone
    def deposit(self, session: bytes, journal: bytes, deposit: bytes, envelope: Envelope) -> None:
        """See protocol.Shelf."""
        rules.check_envelope(envelope)
        self._own(session)
        self._opened(journal, "deposit", deposit).put(envelope)

    @_alone
    def waiting(self, session: bytes, wants: list[Want]) -> list[int]:
        """See protocol.Shelf."""
        self._own(session)
        return [len(self._readable(session, want.journal, want.read).inbox) for want in wants]

    @_alone
    def list_inbox(self, session: bytes, journal: bytes, read: bytes, after: bytes = b"") -> list[Envelope]:
        """See protocol.Shelf."""
        return self._readable(session, journal, read).list_inbox(after)

    @_alone
    def take(self, session: bytes, journal: bytes, write: bytes, envelopes: list[bytes]) -> None:
        """See protocol.Shelf."""
        inbox = self._writable(session, journal, write).inbox
        for envelope in envelopes:
            inbox.pop(envelope, None)

    # Tickets

    def _readable(self, session: bytes, journal: bytes, read: bytes) -> MemoryJournal:
        self._own(session)
        return self._opened(journal, "read", read)

    def _writable(self, session: bytes, journal: bytes, write: bytes) -> MemoryJournal:
        self._own(session)
        return self._opened(journal, "write", write)

    def _opened(self, journal: bytes, kind: str, ticket: bytes) -> MemoryJournal:
        held = self._journals.get(journal)
        if held is None:
            raise BadTicketError
        rules.check_ticket(ticket, getattr(held.digests, kind))
        return held
