"""What a locked child says, and how it ends."""

from __future__ import annotations

import os
from collections.abc import Callable


def say(answer: bytes) -> None:
    """Write all of it to stdout: a pipe takes as much at a time as it holds."""
    rest = memoryview(answer)
    while rest:
        rest = rest[os.write(1, rest) :]


def live(main: Callable[[], None]) -> None:
    """Do what the child is for, and end it."""
    try:
        main()
    finally:
        os._exit(0)  # the interpreter's own farewell wants calls that are no longer allowed
