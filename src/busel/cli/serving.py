"""Serving one organisation: the shelf, the fork server and the door, as three processes under this one.

They end together: when one ends, or SIGTERM or SIGINT comes here, the others are told to; and when this process is
killed, the kernel ends door and fork server (and with the fork server every desk). No socket of a stopped server stays.
"""

from __future__ import annotations

import gettext
import os
import resource
import shutil
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import msgspec

import busel
from busel.cli.folder import COMMAND_SOCKET, SHELF_SOCKET, Charter, Folder, answers
from busel.cli.output import CommandError, complain, say
from busel.desk.running import hygiene
from busel.desk.running.hygiene import Unsafe
from busel.desk.running.options import Options
from busel.server.door.settings import DoorSettings

ONION_SOCKET = "run/onion.sock"
_ENDING_SECONDS = 10.0
_LOOK_SECONDS = 0.2

WORDS = {
    Unsafe.CORE_DUMPS: "a crash could write memory to a disk",
    Unsafe.PLAIN_SWAP: "the swap is not encrypted, so memory could reach a disk",
    Unsafe.DEBUG: "error pages would show what is in memory",
}

STANDARD_DESKS = Options()
Program = subprocess.Popen[bytes]


def serve(
    path: Path,
    *,
    port: int | None = None,
    onion_socket: str | None = None,
    desks: Options = STANDARD_DESKS,
    tell: Callable[[str], None] = say,
) -> int:
    """Serve the organisation in `path` until stopped; returns the exit code. Raises CommandError.

    `port` is one on 127.0.0.1, for the demo (0: the kernel chooses); without it tor comes to `onion_socket`, by default
    run/onion.sock in the folder. Of `desks` everything holds that the folder does not decide. `tell` gets the address.
    """
    folder = Folder(path)
    charter = folder.read()
    folder.make()
    refuse_if_unsafe(is_demo=charter.demo)
    if answers(folder.path / SHELF_SOCKET):
        raise CommandError("This organisation is being served already.")
    stopped = threading.Event()
    for asked in (signal.SIGTERM, signal.SIGINT):
        signal.signal(asked, lambda *_: stopped.set())
    programs: list[Program] = []
    try:
        port = start_all(folder, charter, door_settings(folder, charter, port, onion_socket), programs, desks=desks)
        tell(f"http://127.0.0.1:{port}/" if port else "Ready.")
        sys.stdout.flush()
        while not stopped.wait(_LOOK_SECONDS) and all(program.poll() is None for program in programs):
            pass
        return 0 if stopped.is_set() else 1
    finally:
        end_all(programs)
        shutil.rmtree(folder.path / "run", ignore_errors=True)


def refuse_if_unsafe(*, is_demo: bool) -> None:
    """Switch core dumps off, then refuse unsafe surroundings; the demo only warns. Raises CommandError."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    found = [WORDS[reason] for reason in hygiene.unsafe_surroundings(debug=False)]
    if found and not is_demo:
        raise CommandError(f"It is not safe to serve here: {'; '.join(found)}.")
    for sentence in found:
        complain(f"Not safe for real people: {sentence}.")


def door_settings(folder: Folder, charter: Charter, port: int | None, onion_socket: str | None) -> DoorSettings:
    """Return what the door is told. Raises CommandError where a port is asked for a real organisation."""
    if port is not None and not charter.demo:
        raise CommandError("A port is for demo organisations only; a real one is reached through its onion socket.")
    listens = "" if port is not None else onion_socket or str(folder.path / ONION_SOCKET)
    return DoorSettings(socket=listens, demo_port=-1 if port is None else port, busy_page=busy_page(charter.language))


def busy_page(language: str) -> bytes:
    """Return the page for who comes when too many sign in: the door knows no words of its own."""
    words = gettext.translation("django", Path(busel.__file__).parent / "locale", [language], fallback=True)
    _ = words.gettext
    title = _("Not ready at this moment")
    lead = _("The server is busy or is being restarted. Wait a minute and reload the page; nothing is lost.")
    page = (
        f'<!doctype html><html lang="{language}"><head><meta charset="utf-8"><title>{title}</title>'
        '<meta name="viewport" content="width=device-width, initial-scale=1"></head>'
        f"<body><main><h1>{title}</h1><p>{lead}</p></main></body></html>"
    )
    return page.encode()


def start_all(
    folder: Folder, charter: Charter, settings: DoorSettings, programs: list[Program], *, desks: Options
) -> int:
    """Start the three, each when the one before is ready; returns the demo's port, or 0. Raises CommandError."""
    shelf = folder.start_shelf(charter)
    programs.append(shelf)
    threading.Thread(target=_pass_on_log, args=(shelf,), daemon=True).start()
    options = msgspec.structs.replace(
        desks,
        demo=charter.demo,
        shelf_socket=str(folder.path / SHELF_SOCKET),
        command_socket=str(folder.path / COMMAND_SOCKET),
        organisation=charter.organisation,
        language=charter.language,
        time_zone=charter.time_zone,
        given_up=charter.given_up,
        signin_path=settings.signin_path,
    )
    settings = msgspec.structs.replace(settings, cookie_name=options.cookie_name)
    fork_end, door_end = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    with fork_end, door_end:
        start("busel.desk.forkserver", fork_end, options, programs)
        return int(start("busel.server.door", door_end, settings, programs))


def start(module: str, control: socket.socket, told: Options | DoorSettings, programs: list[Program]) -> bytes:
    """Start a program of ours and return the line that it says when it is ready. Raises CommandError."""
    reading, ready = os.pipe()
    program = subprocess.Popen(  # noqa: S603 - our own module
        [sys.executable, "-m", module, str(control.fileno()), str(ready)],
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        pass_fds=(control.fileno(), ready),
        start_new_session=True,  # Ctrl-C reaches this process only, which ends the others in order
    )
    programs.append(program)
    os.close(ready)
    with os.fdopen(reading, "rb") as line, suppress(BrokenPipeError):
        if program.stdin:
            program.stdin.write(msgspec.json.encode(told))
            program.stdin.close()
        said = line.readline()
        if said:
            return said
    raise CommandError(f"{module} did not start.")


def end_all(programs: list[Program]) -> None:
    """End the programs, the last started first; kill what does not end in time."""
    for program in reversed(programs):
        program.terminate()
        try:
            program.wait(_ENDING_SECONDS)
        except subprocess.TimeoutExpired:
            program.kill()
            program.wait()


def _pass_on_log(shelf: Program) -> None:
    """Copy the shelf's log to our own standard error: a pipe that nobody empties would stop it."""
    if shelf.stderr:
        for line in shelf.stderr:
            sys.stderr.buffer.write(line)
            sys.stderr.buffer.flush()
