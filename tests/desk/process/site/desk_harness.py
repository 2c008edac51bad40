"""A door and a fork server as they run, with test pages; a client on the door's unix socket."""

from __future__ import annotations

import http.client
import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import msgspec
import psutil

from busel.desk.running import wire
from busel.desk.running.options import Options
from busel.server.door.settings import DoorSettings

SITE = Path(__file__).parent
FORM = {"Content-Type": "application/x-www-form-urlencoded"}


class Client(http.client.HTTPConnection):
    """HTTP over a unix socket, as tor comes."""

    def __init__(self, path: str) -> None:
        super().__init__("localhost", timeout=20)
        self._path = path

    def connect(self) -> None:
        self.sock = socket.socket(socket.AF_UNIX)
        self.sock.settimeout(self.timeout)
        self.sock.connect(self._path)


@dataclass
class Answer:
    status: int
    headers: http.client.HTTPMessage
    body: bytes

    @property
    def cookie(self) -> str:
        return (self.headers["Set-Cookie"] or "").split(";")[0]


@dataclass
class Running:
    """Both processes, and what one can ask them."""

    folder: Path
    door: subprocess.Popen[bytes]
    fork_server: subprocess.Popen[bytes]
    log: Path
    open: list[Client] = field(default_factory=list)

    @property
    def onion(self) -> str:
        return str(self.folder / "onion.sock")

    def client(self) -> Client:
        client = Client(self.onion)
        self.open.append(client)
        return client

    def ask(
        self, method: str, path: str, body: str | None = None, *, cookie: str = "", via: Client | None = None
    ) -> Answer:
        client = via or self.client()
        headers = {"Cookie": cookie} if cookie else {}
        client.request(method, path, body, headers | (FORM if isinstance(body, str) else {}))
        got = client.getresponse()
        return Answer(got.status, got.headers, got.read())

    def sign_in(self, handle: str = "stork", passphrase: str = "right", cost: float = 0) -> Answer:
        return self.ask("POST", "/sign-in", f"handle={handle}&passphrase={passphrase}&cost={cost}")

    def desk_of(self, cookie: str) -> psutil.Process:
        return psutil.Process(int(self.ask("GET", "/", cookie=cookie).body.split()[1]))

    def command(self, message: bytes) -> bytes:
        with socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET) as asking:
            asking.connect(str(self.folder / "desks.sock"))
            asking.send(message)
            return asking.recv(wire.MESSAGE_BYTES)

    def status(self) -> dict[str, int]:
        return json.loads(self.command(wire.STATUS)[1:])

    def log_lines(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.log.read_text().splitlines()]


def eventually(question: Callable[[], Any], seconds: float = 5.0) -> Any:
    """Ask until the answer is yes, or the time is over; returns the last answer."""
    ends = time.monotonic() + seconds
    while not (answer := question()) and time.monotonic() < ends:
        time.sleep(0.02)
    return answer


def start(folder: Path, options: Options, settings: DoorSettings, prefix: Sequence[str] = ()) -> Running:
    """Return when the door is open and the blank desks wait; a failure leaves no process."""
    fork_end, door_end = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    log = folder / "log"
    environment = {**os.environ, "PYTHONPATH": str(SITE), "PYTHONWARNINGS": "error"}
    started = []
    for module, end, told in (
        ("busel.server.door", door_end, settings),
        ("busel.desk.forkserver", fork_end, options),
    ):
        reading, ready = os.pipe()
        with log.open("ab") as lines:
            process = subprocess.Popen(
                [*prefix, sys.executable, "-m", module, str(end.fileno()), str(ready)],
                stdin=subprocess.PIPE,
                stderr=lines,
                pass_fds=(end.fileno(), ready),
                env=environment,
            )
        os.close(ready)
        end.close()
        started.append(process)
        process.stdin.write(msgspec.json.encode(told))
        process.stdin.close()
        is_ready = os.read(reading, 64)
        os.close(reading)
        if not is_ready:
            end_all(*started)
            raise RuntimeError(log.read_text())
    running = Running(folder, *started, log)
    assert eventually(lambda: running.status()["blank"] == options.blanks_waiting)
    return running


def end_all(*processes: subprocess.Popen[bytes]) -> None:
    for process in processes:
        process.kill()
        process.wait()


def stop(running: Running) -> None:
    for client in running.open:
        client.close()
    running.fork_server.terminate()
    with suppress(subprocess.TimeoutExpired):
        running.fork_server.wait(5)
    end_all(running.fork_server, running.door)


Starter = Callable[..., Running]
