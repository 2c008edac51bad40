"""Pages through door and desk, one edit, and what a desk holds in memory: a served organisation and its visitors."""

from __future__ import annotations

import statistics
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import TYPE_CHECKING

import psutil

from bench import organisations
from bench.table import Row, row
from fixtures.served import CHEAP_DESKS, AtRest, Served, serving
from fixtures.visitor import Visitor

if TYPE_CHECKING:
    from collections.abc import Callable

TIMES = 60
PATIENCE = 180.0
MOST_MEMORY = {1_000: 30, 10_000: 45, 113_220: 250}


def run(contacts: int) -> list[Row]:
    """Return the rows of pages and of one edit, for one editor of a region and for eight at once."""
    with serving(_at_rest(contacts), desks=CHEAP_DESKS) as served:
        visitors = [_signed_in(served, contacts, organisations.FIRST_OF_EIGHT + n) for n in range(organisations.EIGHT)]
        found = [_search(visitor) for visitor in visitors]
        rows = []
        for people in (1, organisations.EIGHT):
            for what, work in (("a result page", _result_page), ("a contact page", _contact_page)):
                before = _cpu(served)
                times = _at_once(list(zip(visitors, found, strict=True))[:people], work)
                rows += _rows(f"{what}, {people} at once", times)
                each = 1000 * (_cpu(served) - before) / len(times)
                rows.append(row(f"{what}, {people} at once, CPU of door, desk and shelf", each, "ms"))
        p95 = _p95([_edit(visitors[0], found[0][1], n) for n in range(TIMES)])
        return [*rows, row("one edit, POST to stored and shown, p95", p95, "ms", most=50)]


def run_memory(contacts: int, place: int, limit: int) -> list[Row]:
    """Return what one desk holds alone (USS) after opening, and at the peak of opening."""
    with serving(_at_rest(contacts), desks=CHEAP_DESKS) as served:
        peak = _Peak(served)
        visitor = _signed_in(served, contacts, place)
        _search(visitor)
        highest = peak.stop()
        held = max(_uss(desk) for desk in served.desks())
    what = f"a desk's own memory with about {limit:,} contacts"
    most = MOST_MEMORY.get(limit)
    return [
        row(f"{what}, after opening", held, "MB", most=most),
        row(f"{what}, at its peak", highest, "MB", floor=held, most_ratio=2),
    ]


def _at_rest(contacts: int) -> AtRest:
    return AtRest(organisations.folder_of(contacts), "", [])


def _signed_in(served: Served, contacts: int, place: int) -> Visitor:
    who = organisations.account(contacts, place)
    visitor = Visitor(served.port)
    assert visitor.try_to_sign_in(who["handle"], who["passphrase"]).status == 303
    assert visitor.wait("/", patience=PATIENCE).status == 200
    return visitor


def _search(visitor: Visitor) -> tuple[str, list[str]]:
    """Search by the beginning of a name; return the address of the results, and those of the people there."""
    form = visitor.open("/find").form("q")
    page = visitor.send(form, {"q": "Кавал"})
    people = sorted(set(page.links(r"^/contacts/\d+$")))
    assert page.status == 200
    assert people
    return page.path, people


Found = tuple[str, list[str]]


def _at_once(visitors: list[tuple[Visitor, Found]], work: Callable[[Visitor, Found, int], float]) -> list[float]:
    def one(visitor: Visitor, found: Found) -> list[float]:
        return [work(visitor, found, n) for n in range(TIMES)]

    with ThreadPoolExecutor(len(visitors)) as pool:
        return [taken for times in pool.map(lambda both: one(*both), visitors) for taken in times]


def _result_page(visitor: Visitor, found: Found, _n: int) -> float:
    return _timed(visitor, found[0])


def _contact_page(visitor: Visitor, found: Found, n: int) -> float:
    return _timed(visitor, found[1][n % len(found[1])])


def _timed(visitor: Visitor, path: str) -> float:
    started = time.perf_counter()
    status = visitor.ask("GET", path).status
    assert status == 200
    return 1000 * (time.perf_counter() - started)


def _edit(visitor: Visitor, people: list[str], n: int) -> float:
    forms = visitor.open(f"{people[n % len(people)]}/correct/names").forms
    form, field = next((form, name) for form in forms for name, _ in form.fields if name.endswith("nickname"))
    started = time.perf_counter()
    page = visitor.send(form, {field: f"Бусел {n}"})
    taken = 1000 * (time.perf_counter() - started)
    assert f"Бусел {n}" in page.text
    return taken


def _rows(what: str, times: list[float]) -> list[Row]:
    return [row(f"{what}, p50", statistics.median(times), "ms"), row(f"{what}, p95", _p95(times), "ms")]


def _cpu(served: Served) -> float:
    """Return the seconds of CPU that all processes of the organisation have taken so far."""
    return sum(sum(process.cpu_times()[:2]) for process in served.everybody())


def _p95(times: list[float]) -> float:
    return sorted(times)[int(len(times) * 0.95)]


def _uss(process: psutil.Process) -> float:
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
                self._highest = max([self._highest, *(_uss(desk) for desk in self._served.desks())])

    def stop(self) -> float:
        self._stopped.set()
        self._thread.join()
        return self._highest
