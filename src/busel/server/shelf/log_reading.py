"""Telling of access logs: parts of one or of many, to who reads the journal and to auditors."""

from __future__ import annotations

from functools import partial

from django.db import connection

from busel.server.shelf import letting_go
from busel.server.shelf.journals import opened
from busel.server.shelf.models import Journal
from busel.shelf import portions, rules
from busel.shelf.log_calls import LogEntry, LogPart, LogWant
from busel.shelf.protocol import BadTicketError

AT_ONCE = 1_024
"""Entries brought out of the database together: as each may be long, no more."""
_NEWEST = "SELECT MAX(place) FROM shelf_logentry WHERE journal = %s"
_ROWS = f"""
SELECT place, chain, number, body FROM shelf_logentry
WHERE journal = %s AND place > %s AND place < %s ORDER BY place LIMIT {AT_ONCE}"""


def tell(wants: list[LogWant]) -> list[LogPart]:
    """Return the parts that one answer holds. Raises BadTicketError."""
    for journal, ticket in {(want.journal, want.ticket) for want in wants}:
        _check_reader(journal, ticket)
    budget, parts = portions.Budget(), list[LogPart]()
    stands = {journal: _standing(journal) for journal in {want.journal for want in wants}}
    for want in wants:
        entries, more = _entries(want, budget)
        parts.append(stands[want.journal](entries=entries, more=more))
        if more:
            break
    return parts


def audits(ticket: bytes) -> bool:
    """Is it the auditors' ticket?"""
    return Journal.objects.filter(audit_digest=rules.digest(ticket)).exists()


def _check_reader(journal: bytes, ticket: bytes) -> None:
    """Raise BadTicketError unless the ticket is the auditors', or the journal's read ticket."""
    if not audits(ticket):
        opened(journal, "read_digest", ticket)
    elif not Journal.objects.filter(id=journal).exists():
        raise BadTicketError


def _standing(journal: bytes) -> partial[LogPart]:
    """Return what every part of a journal's log says of where it stands."""
    return partial(LogPart, _newest(journal), old=letting_go.old(journal), told=letting_go.told(journal))


def _entries(want: LogWant, budget: portions.Budget) -> tuple[list[LogEntry], bool]:
    """Return what fits of what is wanted, and whether there is more."""
    told: list[LogEntry] = []
    while rows := _rows(want, told[-1].place if told else want.after):
        for place, chain, number, body in rows:
            if not budget.takes(len(body)):
                return told, True
            told.append(LogEntry(place, bytes(chain), number, bytes(body)))
        if len(rows) < AT_ONCE:
            break
    return told, False


def _rows(want: LogWant, after: int) -> list[tuple[int, bytes, int, bytes]]:
    with connection.cursor() as cursor:
        cursor.execute(_ROWS, [want.journal, after, want.below])
        rows: list[tuple[int, bytes, int, bytes]] = cursor.fetchall()
        return rows


def _newest(journal: bytes) -> int:
    with connection.cursor() as cursor:
        cursor.execute(_NEWEST, [journal])
        [place] = cursor.fetchone()
    return -1 if place is None else int(place)
