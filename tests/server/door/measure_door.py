"""How long a page takes through the door, new connection included; how fast a desk is ready, and how much it holds.

`python tests/server/door/measure_door.py [REQUESTS]` prints one JSON document. Milliseconds and megabytes.
"""

from __future__ import annotations

import json
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2] / "desk/process/site"))

import psutil
from desk_harness import Running, eventually, start, stop

from busel.desk.running.options import Options
from busel.server.door.settings import DoorSettings


def milliseconds(times: list[float]) -> dict[str, float]:
    ordered = sorted(times)
    return {
        "p50": round(statistics.median(ordered) * 1000, 2),
        "p95": round(ordered[len(ordered) * 95 // 100] * 1000, 2),
    }


def pages(desks: Running, path: str, cookie: str, count: int) -> dict[str, float]:
    times = []
    for _ in range(count):
        began = time.perf_counter()
        answer = desks.ask("GET", path, cookie=cookie)
        times.append(time.perf_counter() - began)
        assert answer.status == 200, (answer.status, len(times), answer.body[:80], desks.log.read_text()[-600:])
        desks.open.pop().close()
    return milliseconds(times[count // 10 :])


def memory(process: int) -> float:
    return round(psutil.Process(process).memory_full_info().uss / 1e6, 1)


def measure(count: int) -> dict[str, object]:
    with running(blanks=2) as desks:
        cookie = desks.sign_in().cookie
        eventually(lambda: desks.status()["blank"] == 2)
        blank = psutil.Process(desks.fork_server.pid).children()[-1].pid
        time.sleep(1)
        figures: dict[str, object] = {
            "page of a desk": pages(desks, "/", cookie, count),
            "page of the porch": pages(desks, "/sign-in", "", count),
            "uss blank desk": memory(blank),
            "uss desk after pages": memory(desks.desk_of(cookie).pid),
            "uss door": memory(desks.door.pid),
            "uss fork server": memory(desks.fork_server.pid),
        }
    with running(blanks=1) as desks:
        return figures | sign_ins(desks)


@contextmanager
def running(blanks: int) -> Iterator[Running]:
    with tempfile.TemporaryDirectory() as name:
        options = Options(
            demo=True,
            around=(),
            command_socket=f"{name}/desks.sock",
            porch_urls="deskapp.porch_urls",
            blank_urls="deskapp.porch_urls",
            keyed_urls="deskapp.keyed_urls",
            blanks_waiting=blanks,
        )
        desks = start(Path(name), options, DoorSettings(socket=f"{name}/onion.sock"))
        try:
            yield desks
        finally:
            stop(desks)


def sign_ins(desks: Running) -> dict[str, object]:
    """Of two sign-ins in a row, the first finds the one blank desk waiting, the second has to wait for a fork."""
    waiting, forking = [], []
    for number in range(20):
        time.sleep(0.3)
        for times, member in ((waiting, f"a{number}"), (forking, f"b{number}")):
            began = time.perf_counter()
            assert desks.sign_in(member).status == 303
            times.append(time.perf_counter() - began)
    return {
        "sign-in on a waiting desk": milliseconds(waiting),
        "sign-in that waits for its fork": milliseconds(forking),
    }


if __name__ == "__main__":
    print(json.dumps(measure(int(sys.argv[1]) if len(sys.argv) > 1 else 1000), indent=1))
