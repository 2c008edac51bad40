"""Lockers of the memory twin: unlock rows, invitations, sessions; and the tickets that every call shows."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, TypeVar

from msgspec.structs import replace

from busel.shelf import rules
from busel.shelf.memory_journal import MemoryJournal
from busel.shelf.protocol import (
    IDLE_DAYS,
    TICKET_BYTES,
    BadTicketError,
    ExistsError,
    FrozenError,
    Locker,
    NewInvitation,
    NewJournal,
    NewLocker,
    SessionEndedError,
    UnlockRow,
    VersionMovedError,
)
from busel.shelf.stage_rules import Laid
from busel.vault.entropy import random_bytes

SECONDS_A_DAY = 86_400

P = ParamSpec("P")
R = TypeVar("R")
L = TypeVar("L", bound="MemoryLockers")


def _clock_day() -> int:
    return int(time.time() // SECONDS_A_DAY)


def alone(method: Callable[Concatenate[L, P], R]) -> Callable[Concatenate[L, P], R]:
    """Run one call at a time, as the real shelf's transactions do."""

    @wraps(method)
    def locked(self: L, /, *args: P.args, **kwargs: P.kwargs) -> R:
        with self.one_at_a_time:
            return method(self, *args, **kwargs)

    return locked


class LockerRow:
    """One account's locker."""

    def __init__(self, new: NewLocker, day: int) -> None:
        self.new = new
        self.keyring = Locker(rules.FIRST_VERSION, new.sealed)
        self.is_frozen = False
        self.is_renewable = False
        self.last_day = day
        self.shown_half = self.shown_until = 0

    def is_shut(self, today: int, idle_days: int) -> bool:
        """Does it open no session, frozen or idle?"""
        return self.is_frozen or rules.is_idle(self.last_day, today, idle_days=idle_days)


