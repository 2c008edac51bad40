"""T10, T18: files that unpack to gigabytes: a child alone grows, within its limit, and everybody else is served."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

import psutil
import pytest

from factories import hostile
from factories.canaries import DISTRICT
from fixtures.served import Served
from fixtures.visitor import Page, Visitor, signed_in

TOO_LARGE = "Гэты файл большы за любы спіс людзей."
BOMBS = {
    "one cell at XFD1048576": 0,
    "100,000 columns as xlsx": 0,
    "100,000 columns as csv": 0,
    "a zip bomb of 10 GB": 0,
    "a workbook of a gigabyte": 1_000_000_000,
    "cells of 15,000 letters": 100_000_000,
}
"""Name -> how large its child is seen to grow at least; 0 where it is refused so soon that nobody may see it."""
A_CHILDS_LIMIT = 1_500_000_000
A_DESKS_SHARE = 60_000_000
"""Bytes that a desk may grow by beside the file itself, which it holds up to four times while it is taken."""
COPIES = 4
LOCKED, ADDRESS_SPACE, FIRST_TO_GO = "Seccomp:\t2", "Max address space", "1000"
TOGETHER_SECONDS = 0.1
SLOWER = 5
PATIENCE_SECONDS = 100
PAGES_ALONE = 30
EVERY_SECONDS = 0.005


@contextmanager
def again_and_again(deed: Callable[[], Any]) -> Iterator[None]:
    """Do something in a thread until the block ends."""
    over = threading.Event()

    def work() -> None:
        while not over.is_set():
            deed()

    thread = threading.Thread(target=work)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()


class Watch:
    """Looks at a desk and its children while it works: the most memory that each had, and the children's limit."""

    def __init__(self, desk: psutil.Process) -> None:
        self._desk = desk
        self.at_first = self.desk = desk.memory_info().rss
        self.children = 0
        self.told: set[tuple[str, str]] = set()
        """Limit of address space, and how gladly the kernel ends it, of the children that were locked up."""

    def look(self) -> None:
        self.desk = max(self.desk, self._desk.memory_info().rss)
        for child in self._desk.children():
            try:
                self._look_at(child)
            except (psutil.NoSuchProcess, OSError):
                continue  # it ended meanwhile
        time.sleep(EVERY_SECONDS)

    def _look_at(self, child: psutil.Process) -> None:
        place = Path(f"/proc/{child.pid}")
        if LOCKED in (place / "status").read_text():
            limit = next(one for one in (place / "limits").read_text().splitlines() if one.startswith(ADDRESS_SPACE))
            self.told.add((limit.split()[4], (place / "oom_score_adj").read_text().strip()))
            self.children = max(self.children, child.memory_info().vms)


def times_of(visitor: Visitor, times: list[float]) -> Callable[[], None]:
    def look() -> None:
        began = time.monotonic()
        assert visitor.open("/").status == 200
        times.append(time.monotonic() - began)

    return look


def bring(visitor: Visitor, data: bytes) -> Page:
    """Upload a file and wait until it is read or refused."""
    form = next(form for form in visitor.open("/import").forms if form.files)
    page = visitor.send(form, {"division": form.options["division"][DISTRICT]}, {form.files[0]: ("list.xlsx", data)})
    return visitor.wait(page.path, patience=PATIENCE_SECONDS) if "Refresh" in page.headers else page


@dataclass
class Two:
    """Somebody who brings files in, with the desk that takes them, and somebody else who works."""

    editor: Visitor
    desk: psutil.Process
    neighbour: Visitor


@pytest.fixture(scope="module")
def two(standing: Served) -> Two:
    editor = signed_in(standing, "coordinator")
    (desk,) = standing.desks()
    return Two(editor, desk, signed_in(standing, "viewer"))


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_costs_its_child_alone_and_everybody_else_is_served(two: Two, name: str) -> None:
    data = hostile.HOSTILE[name]()
    alone: list[float] = []
    meanwhile: list[float] = []
    for _ in range(PAGES_ALONE):
        times_of(two.neighbour, alone)()
    watch = Watch(two.desk)
    with again_and_again(watch.look), again_and_again(times_of(two.neighbour, meanwhile)):
        page = bring(two.editor, data)
    assert TOO_LARGE in page.text
    assert watch.desk - watch.at_first < A_DESKS_SHARE + COPIES * len(data)
    assert BOMBS[name] <= watch.children <= A_CHILDS_LIMIT
    assert watch.told <= {(str(A_CHILDS_LIMIT), FIRST_TO_GO)}
    assert median(meanwhile) < SLOWER * median(alone) + TOGETHER_SECONDS
    assert two.desk.children() == []


def test_what_unpacks_to_much_and_is_read_lies_packed_in_the_desk(two: Two) -> None:
    data = hostile.long_cells(rows=20_000, letters=3_500)  # 140 MB of text
    watch = Watch(two.desk)
    with again_and_again(watch.look):
        page = bring(two.editor, data)
    assert page.path.endswith("/seen")
    assert watch.desk - watch.at_first < A_DESKS_SHARE + COPIES * len(data)
