"""Refusals that leave on a grid of time: what was done before one of them does not show in when it comes."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager

from busel.desk.running import process

GRID_SECONDS = 0.5
"""Fifty times what the shelf needs for any of it; beside the second of a passphrase nobody notices."""


@contextmanager
def on_the_grid(refusal: type[Exception]) -> Iterator[None]:
    """Let a refusal out at a whole number of steps after the beginning; what is no refusal is not held.

    Why safe: a freeze writes to a disk and a look does not, some milliseconds that a watch at the keyboard could tell.
    Both are over long before the first step, so both leave at one moment, and nothing that differs comes after it.
    """
    began = process.clock()
    try:
        yield
    except refusal:
        passed = process.clock() - began
        time.sleep(GRID_SECONDS - passed % GRID_SECONDS)
        raise
