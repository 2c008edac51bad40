"""A list through door and pages, from the upload until a search finds its people, while others look at their pages."""

from __future__ import annotations

import shutil
import threading
import time
from contextlib import suppress

import psutil

from bench import organisations
from bench.bringing import list_file
from bench.desks import uss
from bench.pages import PATIENCE, at_rest, p95, search, signed_in, timed
from bench.table import Row, row
from fixtures.served import CHEAP_DESKS, Served, serving
from fixtures.visitor import Page, Visitor

MOST_SECONDS = {"csv": 30, "xlsx": 45}
MOST_MEGABYTES = 600
OTHERS = 2
PAUSE = 0.2
ROUNDS = 60
LONGEST = 600.0


def run(rows: int, end: str, *, beside: int) -> list[Row]:
    """Return what a list costs that an editor of an organisation with `beside` people uploads."""
    data = list_file(rows, end).read_bytes()
    folder = organisations.BUILD / f"bench-uploads-{end}"
    shutil.rmtree(folder, ignore_errors=True)
    if not organisations.folder_of(beside).exists():
        organisations.make(beside)
    with serving(at_rest(beside).copy(folder), desks=CHEAP_DESKS) as served:
        editor = signed_in(served, organisations.account(beside, organisations.EDITOR))
        others = [
            signed_in(served, organisations.account(beside, organisations.FIRST_OF_EIGHT + n)) for n in range(OTHERS)
        ]
        paths = [path for other in others for path in ("/", search(other)[0])]
        alone = [timed(others[n % OTHERS], paths[n % OTHERS * 2 + n % 2]) for n in range(ROUNDS)]
        watching = _Watching(served, others, paths)
        seconds = _bring_in(editor, data, end)
        memory, times = watching.stop()
    what = f"{rows:,} rows of {end} through the pages, {beside:,} people there before"
    return [
        row(f"{what}: upload to found", seconds, "s", most=MOST_SECONDS[end]),
        row(f"{what}: memory of desk and child at the peak", memory, "MB", most=MOST_MEGABYTES),
        row(f"{what}: pages of two others meanwhile, p95", p95(times), "ms", floor=p95(alone)),
    ]


def _bring_in(editor: Visitor, data: bytes, end: str) -> float:
    """Go through the steps as guessed, and search until somebody of the list is found; return the seconds."""
    form = editor.open("/import").form("file")
    typed = {"division": max(form.options["division"].values())} if "division" in form.options else {}
    started = time.perf_counter()
    page = _waited(editor, editor.send(form, typed, {"file": (f"list.{end}", data)}))
    while "confirmed" not in (names := _fields(page)):
        assert any(name.startswith("column") for name in names), page.text[:3000]
        page = _waited(editor, editor.send(next(one for one in page.forms if one.has("column0"))))
    page = _waited(editor, editor.send(page.form("confirmed"), {"confirmed": "yes"}))
    search(editor)
    return time.perf_counter() - started


def _fields(page: Page) -> set[str]:
    return {name for form in page.forms for name in (*dict(form.fields), *dict(form.buttons), *form.options)} | (
        {"confirmed"} if 'name="confirmed"' in page.text else set()
    )


def _waited(visitor: Visitor, page: Page) -> Page:
    return visitor.wait(page.path, patience=LONGEST) if "Refresh" in page.headers else page


class _Watching:
    """Two threads: one lets the others look at pages, the other weighs the largest desk and its child."""

    def __init__(self, served: Served, others: list[Visitor], paths: list[str]) -> None:
        self._served, self._others, self._paths = served, others, paths
        self._times: list[float] = []
        self._highest = 0.0
        self._stopped = threading.Event()
        self._threads = [threading.Thread(target=work) for work in (self._look, self._weigh)]
        for thread in self._threads:
            thread.start()

    def _look(self) -> None:
        at = 0
        while not self._stopped.wait(PAUSE):
            n = at % OTHERS
            self._times.append(timed(self._others[n], self._paths[n * 2 + at // OTHERS % 2]))
            at += 1

    def _weigh(self) -> None:
        while not self._stopped.wait(PAUSE):
            for desk in self._served.desks():
                with suppress(psutil.Error):
                    self._highest = max(self._highest, uss(desk) + sum(map(uss, desk.children())))

    def stop(self) -> tuple[float, list[float]]:
        self._stopped.set()
        for thread in self._threads:
            thread.join(PATIENCE)
        return self._highest, self._times
