"""The child that reads a file from outside: locked up first, then bytes from stdin, rows of text to stdout.

It is started as `python -I -B -m busel.desk.sandboxes.parser_child KIND ENCODING SEPARATOR LANGUAGE` with an empty
environment; the last three are "" where nobody asked for one. What it writes is frames: a letter, the length in 4
bytes, JSON. "B" what was found out, "T" a table begins, "R" up to `CHUNK_ROWS` rows, "E" refused, "." done.
"""

from __future__ import annotations

import codecs
import encodings
import json
import os
import struct
import sys
from encodings.aliases import aliases
from itertools import islice
from typing import TYPE_CHECKING, Any

from busel.desk.sandboxes.last_words import live, say
from busel.desk.sandboxes.sandbox import CPU_SECONDS, NoSandboxError, lock_up
from busel.sheets.readers import CHUNK_ROWS, Asked, Refused, reader_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from busel.sheets.readers import Reading


PACKED = ("xlsx", "xlsb", "ods")
"""Kinds whose files may be small and hold much."""
LEAST_SECONDS, BYTES_A_SECOND = 12, 100_000
"""Of processor. A sound file of any other kind is read at a million bytes a second and more."""


def main() -> None:
    """Read stdin as a file of the kind that the first argument names."""
    reader = reader_of(sys.argv[1])
    try:
        lock_up(_seconds(sys.argv[1]))
    except NoSandboxError:
        _send("E", "no-sandbox")
        return
    forget_other_codecs()
    try:
        _read(reader, Asked(*sys.argv[2:]))
    except Refused as refused:
        _send("E", refused.code)
    except MemoryError:
        _send("E", "too-large")
    except BaseException:  # noqa: BLE001 - a reader's panic is no Exception; whatever it was, the file is not readable
        _send("E", "damaged")


def _seconds(kind: str) -> int:
    """Return how long a file may take, 0 for as long as any: somebody waits for one that goes round in rings."""
    return 0 if kind in PACKED else min(CPU_SECONDS, LEAST_SECONDS + os.fstat(0).st_size // BYTES_A_SECOND)


def forget_other_codecs() -> None:
    """Let an encoding that no reader loaded be unknown: to look for it would be a call that the lock punishes."""
    codecs.unregister(encodings.search_function)
    codecs.register(_loaded_codec)


def _loaded_codec(name: str) -> codecs.CodecInfo | None:
    plain = encodings.normalize_encoding(name)
    return encodings.search_function(name) if f"encodings.{aliases.get(plain, plain)}" in sys.modules else None


def _read(reader: Callable[[bytes, Asked], Reading], asked: Asked) -> None:
    size = os.lseek(0, 0, os.SEEK_END)
    os.lseek(0, 0, os.SEEK_SET)
    reading = reader(os.read(0, size), asked)
    for table in reading.tables:
        _send("T", [table.name, table.hidden, table.headed, table.unit])
        rows, flaws = iter(table.rows), iter(sorted(table.flaws.items()))
        while chunk := list(islice(rows, CHUNK_ROWS)):
            _send("R", chunk)
        while found := list(islice(flaws, CHUNK_ROWS)):
            _send("F", found)
    _send("B", [reading.encoding, reading.separator, reading.notes])  # now, for notes are made while sheets are read
    _send(".", None)


def _send(letter: str, value: Any) -> None:
    body = json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
    say(letter.encode() + struct.pack(">I", len(body)) + body)


if __name__ == "__main__":
    live(main)
