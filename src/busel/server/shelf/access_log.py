"""Calls about the access log: entries in one step for a page, read by who reads the journal and by auditors.

Each page of every desk comes through `log`, so it asks the database as seldom as can be, and in its own words.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from functools import partial
from itertools import count
from typing import NamedTuple

from django.db import connection

from busel.server.shelf import letting_go, log_reading
from busel.server.shelf.calendar import this_month
from busel.server.shelf.database import writing
from busel.server.shelf.heads import standings
from busel.server.shelf.laying import taken_ids_refused
from busel.server.shelf.models import Journal
from busel.server.shelf.sessions import SessionCalls, Sessions
from busel.shelf import log_rules
from busel.shelf.brakes import Brakes
from busel.shelf.log_calls import LAST_PLACE, STALE, Drawn, LogPart, LogStanding, LogWant, NewLogEntry
from busel.shelf.protocol import BadTicketError, Want

SECONDS_AN_HOUR = 3600
CHAINS_IN_A_QUERY = 500
# Each in one search by key: where the log ends, and how far the chain is.
_ENDS = """
WITH asked(journal, chain) AS (VALUES {values})
SELECT asked.journal, asked.chain,
 (SELECT MAX(place) FROM shelf_logentry AS held WHERE held.journal = asked.journal),
 (SELECT MAX(number) FROM shelf_logentry AS held WHERE held.journal = asked.journal AND held.chain = asked.chain),
 (SELECT MAX(month) FROM shelf_logmonth AS held WHERE held.journal = asked.journal)
FROM asked"""
_BEGIN_MONTH = "INSERT INTO shelf_logmonth (journal, month, place) VALUES (%s, %s, %s)"
_INSERT = "INSERT INTO shelf_logentry (journal, place, chain, number, body) VALUES (%s, %s, %s, %s, %s)"
_HOLD = "SELECT id FROM shelf_journal WHERE id = ANY(%s) ORDER BY id FOR UPDATE"


def this_hour() -> int:
    """Return the shelf's own hour: hours since 1970 in UTC. It is counted in and never stored."""
    return int(time.time() // SECONDS_AN_HOUR)


class LogCalls(SessionCalls):
    """See protocol.Shelf for each call."""

    def __init__(self, sessions: Sessions) -> None:
        super().__init__(sessions)
        self._brakes = Brakes(this_hour)

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
        locker = self._own(session)
        now = standings(
            [Want(one.journal, one.read) for one in drawn] + [Want(one.journal, one.read) for one in entries]
        )
        if any(one.digest != standing.head.digest for one, standing in zip(drawn, now, strict=False)):
            return STALE
        begun = self._sessions.chains(session)
        log_rules.check_own_chains(entries, begun)
        standing = self._brakes.weigh(locker, weight, most, lay=partial(_lay, entries))
        begun.update((entry.journal, entry.chain) for entry in entries if not (entry.number or standing.stopped))
        return standing

    def read_log(self, session: bytes, journal: bytes, ticket: bytes, after: int, below: int = LAST_PLACE) -> LogPart:
        """See protocol.Shelf."""
        return self.read_logs(session, [LogWant(journal, ticket, after, below)])[0]

    def read_logs(self, session: bytes, wants: list[LogWant]) -> list[LogPart]:
        """See protocol.Shelf."""
        log_rules.check_wants(wants)
        self._own(session)
        return log_reading.tell(wants)

    def let_log_go(
        self, session: bytes, journal: bytes, audit: bytes, below: int, kept: list[bytes], told: list[NewLogEntry]
    ) -> list[int]:
        """See protocol.Shelf."""
        log_rules.check_letting_go(journal, below, kept, told)
        self._own(session)
        if not log_reading.audits(audit) or not Journal.objects.filter(id=journal).exists():
            raise BadTicketError
        with taken_ids_refused(), writing():
            _hold([journal])
            letting_go.check(journal, below, kept)
            places = _put(told)
            Journal.objects.filter(id=journal).update(log_told=places[0])
        letting_go.let_go(journal, below, kept)
        return places


def _lay(entries: list[NewLogEntry]) -> list[int]:
    """Lay all, or none; return their places. Who lays into the same journals waits until it is done."""
    if not entries:
        return []
    with taken_ids_refused(), writing():
        _hold(sorted({entry.journal for entry in entries}))
        return _put(entries)


def _hold(journals: list[bytes]) -> None:
    """Let nobody else lay into these until the transaction ends; on SQLite it is so anyhow."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(_HOLD, [journals])


def _put(entries: list[NewLogEntry]) -> list[int]:
    month, rows, begun = this_month(), [], []
    ends = _ends(list(dict.fromkeys((entry.journal, entry.chain) for entry in entries)))
    places = {end.journal: count(end.next_place) for end in ends}
    numbers = {(end.journal, end.chain): count(end.next_number) for end in ends}
    for entry in entries:
        log_rules.check_log_number(entry.number, next(numbers[entry.journal, entry.chain]))
        rows.append((entry.journal, next(places[entry.journal]), entry.chain, entry.number, entry.body))
    begun = sorted({(end.journal, month, end.next_place) for end in ends if end.month < month})
    with connection.cursor() as cursor:
        if begun:
            cursor.executemany(_BEGIN_MONTH, begun)
        cursor.executemany(_INSERT, rows)
    return [place for _journal, place, *_rest in rows]


class _End(NamedTuple):
    """Where a journal's log and one chain in it go on, and the newest month that began there."""

    journal: bytes
    chain: bytes
    next_place: int
    next_number: int
    month: int


def _ends(chains: Sequence[tuple[bytes, bytes]]) -> list[_End]:
    found = []
    for start in range(0, len(chains), CHAINS_IN_A_QUERY):
        some = chains[start : start + CHAINS_IN_A_QUERY]
        query = _ENDS.format(values=",".join(["(%s, %s)"] * len(some)))
        with connection.cursor() as cursor:
            cursor.execute(query, [part for chain in some for part in chain])
            found += [
                _End(bytes(journal), bytes(chain), 1 + _or(place, -1), 1 + _or(number, -1), _or(month, -1))
                for journal, chain, place, number, month in cursor.fetchall()
            ]
    return found


def _or(found: int | None, nothing: int) -> int:
    return nothing if found is None else found
