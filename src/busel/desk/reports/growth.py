"""How many there are, since when, and where."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import timedelta

import msgspec

from busel.desk.clock import today_date, today_iso
from busel.desk.session import Session
from busel.desk.workspace.load import raw_connection
from busel.names.places import tiles
from busel.registry.certificates import SEPARATOR

MONTHS = 24
LATELY_DAYS = 30


@dataclass(frozen=True)
class Month:
    """One month of growth."""

    month: str
    """ "2026-11"."""
    came: int
    in_all: int
    """At its end, of those who are here today."""


def growth() -> list[Month]:
    """Return the last months, the oldest first; who came before, or on an unknown day, counts from the first one on."""
    came = _came_by_month()
    months = last_months(today_iso()[:7], MONTHS)
    total = sum(count for month, count in came.items() if month < months[0])
    found = []
    for month in months:
        total += came.get(month, 0)
        found.append(Month(month, came.get(month, 0), total))
    return found


def _came_by_month() -> Counter[str]:
    """Count in Python: SQLite sorts to count groups, which takes five times as long."""
    [(days,)] = raw_connection().execute("SELECT json_group_array(added) FROM workspace_contact")
    came: Counter[str] = Counter()
    for day, count in Counter(msgspec.json.decode(days, type=list[str])).items():
        came[day[:7]] += count
    return came


def last_months(last: str, count: int) -> list[str]:
    """Return so many months up to one ("2026-11"), the oldest first."""
    number = int(last[:4]) * 12 + int(last[5:7]) - 1
    return [f"{at // 12}-{at % 12 + 1:02}" for at in range(number - count + 1, number + 1)]


def came_lately() -> int:
    """Return how many came within the last thirty days."""
    since = (today_date() - timedelta(days=LATELY_DAYS)).isoformat()
    [(count,)] = raw_connection().execute("SELECT COUNT(*) FROM workspace_contact WHERE added >= ?", (since,))
    return int(count)


def people_by_district() -> dict[str, int]:
    """Return how many people have an address in each district that is not past (or in Minsk city): name -> people."""
    where = "r.status != 'past' AND r.district || r.region != ''"
    place = "iif(r.district = '', r.region, r.district)"
    query = f"SELECT {place}, COUNT(DISTINCT r.contact_id) FROM workspace_address r WHERE {where} GROUP BY 1"
    return dict(raw_connection().execute(query).fetchall())


def closed_districts(session: Session) -> set[str]:
    """Return the districts (English names) of which no division is open here: a count of nobody would be no answer.

    A district whose people stand in the division of its region is closed where that is.
    """
    open_ = {_last(one.name) for one in session.divisions()}
    founded = {_last(name) for name in session.certificates.divisions().values()}
    shut = set()
    for tile in tiles():
        own, region = tile.division.en, tile.division.parent
        keeps = own if own in founded else region
        if keeps in founded and keeps not in open_:
            shut.add(own)
    return shut


def _last(name: str) -> str:
    return name.rsplit(SEPARATOR, maxsplit=1)[-1]
