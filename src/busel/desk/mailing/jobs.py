"""What is being done with letters on this desk: in RAM, under ids that say nothing."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field

from django.db import connection

from busel.desk.actions.printing import Printing
from busel.desk.mailing.noting import noting_of
from busel.desk.mailing.plan import Choice, Plan
from busel.desk.mailing.run import PrintRun, Stage
from busel.desk.running import log, process
from busel.desk.session import Session
from busel.vault.entropy import new_id

KEPT = 4
"""Choices and files that stay: 7,700 letters are some tens of megabytes. The oldest go."""


@dataclass
class Job:
    """A choice, what comes of it, and its print run once there is one."""

    choice: Choice
    plan: Plan = field(repr=False)
    id: str = field(default_factory=lambda: new_id().hex())
    previews: list[bytes] = field(default_factory=list, repr=False)
    """PNGs of `plan.samples()`, once they were drawn."""
    run: PrintRun | None = None

    @property
    def works(self) -> bool:
        """Is it being printed?"""
        return self.run is not None and self.run.stage.works


_jobs: dict[str, Job] = {}
_lock = threading.Lock()


def keep(job: Job) -> Job:
    """Keep a job; of too many the oldest that does not work goes."""
    with _lock:
        _jobs[job.id] = job
        idle = [id_ for id_, kept in _jobs.items() if not kept.works and kept is not job]
        for id_ in idle[: max(len(_jobs) - KEPT, 0)]:
            del _jobs[id_]
    return job


def find_job(id_: str) -> Job | None:
    """Return a job, or None when it is not kept any more."""
    return _jobs.get(id_)


def printed() -> list[Job]:
    """Return the jobs that were sent to print, newest first."""
    return [job for job in reversed(_jobs.values()) if job.run is not None]


def forget() -> None:
    """Forget all: for tests; a desk ends with its process."""
    _jobs.clear()


def start(job: Job, session: Session) -> bool:
    """Print aside; False when other letters are being printed: two runs at once would need twice the memory."""
    with _lock:
        if any(other.works for other in _jobs.values()):
            return False
        if job.run is None:
            title = job.choice.template.title
            job.run = PrintRun(job.plan.letters, noting_of(job.plan, title), Printing(title, job.plan.by_division()))
        job.run.stage = Stage.NOTING if job.run.file else Stage.SETTING
        threading.Thread(target=_work, args=(job, job.run, session), daemon=True).start()
    return True


def _work(job: Job, run: PrintRun, session: Session) -> None:
    """Start and wait in this one thread: the printing processes die with the thread that started them."""
    try:
        with process.current.hold("letters"):
            run.carry_out(session)
        if run.failure is not None:
            log.note_failure(run.failure)
        if run.stage is Stage.READY:
            job.plan.letters.clear()
    except Exception as error:  # noqa: BLE001 - a thread's failure must reach the page that waits for it
        log.note_failure(error)
        run.stage = Stage.NOT_NOTED if run.file else Stage.NOT_PRINTED
    finally:
        connection.close()
