"""One HTTP/1.1 connection to a shelf, over a unix socket or (a tunnel's loopback end) TCP."""

from __future__ import annotations

import http.client
import select
import socket

from busel.shelf.protocol import UnreachableError
from busel.shelf.wire import MAX_ANSWER_BYTES, MEDIA_TYPE

BUFFER_BYTES = 1024 * 1024
READ_BYTES = 1024 * 1024


class UnixConnection(http.client.HTTPConnection):
    """Speaks HTTP to a socket file."""

    def __init__(self, path: str, timeout: float) -> None:
        super().__init__("shelf", timeout=timeout)
        self._path = path

    def connect(self) -> None:
        """Open the socket; raises OSError."""
        self.sock = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self.sock.settimeout(self.timeout)
        self.sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, BUFFER_BYTES)
        self.sock.connect(self._path)


class Kept:
    """A thread's own connection: closed when the thread, and so the last who knows it, is gone."""

    def __init__(self, http_connection: http.client.HTTPConnection) -> None:
        self.http = http_connection

    def __del__(self) -> None:
        self.http.close()


def connection_to(address: str, timeout: float) -> http.client.HTTPConnection:
    """Return an unopened connection to a socket's path, or to "host:port"."""
    host, colon, port = address.rpartition(":")
    if colon and port.isdigit() and "/" not in address:
        return http.client.HTTPConnection(host, int(port), timeout=timeout)
    return UnixConnection(address, timeout)


def is_stale(connection: http.client.HTTPConnection) -> bool:
    """Say whether the other side closed a waiting connection: there is something to read where nothing was asked."""
    if connection.sock is None:
        return False
    poll = select.poll()
    poll.register(connection.sock, select.POLLIN)
    return bool(poll.poll(0))


def ask(connection: http.client.HTTPConnection, call: str, body: bytes, session: bytes) -> tuple[int, bytes]:
    """Send one request; return status and body. Raises OSError or HTTPException when the connection breaks."""
    headers = {"Content-Type": MEDIA_TYPE}
    if session:
        headers["Authorization"] = f"Bearer {session.hex()}"
    connection.request("POST", f"/{call}", body, headers)
    response = connection.getresponse()
    if response.length is None or response.length > MAX_ANSWER_BYTES:
        raise UnreachableError
    return response.status, response.read()
