"""What is being taken out on this desk: in RAM, under ids that say nothing."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from enum import StrEnum

from django.db import connection

from busel.desk.actions.exports import NotAgreedError, note_export
from busel.desk.exporting.choice import Choice, NoRightError, people_of
from busel.desk.exporting.making import Made, make_file
from busel.desk.journals.writing import ConflictError
from busel.desk.running import log, process
from busel.desk.session import Session
from busel.vault.entropy import new_id

KEPT = 2
"""Choices and files that stay; the oldest go."""
PATIENCE_SECONDS = 1.5


class Stage(StrEnum):
    """How far a job is."""

    CHOSEN = "chosen"
    MAKING = "making"
    READY = "ready"
    FAILED = "failed"
    """Nothing went out: the file could not be made, or not be noted."""


@dataclass
class Job:
    """A choice, and its file once there is one. `request` is the one that is or was made for it."""

    choice: Choice
    request: int = 0
    id: str = field(default_factory=lambda: new_id().hex())
    stage: Stage = Stage.CHOSEN
    done: int = 0
    total: int = 0
    made: Made = field(default_factory=Made, repr=False)
    ended: threading.Event = field(default_factory=threading.Event)


_jobs: dict[str, Job] = {}
_lock = threading.Lock()


def keep(job: Job) -> Job:
    """Keep a job; of too many the oldest that is not at work goes."""
    with _lock:
        _jobs[job.id] = job
        idle = [id_ for id_, kept in _jobs.items() if kept.stage is not Stage.MAKING and kept is not job]
        for id_ in idle[: max(len(_jobs) - KEPT, 0)]:
            del _jobs[id_]
    return job


def find_job(id_: str) -> Job | None:
    """Return a job, or None when it is not kept any more."""
    return _jobs.get(id_)


def ready() -> list[Job]:
    """Return the jobs whose file can be taken, newest first."""
    return [job for job in reversed(_jobs.values()) if job.stage is Stage.READY]


def forget() -> None:
    """Forget all: for tests; a desk ends with its process."""
    _jobs.clear()


def start(session: Session, job: Job, *, language: str) -> bool:
    """Make the file aside and note it; wait a moment for a small one. False while another one is being made."""
    with _lock:
        if any(other.stage is Stage.MAKING for other in _jobs.values()):
            return False
        job.stage, job.done = Stage.MAKING, 0
        job.ended.clear()
    threading.Thread(target=_work, args=(session, job, language), daemon=True).start()
    job.ended.wait(PATIENCE_SECONDS)
    return True


def _work(session: Session, job: Job, language: str) -> None:
    def told(done: int) -> None:
        job.done = done

    try:
        with process.current.hold("export"):
            people = people_of(session, job.choice)
            job.total = sum(map(len, people.values()))
            made = make_file(job.choice, people, language=language, told=told)
            note_export(session, job.choice, made, record=job.request)
        job.made, job.stage = made, Stage.READY
    except (NotAgreedError, NoRightError, ConflictError):  # the last: another desk of the same account was first
        job.stage = Stage.FAILED
    except Exception as error:  # noqa: BLE001 - a thread's failure must reach the page that waits for it
        log.note_failure(error)
        job.stage = Stage.FAILED
    finally:
        job.ended.set()
        connection.close()
