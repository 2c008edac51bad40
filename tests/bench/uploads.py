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
OTHERS = (organisations.VIEWER, organisations.FIRST_OF_EIGHT)
WHO = ((0, "one district's viewer"), (1, "a colleague who reads the list's division too"))
REGION = "Магілёўская вобласць"
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
        others = [signed_in(served, organisations.account(beside, place)) for place in OTHERS]
        paths = [("/", search(other)[0]) for other in others]
        alone = [timed(others[n % 2], paths[n % 2][n // 2 % 2]) for n in range(ROUNDS)]
        watching, begun = _Watching(served, others, paths), served.cpu()
        try:
            seconds = _bring_in(editor, data, end)
        finally:
            memory, times = watching.stop()
        cpu = served.cpu() - begun
    what = f"{rows:,} rows of {end} through the pages, {beside:,} people there before"
    return [
        row(f"{what}: upload to found", seconds, "s", most=MOST_SECONDS[end]),
        row(f"{what}: CPU of all processes but the reading child", cpu, "s"),
        row(f"{what}: memory of desk and child at the peak", memory, "MB", most=MOST_MEGABYTES),
        *(row(f"{what}: pages of {who} meanwhile, p95", p95(times[at]), "ms", floor=p95(alone)) for at, who in WHO),
    ]


def _bring_in(editor: Visitor, data: bytes, end: str) -> float:
    """Go through the steps as guessed, and search until somebody of the list is found; return the seconds."""
    form = editor.open("/import").form("file")
    typed = {"division": form.options["division"][REGION]}
    started = time.perf_counter()
    page = _waited(editor, editor.send(form, typed, {"file": (f"list.{end}", data)}))
    page = editor.send(next(one for one in page.forms if ("go_on", "yes") in one.buttons), press="go_on")
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
    """A thread for each of the others, who look at their pages, and one that weighs the largest desk and its child."""

    def __init__(self, served: Served, others: list[Visitor], paths: list[tuple[str, str]]) -> None:
        self._served, self._others, self._paths = served, others, paths
        self._times: tuple[list[float], list[float]] = ([], [])
        self._highest = 0.0
        self._stopped = threading.Event()
        looking = [threading.Thread(target=self._look, args=(at,)) for at in range(len(others))]
        self._threads = [*looking, threading.Thread(target=self._weigh)]
        for thread in self._threads:
            thread.start()

    def _look(self, at: int) -> None:
        turn = 0
        while not self._stopped.wait(PAUSE):
            self._times[at].append(timed(self._others[at], self._paths[at][turn % 2]))
            turn += 1

    def _weigh(self) -> None:
        while not self._stopped.wait(PAUSE):
            for desk in self._served.desks():
                with suppress(psutil.Error):
                    self._highest = max(self._highest, uss(desk) + sum(map(uss, desk.children())))

    def stop(self) -> tuple[float, tuple[list[float], list[float]]]:
        self._stopped.set()
        for thread in self._threads:
            thread.join(PATIENCE)
        return self._highest, self._times
