"""Letting old entries of an access log go: never what is younger than thirteen months, never half a chain.

Why here and not at a desk: whoever asks may hold the auditors' ticket and a changed desk. The shelf knows no deed and
no account, but it knows what is old.
"""

from __future__ import annotations

from django.db import connection

from busel.server.shelf.calendar import this_month
from busel.server.shelf.database import writing
from busel.server.shelf.models import Journal
from busel.shelf import log_rules
from busel.shelf.log_calls import LOG_MONTHS
from busel.shelf.protocol import ShelfError

AT_ONCE = 2_000
"""Places in one transaction: who lays an entry meanwhile waits for no more than that."""
_OLD = """
SELECT COALESCE(
 (SELECT MIN(place) FROM shelf_logmonth WHERE journal = %s AND month >= %s),
 (SELECT MAX(place) FROM shelf_logentry WHERE journal = %s), 0)"""
_IN_TWO = """
SELECT chain FROM shelf_logentry WHERE journal = %s
GROUP BY chain HAVING MIN(place) < %s AND MAX(place) >= %s"""
_FIRST = "SELECT MIN(place) FROM shelf_logentry WHERE journal = %s AND place >= %s"
_CHAINS = "SELECT DISTINCT chain FROM shelf_logentry WHERE journal = %s AND place >= %s AND place < %s"
_GO = "DELETE FROM shelf_logentry WHERE journal = %s AND place >= %s AND place < %s"


def old(journal: bytes) -> int:
    """Return the place below which everything was laid more than LOG_MONTHS whole months ago, by the shelf's clock."""
    return int(_one(_OLD, journal, this_month() - LOG_MONTHS, journal) or 0)


def told(journal: bytes) -> int:
    """Return where the auditors' newest word about what was let go begins; -1 where nothing was."""
    return int(Journal.objects.values_list("log_told", flat=True).get(id=journal))


def check(journal: bytes, below: int, kept: list[bytes]) -> None:
    """Raise ShelfError for what is too young, or for a chain that would be cut in two."""
    log_rules.check_old(below, old(journal))
    with connection.cursor() as cursor:
        cursor.execute(_IN_TWO, [journal, below, below])
        if {bytes(chain) for (chain,) in cursor.fetchall()} - set(kept):
            raise ShelfError


def let_go(journal: bytes, below: int, kept: list[bytes]) -> None:
    """Let them go, some at a time. It may end anywhere: what is left goes the next time."""
    place = _one(_FIRST, journal, 0)
    while place is not None and place < below:
        end = min(place + AT_ONCE, below)
        with writing(), connection.cursor() as cursor:
            cursor.execute(_CHAINS, [journal, place, end])
            stay = sorted({bytes(chain) for (chain,) in cursor.fetchall()} & set(kept))
            but = f" AND chain NOT IN ({','.join(['%s'] * len(stay))})" if stay else ""
            cursor.execute(_GO + but, [journal, place, end, *stay])
        place = _one(_FIRST, journal, end)


def _one(query: str, *values: bytes | int) -> int | None:
    with connection.cursor() as cursor:
        cursor.execute(query, values)
        row: tuple[int | None] = cursor.fetchone()
        return row[0]
