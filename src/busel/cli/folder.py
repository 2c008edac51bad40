"""An organisation's folder: everything at rest is in it, it holds no absolute path, and it may be copied elsewhere."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import msgspec

from busel.cli.output import CommandError
from busel.shelf.client import RemoteShelf
from busel.shelf.protocol import ShelfError

CHARTER = "organisation.json"
STORE = "shelf/store.sqlite"
SHELF_SOCKET = "run/shelf.sock"
COMMAND_SOCKET = "run/desks.sock"
START_SECONDS = 30.0
_SOCKET_PATH_BYTES = 100


class Charter(msgspec.Struct, frozen=True, kw_only=True):
    """What a server must know of an organisation before anybody signs in: nothing personal, no name."""

    organisation: str
    """32 hexadecimal digits."""
    language: str = "be"
    time_zone: str = "Europe/Minsk"
    demo: bool = False
    database: str = ""
    """"postgresql://…" where the shelf is not in the folder."""
    given_up: str = ""
    """The root's statement of the next address, once this one was given up: shown before sign-in."""


class Folder:
    """The folder of an organisation."""

    def __init__(self, path: Path) -> None:
        self.path = path.absolute()

    @classmethod
    def chosen(cls, given: str | None, *, default: str | None = None) -> Folder:
        """Return the folder that `--dir` or BUSEL_DIR names. Raises CommandError when neither does."""
        named = given or os.environ.get("BUSEL_DIR") or default
        if not named:
            raise CommandError("Which organisation? Give --dir, or set BUSEL_DIR.")
        return cls(Path(named))

    @property
    def exists(self) -> bool:
        """Was an organisation founded here?"""
        return (self.path / CHARTER).is_file()

    def read(self) -> Charter:
        """Return the charter. Raises CommandError."""
        try:
            return msgspec.json.decode((self.path / CHARTER).read_bytes(), type=Charter)
        except (OSError, msgspec.MsgspecError) as error:
            raise CommandError(f"There is no organisation in {self.path}.") from error

    def make(self) -> None:
        """Make the folders, for the owner alone."""
        for folder in (self.path, self.path / "shelf", self.path / "run"):
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            folder.chmod(0o700)

    def write(self, charter: Charter) -> None:
        """Lay the charter down, whole or not at all."""
        partly = self.path / f"{CHARTER}.new"
        partly.write_bytes(msgspec.json.format(msgspec.json.encode(charter)) + b"\n")
        partly.rename(self.path / CHARTER)

    @contextmanager
    def shelf(self, charter: Charter) -> Iterator[RemoteShelf]:
        """Give the folder's shelf: that of the running server, else one started for as long as it is needed."""
        socket = self.path / SHELF_SOCKET
        if answers(socket):
            yield RemoteShelf(socket)
            return
        self.make()
        program = self.start_shelf(charter)
        try:
            yield RemoteShelf(socket)
        finally:
            program.send_signal(signal.SIGTERM)
            program.wait()

    def database(self, charter: Charter) -> str:
        """Return where the store lies: a file, or a URL."""
        return charter.database or str(self.path / STORE)

    def start_shelf(self, charter: Charter) -> subprocess.Popen[bytes]:
        """Start a shelf on this folder and return when it answers. Raises CommandError."""
        socket = self.path / SHELF_SOCKET
        if len(bytes(socket)) > _SOCKET_PATH_BYTES:
            raise CommandError("The folder's path is too long for a socket; choose one nearer to the root.")
        with suppress(FileNotFoundError):
            socket.unlink()
        settings = {
            "BUSEL_SHELF_DATABASE": self.database(charter),
            "BUSEL_SHELF_ORGANISATION": charter.organisation,
        }
        program = subprocess.Popen(  # noqa: S603 - our own program, by its module name
            [sys.executable, "-m", "busel.server.shelf", "--socket", str(socket)],
            # A database's password stands here, for every account of the machine may read a process's arguments.
            env=os.environ | settings,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
        )
        until = time.monotonic() + START_SECONDS
        while not answers(socket):
            if program.poll() is not None or time.monotonic() > until:
                program.kill()
                told = (program.stderr.read() if program.stderr else b"").decode(errors="replace").strip()
                raise CommandError(told.splitlines()[-1] if told else "The shelf did not start.")
            time.sleep(0.02)
        return program


def answers(socket: Path) -> bool:
    """Does a shelf answer there?"""
    if not socket.exists():
        return False
    shelf = RemoteShelf(socket, timeout=5)
    try:
        shelf.unlock(bytes(32))
    except ShelfError:
        return False
    finally:
        shelf.close()
    return True
