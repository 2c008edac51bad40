"""The folder of a shelf: nobody else's, and one shelf's at a time."""

from __future__ import annotations

import fcntl
import os
from pathlib import Path

LOCK_NAME = "shelf.lock"
OTHERS = 0o077


class RefusedError(Exception):
    """The shelf does not start; the text is a sentence for the operator."""


def own_folder(folder: Path) -> None:
    """Make the folder (0700), or refuse one that others may look into. Raises RefusedError."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if folder.stat().st_mode & OTHERS:
        raise RefusedError(f"Others may look into {folder}: make it yours alone (chmod 700).")


def lock(folder: Path) -> int:
    """Take the folder for this process until it ends; return the lock's descriptor. Raises RefusedError."""
    descriptor = os.open(folder / LOCK_NAME, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(descriptor)
        raise RefusedError(f"Another shelf already keeps {folder}.") from None
    return descriptor
