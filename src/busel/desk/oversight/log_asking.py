"""Asking for the access log: singly, or ahead for many divisions and months in as few exchanges as hold them."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable
from concurrent.futures import Future, ThreadPoolExecutor

from msgspec.structs import replace

from busel.desk.session import Session
from busel.shelf.log_calls import LAST_PLACE, LogPart, LogWant

MOST_WANTS = 5_000


class Asking:
    """What a reader of logs asks the shelf by.

    What was announced in `ahead` comes in the order of its list, about 16 MiB at a time, the next while one is read;
    all else is asked singly. So whoever announces too little, or reads in another order, only waits longer.
    """

    def __init__(self, session: Session, ahead: Iterable[LogWant] = ()) -> None:
        self._session = session
        self._announced = deque(dict.fromkeys(ahead))
        self._coming: tuple[list[LogWant], Future[list[LogPart]]] | None = None
        self._parts: dict[LogWant, LogPart] = {}
        self._aside = ThreadPoolExecutor(1)

    def part(self, division: bytes, ticket: bytes, after: int, below: int = LAST_PLACE) -> LogPart:
        """Return the next part of a log; `LogPart.more` says whether there is more. Raises a ShelfError."""
        want = LogWant(division, ticket, after, below)
        while want not in self._parts and self._is_announced(want):
            self._take_what_came()
        if want in self._parts:
            return self._parts.pop(want)
        return self._session.shelf.read_log(self._session.token, division, ticket, after, below)

    def _is_announced(self, want: LogWant) -> bool:
        return want in self._announced or (self._coming is not None and want in self._coming[0])

    def _take_what_came(self) -> None:
        """Wait for the next answer, and ask for the one after it, which comes while this one is read."""
        wants, answer = self._coming or self._ask()
        self._coming = None
        parts = answer.result()
        told = dict(zip(wants, parts, strict=False))
        rest = wants[len(told) :]
        cut = wants[len(told) - 1] if told else None
        if cut is not None and told[cut].more:
            rest.insert(0, replace(cut, after=told[cut].entries[-1].place) if told[cut].entries else cut)
        if cut in rest[:1]:  # nothing of it was told
            del told[cut]
        self._parts |= told
        if told:
            self._announced.extendleft(reversed(rest))
        else:  # a shelf that tells nothing is asked singly, and no more for all
            self._announced.clear()
        if self._announced:
            self._coming = self._ask()

    def _ask(self) -> tuple[list[LogWant], Future[list[LogPart]]]:
        wants = [self._announced.popleft() for _ in range(min(MOST_WANTS, len(self._announced)))]
        return wants, self._aside.submit(self._session.shelf.read_logs, self._session.token, wants)
