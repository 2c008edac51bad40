"""The three shelves under one suite: the memory twin, and the real one on SQLite and on PostgreSQL."""

from __future__ import annotations

import math
import time
from collections.abc import Iterator

import pytest

from busel.shelf.client import RemoteShelf
from busel.shelf.memory import MemoryShelf
from busel.shelf.protocol import Shelf, ShelfError
from factories.shelf import ORGANISATION, Account, Chain
from fixtures.shelves import Running, Tried


def started(running: Running) -> Iterator[Running]:
    running.start()
    yield running
    running.stop()


@pytest.fixture(scope="session")
def on_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    folder = tmp_path_factory.mktemp("shelf")
    yield from started(Running(folder / "shelf.sock", str(folder / "shelf.sqlite3")))


@pytest.fixture(scope="session")
def on_postgresql(tmp_path_factory: pytest.TempPathFactory, postgresql_url: str) -> Iterator[Running]:
    yield from started(Running(tmp_path_factory.mktemp("shelf") / "shelf.sock", postgresql_url))


REAL = [
    pytest.param("on_sqlite", id="sqlite"),
    pytest.param("on_postgresql", id="postgresql", marks=pytest.mark.postgres),
]


@pytest.fixture(params=REAL)
def running(request: pytest.FixtureRequest) -> Running:
    """Each real shelf in turn, empty."""
    shelf: Running = request.getfixturevalue(request.param)
    shelf.wipe()
    return shelf


def in_memory() -> Tried:
    day = int(time.time() // 86_400)
    lag: list[int] = []
    shelf = MemoryShelf(ORGANISATION, today=lambda: day + sum(lag))
    aged = lambda months: lag.append(math.ceil(months * 365.25 / 12))  # noqa: E731 - one of three

    def put_back(journal: bytes) -> bool:
        try:
            shelf._journals[journal].put_back()
        except ShelfError:
            return False
        return True

    return Tried(
        shelf, lambda _locker, days: lag.append(days), aged, lambda _invitation: lag.append(1), lag.append, put_back
    )


@pytest.fixture(params=["memory", *REAL])
def tried(request: pytest.FixtureRequest) -> Iterator[Tried]:
    """Each of the three, empty."""
    if request.param == "memory":
        yield in_memory()
        return
    running: Running = request.getfixturevalue(request.param)
    running.wipe()
    shelf = RemoteShelf(running.socket)
    put_back = lambda journal: "refused" not in running.put_back(journal)  # noqa: E731 - one of several
    yield Tried(shelf, running.age, running.age_log, running.end_invitation, running.age_kept, put_back)
    shelf.close()


@pytest.fixture
def shelf(tried: Tried) -> Shelf:
    return tried.shelf


@pytest.fixture
def account() -> Account:
    return Account()


@pytest.fixture
def chain() -> Chain:
    return Chain()


@pytest.fixture
def session(shelf: Shelf, account: Account, chain: Chain) -> bytes:
    """A session of the founding account, in an organisation with one journal, whose writers invite."""
    shelf.found([account.locker()], [chain.new(is_sponsor=True)])
    return account.sign_in(shelf)
