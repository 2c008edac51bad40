"""Taking a list back, aside: first what it would come to, then, once confirmed, the work; a page tells how far."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from enum import Enum

from django.db import connection

from busel.desk.actions.imports import undo_import
from busel.desk.importing.undoing import Brought, Undoing, read_undoing
from busel.desk.running import log, process
from busel.desk.running.patience import without_collecting
from busel.desk.session import Session

PATIENCE_SECONDS = 1.5
"""So long a page waits before it shows how far it is."""


class Stage(Enum):
    """How far a list is taken back."""

    READING = 1
    READ = 2
    WRITING = 3
    DONE = 4
    FAILED = 5


@dataclass
class Run:
    """One list that this desk looks at, or takes back."""

    brought: Brought
    stage: Stage = Stage.READING
    undoing: Undoing | None = None
    ended: threading.Event = field(default_factory=threading.Event)


_runs: dict[int, Run] = {}
_lock = threading.Lock()


def run_of(brought: Brought) -> Run | None:
    """Return what this desk knows of a list's taking back."""
    return _runs.get(brought.id)


def look(session: Session, brought: Brought) -> Run:
    """Begin to read what taking a list back would come to, unless that is at work; wait a moment for it."""
    with _lock:
        run = _runs.get(brought.id)
        if run is None or run.stage not in (Stage.READING, Stage.WRITING):
            run = _runs[brought.id] = Run(brought)
            _start(session, run)
    run.ended.wait(PATIENCE_SECONDS)
    return run


def begin(session: Session, run: Run) -> None:
    """Begin to take back what was read; wait a moment for it."""
    with _lock:
        if run.stage is Stage.READ:
            run.stage = Stage.WRITING
            run.ended.clear()
            _start(session, run)
    run.ended.wait(PATIENCE_SECONDS)


def drop(run: Run) -> None:
    """Forget a list whose end was told."""
    _runs.pop(run.brought.id, None)


def forget() -> None:
    """Forget all: for tests; a desk ends with its process."""
    _runs.clear()


def _start(session: Session, run: Run) -> None:
    threading.Thread(target=_work, args=(session, run), daemon=True).start()


def _work(session: Session, run: Run) -> None:
    try:
        with process.current.hold("importing"), without_collecting():
            if run.undoing is None:
                run.undoing = read_undoing(session, run.brought)
                run.stage = Stage.READ
            else:
                undo_import(session, run.undoing)
                run.stage = Stage.DONE
    except Exception as error:  # noqa: BLE001 - a thread's failure must reach the page that waits for it
        log.note_failure(error)
        run.stage = Stage.FAILED
    finally:
        run.ended.set()
        connection.close()
