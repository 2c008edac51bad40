"""The process's own handle: what this desk is, whose it became, how long it stays, and how it ends.

    from busel.desk.running import process
    ended_older = process.current.become(locker, token)   # after the passphrase opened the locker
    with process.current.hold("import"): ...              # running work keeps the desk
    process.current.end("signed-out")                     # the answer is sent, then the whole process group dies

Why safe: Python cannot zero memory; the end of a process can. So nothing here tries to clean up: SIGKILL to the group
is the wipe, and the fork server repeats it from outside.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import signal
import socket
import sqlite3
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from enum import StrEnum

from busel.desk.running import log, options, wire

_AFTER_WORK_SECONDS = 60.0
"""The idle limit leaves so long after running work ended, to see its result."""
_ANSWER_SECONDS = 2.0
"""So long may the last answer take before the end comes all the same."""
_TURN_SECONDS = 0.0005
"""So long may a thread go on while another one waits. A page asks its database a hundred times; at Python's usual 5 ms
for each, it waited seconds for a list that was being brought in or folded aside."""


class Mode(StrEnum):
    """What the process is."""

    PORCH = "porch"
    BLANK = "blank"
    KEYED = "keyed"


def cookie_value(token: bytes) -> str:
    """Return what stands in the session cookie for a token: hexadecimal digits."""
    return token.hex()


def clock() -> float:
    """Return seconds that also count while the machine sleeps: a closed lid must not stretch a limit."""
    return time.clock_gettime(time.CLOCK_BOOTTIME)


class DeskProcess:
    """One for each process. Without sockets (tests, the command line) it keeps the same book and tells nobody."""

    def __init__(
        self, mode: Mode, *, door: socket.socket | None = None, forkserver: socket.socket | None = None
    ) -> None:
        self.mode = mode
        self._door = door
        self._forkserver = forkserver
        self._digest = b""
        self._lock = threading.Lock()
        self._work: list[str] = []
        self._active_at = self._born_at = clock()
        self._taken_at: float | None = None
        self._ending: tuple[int, float] | None = None
        self._workspace: sqlite3.Connection | None = None

    # Becoming somebody's

    def taken(self) -> None:
        """Note the first connection of a blank desk, so that the fork server makes another one."""
        if self.mode is Mode.BLANK and self._taken_at is None:
            self._taken_at = clock()
            self._tell(wire.TAKEN)

    def become(self, locker: bytes, cookie_token: bytes) -> bool:
        """Be the desk of this locker (16 bytes) from now on; True when an older desk of it was ended.

        Returns when the older one's process is gone. From then on connections with the cookie
        `cookie_value(cookie_token)` come here.
        """
        if self.mode is not Mode.BLANK:
            raise RuntimeError("Only a blank desk becomes somebody's.")
        self._digest = hashlib.sha256(cookie_value(cookie_token).encode()).digest()
        ended_older = self._ask(wire.BECOME + locker) == wire.BECAME + b"\1"
        if self._door:
            self._door.send(wire.REGISTER + self._digest)
        self._workspace = sqlite3.connect("file:/ws?vfs=memdb", uri=True, check_same_thread=False)
        self._active_at = self._born_at = clock()
        sys.setswitchinterval(_TURN_SECONDS)
        self.mode = Mode.KEYED
        return ended_older

    def move(self, locker: bytes) -> bool:
        """Be the desk of another locker from now on, under the same cookie: an invitation became an account."""
        if self.mode is not Mode.KEYED:
            raise RuntimeError("Only somebody's desk becomes another's.")
        self._active_at = self._born_at = clock()
        return self._ask(wire.BECOME + locker) == wire.BECAME + b"\1"

    def is_own_cookie(self, value: str) -> bool:
        """Say whether a session cookie is this desk's. Why safe: hashes are compared in constant time."""
        return hmac.compare_digest(hashlib.sha256(value.encode("latin-1", "replace")).digest(), self._digest)

    # Staying

    def touch(self) -> None:
        """Note that the member did something."""
        self._active_at = clock()

    def quiet_seconds(self) -> float:
        """Return for how long the member did nothing; 0 while work runs."""
        return 0.0 if self._work else clock() - self._active_at

    @contextmanager
    def hold(self, reason: str, *, to_be_seen: bool = True) -> Iterator[None]:
        """Keep the desk while work runs, and a minute more if its result is to be seen. `reason` is a code."""
        with self._lock:
            self._work.append(reason)
            if len(self._work) == 1:
                self._tell(wire.HOLD)
        try:
            yield
        finally:
            with self._lock:
                self._work.remove(reason)
                if to_be_seen:
                    self._active_at = max(self._active_at, clock() - options.chosen.limits.idle + _AFTER_WORK_SECONDS)
                if not self._work:
                    self._tell(wire.RELEASE)

    def holding(self) -> tuple[str, ...]:
        """Return the reasons of the work that runs, oldest first."""
        return tuple(self._work)

    # Ending

    def end(self, reason: str) -> None:
        """End the desk: from a request, when its answer is sent; from anywhere else, within two seconds."""
        if self.mode is Mode.PORCH:
            raise RuntimeError("The porch is everybody's: no request ends it.")
        if self._ending is None:
            self._ending = (threading.get_ident(), clock() + _ANSWER_SECONDS)
            log.note(log.Event.DESK_ENDED, why=reason)

    @property
    def is_ending(self) -> bool:
        """Say whether the next answer is the last."""
        return self._ending is not None

    def answered(self) -> None:
        """Note that this thread has sent an answer; if it was the last one, the process group dies here."""
        if self._ending and self._ending[0] == threading.get_ident():
            self.die()

    def die(self) -> None:
        """Kill the process group, children included, now. The fork server clears away whoever left the group."""
        self._tell(wire.END)
        os.killpg(os.getpgrp(), signal.SIGKILL)

    def overdue(self) -> str:
        """Return why the time of this desk is over ("idle", "absolute", "sign-in", "ended"), or nothing."""
        now, limits = clock(), options.chosen.limits
        if self._ending and now >= self._ending[1]:
            return "ended"
        if self.mode is Mode.BLANK and self._taken_at is not None and now >= self._taken_at + limits.signin:
            return "sign-in"
        if self.mode is not Mode.KEYED or self._work:
            return ""
        if now >= self._born_at + limits.absolute:
            return "absolute"
        return "idle" if now >= self._active_at + limits.idle else ""

    # The fork server

    def end_frozen(self, locker: bytes) -> None:
        """Have the desk of a locker that was frozen killed now: the shelf told its id to who showed the freeze code."""
        self._tell(wire.FROZEN + locker)

    def _tell(self, message: bytes) -> None:
        if self._forkserver:
            with suppress(OSError):  # it is gone, and with it goes this process
                self._forkserver.send(message)

    def _ask(self, message: bytes) -> bytes:
        if not self._forkserver:
            return b""
        self._forkserver.send(message)
        return self._forkserver.recv(wire.MESSAGE_BYTES)


current = DeskProcess(Mode.BLANK)
"""This process's handle; the fork server's children put their own here."""


def install(handle: DeskProcess) -> None:
    """Make this the process's handle."""
    global current  # noqa: PLW0603 - one handle for a process, put there right after the fork
    current = handle


def watch() -> None:
    """Start the thread that ends the process when its time is over."""
    shortest = min(options.chosen.limits.idle, options.chosen.limits.absolute, options.chosen.limits.signin)
    tick = min(1.0, shortest / 5)

    def look() -> None:
        while True:
            time.sleep(tick)
            if why := current.overdue():
                log.note(log.Event.DESK_ENDED, why=why)
                current.die()

    threading.Thread(target=look, name="limits", daemon=True).start()
