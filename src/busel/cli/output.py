"""What the command line says: one JSON document or lines for people on stdout, progress and errors on stderr."""

from __future__ import annotations

import sys
from typing import Any

import msgspec

WIDTH = 30


class CommandError(Exception):
    """The command did not do what was asked; its text is one sentence for the operator."""


def say(text: str = "") -> None:
    """Write a line for people to stdout."""
    sys.stdout.write(f"{text}\n")


def say_json(document: Any) -> None:
    """Write one JSON document as one line to stdout."""
    sys.stdout.buffer.write(msgspec.json.encode(document) + b"\n")
    sys.stdout.buffer.flush()


def complain(sentence: str) -> None:
    """Write one sentence to stderr."""
    sys.stderr.write(f"{sentence}\n")


class Bar:
    """A progress bar on stderr, where that is a terminal; elsewhere one line for each step."""

    def __init__(self, *, quiet: bool = False) -> None:
        self._quiet = quiet
        self._live = sys.stderr.isatty()
        self._shown = ""

    def show(self, doing: str, done: int, of_all: int) -> None:
        """Say how far a step is."""
        if self._quiet:
            return
        share = done / of_all if of_all else 1.0
        if self._live:
            filled = int(WIDTH * share)
            sys.stderr.write(f"\r\x1b[K{doing:<32} [{'#' * filled}{'.' * (WIDTH - filled)}] {share:4.0%}")
            if done >= of_all:
                sys.stderr.write("\n")
        elif doing != self._shown:
            sys.stderr.write(f"{doing} …\n")
        self._shown = doing
        sys.stderr.flush()
