"""How much each locker's desks opened in this hour and on this day: in RAM, shared by the real shelf and its twin."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence

from busel.shelf.log_calls import LogStanding

_HOURS_A_DAY = 24


class Brakes:
    """Counts by locker. `this_hour` gives hours since 1970.

    Why in RAM: a stored count would be a table of who works how much. A restart begins anew, and says so nowhere.
    """

    def __init__(self, this_hour: Callable[[], int]) -> None:
        self._this_hour = this_hour
        self._hour = 0
        self._hours: dict[bytes, int] = {}
        self._days: dict[bytes, int] = {}
        self._lock = threading.Lock()

    def weigh(
        self, locker: bytes, weight: int, most: tuple[int, int], *, lay: Callable[[], Sequence[int]]
    ) -> LogStanding:
        """Lay and count, or do neither: where `lay` fails nothing is counted.

        The count is taken before and given back, so that two pages at once cannot both pass under the limit.
        """
        hour, day = self._add(locker, weight)
        if weight and ((most[0] and hour > most[0]) or (most[1] and day > most[1])):
            self._add(locker, -weight)
            return LogStanding(hour - weight, day - weight, [], stopped=True)
        try:
            places = list(lay())
        except BaseException:
            self._add(locker, -weight)
            raise
        return LogStanding(hour, day, places)

    def _add(self, locker: bytes, weight: int) -> tuple[int, int]:
        with self._lock:
            now = self._this_hour()
            if now != self._hour:
                self._hours.clear()
                if now // _HOURS_A_DAY != self._hour // _HOURS_A_DAY:
                    self._days.clear()
                self._hour = now
            hour = self._hours[locker] = max(0, self._hours.get(locker, 0) + weight)
            day = self._days[locker] = max(0, self._days.get(locker, 0) + weight)
            return hour, day
