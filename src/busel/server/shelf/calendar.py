"""The shelf's own day. Nothing finer is ever stored."""

from __future__ import annotations

import time

SECONDS_A_DAY = 86_400


def today() -> int:
    """Return days since 1970 in UTC."""
    return int(time.time() // SECONDS_A_DAY)
