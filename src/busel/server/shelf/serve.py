"""Start the shelf: `python -m busel.server.shelf --socket PATH --database PATH-OR-URL --organisation ID`."""

from __future__ import annotations

import argparse
import os
import signal
import socket
import sys
import threading
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import django
from cheroot.makefile import MakeFile
from cheroot.server import HTTPConnection
from cheroot.wsgi import Server
from django.core.wsgi import get_wsgi_application

from busel.server.shelf import folder, hygiene, log
from busel.server.shelf.database import sqlite_folder
from busel.shelf.protocol import ID_BYTES
from busel.shelf.wire import MAX_REQUEST_BYTES

SETTINGS = "busel.server.shelf.settings"
ENDING = {signal.SIGTERM, signal.SIGINT}
THREADS = 10
BACKLOG = 256
WAITING_CONNECTIONS = 10_000
WAITING_SECONDS = 60
"""So long a connection may stay silent, or not take its answer; a client whose connection was ended opens another."""
SOCKET_BUFFER_BYTES = 1024 * 1024


class DirectWriter:
    """Writes to the socket at once: cheroot's own writer copies a long answer again with every piece that it sends."""

    def __init__(self, connected: socket.socket) -> None:
        self._socket = connected
        self.closed = False
        self.bytes_written = 0

    def write(self, data: bytes) -> int:
        """Send all of it. Raises OSError."""
        self._socket.sendall(data)
        self.bytes_written += len(data)
        return len(data)

    def flush(self) -> None:
        """Nothing waits."""

    def close(self) -> None:
        """The connection closes the socket itself."""
        self.closed = True


class ShelfConnection(HTTPConnection):
    """A connection with a direct writer."""

    def __init__(self, server: Server, connected: socket.socket, _makefile: object) -> None:
        super().__init__(server, connected, _file)


def _file(connected: socket.socket, mode: str, buffer_bytes: int) -> Any:
    return DirectWriter(connected) if "w" in mode else MakeFile(connected, mode, buffer_bytes)


class ShelfServer(Server):
    """cheroot on a unix socket that is its owner's alone from its first moment, and a log without content."""

    ConnectionClass = ShelfConnection

    def bind_unix_socket(self, bind_addr: str) -> socket.socket:
        """Bind with mode 0600: the process's umask holds before bind(2) makes the file."""
        bound = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        bound.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, SOCKET_BUFFER_BYTES)
        bound.bind(bind_addr)
        Path(bind_addr).chmod(0o600)
        self.socket, self.bind_addr = bound, bind_addr
        return bound

    def error_log(self, msg: str = "", level: int = 20, traceback: bool = False) -> None:  # noqa: ARG002, FBT001, FBT002 - cheroot's signature
        """Note that the server met an error; its text may hold data and is left out."""
        error = sys.exc_info()[1]
        if error is not None:
            log.note_fault("", error)


def main(arguments: Sequence[str] | None = None) -> int:
    """Serve until SIGTERM or SIGINT. Returns the exit code."""
    options = _options(arguments)
    hygiene.harden()
    try:
        with ExitStack() as held:
            _serve(Path(options.socket).absolute(), options, held)
    except folder.RefusedError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    return 0


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="busel-shelf", description="The blind shelf.")
    parser.add_argument("--socket", required=True, help="where to listen: a path in a folder of your own")
    parser.add_argument(
        "--database",
        default=os.environ.get("BUSEL_SHELF_DATABASE"),
        required="BUSEL_SHELF_DATABASE" not in os.environ,
        help="a SQLite file's path, or postgresql://…",
    )
    parser.add_argument(
        "--organisation",
        type=_organisation,
        default=os.environ.get("BUSEL_SHELF_ORGANISATION"),
        required="BUSEL_SHELF_ORGANISATION" not in os.environ,
        help="its id, 32 hexadecimal digits: every commit's hash covers it",
    )
    return parser.parse_args(arguments)


def _organisation(written: str) -> bytes:
    organisation = bytes.fromhex(written)
    if len(organisation) != ID_BYTES:
        raise ValueError
    return organisation


def _serve(path: Path, options: argparse.Namespace, held: ExitStack) -> None:
    for one in sorted({path.parent, sqlite_folder(options.database) or path.parent}):
        folder.own_folder(one)
        held.callback(os.close, folder.lock(one))
    os.environ["BUSEL_SHELF_DATABASE"] = options.database
    os.environ["BUSEL_SHELF_ORGANISATION"] = options.organisation.hex()
    os.environ["DJANGO_SETTINGS_MODULE"] = SETTINGS
    django.setup(set_prefix=False)
    from busel.server.shelf import heads, tables  # noqa: PLC0415 - Django must be set up before its database is touched

    tables.prepare()
    if not heads.are_of(options.organisation):
        raise folder.RefusedError("What is stored here is another organisation's.")
    path.unlink(missing_ok=True)
    # Waited for, not handled: a handler's exception could strike the server anywhere.
    signal.pthread_sigmask(signal.SIG_BLOCK, ENDING)
    server = _server(path)
    server.prepare()
    serving = threading.Thread(target=server.serve, name="serve")
    serving.start()
    log.note("ready")
    signal.sigwait(ENDING)
    server.stop()
    serving.join()
    path.unlink(missing_ok=True)
    tables.settle()
    log.note("stopped")


def _server(path: Path) -> ShelfServer:
    server = ShelfServer(str(path), get_wsgi_application(), numthreads=THREADS, request_queue_size=BACKLOG)
    server.max_request_body_size = MAX_REQUEST_BYTES
    server.timeout = WAITING_SECONDS
    server.keep_alive_conn_limit = WAITING_CONNECTIONS
    return server
