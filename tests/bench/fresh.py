"""Measuring in fresh processes, one after another and in turns, so that a busy moment hits all sides alike."""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

TESTS = Path(__file__).parent.parent
ENVIRONMENT = {**os.environ, "PYTHONPATH": os.pathsep.join([str(TESTS), os.environ.get("PYTHONPATH", "")])}
"""For a program in which `bench` and `fixtures` can be imported."""


@dataclass(frozen=True)
class Spent:
    """What a piece of work took: seconds of this process's CPU, and of the clock on the wall."""

    cpu: float
    wall: float


def spent(work: Callable[[], Any]) -> Spent:
    """Do the work and return what it took."""
    wall, cpu = time.perf_counter(), time.process_time()
    work()
    return Spent(time.process_time() - cpu, time.perf_counter() - wall)


def in_fresh_process(module: str, *words: str) -> dict[str, Any]:
    """Run `python -m bench.MODULE WORDS` and return the JSON object that it prints last."""
    ran = subprocess.run(
        [sys.executable, "-m", f"bench.{module}", *words],
        env=ENVIRONMENT,
        stdout=subprocess.PIPE,
        check=True,
    )
    told: dict[str, Any] = json.loads(ran.stdout.splitlines()[-1])
    return told


def in_turns(module: str, sides: list[list[str]], *, times: int) -> list[dict[str, Any]]:
    """Run each side so often, in turns; return for each side the median of each figure."""
    told: list[list[dict[str, Any]]] = [[] for _ in sides]
    for _ in range(times):
        for at, words in enumerate(sides):
            told[at].append(in_fresh_process(module, *words))
    return [
        {key: statistics.median(one[key] for one in runs) for key in runs[0] if isinstance(runs[0][key], int | float)}
        for runs in told
    ]


def pace() -> float:
    """Return the seconds of CPU for ten million additions in Python: 0.45 on the quiet machine, more on a busy one."""
    started, total = time.process_time(), 0
    for number in range(10_000_000):
        total += number
    return time.process_time() - started
