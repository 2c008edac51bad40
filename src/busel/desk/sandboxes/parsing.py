"""Files that people upload: read in a child that is locked up, so that a bad one finds no keys, network or disk."""

from __future__ import annotations

import fcntl
import os
import select
import signal
import struct
import subprocess
import sys
import time
from typing import IO, TYPE_CHECKING, Annotated

import msgspec

from busel.sheets.books import make_book, make_table, reader_kind
from busel.sheets.readers import CHUNK_ROWS, MAX_FLAWS, MAX_TABLES, Asked
from busel.sheets.tables import FLAWS, SHEET_ERRORS, Book, Rows, SheetError, Table

if TYPE_CHECKING:
    from collections.abc import Iterator

CHILD = (sys.executable, "-I", "-B", "-m", "busel.desk.sandboxes.parser_child")
DEADLINE_SECONDS, BYTES_A_SECOND = 90, 500_000
"""So long a child may take, and longer by the bytes of a large file: a million rows take 10 s on a quiet machine."""
MAX_ANSWER, ANSWER_A_BYTE = 140 * 1024 * 1024, 2
"""Bytes of rows that the desk takes from a child, whatever the child says; more for the bytes of a large file alone: a
small one that unfolds is no list. 113,220 rows of 15 columns are 16 MB, a million of 12 are 190."""
A_FRAME = 256
"""Bytes that each frame counts beside what is in it: what it takes here, so that empty ones come to an end, too."""
MAX_FRAME = 8_000_000
"""Bytes at once, which the desk holds unpacked for a moment. 250 rows of 15 columns are 35 KB."""

_NOTHING = Asked()
_HEAD = struct.Struct(">cI")
_OVER_THE_LIMIT = (signal.SIGABRT, signal.SIGKILL, signal.SIGXCPU)
"""How a child ends that wanted more memory or time than it may have."""


_Head = tuple[str, bool, bool, str]
"""A table's name, whether it is hidden and has headings for sure, and its unit."""
_Flaws = Annotated[list[tuple[int, str]], msgspec.Meta(max_length=CHUNK_ROWS)]
"""Some of a table's flaws, with the numbers of their rows, from the first one on."""


class _Ended(Exception):  # noqa: N818 - the child's end, for whatever reason
    """The child's answer stopped before it was whole. `code` says why, "" when only its exit status can tell."""

    def __init__(self, code: str = "") -> None:
        super().__init__(code)
        self.code = code


def read_upload(data: bytes, asked: Asked = _NOTHING) -> Book | SheetError:
    """Return the tables of a file, or why it cannot be read; never raises for what stands in the file.

    Takes about 0.15 s and the file's own time; at most `DEADLINE_SECONDS` and a second for each `BYTES_A_SECOND`. The
    rows lie packed in this process.
    """
    kind = reader_kind(data)
    if isinstance(kind, SheetError):
        return kind
    child = _start(kind, data, asked)
    try:
        return _collect(kind, child, len(data))
    except _Ended as ended:
        return SheetError(ended.code or _code_of_end(child.wait()), kind)
    except (msgspec.MsgspecError, ValueError):  # a child that was taken over may say anything
        return SheetError("damaged", kind)
    finally:
        child.kill()
        child.wait()
        _pipe_of(child).close()


def _start(kind: str, data: bytes, asked: Asked) -> subprocess.Popen[bytes]:
    """Start the child with the file as its stdin: memory without a name, which nobody can write to any more."""
    file = os.memfd_create("upload", os.MFD_CLOEXEC | os.MFD_ALLOW_SEALING)
    try:
        rest = memoryview(data)
        while rest:
            rest = rest[os.write(file, rest) :]
        fcntl.fcntl(file, fcntl.F_ADD_SEALS, fcntl.F_SEAL_WRITE | fcntl.F_SEAL_GROW | fcntl.F_SEAL_SHRINK)
        os.lseek(file, 0, os.SEEK_SET)
        return subprocess.Popen(  # noqa: S603 - our own module, and a kind of our own table
            [*CHILD, kind, *asked],
            stdin=file,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={},
            cwd="/",
        )
    finally:
        os.close(file)


