"""The shelf's own day and month. Nothing finer is ever stored."""

from __future__ import annotations

import time

from busel.shelf.log_rules import month_of_day

SECONDS_A_DAY = 86_400


def today() -> int:
    """Return days since 1970 in UTC."""
    return int(time.time() // SECONDS_A_DAY)


def this_month() -> int:
    """Return months since January 1970 in UTC."""
    return month_of_day(today())
