"""The one place of the desk that reads a clock."""

from __future__ import annotations

import time
from datetime import UTC, date, datetime, timedelta

HOUR_SECONDS = 3600


def this_hour() -> int:
    """Return the hour as deeds have it: hours since 1970."""
    return int(time.time()) // HOUR_SECONDS


def today() -> int:
    """Return the day as lockers have it: days since 1970."""
    return this_hour() // 24


def today_iso() -> str:
    """Return today as "2026-11-21" (UTC)."""
    return (datetime(1970, 1, 1, tzinfo=UTC) + timedelta(days=today())).date().isoformat()


def moment(hour: int) -> datetime:
    """Return the beginning of an hour as an aware datetime."""
    return datetime(1970, 1, 1, tzinfo=UTC) + timedelta(hours=hour)


def today_date() -> date:
    """Return today as a date (UTC)."""
    return (datetime(1970, 1, 1, tzinfo=UTC) + timedelta(days=today())).date()
