"""A circuit to the door that can be cut: what was asked arrives, and the answer is lost on its way."""

from __future__ import annotations

import contextlib
import socket
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import urlsplit

_PIECE = 65_536


@dataclass
class Circuit:
    """Passes connections of loopback on, in both directions."""

    to: tuple[str, int]
    listening: socket.socket
    cut: threading.Event = field(default_factory=threading.Event)
    """While it is set, requests pass and no answer does."""
    lost: threading.Event = field(default_factory=threading.Event)
    """Was an answer lost since the cut?"""

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.listening.getsockname()[1]}"

    @contextlib.contextmanager
    def losing_answers(self) -> Iterator[threading.Event]:
        """Lose all answers; hand over what tells that the first one was lost."""
        self.lost.clear()
        self.cut.set()
        try:
            yield self.lost
        finally:
            self.cut.clear()

    def serve(self) -> None:
        while True:
            try:
                visitor, _address = self.listening.accept()
            except OSError:  # closed: the circuit is no more
                return
            threading.Thread(target=self._pass, args=(visitor,), daemon=True).start()

    def _pass(self, visitor: socket.socket) -> None:
        with visitor, socket.create_connection(self.to) as door:
            asking = threading.Thread(target=self._pump, args=(visitor, door), daemon=True)
            asking.start()
            self._pump(door, visitor, answers=True)
            for one in (visitor, door):
                with contextlib.suppress(OSError):
                    one.shutdown(socket.SHUT_RDWR)
            asking.join()

    def _pump(self, source: socket.socket, target: socket.socket, *, answers: bool = False) -> None:
        with contextlib.suppress(OSError):
            while piece := source.recv(_PIECE):
                if answers and self.cut.is_set():
                    self.lost.set()
                    return
                target.sendall(piece)
            target.shutdown(socket.SHUT_WR)


@contextlib.contextmanager
def circuit_to(address: str) -> Iterator[Circuit]:
    """Open a circuit to an address."""
    asked = urlsplit(address)
    with socket.create_server(("127.0.0.1", 0)) as listening:
        one = Circuit((asked.hostname or "", asked.port or 80), listening)
        threading.Thread(target=one.serve, daemon=True).start()
        yield one
