"""Forking a child that keeps nothing of its parent but the imports, and killing one with all that it started."""

from __future__ import annotations

import gc
import os
import signal
import socket
from contextlib import suppress
from typing import NoReturn

from busel.desk.freezes import freezing
from busel.desk.running import confine, log, process
from busel.desk.running.process import DeskProcess, Mode


def pair() -> tuple[socket.socket, socket.socket]:
    """Return two ends of a control socket."""
    return socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)


def fork_child(mode: Mode, door_end: socket.socket, fork_end: socket.socket) -> int:
    """Return the process id of a new child that serves what comes through `door_end`."""
    parent = os.getpid()
    number = os.fork()
    if number:
        with suppress(OSError):  # the child does it too; whoever is first wins the race
            os.setpgid(number, number)
        return number
    try:
        _be_child(mode, parent, (door_end.fileno(), fork_end.fileno()))
    except BaseException as error:  # noqa: BLE001 - nothing may return into the parent's loop
        with suppress(BaseException):
            log.note_failure(error)
    os._exit(1)


def _be_child(mode: Mode, parent: int, descriptors: tuple[int, int]) -> NoReturn:
    os.setpgid(0, 0)
    confine.die_with(parent)
    signal.set_wakeup_fd(-1)
    for inherited in (signal.SIGTERM, signal.SIGINT, signal.SIGCHLD):
        signal.signal(inherited, signal.SIG_DFL)
    door, forkserver = (socket.socket(fileno=number) for number in confine.keep_only(*descriptors))
    confine.leave_no_core()
    confine.keep_out_of_swap()
    gc.enable()
    process.install(DeskProcess(mode, door=door, forkserver=forkserver))
    _serve(door)
    os._exit(0)


def _serve(door: socket.socket) -> None:
    from busel.desk.running.serving import DeskServer  # noqa: PLC0415 - all need Django's settings, which stand after choosing
    from busel.desk.web import porch_views  # noqa: PLC0415 - the same
    from busel.desk.wsgi import application  # noqa: PLC0415 - the same

    porch_views.freeze_with(freezing.freeze)
    process.watch()
    web = DeskServer(door, application)
    web.prepare()
    web.serve()


def kill_group(leader: int) -> None:
    """Kill a child and everything in its group. Until it is reaped, its number cannot be anybody else's."""
    for kill in (os.killpg, os.kill):
        with suppress(ProcessLookupError, PermissionError):
            kill(leader, signal.SIGKILL)


def dead_child() -> int | None:
    """Return a child that has ended and is not yet reaped, or nothing."""
    try:
        ended = os.waitid(os.P_ALL, 0, os.WEXITED | os.WNOHANG | os.WNOWAIT)
    except ChildProcessError:
        return None
    return ended.si_pid if ended else None


def reap(leader: int) -> None:
    """Kill what is left of an ended child's group while its number is still its own, then let the kernel forget it."""
    kill_group(leader)
    with suppress(ChildProcessError):
        os.waitpid(leader, os.WNOHANG)
