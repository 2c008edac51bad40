"""The plain application as it runs: its PostgreSQL, and as many server processes as the machine has cores.

It is filled with the people of one editor's zone, so that its pages are that editor's pages.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass

import psutil
import psycopg

from bench.fresh import ENVIRONMENT, in_fresh_process
from fixtures.postgres import running
from fixtures.visitor import Visitor


@dataclass(frozen=True)
class Plain:
    """What runs."""

    ports: list[int]
    servers: list[psutil.Process]
    database: psutil.Process

    def visitors(self, count: int) -> list[Visitor]:
        """Return so many browsers, dealt out to the server processes."""
        return [Visitor(self.ports[n % len(self.ports)]) for n in range(count)]

    def cpu(self) -> float:
        """Return the seconds of CPU that its servers and PostgreSQL have taken so far."""
        everybody = [*self.servers, self.database, *self.database.children()]
        return sum(sum(process.cpu_times()[:2]) for process in everybody)


@contextmanager
def serving_plain(contacts: int) -> Iterator[Plain]:
    """Serve the pages of an editor of the demo with so many contacts."""
    with running() as url, ExitStack() as programs:
        told = _filled(url, contacts)
        started = [programs.enter_context(_server(url, told)) for _core in range(os.cpu_count() or 1)]
        with psycopg.connect(url) as held:
            database = psutil.Process(held.info.backend_pid).parent()
        assert database is not None
        yield Plain([port for port, _process in started], [process for _port, process in started], database)


def _filled(url: str, contacts: int) -> bytes:
    subprocess.run([sys.executable, "-m", "bench.plain", "tables", url], env=ENVIRONMENT, check=True)
    return json.dumps(in_fresh_process("plain.filling", str(contacts), url)).encode()


@contextmanager
def _server(url: str, told: bytes) -> Iterator[tuple[int, psutil.Process]]:
    words = [sys.executable, "-m", "bench.plain", "serve", url]
    with subprocess.Popen(words, env=ENVIRONMENT, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as program:
        assert program.stdin is not None
        assert program.stdout is not None
        program.stdin.write(told)
        program.stdin.close()
        try:
            yield int(program.stdout.readline()), psutil.Process(program.pid)
        finally:
            program.terminate()
