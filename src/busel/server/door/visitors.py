"""The connections that stand at the door, each until it is passed on, answered, or gone."""

from __future__ import annotations

import fcntl
import select
import socket
import struct
import termios
from enum import Enum

LEAVING_SECONDS = 2.0
_EVENTS = select.EPOLLIN | select.EPOLLRDHUP | select.EPOLLET


class Stage(Enum):
    """What a visitor waits for."""

    HEAD = "its head to be whole"
    BODY = "its body to be whole"
    QUEUED = "a process to take it"
    LEAVING = "the other side to have read our answer"


class Visitor:
    """One connection. Of what it sent, only a length is kept."""

    __slots__ = ("connection", "deadline", "is_signin", "needs", "number", "stage")

    def __init__(self, connection: socket.socket, deadline: float) -> None:
        self.connection = connection
        self.number = connection.fileno()
        self.stage = Stage.HEAD
        self.deadline = deadline
        self.needs = 0
        """Bytes of head and body."""
        self.is_signin = False

    def has_all(self) -> bool:
        """Say whether the kernel holds head and body; nothing is read for it (FIONREAD)."""
        held = fcntl.ioctl(self.connection, termios.FIONREAD, b"\0\0\0\0")
        return int(struct.unpack("i", held)[0]) >= self.needs


class Visitors:
    """All of them, by descriptor, in the order in which they came."""

    def __init__(self, epoll: select.epoll) -> None:
        self._epoll = epoll
        self._here: dict[int, Visitor] = {}

    def __len__(self) -> int:
        return len(self._here)

    def get(self, number: int) -> Visitor | None:
        """Return the visitor with this descriptor."""
        return self._here.get(number)

    def admit(self, visitor: Visitor) -> None:
        """Watch a visitor; what has arrived already is reported at once."""
        self._here[visitor.number] = visitor
        self._epoll.register(visitor.number, _EVENTS)

    def let_go(self, visitor: Visitor) -> None:
        """Close our copy of the connection. Unregistering is needed: a copy that was passed on keeps it alive."""
        if self._here.pop(visitor.number, None):
            self._epoll.unregister(visitor.number)
        visitor.connection.close()

    def answer(self, visitor: Visitor, message: bytes, now: float) -> None:
        """Say our own answer and stay until it is read, or for two seconds: closing on unread data would reset it."""
        try:
            visitor.connection.send(message)
            visitor.connection.shutdown(socket.SHUT_WR)
        except OSError:
            self.let_go(visitor)
            return
        visitor.stage = Stage.LEAVING
        visitor.deadline = now + LEAVING_SECONDS

    def overdue(self, now: float) -> list[Visitor]:
        """Return whose time is over."""
        return [visitor for visitor in self._here.values() if visitor.deadline <= now]

    def oldest_unfinished(self) -> Visitor | None:
        """Return who has stood here longest without a whole request, or with an answer."""
        return next((one for one in self._here.values() if one.stage is not Stage.QUEUED), None)
