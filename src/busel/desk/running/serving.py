"""A desk's web server: cheroot, with the door in the place of its listening socket. Bodies stay in RAM.

Why safe: cheroot reads a body straight from the connection into what Django asks for and writes no temporary file
(tests/desk/process proves it with strace).
"""

from __future__ import annotations

import errno
import socket
import sys
import time
from contextlib import suppress
from typing import Any

from cheroot import connections, server, wsgi

from busel.desk.running import log, options, process, wire
from busel.desk.web.headers import HEADERS

HEAD_BYTES = 16 * 1024
STRANGER_SECONDS = 10
MEMBER_SECONDS = 60
"""So long may a connection be silent; uploads over Tor stall."""
_DRAIN_SECONDS = 10.0
_DRAIN_BYTES = 64 * 1024 * 1024


class FromDoor:
    """Looks like a listening socket; its `accept` receives connections that the door passes on."""

    def __init__(self, door: socket.socket) -> None:
        self._door = door

    def fileno(self) -> int:
        """Let a selector watch it."""
        return self._door.fileno()

    def accept(self) -> tuple[socket.socket, None]:
        """Return a connection. When the door is gone the process dies: nobody could reach it any more."""
        message, descriptors, _flags, _address = socket.recv_fds(
            self._door, wire.MESSAGE_BYTES, 1, socket.MSG_CMSG_CLOEXEC
        )
        if not message:
            process.current.die()
        if not descriptors:
            raise BlockingIOError(errno.EAGAIN, "no connection in it")
        process.current.taken()
        return socket.socket(fileno=descriptors[0]), None

    def close(self) -> None:
        """Close our end."""
        self._door.close()


class Request(server.HTTPRequest):
    """One request: with our headers on cheroot's own answers, and a connection that ends when it must."""

    unread = 0
    """Bytes of its body that may still come; nobody will ask for them."""

    def parse_request(self) -> None:
        """Read the head. A body without a length is refused: no browser sends one, and no cap could hold it."""
        self.conn.request = self
        super().parse_request()
        if self.ready and self.chunked_read:
            self.ready = False
            self.unread = _DRAIN_BYTES
            self.simple_response("411 Length Required")

    def respond(self) -> None:
        """Answer, and then tell the process so."""
        super().respond()
        self.unread = min(getattr(self.rfile, "remaining", 0), _DRAIN_BYTES)
        process.current.answered()

    def simple_response(self, status: str, msg: str = "") -> None:  # noqa: ARG002 - cheroot's texts stay out
        """Send one of the few answers that Django never sees, and close."""
        self.close_connection = True
        fixed = "".join(f"{name}: {value}\r\n" for name, value in HEADERS.items())
        with suppress(OSError):
            self.conn.wfile.write(
                f"{self.server.protocol} {status}\r\nConnection: close\r\nContent-Length: 0\r\n{fixed}\r\n".encode()
            )

    def send_headers(self) -> None:
        """Send the head. The door must look at the next request to a porch or a blank desk anew: those always close."""
        says_close = any(name.lower() == b"connection" and value == b"close" for name, value in self.outheaders)
        if says_close or process.current.is_ending or process.current.mode is not process.Mode.KEYED:
            self.close_connection = True
        super().send_headers()


class Connection(server.HTTPConnection):
    """One connection. A blank desk that is still blank after its only one has no more use."""

    RequestHandlerClass = Request
    request: Request | None = None

    def close(self) -> None:
        """Let the other side read our answer, close, and end a desk whose sign-in failed."""
        self._drain()
        super().close()
        if process.current.mode is process.Mode.BLANK:
            process.current.die()

    def _drain(self) -> None:
        """Take in what remains of a refused body: closing on unread data resets, and the sentence would be lost."""
        unread = self.request.unread if self.request else 0
        if process.current.mode is not process.Mode.KEYED or not unread:
            return
        ends = time.monotonic() + _DRAIN_SECONDS
        room = bytearray(64 * 1024)
        with suppress(OSError):
            self.socket.shutdown(socket.SHUT_WR)
            while unread > 0 and (left := ends - time.monotonic()) > 0:
                self.socket.settimeout(left)
                taken = self.socket.recv_into(room)
                unread = unread - taken if taken else 0


class DeskServer(wsgi.Server):
    """Cheroot on connections from the door."""

    ConnectionClass = Connection
    max_request_header_size = HEAD_BYTES
    keep_alive_conn_limit = 16

    def __init__(self, door: socket.socket, application: Any) -> None:
        # A path as address: cheroot then asks nobody for the other side's number, which would always be tor's.
        super().__init__("door", application, numthreads=options.chosen.threads, server_name="busel")
        self._door = door

    @property
    def timeout(self) -> int:
        """How long a connection may be silent, seconds: less for a stranger than for the desk's own member."""
        return MEMBER_SECONDS if process.current.mode is process.Mode.KEYED else STRANGER_SECONDS

    @timeout.setter
    def timeout(self, _seconds: int) -> None:
        """Cheroot sets its default; ours depends on the mode."""

    def prepare(self) -> None:
        """Do what cheroot does, except for binding."""
        self._interrupt = None
        self.software = self.server_name
        self.socket = FromDoor(self._door)
        self._connections = connections.ConnectionManager(self)
        self.requests.start()
        self.ready = True
        self._start_time = time.time()

    def error_log(self, msg: str = "", level: int = 20, traceback: bool = False) -> None:  # noqa: ARG002, FBT001, FBT002 - cheroot's signature; its text may hold data
        """Log the class and the place of an error only."""
        if error := sys.exception():
            log.note_failure(error)
