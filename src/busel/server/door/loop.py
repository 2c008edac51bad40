"""The door's loop: who came, who said something, whose time is over."""

from __future__ import annotations

import select
import socket
import time
from collections import deque

from busel.server.door import answers, wire
from busel.server.door.head import Head, HeadReader, Unfinished
from busel.server.door.processes import Channel, Processes
from busel.server.door.settings import DoorSettings
from busel.server.door.visitors import Stage, Visitor, Visitors

BODY_BYTES = 32 * 1024
"""For porch and blank desk: a sign-in with a key file is about 3 KB, and the kernel must hold all of it."""
_ACCEPTED_AT_ONCE = 64
_TICK_SECONDS = 0.25
_DESCRIPTORS_OF_ITS_OWN = 32
"""For standard streams, listeners, `epoll`, and processes that are just being told."""
_HUNG_UP = select.EPOLLRDHUP | select.EPOLLHUP | select.EPOLLERR


class Door:
    """The one object of the door's process."""

    def __init__(
        self, settings: DoorSettings, listeners: list[socket.socket], control: socket.socket, *, descriptors: int
    ) -> None:
        self._settings = settings
        self._descriptors = descriptors
        self._control = control
        self._listeners = {listener.fileno(): listener for listener in listeners}
        self._epoll = select.epoll()
        self._visitors = Visitors(self._epoll)
        self._processes = Processes(settings.signins_at_once)
        self._channels: dict[int, Channel] = {}
        self._waiting_signins: deque[Visitor] = deque()
        self._waiting_porch: deque[Visitor] = deque()
        self._reader = HeadReader(settings.cookie_name, settings.signin_path)
        self._busy = answers.answer("503 Service Unavailable", settings.busy_page)
        self._is_open = True
        for watched in (control, *listeners):
            watched.setblocking(False)
            self._epoll.register(watched.fileno(), select.EPOLLIN)

    def run(self) -> None:
        """Serve until the fork server is gone."""
        ticked = 0.0
        while self._is_open:
            events = self._epoll.poll(_TICK_SECONDS)
            for number, event in events:
                self._attend(number, event)
            self._serve_queues()
            if (now := time.monotonic()) - ticked >= _TICK_SECONDS:
                ticked = now
                self._end_overdue(now)

    def _attend(self, number: int, event: int) -> None:
        if number in self._listeners:
            self._accept(self._listeners[number])
        elif number == self._control.fileno():
            self._hear_fork_server()
        elif channel := self._channels.get(number):
            self._hear_process(channel)
        elif visitor := self._visitors.get(number):
            self._attend_visitor(visitor, event)

    # Visitors

    def _accept(self, listener: socket.socket) -> None:
        for _ in range(_ACCEPTED_AT_ONCE):
            try:
                connection, _address = listener.accept()
            except OSError:
                return
            connection.setblocking(False)
            if connection.family == socket.AF_INET:
                connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            if len(self._visitors) >= self._room() and (oldest := self._visitors.oldest_unfinished()):
                self._visitors.let_go(oldest)
            visitor = Visitor(connection, time.monotonic() + self._settings.head_seconds)
            self._visitors.admit(visitor)
            self._read_head(visitor)

    def _room(self) -> int:
        """Return for how many there is room: a door that is out of descriptors could not even let anybody go."""
        return min(self._settings.visitors, self._descriptors - len(self._channels) - _DESCRIPTORS_OF_ITS_OWN)

    def _attend_visitor(self, visitor: Visitor, event: int) -> None:
        if visitor.stage is Stage.HEAD:
            self._read_head(visitor)
        elif visitor.stage is Stage.BODY and visitor.has_all():
            self._route(visitor)
        elif event & _HUNG_UP:
            self._leave_queues(visitor)
            self._visitors.let_go(visitor)

    def _read_head(self, visitor: Visitor) -> None:
        head = self._reader.peek(visitor.connection)
        if head is Unfinished.GONE:
            self._visitors.let_go(visitor)
        elif head is Unfinished.TOO_LARGE:
            self._say(visitor, answers.HEAD_TOO_LARGE)
        elif isinstance(head, Head):
            self._decide(visitor, head)

    def _decide(self, visitor: Visitor, head: Head) -> None:
        if head.digests and (desk := self._desk_of(head.digests)):
            self._pass_on(visitor, desk)
        elif head.body_length < 0:
            self._say(visitor, answers.LENGTH_REQUIRED)
        elif head.body_length > BODY_BYTES:
            self._say(visitor, answers.BODY_TOO_LARGE)
        else:
            visitor.is_signin = head.is_signin
            visitor.needs = head.length + head.body_length
            visitor.stage = Stage.BODY
            if visitor.has_all():
                self._route(visitor)

    def _desk_of(self, digests: tuple[bytes, ...]) -> Channel | None:
        """Return the desk of a cookie, after hearing whether it is gone, or whether one has just registered it."""
        found = self._processes.desk_of(digests)
        for channel in [found] if found else self._processes.signing():
            self._hear_process(channel)
        return self._processes.desk_of(digests)

    def _route(self, visitor: Visitor) -> None:
        """Put a whole request into its queue; `_serve_queues` takes it from there before the loop waits again."""
        queue = self._waiting_signins if visitor.is_signin else self._waiting_porch
        self._serve_queues()
        if len(queue) >= self._settings.signins_waiting:
            self._say(visitor, self._busy)
            return
        visitor.stage = Stage.QUEUED
        visitor.deadline = time.monotonic() + self._settings.signin_patience
        queue.append(visitor)

    def _serve_queues(self) -> None:
        while self._waiting_porch and (porch := self._processes.porch):
            self._pass_on(self._waiting_porch.popleft(), porch)
        while self._waiting_signins and (blank := self._processes.blank_for_signin()):
            self._pass_on(self._waiting_signins.popleft(), blank)

    def _pass_on(self, visitor: Visitor, channel: Channel) -> None:
        if channel.take(visitor.connection):
            self._visitors.let_go(visitor)
        else:
            self._say(visitor, answers.UNAVAILABLE)

    def _leave_queues(self, visitor: Visitor) -> None:
        for queue in (self._waiting_signins, self._waiting_porch):
            if visitor in queue:
                queue.remove(visitor)

    def _end_overdue(self, now: float) -> None:
        for visitor in self._visitors.overdue(now):
            if visitor.stage is Stage.LEAVING:
                self._visitors.let_go(visitor)
            elif visitor.stage is Stage.QUEUED:
                self._leave_queues(visitor)
                self._say(visitor, self._busy)
            else:
                self._say(visitor, answers.HEAD_TIMEOUT)

    def _say(self, visitor: Visitor, message: bytes) -> None:
        self._visitors.answer(visitor, message, time.monotonic())

    # Processes

    def _hear_fork_server(self) -> None:
        try:
            message, descriptors, _flags, _address = socket.recv_fds(self._control, wire.MESSAGE_BYTES, 1)
        except BlockingIOError:
            return
        if not message:
            self._is_open = False
            return
        for number in descriptors:
            channel = Channel(number)
            self._channels[number] = channel
            self._epoll.register(number, select.EPOLLIN)
            if message == wire.PORCH:
                self._processes.porch = channel
            else:
                self._processes.add_blank(channel)

    def _hear_process(self, channel: Channel) -> None:
        while (message := channel.hear()) is not None:
            if message[:1] == wire.REGISTER and len(message) == 1 + wire.DIGEST_BYTES:
                self._processes.register(channel, message[1:])
                continue
            self._processes.forget(channel)
            self._epoll.unregister(channel.number)
            del self._channels[channel.number]
            channel.socket.close()
            return
