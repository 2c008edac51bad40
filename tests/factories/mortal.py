"""Shelves that break at a chosen call: their asker dies before or after it, or their own process before or in it."""

from __future__ import annotations

from collections.abc import Callable
from copy import copy
from threading import Timer
from typing import Any

from busel.shelf.client import RemoteShelf
from busel.shelf.memory import MemoryShelf
from busel.shelf.memory_kept import MemoryKept


class KilledError(Exception):
    """The process of who asked is gone."""


class MortalShelf:
    """Stands before another shelf and counts its calls from `arm` on."""

    def __init__(self, shelf: MemoryShelf) -> None:
        self._shelf = shelf
        self._at, self._asked, self._name, self.calls = -1, False, "", 0
        self._is_dead = False
        self._told: Callable[[str], object] = lambda _name: None

    def arm(self, at: int, *, asked: bool) -> None:
        """Die at call number `at` from now on; `asked`: the shelf has carried it out, only the answer is lost."""
        self._at, self._asked, self.calls, self._is_dead = at, asked, 0, False

    def die_at(self, name: str) -> None:
        """Die at the next call of this name: the shelf has carried it out, only the answer is lost."""
        self._name = name

    def watch(self, told: Callable[[str], object]) -> None:
        """Tell the name of each call from now on."""
        self._told = told

    def __getattr__(self, name: str) -> Any:
        call = getattr(self._shelf, name)

        def ask(*args: Any) -> Any:
            number, self.calls = self.calls, self.calls + 1
            self._told(name)
            self._is_dead = self._is_dead or (number == self._at and not self._asked)
            if self._is_dead:  # with all its threads
                raise KilledError
            answer = call(*args)
            self._is_dead = self._is_dead or number == self._at or name == self._name
            if self._is_dead:
                raise KilledError
            return answer

        return ask


def cloned(shelf: MemoryShelf) -> MemoryShelf:
    """Return a shelf that holds the same and goes its own way, without sessions."""
    other = MemoryShelf(shelf.organisation)
    other._rows = dict(shelf._rows)
    other._lockers = {id_: copy(row) for id_, row in shelf._lockers.items()}
    for id_, journal in shelf._journals.items():
        held = other._journals[id_] = copy(journal)
        held.commits, held.inbox = list(journal.commits), dict(journal.inbox)
        held.stages = {stage: list(blocks) for stage, blocks in journal.stages.items()}
        held.stage_days = dict(journal.stage_days)
        held.kept = MemoryKept(other._today, dict(journal.kept._bodies), list(journal.kept._snapshots))
    return other


class Assassin:
    """Stands before a real shelf's client and kills the shelf's process, as a power cut does, at a chosen call."""

    def __init__(self, shelf: RemoteShelf, kill: Callable[[], None]) -> None:
        self._shelf, self._kill = shelf, kill
        self._at, self._seconds = -1, 0.0
        self.calls, self.has_killed = 0, False

    def arm(self, at: int, *, seconds: float) -> None:
        """Kill at call number `at` from now on, so long after it was asked; 0: just before."""
        self._at, self._seconds, self.calls = at, seconds, 0

    def __getattr__(self, name: str) -> Any:
        call = getattr(self._shelf, name)

        def ask(*args: Any) -> Any:
            number, self.calls = self.calls, self.calls + 1
            if number != self._at:
                return call(*args)
            self.has_killed = True
            killer = Timer(self._seconds, self._kill)
            killer.start()
            try:
                if not self._seconds:
                    killer.join()
                return call(*args)
            finally:
                killer.join()

        return ask
