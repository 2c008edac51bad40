"""Which records are one person, weighed in a child that is locked up: people in by a pipe, pairs out, and it is gone.

The libraries that weigh take a quarter of a gigabyte, so no desk ever loads them.
"""

from __future__ import annotations

import os
import select
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from contextlib import suppress
from typing import IO

import msgspec

from busel.matching.outcomes import Verdict
from busel.matching.records import Record

CHILD = (sys.executable, "-I", "-B", "-m", "busel.desk.sandboxes.matcher_child")
DEADLINE_SECONDS = 600
MAX_ANSWER = 128 * 1024 * 1024
"""Bytes that the desk takes from a child, whatever the child says. 158,000 pairs are some 20 MB."""
_PIECE = 1 << 20
TOO_MANY, FAILED = "too-many", "failed"
CODES = (TOO_MANY, FAILED)
"""Why there is no answer: the memory that a child may have does not hold so many; anything else."""


class Asked(msgspec.Struct, frozen=True):
    """What a child is asked."""

    people: list[Record]
    new: int = 0
    """So many of the last ones are a new list, and only pairs of a new and another one are wanted; 0: all pairs."""
    families: bool = False
    """Also pairs that are two people of one household."""
    forms: list[tuple[str, str]] = []
    """Short forms of given names that the organisation added, each with its name."""


class Answer(msgspec.Struct, frozen=True):
    """What a child found, or why not: one of CODES."""

    pairs: list[Verdict] = []
    code: str = ""
    seconds: float = 0.0
    """Of processor, for the weighing alone."""


class MatchingError(Exception):
    """There is no answer. `code` is one of CODES; it says no more, for a reason could hold a name."""

    def __init__(self, code: str) -> None:
        """Say why."""
        super().__init__(code)
        self.code = code


def matched(
    people: Sequence[Record], *, new: int = 0, families: bool = False, forms: Sequence[tuple[str, str]] = ()
) -> Answer:
    """Return the pairs among these people, certain ones first. Raises MatchingError.

    113,220 people take some fifteen seconds, 3,000 new ones beside 110,000 about ten, most of it to key their words.
    """
    asked = msgspec.msgpack.encode(Asked(list(people), new, families, list(forms)))
    # -I and -B: nothing from the surroundings, no byte code written. What it might say on stderr could hold names.
    child = subprocess.Popen(  # noqa: S603 - our own interpreter and module
        CHILD, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env={"HOME": "/"}, cwd="/"
    )
    try:
        found = msgspec.msgpack.decode(_answer_of(child, asked), type=Answer)
    except msgspec.MsgspecError:
        raise MatchingError(FAILED) from None
    finally:
        child.kill()
        child.wait()
    if found.code:
        raise MatchingError(found.code if found.code in CODES else FAILED)
    return found


def _answer_of(child: subprocess.Popen[bytes], asked: bytes) -> bytes:
    """Give the child its question and return what it says. Raises MatchingError for what is too late or too much."""
    if child.stdin is None or child.stdout is None:
        raise MatchingError(FAILED)
    threading.Thread(target=_give, args=(child.stdin, asked), daemon=True).start()
    taken, waiting, deadline = bytearray(), select.poll(), time.monotonic() + DEADLINE_SECONDS
    with child.stdout as pipe:
        waiting.register(pipe, select.POLLIN)
        while waiting.poll(max(0, deadline - time.monotonic()) * 1000):
            piece = os.read(pipe.fileno(), _PIECE)
            if not piece:
                return bytes(taken)
            taken += piece
            if len(taken) > MAX_ANSWER:
                break
    raise MatchingError(FAILED)


def _give(pipe: IO[bytes], asked: bytes) -> None:
    with suppress(OSError), pipe:  # a child that is gone reads nothing; its answer tells
        pipe.write(asked)