def _collect(kind: str, child: subprocess.Popen[bytes], size: int) -> Book | SheetError:
    """Take the child's frames in their order."""
    found: tuple[str, str, list[str]] = ("", "", [])
    tables: list[tuple[_Head, Rows, dict[int, str]]] = []
    left = MAX_FLAWS
    for letter, body in _frames(_pipe_of(child).fileno(), size):
        if letter == b"R" and tables:
            tables[-1][1].add_chunk(body)
        elif letter == b"T":
            tables.append(_begun(body, len(tables)))
        elif letter == b"F" and tables:
            left -= _add_flaws(tables[-1][2], body, last=len(tables[-1][1]), most=left)
        elif letter == b"B":
            found = msgspec.json.decode(body, type=tuple[str, str, list[str]])
        elif letter == b"E":
            return _refusal(msgspec.json.decode(body, type=str), kind)
        elif letter != b".":
            raise ValueError("no frame of ours")
    return make_book(kind, found, [_table(*table) for table in tables])


def _begun(body: bytes, before: int) -> tuple[_Head, Rows, dict[int, str]]:
    if before == MAX_TABLES:
        raise _Ended("too-large")
    return msgspec.json.decode(body, type=_Head), Rows(), {}


def _add_flaws(flaws: dict[int, str], body: bytes, *, last: int, most: int) -> int:
    """Add flaws of rows that have come; return how many. Raises ValueError for what no reader of ours tells.

    A child that was taken over tells of as many as it likes: here each takes ten times its bytes, so they are counted.
    """
    added: list[tuple[int, str]] = msgspec.json.decode(body, type=_Flaws)
    before = next(reversed(flaws), 0)
    for number, flaw in added:
        if not before < number <= last or flaw not in FLAWS:
            raise ValueError("no flaw of ours")
        flaws[number] = FLAWS[FLAWS.index(flaw)]  # one text for all of them
        before = number
    if len(added) > most:
        raise ValueError("more flaws than a list has")
    return len(added)


def _table(head: _Head, rows: Rows, flaws: dict[int, str]) -> Table:
    name, hidden, headed, unit = head
    return make_table(name, rows, hidden=hidden, headed=headed, unit=unit, flaws=flaws)


def _refusal(code: str, kind: str) -> SheetError:
    return SheetError(code if code in SHEET_ERRORS else "damaged", kind)


def _frames(pipe: int, size: int) -> Iterator[tuple[bytes, bytes]]:
    """Yield (letter, body) until the child says that it is done. Raises _Ended when it stops before, or is too much.

    `size`: how many bytes the file has.
    """
    deadline = time.monotonic() + DEADLINE_SECONDS + size // BYTES_A_SECOND
    left = max(MAX_ANSWER, ANSWER_A_BYTE * size)
    letter = b""
    while letter != b".":
        letter, length = _HEAD.unpack(_take(pipe, _HEAD.size, deadline))
        left -= length + A_FRAME
        if left < 0 or length > MAX_FRAME:
            raise _Ended("too-large")
        yield letter, _take(pipe, length, deadline)


def _take(pipe: int, count: int, deadline: float) -> bytes:
    """Read exactly `count` bytes."""
    taken = bytearray()
    waiting = select.poll()
    waiting.register(pipe, select.POLLIN)
    while len(taken) < count:
        if not waiting.poll(max(0, deadline - time.monotonic()) * 1000):
            raise _Ended("too-large")
        piece = os.read(pipe, count - len(taken))
        if not piece:
            raise _Ended
        taken += piece
    return bytes(taken)


def _code_of_end(status: int) -> str:
    return "too-large" if -status in _OVER_THE_LIMIT else "damaged"


def _pipe_of(child: subprocess.Popen[bytes]) -> IO[bytes]:
    if child.stdout is None:
        raise RuntimeError("the child was started with a pipe")
    return child.stdout
