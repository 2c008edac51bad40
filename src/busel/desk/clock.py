"""The one place of the desk that reads a clock."""

from __future__ import annotations

import time
from datetime import UTC, date, datetime, timedelta
from datetime import time as midnight
from zoneinfo import ZoneInfo

from busel.desk.running import options

HOUR_SECONDS = 3600


def this_hour() -> int:
    """Return the hour as deeds have it: hours since 1970."""
    return int(time.time()) // HOUR_SECONDS


def today() -> int:
    """Return the day as lockers have it: days since 1970 (UTC)."""
    return this_hour() // 24


def moment(hour: int) -> datetime:
    """Return the beginning of an hour as an aware datetime."""
    return datetime(1970, 1, 1, tzinfo=UTC) + timedelta(hours=hour)


def hours_of(day: date) -> tuple[int, int]:
    """Return the first and the last hour of a day of the organisation, as deeds have them."""
    zone = ZoneInfo(options.chosen.time_zone)
    begin, end = (datetime.combine(one, midnight(), zone) for one in (day, day + timedelta(days=1)))
    return int(begin.timestamp()) // HOUR_SECONDS, (int(end.timestamp()) - 1) // HOUR_SECONDS


def month_of(hour: int) -> tuple[int, int]:
    """Return the first and the last hour of the month (UTC) that an hour is in."""
    day = moment(hour).date().replace(day=1)
    later = (day + timedelta(days=31)).replace(day=1)
    first, after = ((one - date(1970, 1, 1)).days * 24 for one in (day, later))
    return first, after - 1


def local_hour(hour: int) -> int:
    """Return the hour of the organisation's day, 0 to 23, of an hour since 1970."""
    return moment(hour).astimezone(ZoneInfo(options.chosen.time_zone)).hour


def this_minute() -> datetime:
    """Return the minute that it is for the organisation: a page says when something was looked for."""
    return datetime.fromtimestamp(time.time() // 60 * 60, ZoneInfo(options.chosen.time_zone))


def today_date() -> date:
    """Return the day that it is for the organisation: letters and receipts bear it."""
    return datetime.fromtimestamp(time.time(), ZoneInfo(options.chosen.time_zone)).date()


def today_iso() -> str:
    """Return the organisation's day as "2026-11-21"."""
    return today_date().isoformat()
