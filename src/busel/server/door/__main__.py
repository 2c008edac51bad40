"""`python -m busel.server.door CONTROL READY`: settings as JSON on standard input, two inherited descriptors.

CONTROL is the fork server's SOCK_SEQPACKET socket. To READY one line is written when the door is open: the demo's port,
or 0; then it is closed.
"""

from __future__ import annotations

import os
import socket
import sys
from contextlib import suppress
from pathlib import Path

import msgspec

from busel.server.door.confine import confine, raise_file_limit
from busel.server.door.loop import Door
from busel.server.door.settings import DoorSettings

_BACKLOG = 512


def listen(settings: DoorSettings) -> list[socket.socket]:
    """Open tor's unix socket and, only where the demo asks for it, a port on 127.0.0.1."""
    listeners = []
    if settings.socket:
        with suppress(FileNotFoundError):
            Path(settings.socket).unlink()
        onion = socket.socket(socket.AF_UNIX)
        onion.bind(settings.socket)
        Path(settings.socket).chmod(settings.socket_mode)
        listeners.append(onion)
    if settings.demo_port >= 0:
        loopback = socket.socket(socket.AF_INET)
        loopback.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        loopback.bind(("127.0.0.1", settings.demo_port))
        listeners.append(loopback)
    for listener in listeners:
        listener.listen(_BACKLOG)
    return listeners


def main(control: int, ready: int) -> None:
    """Read the settings, open, serve until the fork server is gone."""
    settings = msgspec.json.decode(sys.stdin.buffer.read(), type=DoorSettings)
    confine()
    listeners = listen(settings)
    ports = [listener.getsockname()[1] for listener in listeners if listener.family == socket.AF_INET]
    door = Door(settings, listeners, socket.socket(fileno=control), descriptors=raise_file_limit())
    os.write(ready, f"{sum(ports)}\n".encode())
    os.close(ready)
    door.run()


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
