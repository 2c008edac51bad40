"""Calls about the access log: entries in one step for a page, read by who reads the journal and by auditors.

Each page of every desk comes through `log`, so it asks the database as seldom as can be, and in its own words.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Sequence
from functools import partial
from itertools import count

from django.db import connection

from busel.server.shelf.database import writing
from busel.server.shelf.heads import standings
from busel.server.shelf.journals import opened
from busel.server.shelf.laying import taken_ids_refused
from busel.server.shelf.models import Journal, LogEntry
from busel.server.shelf.sessions import SessionCalls, Sessions
from busel.shelf import portions, protocol, rules
from busel.shelf.brakes import Brakes
from busel.shelf.log_calls import LAST_PLACE, STALE, Drawn, LogPart, LogStanding, NewLogEntry
from busel.shelf.protocol import BadTicketError, Want

SECONDS_AN_HOUR = 3600
MOST_AT_ONCE = 32_768
"""Entries looked at for one answer."""
CHAINS_IN_A_QUERY = 500
_NEWEST = "SELECT MAX(place) FROM shelf_logentry WHERE journal = %s"
# Each in one search by key: where the log ends, and how far the chain is.
_ENDS = """
WITH asked(journal, chain) AS (VALUES {values})
SELECT asked.journal, asked.chain,
 (SELECT MAX(place) FROM shelf_logentry AS held WHERE held.journal = asked.journal),
 (SELECT MAX(number) FROM shelf_logentry AS held WHERE held.journal = asked.journal AND held.chain = asked.chain)
FROM asked"""
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
        rules.check_log(entries, weight, most)
        locker = self._own(session)
        now = standings(
            [Want(one.journal, one.read) for one in drawn] + [Want(one.journal, one.read) for one in entries]
        )
        if any(one.digest != standing.head.digest for one, standing in zip(drawn, now, strict=False)):
            return STALE
        begun = self._sessions.chains(session)
        rules.check_own_chains(entries, begun)
        standing = self._brakes.weigh(locker, weight, most, lay=partial(_lay, entries))
        begun.update((entry.journal, entry.chain) for entry in entries if not (entry.number or standing.stopped))
        return standing

    def read_log(self, session: bytes, journal: bytes, ticket: bytes, after: int, below: int = LAST_PLACE) -> LogPart:
        """See protocol.Shelf."""
        rules.check_numbers(after + 1, below)
        self._own(session)
        _check_reader(journal, ticket)
        newer = LogEntry.objects.filter(journal=journal, place__gt=after, place__lt=below).order_by("place")
        rows = newer.values_list("place", "chain", "number", "body")[:MOST_AT_ONCE]
        budget = portions.Budget()
        told: list[protocol.LogEntry] = []
        for place, chain, number, body in rows.iterator(chunk_size=1024):
            if not budget.takes(len(body)):
                break
            told.append(protocol.LogEntry(place, bytes(chain), number, bytes(body)))
        return LogPart(_newest(journal), told)


def _check_reader(journal: bytes, ticket: bytes) -> None:
    """Raise BadTicketError unless the ticket is the auditors', or the journal's read ticket."""
    audited = Journal.objects.filter(audit_digest=rules.digest(ticket)).exists()
    if not audited:
        opened(journal, "read_digest", ticket)
    elif not Journal.objects.filter(id=journal).exists():
        raise BadTicketError


def _lay(entries: list[NewLogEntry]) -> list[int]:
    """Lay all, or none; return their places. Who lays into the same journals waits until it is done."""
    if not entries:
        return []
    with taken_ids_refused(), writing(), connection.cursor() as cursor:
        journals = sorted({entry.journal for entry in entries})
        if connection.vendor == "postgresql":
            cursor.execute(_HOLD, [journals])
        places, laid = _ends(list(dict.fromkeys((entry.journal, entry.chain) for entry in entries)))
        rows = []
        for entry in entries:
            rules.check_log_number(entry.number, next(laid[entry.journal, entry.chain]))
            rows.append((entry.journal, next(places[entry.journal]), entry.chain, entry.number, entry.body))
        cursor.executemany(_INSERT, rows)
    return [place for _journal, place, *_rest in rows]


def _ends(
    chains: Sequence[tuple[bytes, bytes]],
) -> tuple[dict[bytes, count[int]], dict[tuple[bytes, bytes], count[int]]]:
    """Return what comes next: the places of each journal, the numbers of each (journal, chain)."""
    places, numbers = {}, {}
    for start in range(0, len(chains), CHAINS_IN_A_QUERY):
        for journal, chain, place, number in _asked(chains[start : start + CHAINS_IN_A_QUERY]):
            places[bytes(journal)] = count(0 if place is None else place + 1)
            numbers[bytes(journal), bytes(chain)] = count(0 if number is None else number + 1)
    return places, numbers


def _asked(chains: Sequence[tuple[bytes, bytes]]) -> Iterable[tuple[bytes, bytes, int | None, int | None]]:
    query = _ENDS.format(values=",".join(["(%s, %s)"] * len(chains)))
    with connection.cursor() as cursor:
        cursor.execute(query, [part for chain in chains for part in chain])
        rows: list[tuple[bytes, bytes, int | None, int | None]] = cursor.fetchall()
        return rows


def _newest(journal: bytes) -> int:
    with connection.cursor() as cursor:
        cursor.execute(_NEWEST, [journal])
        [place] = cursor.fetchone()
    return -1 if place is None else int(place)
