"""The processes behind the door: the porch, the blank desks, the desks; each is a control socket."""

from __future__ import annotations

import socket
from collections import deque

from busel.server.door import wire


class Channel:
    """The control socket of one process behind the door."""

    __slots__ = ("digest", "number", "socket")

    def __init__(self, number: int) -> None:
        self.socket = socket.socket(fileno=number)
        self.socket.setblocking(False)
        self.number = number
        self.digest = b""
        """Of its cookie, once it has registered one."""

    def take(self, connection: socket.socket) -> bool:
        """Pass a connection on; False when the process is gone or does not keep up."""
        try:
            socket.send_fds(self.socket, [wire.CONNECTION], [connection.fileno()])
        except OSError:
            return False
        return True

    def hear(self) -> bytes | None:
        """Return the next message, `b""` at the end, None when there is none."""
        try:
            return self.socket.recv(wire.MESSAGE_BYTES)
        except BlockingIOError:
            return None
        except OSError:
            return b""


class Processes:
    """Who takes what. A sign-in holds its place until its desk has registered a cookie or is gone."""

    def __init__(self, signins_at_once: int) -> None:
        self.porch: Channel | None = None
        self._signins_at_once = signins_at_once
        self._blanks: deque[Channel] = deque()
        self._signing: set[Channel] = set()
        self._desks: dict[bytes, Channel] = {}

    def add_blank(self, channel: Channel) -> None:
        """Take a blank desk into waiting."""
        self._blanks.append(channel)

    def desk_of(self, digests: tuple[bytes, ...]) -> Channel | None:
        """Return the desk of one of these cookies.

        Why safe: the table is looked up by the hash of a random value, so its timing tells nothing about a cookie.
        """
        return next((desk for digest in digests if (desk := self._desks.get(digest))), None)

    def signing(self) -> list[Channel]:
        """Return the desks that have a sign-in in hand."""
        return list(self._signing)

    def blank_for_signin(self) -> Channel | None:
        """Return a blank desk, now counted as signing in, if one waits and there is a place."""
        if len(self._signing) >= self._signins_at_once or not self._blanks:
            return None
        channel = self._blanks.popleft()
        self._signing.add(channel)
        return channel

    def register(self, channel: Channel, digest: bytes) -> None:
        """Note that connections with this cookie are the channel's. A hash that is taken already is not given away."""
        self._signing.discard(channel)
        if digest in self._desks:
            return
        self._desks.pop(channel.digest, None)
        self._desks[digest] = channel
        channel.digest = digest

    def forget(self, channel: Channel) -> None:
        """Drop everything about a process that is gone."""
        self._signing.discard(channel)
        if channel in self._blanks:
            self._blanks.remove(channel)
        if self._desks.get(channel.digest) is channel:
            del self._desks[channel.digest]
        if self.porch is channel:
            self.porch = None
