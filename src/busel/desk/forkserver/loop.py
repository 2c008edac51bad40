"""The fork server's loop: what children say, who ended, whose time is over, what a command asks."""

from __future__ import annotations

import selectors
import signal
import socket
from contextlib import suppress
from pathlib import Path

import msgspec

from busel.desk.forkserver import children
from busel.desk.forkserver.registry import Child, Registry, State
from busel.desk.running import confine, log, process, wire
from busel.desk.running.options import Options
from busel.desk.running.process import Mode

_TICK_SECONDS = 0.5
_TELL_OF_FREEZES = {State.PORCH, State.SIGNING, State.OPEN}
_RETRY_SECONDS = 0.5
"""A child that died before anybody came is replaced not faster than this."""

_BECOMING = {State.SIGNING, State.OPEN}
"""Who may become a locker's desk: who signs in, and a newcomer's desk once its account was laid."""


class ForkServer:
    """The one object of the fork server's process."""

    def __init__(self, chosen: Options, door: socket.socket, commands: socket.socket | None) -> None:
        self._chosen = chosen
        self._door = door
        self._registry = Registry(chosen.limits)
        self._sockets: dict[int, socket.socket] = {}
        self._selector = selectors.DefaultSelector()
        self._selector.register(door, selectors.EVENT_READ, self._hear_door)
        if commands:
            self._selector.register(commands, selectors.EVENT_READ, self._accept_command)
        self._bell, self._ringer = socket.socketpair()
        self._is_open = True
        self._no_new_before = 0.0

    def run(self) -> None:
        """Serve until the door is gone or SIGTERM comes; then every child is killed."""
        self._listen_to_signals()
        self._make_up_numbers()
        while self._is_open:
            for key, _events in self._selector.select(_TICK_SECONDS):
                key.data(key.fileobj)
            self._reap()
            self._end_overdue()
            self._make_up_numbers()
        for number in confine.own_children():
            children.kill_group(number)

    @property
    def blanks(self) -> int:
        """How many blank desks wait."""
        return self._registry.count(State.BLANK)

    def _listen_to_signals(self) -> None:
        for end in (self._bell, self._ringer):
            end.setblocking(False)
        signal.set_wakeup_fd(self._ringer.fileno(), warn_on_full_buffer=False)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        signal.signal(signal.SIGTERM, self._stop)
        signal.signal(signal.SIGINT, self._stop)
        self._selector.register(self._bell, selectors.EVENT_READ, self._hear_bell)

    def _stop(self, *_signal: object) -> None:
        self._is_open = False

    def _hear_bell(self, bell: socket.socket) -> None:
        with suppress(BlockingIOError):
            bell.recv(4096)

    def _hear_door(self, door: socket.socket) -> None:
        message = b""
        with suppress(ConnectionResetError):  # it was killed with something unread
            message = door.recv(wire.MESSAGE_BYTES)
        self._is_open = bool(message)

    # Children come

    def _make_up_numbers(self) -> None:
        if not self._is_open or process.clock() < self._no_new_before:
            return
        if not self._registry.count(State.PORCH):
            self._make(Mode.PORCH)
        while self._registry.count(State.BLANK) < self._chosen.blanks_waiting:
            self._make(Mode.BLANK)

    def _make(self, mode: Mode) -> None:
        door_end, child_door_end = children.pair()
        own_end, child_fork_end = children.pair()
        number = children.fork_child(mode, child_door_end, child_fork_end)
        child_door_end.close()
        child_fork_end.close()
        state = State.PORCH if mode is Mode.PORCH else State.BLANK
        self._registry.add(Child(number, own_end.fileno(), state, process.clock()))
        self._sockets[own_end.fileno()] = own_end
        self._selector.register(own_end, selectors.EVENT_READ, self._hear_child)
        try:
            socket.send_fds(self._door, [wire.PORCH if mode is Mode.PORCH else wire.BLANK], [door_end.fileno()])
        except OSError:
            self._is_open = False
        door_end.close()
        log.note(log.Event.PORCH_MADE if mode is Mode.PORCH else log.Event.BLANK_MADE, number=number)

    # Children speak

    def _hear_child(self, own_end: socket.socket) -> None:
        child = self._registry.by_channel(own_end.fileno())
        message = b""
        with suppress(OSError):
            message = own_end.recv(wire.MESSAGE_BYTES)
        if child is None or not message:
            self._selector.unregister(own_end)
            return
        now = process.clock()
        if message == wire.TAKEN and child.state is State.BLANK:
            child.turn(State.SIGNING, now)
        elif message[:1] == wire.BECOME and child.state in _BECOMING and len(message) == 1 + wire.LOCKER_BYTES:
            self._become(child, message[1:], now)
        elif message in {wire.HOLD, wire.RELEASE}:
            child.is_held = message == wire.HOLD
        elif message == wire.END:
            self._kill(child)
        elif message[:1] == wire.FROZEN and child.state in _TELL_OF_FREEZES:
            # Why safe: a locker's id is random, and the shelf tells it only to who shows that locker's freeze code.
            self._kill_desk_of(message[1:], why="frozen")

    def _become(self, child: Child, locker: bytes, now: float) -> None:
        older = self._registry.become(child, locker, now)
        log.note(log.Event.DESK_OPENED, number=child.process)
        if older is None:
            self._tell(child, wire.BECAME + b"\0")
            return
        older.successor = child
        self._kill(older)

    def _tell(self, child: Child, message: bytes) -> None:
        with suppress(OSError, KeyError):
            self._sockets[child.channel].send(message)

    # Children go

    def _kill(self, child: Child) -> None:
        child.turn(State.ENDING, process.clock())
        children.kill_group(child.process)

    def _kill_desk_of(self, locker: bytes, *, why: str) -> bool:
        """Kill the open desk of a locker; False when there is none."""
        desk = self._registry.desk_of(locker)
        if desk is None:
            return False
        log.note(log.Event.DESK_ENDED, why=why, number=desk.process)
        self._kill(desk)
        return True

    def _end_overdue(self) -> None:
        for child in self._registry.overdue(process.clock()):
            log.note(log.Event.DESK_ENDED, why="overdue", number=child.process)
            self._kill(child)

    def _reap(self) -> None:
        ended_any = False
        while (number := children.dead_child()) is not None:
            ended_any = True
            children.reap(number)
            if child := self._registry.remove(number):
                self._bury(child)
        if ended_any:
            for number in confine.own_children():
                if self._registry.by_process(number) is None:
                    children.kill_group(number)

    def _bury(self, child: Child) -> None:
        if child.successor:
            self._tell(child.successor, wire.BECAME + b"\1")
        own_end = self._sockets.pop(child.channel)
        with suppress(KeyError):
            self._selector.unregister(own_end)
        own_end.close()
        if child.state in {State.PORCH, State.BLANK}:
            log.note(log.Event.FAILED, why=child.state.value, number=child.process)
            self._no_new_before = max(self._no_new_before, child.since + _RETRY_SECONDS)

    # Commands

    def _accept_command(self, commands: socket.socket) -> None:
        with suppress(OSError):
            asking, _address = commands.accept()
            asking.settimeout(1.0)
            with asking:
                asking.send(self._obey(asking.recv(wire.MESSAGE_BYTES)))

    def _obey(self, message: bytes) -> bytes:
        if message[:1] == wire.KILL:
            return wire.DONE + (b"\1" if self._kill_desk_of(message[1:], why="killed") else b"\0")
        if message == wire.STATUS:
            counts = {state.value: self._registry.count(state) for state in (State.OPEN, State.SIGNING, State.BLANK)}
            return wire.DONE + msgspec.json.encode(counts)
        return b""


def listen_for_commands(path: str) -> socket.socket | None:
    """Open the command socket for its owner only; nothing when there is no path."""
    if not path:
        return None
    with suppress(FileNotFoundError):
        Path(path).unlink()
    commands = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    commands.bind(path)
    Path(path).chmod(0o600)
    commands.listen(16)
    return commands
