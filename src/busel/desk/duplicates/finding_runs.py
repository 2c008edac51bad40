"""Looking for duplicates, and merging all certain ones, beside the pages."""

from __future__ import annotations

import threading
from collections.abc import Callable

from django.db import connection

from busel.desk.duplicates.batches import Progress
from busel.desk.duplicates.finding import weighed_in
from busel.desk.duplicates.review import REVIEW
from busel.desk.running import log, process
from busel.desk.running.long_reading import PATIENCE_SECONDS, LongReading
from busel.desk.running.patience import without_collecting
from busel.desk.session import Session
from busel.matching.outcomes import Verdict


def _look(session: Session) -> list[Verdict]:
    found, weighed = weighed_in([session.numbers[bundle.journal] for bundle in session.divisions()])
    REVIEW.lay(found, weighed)
    return found


LOOKING: LongReading[list[Verdict]] = LongReading("duplicates", _look)
"""The desk's one look."""


class Work:
    """One batch that is merged, or taken back, in a thread; a page tells how far it is."""

    def __init__(self) -> None:
        self.progress: Progress | None = None
        self.ended = threading.Event()
        self.undoes = self.has_failed = False
        self._lock = threading.Lock()

    def begin(self, session: Session, do: Callable[[Session, Progress], None], *, undoes: bool) -> None:
        """Begin, unless something is at work; wait a moment for it."""
        with self._lock:
            if self.progress is None or self.ended.is_set():
                self.progress, self.undoes, self.has_failed = Progress(), undoes, False
                self.ended.clear()
                threading.Thread(target=self._run, args=(session, do, self.progress), daemon=True).start()
        self.ended.wait(PATIENCE_SECONDS)

    def forget(self) -> None:
        """Forget what was told."""
        self.progress = None

    def _run(self, session: Session, do: Callable[[Session, Progress], None], progress: Progress) -> None:
        try:
            with process.current.hold("merging"), without_collecting():
                do(session, progress)
        except Exception as error:  # noqa: BLE001 - a thread's failure must reach the page that waits for it
            log.note_failure(error)
            self.has_failed = True
        finally:
            self.ended.set()
            connection.close()


WORK = Work()
"""The desk's one batch."""


def forget() -> None:
    """Forget what was found: for tests."""
    LOOKING.forget()
    WORK.forget()
    REVIEW.forget()
