"""Freezing and thawing on the memory twin."""

from __future__ import annotations

from msgspec.structs import replace

from busel.shelf import rules
from busel.shelf.memory_lockers import LockerRow, MemoryLockers, alone
from busel.shelf.protocol import (
    HALF_AWAITED,
    NO_HALF_NEEDED,
    THAW_DAYS,
    THAWED,
    AccountState,
    BadTicketError,
    States,
)


class MemoryFreezingCalls(MemoryLockers):
    """See protocol.Shelf for each call."""

    @alone
    def freeze(self, code: bytes) -> bytes | None:
        """See protocol.Shelf."""
        row = self._with_code(code)
        if row is None:
            return None
        row.is_frozen = True
        row.shown_half = row.shown_until = 0
        self._sessions = {token: one for token, one in self._sessions.items() if one != row.new.id}
        return row.new.id

    @alone
    def thaw(self, half: bytes) -> int:
        """See protocol.Shelf."""
        today = self._today()
        for row in self._lockers.values():
            first, second = (rules.opens(half, stored) for stored in row.new.thaw_digests)
            if first or second:
                is_shut = row.is_shut(today, self._idle_days)
                return _show(row, 1 if first else 2, today) if is_shut else NO_HALF_NEEDED
        raise BadTicketError

    @alone
    def put_codes(self, session: bytes, freeze_digest: bytes, thaw_digests: tuple[bytes, bytes]) -> None:
        """See protocol.Shelf."""
        rules.check_codes(freeze_digest, thaw_digests)
        row = self._own(session)
        if not row.is_renewable or freeze_digest != row.new.freeze_digest:
            raise BadTicketError
        self.refuse_others_halves(row.new.id, thaw_digests)
        row.new = replace(row.new, thaw_digests=thaw_digests)
        row.is_renewable = False

    @alone
    def states(self, session: bytes, codes: list[bytes]) -> States:
        """See protocol.Shelf."""
        rules.check_states(codes)
        self._own(session)
        today = self._today()
        rows = [self._with_code(code) for code in codes]
        return States(self._idle_days, today, [_state(row, today) if row else None for row in rows])

    @alone
    def set_idle_days(self, session: bytes, sponsor: bytes, write: bytes, days: int) -> None:
        """See protocol.Shelf."""
        rules.check_idle_days(days)
        self._check_sponsor(session, sponsor, write)
        self._idle_days = days

    def _with_code(self, code: bytes) -> LockerRow | None:
        return next((row for row in self._lockers.values() if rules.opens(code, row.new.freeze_digest)), None)


def _show(row: LockerRow, number: int, today: int) -> int:
    """Take a half of a locker that is shut."""
    if row.shown_half != 3 - number or not rules.half_is_awaited(row.shown_until, today):
        row.shown_half, row.shown_until = number, today + THAW_DAYS
        return HALF_AWAITED
    row.is_frozen, row.is_renewable = False, True
    row.last_day = max(row.last_day, today)
    row.shown_half = row.shown_until = 0
    return THAWED


def _state(row: LockerRow, today: int) -> AccountState:
    if rules.half_is_awaited(row.shown_until, today):
        return AccountState(row.is_frozen, row.last_day, row.shown_half, row.shown_until)
    return AccountState(row.is_frozen, row.last_day)
