"""The fork server's book: which child is what, and whose. Numbers and bytes only; it calls nobody."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from busel.desk.running.options import Limits


class State(Enum):
    """What a child is."""

    PORCH = "porch"
    BLANK = "blank"
    SIGNING = "signing"
    OPEN = "open"
    ENDING = "ending"


@dataclass(slots=True, eq=False)
class Child:
    """One child of the fork server."""

    process: int
    """Process id, and id of its group."""
    channel: int
    """Our end of its control socket."""
    state: State
    since: float
    """When it came into this state, in seconds of `process.clock`."""
    locker: bytes = b""
    is_held: bool = False
    successor: Child | None = None
    """Who waits for this one's end."""

    def turn(self, state: State, now: float) -> None:
        """Pass into another state."""
        self.state, self.since = state, now


class Registry:
    """All children, by process id."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._children: dict[int, Child] = {}

    def add(self, child: Child) -> None:
        """Enter a child."""
        self._children[child.process] = child

    def remove(self, process: int) -> Child | None:
        """Strike out a child that is gone."""
        return self._children.pop(process, None)

    def by_process(self, process: int) -> Child | None:
        """Return the child with this process id."""
        return self._children.get(process)

    def by_channel(self, channel: int) -> Child | None:
        """Return the child behind this control socket."""
        return next((child for child in self._children.values() if child.channel == channel), None)

    def desk_of(self, locker: bytes) -> Child | None:
        """Return the open desk of a locker."""
        return next((one for one in self._children.values() if one.locker == locker and one.state is State.OPEN), None)

    def count(self, state: State) -> int:
        """Return how many are in this state."""
        return sum(1 for child in self._children.values() if child.state is state)

    def become(self, child: Child, locker: bytes, now: float) -> Child | None:
        """Note whose desk a child is now; returns the older desk of that locker, which has to go."""
        older = self.desk_of(locker)
        child.locker = locker
        child.turn(State.OPEN, now)
        return older

    def overdue(self, now: float) -> list[Child]:
        """Return whose time is over, whatever they themselves believe."""
        return [child for child in self._children.values() if now >= child.since + self._longest(child)]

    def _longest(self, child: Child) -> float:
        if child.state is State.OPEN:
            return self._limits.absolute + (self._limits.work if child.is_held else 0.0)
        if child.state is State.SIGNING:
            return self._limits.signin
        return float("inf")
