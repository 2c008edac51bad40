"""Reading whole journals beside the pages: it takes its time, and a page tells that it is at work."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from django.db import connection

from busel.desk.running import log, process
from busel.desk.running.patience import without_collecting
from busel.desk.session import Session

PATIENCE_SECONDS = 1.5
"""So long a page waits before it shows that it is at work."""
T = TypeVar("T")


@dataclass
class Reading(Generic[T]):
    """What was read, once `ended` is set; None where that failed."""

    found: T | None = None
    ended: threading.Event = field(default_factory=threading.Event)


class LongReading(Generic[T]):
    """One thing that a desk reads beside its pages. `reason`: a code, for which the desk is held meanwhile."""

    def __init__(self, reason: str, work: Callable[[Session], T]) -> None:
        self._reason, self._do = reason, work
        self._now: Reading[T] | None = None
        self._lock = threading.Lock()

    def read(self, session: Session, *, anew: bool = False) -> Reading[T]:
        """Return what is read, or begin to read it; wait a moment for it. What is at work is never begun twice."""
        with self._lock:
            reading = self._now
            if reading is None or (reading.ended.is_set() and (anew or reading.found is None)):
                reading = self._now = Reading()
                threading.Thread(target=self._work, args=(session, reading), daemon=True).start()
        reading.ended.wait(PATIENCE_SECONDS)
        return reading

    def at_work(self) -> bool:
        """Is it being read just now?"""
        return self._now is not None and not self._now.ended.is_set()

    def has_failed(self) -> bool:
        """Did the last reading come to no end?"""
        return self._now is not None and self._now.ended.is_set() and self._now.found is None

    def known(self) -> T | None:
        """Return what was read last; None where nothing was yet, or where it is at work."""
        return self._now.found if self._now is not None and self._now.ended.is_set() else None

    def forget(self) -> None:
        """Forget what was read: it is over, or for tests."""
        self._now = None

    def _work(self, session: Session, reading: Reading[T]) -> None:
        try:
            with process.current.hold(self._reason), without_collecting():
                reading.found = self._do(session)
        except Exception as error:  # noqa: BLE001 - a thread's failure must reach the page that waits for it
            log.note_failure(error)
        finally:
            reading.ended.set()
            connection.close()
