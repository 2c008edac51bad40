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
from queue import SimpleQueue
from types import TracebackType
from typing import IO, Self

import msgspec

from busel.matching.outcomes import Verdict
from busel.matching.records import Record

CHILD = (sys.executable, "-I", "-B", "-m", "busel.desk.sandboxes.matcher_child")
DEADLINE_SECONDS = 600
MAX_ANSWER = 128 * 1024 * 1024
"""Bytes that the desk takes from a child, whatever the child says. 158,000 pairs are some 20 MB."""
_PIECE = 1 << 20
LENGTH_BYTES = 4
"""Before each piece of a question stands its length, the highest byte first."""
TOO_MANY, FAILED = "too-many", "failed"
CODES = (TOO_MANY, FAILED)
"""Why there is no answer: the memory that a child may have does not hold so many; anything else."""


class Asked(msgspec.Struct, frozen=True):
    """A piece of what a child is asked; it may come in many, and the first one says of what kind it is."""

    people: list[Record] = []
    """All whose pairs are wanted; or those who are known."""
    new: list[Record] = []
    """Who is compared with those who are known, and not with each other."""
    is_last: bool = False
    """All of `people` are told: what comes now is `new`, and those who are known can be keyed meanwhile."""
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


class Weighing:
    """A child at work: told piece by piece, it answers once. Whoever leaves the block has ended it."""

    def __init__(self) -> None:
        """Start it. What it is told waits in this process's memory, packed, until it is ready."""
        # -I and -B: nothing from the surroundings, no byte code written. What it might say on stderr could hold names.
        self._child = subprocess.Popen(  # noqa: S603 - our own interpreter and module
            CHILD, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env={"HOME": "/"}, cwd="/"
        )
        self._waiting: SimpleQueue[bytes] = SimpleQueue()
        if self._child.stdin is not None:
            threading.Thread(target=_give, args=(self._child.stdin, self._waiting), daemon=True).start()

    def tell(self, piece: Asked) -> None:
        """Tell it a piece; nobody waits until it has read it."""
        told = msgspec.msgpack.encode(piece)
        self._waiting.put(len(told).to_bytes(LENGTH_BYTES) + told)

    def answer(self) -> Answer:
        """Return what it found of all that it was told. Raises MatchingError."""
        self._waiting.put(b"")
        try:
            found = msgspec.msgpack.decode(_answer_of(self._child), type=Answer)
        except msgspec.MsgspecError:
            raise MatchingError(FAILED) from None
        if found.code:
            raise MatchingError(found.code if found.code in CODES else FAILED)
        return found

    def __enter__(self) -> Self:
        """Begin."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End it, whatever it is at."""
        self._waiting.put(b"")
        self._child.kill()
        self._child.wait()
        if self._child.stdout is not None:
            self._child.stdout.close()


def matched(people: Sequence[Record], *, families: bool = False, forms: Sequence[tuple[str, str]] = ()) -> Answer:
    """Return the pairs among these people, certain ones first. Raises MatchingError.

    113,220 people take some fifteen seconds.
    """
    with Weighing() as weighing:
        weighing.tell(Asked(list(people), families=families, forms=list(forms)))
        return weighing.answer()


def _answer_of(child: subprocess.Popen[bytes]) -> bytes:
    """Return what it says. Raises MatchingError for what is too late or too much."""
    if child.stdout is None:
        raise MatchingError(FAILED)
    taken, waiting, deadline = bytearray(), select.poll(), time.monotonic() + DEADLINE_SECONDS
    pipe = child.stdout.fileno()
    waiting.register(pipe, select.POLLIN)
    while waiting.poll(max(0, deadline - time.monotonic()) * 1000):
        piece = os.read(pipe, _PIECE)
        if not piece:
            return bytes(taken)
        taken += piece
        if len(taken) > MAX_ANSWER:
            break
    raise MatchingError(FAILED)


def _give(pipe: IO[bytes], waiting: SimpleQueue[bytes]) -> None:
    with suppress(OSError), pipe:  # a child that is gone reads nothing; its answer tells
        while piece := waiting.get():
            pipe.write(piece)
            pipe.flush()
