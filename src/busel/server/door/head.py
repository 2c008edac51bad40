"""A request's head, peeked at and judged in place."""

from __future__ import annotations

import hashlib
import re
import socket
from dataclasses import dataclass
from enum import Enum

HEAD_BYTES = 16 * 1024
_END = b"\r\n\r\n"
_LENGTH = re.compile(rb"\r\ncontent-length:[ \t]*(\d{1,12})[ \t]*(?=\r\n)", re.IGNORECASE)
_ANY_LENGTH = re.compile(rb"\r\n(?:content-length|transfer-encoding)[ \t]*:", re.IGNORECASE)
_COOKIES = re.compile(rb"\r\ncookie:[^\r\n]*", re.IGNORECASE)


class Unfinished(Enum):
    """Why there is no head to judge."""

    MORE = "more is to come"
    TOO_LARGE = "the buffer is full and the head is not at its end"
    GONE = "the visitor hung up"


@dataclass(frozen=True, slots=True)
class Head:
    """What the door keeps of a head: numbers and hashes, nothing of its text."""

    length: int
    """Bytes up to and with the empty line."""
    digests: tuple[bytes, ...]
    """SHA-256 of each value under the session cookie's name."""
    is_signin: bool
    body_length: int
    """As declared; -1 when it cannot be known beforehand."""


def _spelled(path: str) -> bytes:
    """Return a pattern for a path in which any letter may stand as %XX."""
    return b"".join(b"(?:%b|(?i:%%%02x))" % (re.escape(bytes([letter])), letter) for letter in path.encode())


class HeadReader:
    """The one buffer of the door, and what to look for in it."""

    def __init__(self, cookie_name: str, signin_path: str) -> None:
        self._buffer = bytearray(HEAD_BYTES)
        self._view = memoryview(self._buffer)
        self._zeros = memoryview(bytes(HEAD_BYTES))
        self._cookie = re.compile(rb"[:; \t]" + re.escape(cookie_name.encode()) + rb"=([^;\r\n \t]*)")
        # More than our pages send and a desk takes: no passphrase may reach the porch, which stays.
        self._signin = re.compile(rb"(?:\r\n)*(?i:POST) [^ ?#\r\n]*" + _spelled(signin_path) + rb"[?# ]")

    def peek(self, connection: socket.socket) -> Head | Unfinished:
        """Judge what has arrived on a non-blocking connection and leave it there; wipe the buffer."""
        try:
            seen = connection.recv_into(self._buffer, HEAD_BYTES, socket.MSG_PEEK)
        except BlockingIOError:
            return Unfinished.MORE
        except OSError:
            return Unfinished.GONE
        try:
            return self._judge(seen)
        finally:
            self._wipe(seen)

    def _judge(self, seen: int) -> Head | Unfinished:
        if seen == 0:
            return Unfinished.GONE
        end = self._buffer.find(_END, 0, seen)
        if end < 0:
            return Unfinished.TOO_LARGE if seen == HEAD_BYTES else Unfinished.MORE
        end += len(_END)
        return Head(end, self._digests(end), self._signin.match(self._buffer) is not None, self._body_length(end))

    def _digests(self, end: int) -> tuple[bytes, ...]:
        """Hash each session cookie where it lies.

        Why safe: a `memoryview` slice is no copy, and OpenSSL clears its hash contexts when they are freed.
        """
        return tuple(
            hashlib.sha256(self._view[value.start(1) : value.end(1)]).digest()
            for line in _COOKIES.finditer(self._buffer, 0, end)
            for value in self._cookie.finditer(self._buffer, line.start() + len(b"\r\ncookie"), line.end())
        )

    def _body_length(self, end: int) -> int:
        declared = sum(1 for _ in _ANY_LENGTH.finditer(self._buffer, 0, end))
        if declared == 0:
            return 0
        length = _LENGTH.search(self._buffer, 0, end)
        return int(length[1]) if length and declared == 1 else -1

    def _wipe(self, seen: int) -> None:
        """Overwrite what was seen, and the C stack's last hash block with a hash of zeros."""
        self._view[:seen] = self._zeros[:seen]
        hashlib.sha256(self._zeros[:128]).digest()
