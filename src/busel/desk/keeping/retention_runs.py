"""Reading what is kept too long, aside: a whole journal takes its time, and a page tells that it is at work."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field

from django.db import connection

from busel.desk.keeping.retention import Due, read_due
from busel.desk.running import log, process
from busel.desk.running.patience import without_collecting
from busel.desk.session import Session

PATIENCE_SECONDS = 1.5
"""So long a page waits before it shows that it is at work."""


@dataclass
class Reading:
    """What was read, once `ended` is set; None where that failed."""

    due: Due | None = None
    ended: threading.Event = field(default_factory=threading.Event)


_now: list[Reading] = []
_lock = threading.Lock()


def read(session: Session, *, anew: bool = False) -> Reading:
    """Return what is read, or begin to read it; wait a moment for it. What is at work is never begun twice."""
    with _lock:
        if not _now or (_now[0].ended.is_set() and (anew or _now[0].due is None)):
            _now[:] = [Reading()]
            threading.Thread(target=_work, args=(session, _now[0]), daemon=True).start()
        reading = _now[0]
    reading.ended.wait(PATIENCE_SECONDS)
    return reading


def known() -> int | None:
    """Return how many people have something too long, as this desk read it last; None where it did not yet."""
    due = _now[0].due if _now and _now[0].ended.is_set() else None
    return None if due is None else len({one for some in due.people.values() for one in some})


def forget() -> None:
    """Forget what was read: it is over, or for tests."""
    _now.clear()


def _work(session: Session, reading: Reading) -> None:
    try:
        with process.current.hold("retention"), without_collecting():
            reading.due = read_due(session)
    except Exception as error:  # noqa: BLE001 - a thread's failure must reach the page that waits for it
        log.note_failure(error)
    finally:
        reading.ended.set()
        connection.close()
