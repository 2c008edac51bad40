"""How much may lie put aside: whoever holds a write ticket must neither fill the disk nor stand in others' way."""

from __future__ import annotations

import threading
from collections.abc import Callable

from busel.shelf.protocol import MAX_STAGE_BYTES, TooLargeError

MAX_LAID_BYTES = 2 * MAX_STAGE_BYTES
"""So much one account lays in one journal: the largest stage, and another one where the first was lost on the way."""
STAGE_DAYS = 1
"""A stage that was not added to since the day before yesterday is nobody's any more: laying takes minutes."""


def is_left_behind(day: int, today: int) -> bool:
    """Is a stage, last added to on a day, to be let go?"""
    return day < today - STAGE_DAYS


class Laid:
    """What each account has put aside where, and nobody adopted. `today` gives days since 1970.

    Why by account: a bound for all of a journal would let whoever fills it keep others from changing the keys. Why in
    RAM: stored it would be a table of who works where. A restart forgets it; what lies there goes by its day.
    """

    def __init__(self, today: Callable[[], int]) -> None:
        self._today = today
        self._laid: dict[tuple[bytes, bytes], dict[bytes, tuple[int, int]]] = {}
        """(locker, journal) -> stage -> (day, bytes)."""
        self._lock = threading.Lock()

    def add(self, locker: bytes, journal: bytes, stage: bytes, blocks: list[bytes]) -> None:
        """Count blocks that an account lays. Raises TooLargeError, and counts none, where they are too many."""
        now, added = self._today(), sum(map(len, blocks))
        with self._lock:
            held = self._laid.get((locker, journal), {})
            held = {one: (day, size) for one, (day, size) in held.items() if not is_left_behind(day, now)}
            if sum(size for _day, size in held.values()) + added > MAX_LAID_BYTES:
                raise TooLargeError
            if blocks:
                held[stage] = now, held.get(stage, (now, 0))[1] + added
            self._laid[locker, journal] = held

    def forget(self, journal: bytes, stage: bytes | None = None) -> None:
        """Count a stage of a journal no longer, or none of them: it was adopted, or is gone."""
        with self._lock:
            for (_locker, where), held in self._laid.items():
                if where == journal and stage is None:
                    held.clear()
                elif where == journal:
                    held.pop(stage or b"", None)
            self._laid = {key: held for key, held in self._laid.items() if held}
