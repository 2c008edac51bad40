"""What one desk holds in memory, and how soon it is there after the sign-in form was sent."""

from __future__ import annotations

import statistics
import threading
import time
from contextlib import suppress

import psutil

from bench import organisations
from bench.pages import at_rest, p95, search, signed_in
from bench.table import Row, row
from fixtures.served import CHEAP_DESKS, Served, serving
from fixtures.visitor import Visitor

MOST_MEMORY = {1_000: 30, 10_000: 45, 113_220: 250}
SIGN_INS = 40


def run_memory(contacts: int, place: int, limit: int) -> list[Row]:
    """Return what one desk holds alone (USS) after opening, and at the peak of opening."""
    with serving(at_rest(contacts), desks=CHEAP_DESKS) as served:
        peak = _Peak(served)
        search(signed_in(served, organisations.account(contacts, place)))
        highest = peak.stop()
        held = max(uss(desk) for desk in served.desks())
    what = f"a desk's own memory with about {limit:,} contacts"
    most = MOST_MEMORY.get(limit)
    return [
        row(f"{what}, after opening", held, "MB", most=most),
        row(f"{what}, at its peak", highest, "MB", floor=held, most_ratio=2),
    ]


def run_start(contacts: int) -> list[Row]:
    """Return how long a viewer of one district waits: for the answer to the sign-in form, and for the home page.

    Argon2 costs next to nothing here. The first figure is the desk's start: it is somebody's when the answer comes.
    """
    starts, opens = [], []
    with serving(at_rest(contacts), desks=CHEAP_DESKS) as served:
        who = organisations.account(contacts, organisations.VIEWER)
        for _ in range(SIGN_INS):
            visitor = Visitor(served.port)
            form = visitor.open("/").form("handle")
            started = time.perf_counter()
            answer = visitor.send_only(form, {"handle": who["handle"], "passphrase": who["passphrase"]})
            starts.append(1000 * (time.perf_counter() - started))
            assert answer.status == 303
            assert visitor.wait("/").status == 200
            opens.append(time.perf_counter() - started)
            visitor.sign_out()
    return [
        row("a desk's start, from the sign-in form to its answer, p50", statistics.median(starts), "ms", most=100),
        row("a desk's start, from the sign-in form to its answer, p95", p95(starts), "ms", most=100),
        row("one district, from the sign-in form to the home page, p50", statistics.median(opens), "s", most=0.3),
    ]


def uss(process: psutil.Process) -> float:
    """Return the megabytes that a process shares with nobody."""
    return float(process.memory_full_info().uss) / 1024**2


class _Peak:
    """The most that any desk held, looked at again and again from another thread."""

    def __init__(self, served: Served) -> None:
        self._served, self._highest, self._stopped = served, 0.0, threading.Event()
        self._thread = threading.Thread(target=self._look)
        self._thread.start()

    def _look(self) -> None:
        while not self._stopped.wait(0.05):
            with suppress(psutil.Error):
                self._highest = max([self._highest, *(uss(desk) for desk in self._served.desks())])

    def stop(self) -> float:
        self._stopped.set()
        self._thread.join()
        return self._highest
