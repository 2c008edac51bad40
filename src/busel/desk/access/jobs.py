"""Access on its way, aside: given or taken away division by division, while pages tell how far it is."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from enum import StrEnum

from django.db import connection

from busel.desk.access.granting import Work
from busel.desk.actions.access import change_access
from busel.desk.running import log, process
from busel.desk.session import Session

KEPT = 8
"""Jobs that stay to be looked at; the oldest that do not work go."""


class Stage(StrEnum):
    """How far a job is."""

    AT_WORK = "at-work"
    DONE = "done"
    STOPPED = "stopped"
    """Some of it is done; going on is harmless."""


@dataclass
class Job:
    """One work, and how far it is. Named by its deed, so it is found again after a sign-in."""

    work: Work = field(repr=False)
    stage: Stage = Stage.AT_WORK
    done: int = 0
    waits: list[bytes] = field(default_factory=list)
    """The divisions where a second coordinator has to agree."""

    @property
    def id(self) -> str:
        """What it is called in addresses."""
        return self.work.deed


_jobs: dict[str, Job] = {}
_lock = threading.Lock()


def find_job(id_: str) -> Job | None:
    """Return a job, or None when it is not kept any more."""
    return _jobs.get(id_)


def under_way() -> list[Job]:
    """Return the jobs that are not at their end."""
    return [job for job in _jobs.values() if job.stage is not Stage.DONE]


def start(session: Session, work: Work) -> Job:
    """Begin a work, or go on with it; one that is at work is left to it."""
    with _lock:
        job = _jobs.setdefault(work.deed, Job(work, Stage.STOPPED))
        if job.stage is Stage.STOPPED:
            job.stage = Stage.AT_WORK
            threading.Thread(target=_do, args=(session, job), daemon=True).start()
        idle = [id_ for id_, kept in _jobs.items() if kept.stage is not Stage.AT_WORK and kept is not job]
        for id_ in idle[: max(len(_jobs) - KEPT, 0)]:
            del _jobs[id_]
    return job


def forget() -> None:
    """Forget all: for tests; a desk ends with its process."""
    _jobs.clear()


def _do(session: Session, job: Job) -> None:
    def tell(done: int, _of_all: int) -> None:
        job.done = done

    try:
        with process.current.hold("access"):
            job.waits = change_access(session, job.work, told=tell)
        job.stage = Stage.DONE
    except Exception as error:  # noqa: BLE001 - a thread's failure must reach the page that waits for it
        log.note_failure(error)
        job.stage = Stage.STOPPED
    finally:
        connection.close()
