"""Calls about the access log: entries in one step for a page, read by who reads the journal and by auditors."""

from __future__ import annotations

import time
from collections import defaultdict
from functools import partial

from django.db import connection
from django.db.models import Max

from busel.server.shelf.database import writing
from busel.server.shelf.journals import opened
from busel.server.shelf.laying import taken_ids_refused
from busel.server.shelf.models import Journal, LogEntry
from busel.server.shelf.sessions import SessionCalls, Sessions
from busel.shelf import portions, protocol, rules
from busel.shelf.brakes import Brakes
from busel.shelf.log_calls import LAST_PLACE, LogPart, LogStanding, NewLogEntry
from busel.shelf.protocol import BadTicketError

SECONDS_AN_HOUR = 3600
MOST_AT_ONCE = 32_768
"""Entries looked at for one answer."""
_NEWEST = "SELECT MAX(place) FROM shelf_logentry WHERE journal = %s"


def this_hour() -> int:
    """Return the shelf's own hour: hours since 1970 in UTC. It is counted in and never stored."""
    return int(time.time() // SECONDS_AN_HOUR)


class LogCalls(SessionCalls):
    """See protocol.Shelf for each call."""

    def __init__(self, sessions: Sessions) -> None:
        super().__init__(sessions)
        self._brakes = Brakes(this_hour)

    def log(self, session: bytes, entries: list[NewLogEntry], weight: int, most: tuple[int, int]) -> LogStanding:
        """See protocol.Shelf."""
        rules.check_log(entries, weight, most)
        locker = self._own(session)
        _check_tickets(entries)
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


def _check_tickets(entries: list[NewLogEntry]) -> None:
    asked = {entry.journal for entry in entries}
    held = {
        bytes(id_): bytes(lock) for id_, lock in Journal.objects.filter(id__in=asked).values_list("id", "read_digest")
    }
    for entry in entries:
        if entry.journal not in held:
            raise BadTicketError
        rules.check_ticket(entry.read, held[entry.journal])


def _check_reader(journal: bytes, ticket: bytes) -> None:
    """Raise BadTicketError unless the ticket is the auditors', or the journal's read ticket."""
    audited = Journal.objects.filter(audit_digest=rules.digest(ticket)).exists()
    if not audited:
        opened(journal, "read_digest", ticket)
    elif not Journal.objects.filter(id=journal).exists():
        raise BadTicketError


def _lay(entries: list[NewLogEntry]) -> list[int]:
    """Lay all, or none; return their places. Who lays into the same journals waits until it is done."""
    with taken_ids_refused(), writing():
        journals = sorted({entry.journal for entry in entries})
        list(Journal.objects.select_for_update().filter(id__in=journals).order_by("id").values_list("id"))
        newest = {journal: _newest(journal) for journal in journals}
        rows, places = [], []
        laid: dict[tuple[bytes, bytes], int] = defaultdict(int)
        for entry in entries:
            key = (entry.journal, entry.chain)
            if key not in laid:
                laid[key] = _laid(entry)
            rules.check_log_number(entry.number, laid[key])
            laid[key] += 1
            newest[entry.journal] += 1
            places.append(newest[entry.journal])
            rows.append(
                LogEntry(
                    journal=entry.journal, place=places[-1], chain=entry.chain, number=entry.number, body=entry.body
                )
            )
        LogEntry.objects.bulk_create(rows)
    return places


def _laid(entry: NewLogEntry) -> int:
    """Return how many entries of a chain are there."""
    if not entry.number:  # a new chain: what is there already is refused by the database
        return 0
    found = LogEntry.objects.filter(journal=entry.journal, chain=entry.chain).aggregate(newest=Max("number"))["newest"]
    return -1 if found is None else int(found) + 1


def _newest(journal: bytes) -> int:
    with connection.cursor() as cursor:
        cursor.execute(_NEWEST, [journal])
        [place] = cursor.fetchone()
    return -1 if place is None else int(place)
