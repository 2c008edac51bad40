"""A door as it runs; the test itself plays the fork server, the porch and the desks."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import msgspec
import pytest

from busel.server.door import wire
from busel.server.door.settings import DoorSettings

PATIENCE = 5.0


@dataclass
class Target:
    """One process behind the door: the other end of its control socket."""

    control: socket.socket
    opened: list[socket.socket]

    def receive(self) -> socket.socket:
        """Return the next connection that the door passes on."""
        message, descriptors, _flags, _address = socket.recv_fds(self.control, 16, 1)
        assert message == wire.CONNECTION
        connection = socket.socket(fileno=descriptors[0])
        connection.settimeout(PATIENCE)
        self.opened.append(connection)
        return connection

    def has_connection(self, seconds: float = 0.2) -> bool:
        self.control.settimeout(seconds)
        try:
            return bool(self.control.recv(16, socket.MSG_PEEK))
        except TimeoutError:
            return False
        finally:
            self.control.settimeout(PATIENCE)

    def register(self, digest: bytes) -> None:
        self.control.send(wire.REGISTER + digest)


@dataclass
class RunningDoor:
    process: subprocess.Popen[bytes]
    control: socket.socket
    path: str
    port: int
    opened: list[socket.socket] = field(default_factory=list)

    def target(self, message: bytes) -> Target:
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        ours.settimeout(PATIENCE)
        socket.send_fds(self.control, [message], [theirs.fileno()])
        theirs.close()
        self.opened.append(ours)
        return Target(ours, self.opened)

    def visit(self, sent: bytes = b"") -> socket.socket:
        visitor = socket.socket(socket.AF_UNIX)
        visitor.settimeout(PATIENCE)
        visitor.connect(self.path)
        visitor.sendall(sent)
        self.opened.append(visitor)
        return visitor


StartDoor = Callable[..., RunningDoor]


@pytest.fixture
def start_door(tmp_path: Path) -> Iterator[StartDoor]:
    begun: list[RunningDoor] = []

    def starter(*prefix: str, **chosen: Any) -> RunningDoor:
        control, door_end = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        reading, ready = os.pipe()
        path = str(tmp_path / f"onion{len(begun)}.sock")
        process = subprocess.Popen(
            [*prefix, sys.executable, "-m", "busel.server.door", str(door_end.fileno()), str(ready)],
            stdin=subprocess.PIPE,
            pass_fds=(door_end.fileno(), ready),
        )
        door_end.close()
        os.close(ready)
        process.stdin.write(msgspec.json.encode(DoorSettings(socket=path, **chosen)))
        process.stdin.close()
        port = int(os.read(reading, 64))
        os.close(reading)
        begun.append(RunningDoor(process, control, path, port))
        return begun[-1]

    yield starter
    for door in begun:
        for one in (door.control, *door.opened):
            one.close()
        try:
            assert door.process.wait(PATIENCE) == 0  # the end of the fork server's socket ends the door
        finally:
            door.process.kill()
            door.process.wait()


@pytest.fixture
def door(start_door: StartDoor) -> RunningDoor:
    return start_door()
