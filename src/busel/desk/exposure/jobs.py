"""Reports that are being made, and those that were: in RAM, under ids that say nothing."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field

from django.db import connection

from busel.desk.exposure.report import Period, Report, exposure_of
from busel.desk.running import log, process
from busel.desk.session import Session
from busel.vault.entropy import new_id, new_record_ids

KEPT = 8
"""Nobody goes further back; the oldest that are ready go."""


@dataclass
class Job:
    """One report: of whom, over which time, how far it is, and what came of it."""

    account: bytes
    handle: str
    period: Period
    id: str = field(default_factory=lambda: new_id().hex())
    done: int = 0
    of_all: int = 0
    report: Report | None = field(default=None, repr=False)
    failed: bool = False
    ended: threading.Event = field(default_factory=threading.Event, repr=False)
    records: tuple[int, ...] = field(default_factory=lambda: tuple(new_record_ids(3)))
    """Under which the people of each list are kept to be warned: pressed twice, they are kept once."""


_jobs: dict[str, Job] = {}
_lock = threading.Lock()


def start(session: Session, job: Job) -> Job:
    """Begin to make a report, aside. Those that wait for each other's reading are made one after the other."""
    with _lock:
        _jobs[job.id] = job
        ready = [id_ for id_, one in _jobs.items() if one.ended.is_set()]
        for id_ in ready[: max(len(_jobs) - KEPT, 0)]:
            del _jobs[id_]
    threading.Thread(target=_work, args=(session, job), daemon=True).start()
    return job


def find_job(id_: str) -> Job | None:
    """Return a report, or None when it is not kept any more."""
    return _jobs.get(id_)


def forget() -> None:
    """Forget all: for tests; a desk ends with its process."""
    _jobs.clear()


_one_at_a_time = threading.Lock()


def _work(session: Session, job: Job) -> None:
    def tell(done: int, of_all: int) -> None:
        job.done, job.of_all = done, of_all

    try:
        with process.current.hold("exposure"), _one_at_a_time:
            job.report = exposure_of(session, job.account, job.period, told=tell)
    except Exception as error:  # noqa: BLE001 - a thread's failure must reach the page that waits for it
        log.note_failure(error)
        job.failed = True
    finally:
        job.ended.set()
        connection.close()
