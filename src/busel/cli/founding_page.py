"""Founding by pages: starts the process that serves them, and waits until the organisation is there."""

from __future__ import annotations

import subprocess
import sys

import msgspec

from busel.cli.claiming import RUN, is_empty
from busel.cli.folder import Folder
from busel.cli.founding_server import Told
from busel.cli.output import CommandError

ONION_SOCKET = f"{RUN}/onion.sock"


def found_by_page(folder: Folder, *, port: int | None, language: str = "be", lock_profile: str = "standard") -> None:
    """Serve the pages of a founding; return once the organisation is there. Raises CommandError when it is not.

    On a port of 127.0.0.1, or without one on the socket that tor comes to.
    """
    if not is_empty(folder):
        raise CommandError(f"{folder.path} is not an empty folder: choose another --dir.")
    ran = (folder.path / RUN).exists()
    if port is None:
        (folder.path / RUN).mkdir(mode=0o700, exist_ok=True)
    socket = "" if port is not None else str(folder.path / ONION_SOCKET)
    told = Told(str(folder.path), port, socket, language, lock_profile)
    # It says itself what the terminal should read, and takes no key file or passphrase from it.
    program = subprocess.Popen([sys.executable, "-m", "busel.cli.founding_server"], stdin=subprocess.PIPE)
    try:
        program.communicate(msgspec.json.encode(told))
    except KeyboardInterrupt:
        program.terminate()
        program.wait()
    if program.returncode or not folder.exists:
        if not ran and (folder.path / RUN).is_dir():
            _clear_run(folder)
        raise CommandError("Nothing was founded.")


def _clear_run(folder: Folder) -> None:
    for left in (folder.path / RUN).iterdir():
        left.unlink()
    (folder.path / RUN).rmdir()
