"""Reading what is kept too long, aside."""

from __future__ import annotations

from busel.desk.keeping.retention import Due, read_due
from busel.desk.running.long_reading import LongReading

READING: LongReading[Due] = LongReading("retention", read_due)
"""The desk's one reading."""


def known() -> int | None:
    """Return how many people have something too long, as this desk read it last; None where it did not yet."""
    due = READING.known()
    return None if due is None else len({one for some in due.people.values() for one in some})
