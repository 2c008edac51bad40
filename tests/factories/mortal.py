"""A shelf whose asker dies at a chosen call: just before it is asked, or just before the answer comes."""

from __future__ import annotations

from copy import copy
from typing import Any

from busel.shelf.memory import MemoryShelf


class KilledError(Exception):
    """The process of who asked is gone."""


class MortalShelf:
    """Stands before another shelf and counts its calls from `arm` on."""

    def __init__(self, shelf: MemoryShelf) -> None:
        self._shelf = shelf
        self._at, self._asked, self.calls = -1, False, 0

    def arm(self, at: int, *, asked: bool) -> None:
        """Die at call number `at` from now on; `asked`: the shelf has carried it out, only the answer is lost."""
        self._at, self._asked, self.calls = at, asked, 0

    def __getattr__(self, name: str) -> Any:
        call = getattr(self._shelf, name)

        def ask(*args: Any) -> Any:
            number, self.calls = self.calls, self.calls + 1
            if number == self._at and not self._asked:
                raise KilledError
            answer = call(*args)
            if number == self._at:
                raise KilledError
            return answer

        return ask


def cloned(shelf: MemoryShelf) -> MemoryShelf:
    """Return a shelf that holds the same and goes its own way, without sessions."""
    other = MemoryShelf()
    other._rows = dict(shelf._rows)
    other._lockers = {id_: copy(row) for id_, row in shelf._lockers.items()}
    for id_, journal in shelf._journals.items():
        held = other._journals[id_] = copy(journal)
        held.commits, held.inbox = list(journal.commits), dict(journal.inbox)
        held.stages = {stage: list(blocks) for stage, blocks in journal.stages.items()}
    return other
