"""The access log of the memory twin."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from functools import partial

from busel.shelf import log_rules, portions, rules
from busel.shelf.brakes import Brakes
from busel.shelf.log_calls import (
    LAST_PLACE,
    LOG_MONTHS,
    STALE,
    Drawn,
    LogEntry,
    LogPart,
    LogStanding,
    LogWant,
    NewLogEntry,
)
from busel.shelf.memory_journal import MemoryJournal
from busel.shelf.memory_lockers import MemoryLockers, _clock_day
from busel.shelf.protocol import BadTicketError, ShelfError

SECONDS_AN_HOUR = 3600


def _clock_hour() -> int:
    return int(time.time() // SECONDS_AN_HOUR)


class MemoryLogCalls(MemoryLockers):
    """See protocol.Shelf for each call."""

    def __init__(self, organisation: bytes, *, today: Callable[[], int] = _clock_day) -> None:
        super().__init__(organisation, today=today)
        self.brakes = Brakes(_clock_hour)
        self._begun: dict[bytes, set[tuple[bytes, bytes]]] = {}

    def log(
        self,
        session: bytes,
        entries: list[NewLogEntry],
        weight: int,
        most: tuple[int, int],
        drawn: Sequence[Drawn] = (),
    ) -> LogStanding:
        """See protocol.Shelf."""
        log_rules.check_log(entries, weight, most)
        with self.one_at_a_time:
            locker = self._own(session).new.id
            for journal, read in [(one.journal, one.read) for one in entries] + [
                (one.journal, one.read) for one in drawn
            ]:
                self._logged(journal, read)
            if any(self._journals[one.journal].head.digest != one.digest for one in drawn):
                return STALE
            begun = self._begun.setdefault(session, set())
            log_rules.check_own_chains(entries, begun)
            standing = self.brakes.weigh(locker, weight, most, lay=partial(self._lay_log, entries))
            begun.update((entry.journal, entry.chain) for entry in entries if not (entry.number or standing.stopped))
            return standing

    def _lay_log(self, entries: list[NewLogEntry]) -> list[int]:
        logs = {entry.journal: list(self._journals[entry.journal].log) for entry in entries}
        places = []
        for entry in entries:
            log = logs[entry.journal]
            log_rules.check_log_number(
                entry.number, max((e.number + 1 for e in log if e.chain == entry.chain), default=0)
            )
            places.append(log[-1].place + 1 if log else 0)
            log.append(LogEntry(places[-1], entry.chain, entry.number, entry.body))
        for journal, log in logs.items():
            held = self._journals[journal]
            held.log_months.setdefault(self._month(), held.log[-1].place + 1 if held.log else 0)
            held.log = log
        return places

    def _month(self) -> int:
        return log_rules.month_of_day(self._today())

    def _old(self, held: MemoryJournal) -> int:
        newest = held.log[-1].place if held.log else 0
        young = self._month() - LOG_MONTHS
        return min((place for month, place in held.log_months.items() if month >= young), default=newest)

    def read_log(self, session: bytes, journal: bytes, ticket: bytes, after: int, below: int = LAST_PLACE) -> LogPart:
        """See protocol.Shelf."""
        return self._tell(session, [LogWant(journal, ticket, after, below)])[0]

    def read_logs(self, session: bytes, wants: list[LogWant]) -> list[LogPart]:
        """See protocol.Shelf."""
        return self._tell(session, wants)

    def _tell(self, session: bytes, wants: list[LogWant]) -> list[LogPart]:
        log_rules.check_wants(wants)
        with self.one_at_a_time:
            self._own(session)
            asked = [(want, self._log_of(want)) for want in wants]
            budget, parts = portions.Budget(), list[LogPart]()
            for want, held in asked:
                newer = [entry for entry in held.log if want.after < entry.place < want.below]
                told = [entry for entry in newer if budget.takes(len(entry.body))]
                last, more = held.log[-1].place if held.log else -1, len(told) < len(newer)
                parts.append(LogPart(last, told, self._old(held), held.log_told, more))
                if more:
                    break
            return parts

    def _log_of(self, want: LogWant) -> MemoryJournal:
        held = self._journals.get(want.journal)
        if held is None or not self._audits(want.ticket):
            return self._logged(want.journal, want.ticket)
        return held

    def let_log_go(
        self, session: bytes, journal: bytes, audit: bytes, below: int, kept: list[bytes], told: list[NewLogEntry]
    ) -> list[int]:
        """See protocol.Shelf."""
        log_rules.check_letting_go(journal, below, kept, told)
        with self.one_at_a_time:
            self._own(session)
            held = self._journals.get(journal)
            if held is None or not self._audits(audit):
                raise BadTicketError
            log_rules.check_old(below, self._old(held))
            going = {entry.chain for entry in held.log if entry.place < below} - set(kept)
            if going & {entry.chain for entry in held.log if entry.place >= below}:
                raise ShelfError
            places = self._lay_log(told)
            held.log_told = places[0]
            held.log = [entry for entry in held.log if entry.chain not in going]
            return places

    def _audits(self, ticket: bytes) -> bool:
        return any(one.audit_digest and rules.opens(ticket, one.audit_digest) for one in self._journals.values())

    def _logged(self, journal: bytes, read: bytes) -> MemoryJournal:
        held = self._journals.get(journal)
        if held is None:
            raise BadTicketError
        rules.check_ticket(read, held.digests.read)
        return held