class MemoryLockers:
    """What the twin holds, and the calls about lockers."""

    def __init__(self, organisation: bytes, *, today: Callable[[], int] = _clock_day) -> None:
        self.organisation = organisation
        self.one_at_a_time = threading.RLock()
        self._today = today
        self._idle_days = IDLE_DAYS
        self._lockers: dict[bytes, LockerRow] = {}
        self._rows: dict[bytes, tuple[bytes, UnlockRow]] = {}
        self._invitations: dict[bytes, NewInvitation] = {}
        self._last_days: dict[bytes, int] = {}
        """Invitation -> until when it opens; kept when it is gone."""
        self._journals: dict[bytes, MemoryJournal] = {}
        self._sessions: dict[bytes, bytes] = {}
        self.laid = Laid(today)

    # Lockers

    @alone
    def unlock(self, tag: bytes) -> UnlockRow | None:
        """See protocol.Shelf."""
        owner, row = self._rows.get(tag, (b"", None))
        return None if self._last_days.get(owner, self._today()) < self._today() else row

    @alone
    def found(self, lockers: list[NewLocker], journals: list[NewJournal]) -> None:
        """See protocol.Shelf."""
        if self._lockers or self._journals:
            raise ExistsError
        self._lay(lockers, journals)

    @alone
    def invite(self, session: bytes, sponsor: bytes, write: bytes, invitation: NewInvitation) -> int:
        """See protocol.Shelf."""
        self._check_sponsor(session, sponsor, write)
        rules.check_invitation(invitation)
        rules.check_new_ids([invitation.id], {**self._invitations, **self._lockers})
        rules.check_new_ids([invitation.ticket_digest], {one.ticket_digest: one for one in self._invitations.values()})
        rules.check_new_ids([invitation.row.tag], self._rows)
        self._invitations[invitation.id] = invitation
        self._last_days[invitation.id] = self._today() + invitation.days
        self._rows[invitation.row.tag] = invitation.id, invitation.row
        return self._last_days[invitation.id]

    @alone
    def withdraw(self, session: bytes, sponsor: bytes, write: bytes, invitation: bytes) -> None:
        """See protocol.Shelf."""
        self._check_sponsor(session, sponsor, write)
        self._forget(invitation)

    @alone
    def accept(self, ticket: bytes, locker: NewLocker, journal: NewJournal) -> None:
        """See protocol.Shelf."""
        rules.check_accepted(locker, journal)
        today = self._today()
        open_ones = [one for one in self._invitations.values() if self._last_days[one.id] >= today]
        used = [one.id for one in open_ones if rules.opens(ticket, one.ticket_digest)]
        if not used:
            raise BadTicketError
        before = dict(self._invitations), self._rows
        self._forget(used[0])
        try:
            self._lay([locker], [journal])
        except ExistsError:
            self._invitations, self._rows = before
            raise

    def _forget(self, invitation: bytes) -> None:
        if self._invitations.pop(invitation, None):
            self._rows = {tag: row for tag, row in self._rows.items() if row[0] != invitation}

    def _check_sponsor(self, session: bytes, sponsor: bytes, write: bytes) -> None:
        if not self._writable(session, sponsor, write).is_sponsor:
            raise BadTicketError

    def _lay(self, lockers: list[NewLocker], journals: list[NewJournal]) -> None:
        for locker in lockers:
            rules.check_new_locker(locker)
        for journal in journals:
            rules.check_new_journal(journal)
        rules.check_new_ids([locker.id for locker in lockers], {**self._lockers, **self._invitations})
        for locker in lockers:
            self.refuse_others_halves(locker.id, locker.thaw_digests)
        rules.check_new_ids([journal.id for journal in journals], self._journals)
        rules.check_new_ids([row.tag for locker in lockers for row in locker.unlock_rows], self._rows)
        self._rows |= {row.tag: (locker.id, row) for locker in lockers for row in locker.unlock_rows}
        self._lockers |= {locker.id: LockerRow(locker, self._today()) for locker in lockers}
        self._journals |= {journal.id: MemoryJournal(journal, self.organisation, self._today) for journal in journals}

    def refuse_others_halves(self, locker: bytes, thaw_digests: tuple[bytes, bytes]) -> None:
        """Raise ExistsError where a half is another locker's too."""
        others = (row.new.thaw_digests for id_, row in self._lockers.items() if id_ != locker)
        if any(set(held) & set(thaw_digests) for held in others):
            raise ExistsError

    @alone
    def open_session(self, locker: bytes, ticket: bytes, day: int) -> bytes:
        """See protocol.Shelf."""
        row = self._lockers.get(locker)
        if row is None:
            raise BadTicketError
        rules.check_ticket(ticket, row.new.session_digest)
        today = self._today()
        if row.is_shut(today, self._idle_days):
            raise FrozenError
        row.last_day = max(row.last_day, min(day, today))
        token = random_bytes(TICKET_BYTES)
        self._sessions[token] = locker
        return token

    @alone
    def close_session(self, session: bytes) -> None:
        """See protocol.Shelf."""
        self._sessions.pop(session, None)

    @alone
    def read_locker(self, session: bytes) -> Locker:
        """See protocol.Shelf."""
        row = self._own(session)
        return replace(row.keyring, is_renewable=row.is_renewable)

    @alone
    def write_locker(self, session: bytes, replaces: int, sealed: bytes) -> Locker:
        """See protocol.Shelf."""
        rules.check_bodies([sealed])
        row = self._own(session)
        if row.keyring.version != replaces:
            raise VersionMovedError
        row.keyring = Locker(replaces + 1, sealed)
        return row.keyring

    @alone
    def put_unlock_rows(self, session: bytes, add: list[UnlockRow], drop: list[bytes] | None) -> None:
        """See protocol.Shelf."""
        rules.check_unlock_rows(add)
        owner = self._own(session).new.id
        kept = {tag: row for tag, row in self._rows.items() if not (row[0] == owner and (drop is None or tag in drop))}
        rules.check_new_ids([row.tag for row in add], kept)
        self._rows = kept | {row.tag: (owner, row) for row in add}

    def _own(self, session: bytes) -> LockerRow:
        locker = self._sessions.get(session)
        if locker is None:
            raise SessionEndedError
        return self._lockers[locker]

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
