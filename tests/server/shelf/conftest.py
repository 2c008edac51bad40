"""The three shelves under one suite: the memory twin, and the real one on SQLite and on PostgreSQL."""

from __future__ import annotations

import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest
from factories.shelf import Account, Chain

from busel.shelf.client import RemoteShelf
from busel.shelf.memory import MemoryShelf
from busel.shelf.protocol import Shelf

TABLES = ["shelf_locker", "shelf_unlockrow", "shelf_journal", "shelf_commit", "shelf_block", "shelf_envelope"]
START_SECONDS = 20


@dataclass
class Running:
    """A shelf in a process of its own, and a way into its database behind its back."""

    socket: Path
    database: str
    process: subprocess.Popen[str] | None = None

    def start(self) -> None:
        """Start it and wait until it says that it is ready."""
        command = [
            sys.executable,
            "-m",
            "busel.server.shelf",
            "--socket",
            str(self.socket),
            "--database",
            self.database,
        ]
        self.process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
        assert self.process.stderr is not None
        line = self.process.stderr.readline()
        assert line == '{"event": "ready"}\n', line + self.process.stderr.read()

    def kill(self) -> None:
        """End it as a power cut would."""
        assert self.process is not None
        self.process.kill()
        self.process.communicate()

    def stop(self) -> str:
        """End it in order; return what it had written to its log."""
        assert self.process is not None
        self.process.send_signal(signal.SIGTERM)
        log = self.process.communicate(timeout=START_SECONDS)[1]
        assert self.process.returncode == 0
        return log

    def sql(self, statement: str, *values: object) -> list[tuple[object, ...]]:
        """Run one statement in its database. Values stand as %s."""
        if self.database.startswith("postgresql:"):
            with psycopg.connect(self.database) as connection:
                cursor = connection.execute(statement.encode(), values)
                return cursor.fetchall() if cursor.description else []
        connection = sqlite3.connect(self.database, timeout=20)
        try:
            with connection:
                return connection.execute(statement.replace("%s", "?"), values).fetchall()
        finally:
            connection.close()

    def wipe(self) -> None:
        for table in TABLES:
            self.sql(f"DELETE FROM {table}")

    def age(self, locker: bytes, days: int) -> None:
        """Let so many days go by since the locker was last used."""
        self.sql("UPDATE shelf_locker SET last_day = last_day - %s WHERE id = %s", days, locker)


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


@dataclass
class Tried:
    """A shelf of any kind, as the suite sees it."""

    shelf: Shelf
    age: Callable[[bytes, int], None]


def in_memory() -> Tried:
    day = int(time.time() // 86_400)
    lag: list[int] = []
    shelf = MemoryShelf(today=lambda: day + sum(lag))
    return Tried(shelf, lambda _locker, days: lag.append(days))


@pytest.fixture(params=["memory", *REAL])
def tried(request: pytest.FixtureRequest) -> Iterator[Tried]:
    """Each of the three, empty."""
    if request.param == "memory":
        yield in_memory()
        return
    running: Running = request.getfixturevalue(request.param)
    running.wipe()
    shelf = RemoteShelf(running.socket)
    yield Tried(shelf, running.age)
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
    """A session of the founding account, in an organisation with one journal."""
    shelf.found([account.locker()], [chain.new()])
    return account.sign_in(shelf)
