"""Many files through the locked child, fast: a fork that locks itself up instead of a new interpreter for each file.

The lock, the limits, the reader and the desk's own taking of the answer are the real ones; only the start is another.
What forks has imported every reader, as the child has before it locks itself up.
"""

from __future__ import annotations

import os
import resource
import signal
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO, NamedTuple

from busel.desk.sandboxes import parser_child, parsing
from busel.sheets.readers import READERS, Asked, reader_of
from busel.sheets.tables import SHEET_ERRORS, Book, SheetError

LONGEST_SECONDS = parsing.DEADLINE_SECONDS + 5


class Outcome(NamedTuple):
    """What became of a file: "read" or the code of its refusal, the signal that ended the child, seconds, megabytes."""

    word: str
    signal: int
    seconds: float
    megabytes: int


class Forked:
    """A child that was forked, with as much of `subprocess.Popen` as the desk uses."""

    last: Forked | None = None

    def __init__(self, kind: str, data: bytes, asked: Asked) -> None:
        file = os.memfd_create("upload")
        os.write(file, data)
        ours, theirs = os.pipe()
        self.status: int | None = None
        self.megabytes = 0
        self.pid = os.fork()
        if not self.pid:
            _become_the_child(file, theirs, [kind, *asked])
        os.close(file)
        os.close(theirs)
        self.stdout: IO[bytes] = open(ours, "rb", buffering=0)  # noqa: PTH123, SIM115 - a pipe; the desk closes it
        Forked.last = self

    def kill(self) -> None:
        """End it, if it has not ended."""
        if self.status is None:
            os.kill(self.pid, signal.SIGKILL)

    def wait(self) -> int:
        """Return how it ended, as `subprocess` says it."""
        if self.status is None:
            _pid, status, used = os.wait4(self.pid, 0)
            self.status = os.waitstatus_to_exitcode(status)
            self.megabytes = used.ru_maxrss // 1024
        return self.status


def _become_the_child(file: int, answers: int, arguments: list[str]) -> None:
    try:
        os.dup2(file, 0)
        os.dup2(answers, 1)
        os.closerange(3, 256)
        os.lseek(0, 0, os.SEEK_SET)
        sys.argv = ["", *arguments]
        parser_child.main()
    finally:
        os._exit(0)


@contextmanager
def forking() -> Iterator[None]:
    """Let uploads be read by forked children within this block."""
    for kind in READERS:
        reader_of(kind)
    kept = parsing._start
    setattr(parsing, "_start", Forked)  # noqa: B010 - another type on purpose, for this block
    try:
        yield
    finally:
        parsing._start = kept


def outcome_of(data: bytes, asked: Asked) -> Outcome:
    """Read a file as an upload and say what became of it. Raises AssertionError for what must never happen."""
    Forked.last = None
    began = time.monotonic()
    book = parsing.read_upload(data, asked)
    seconds = time.monotonic() - began
    child = Forked.last
    ended = child.status or 0 if child else 0
    assert isinstance(book, Book | SheetError)
    if isinstance(book, SheetError):
        assert book.code in SHEET_ERRORS, book.code
    else:
        assert all(isinstance(cell, str) for table in book.tables for row in table.rows for cell in row)
    assert seconds < LONGEST_SECONDS, seconds
    assert not child or child.status is not None, "a child outlived its file"
    # A child whose answer is whole is killed by us: its work was done.
    told = -ended if ended < 0 and ended != -signal.SIGKILL else 0
    return Outcome("read" if isinstance(book, Book) else book.code, told, seconds, child.megabytes if child else 0)


def own_megabytes() -> int:
    """Return the most memory that this process had."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
