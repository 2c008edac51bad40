"""Whom a search found: each with how surely, and why."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain, islice, repeat
from operator import attrgetter, itemgetter
from typing import overload

import msgspec

from busel.desk.search.likeness import Reason


class Hit(msgspec.Struct, frozen=True, gc=False):
    """A contact that was found, how surely, and why."""

    contact: int
    score: float
    reasons: tuple[Reason, ...]


Run = tuple[Sequence[int], float, tuple[Reason, ...]]
"""People who are found equally surely and for the same reasons."""


class Hits(Sequence[Hit]):
    """Everybody who was found, best first: a `Hit` is made of whom one looks at, for thousands may bear one name."""

    def __init__(self, runs: Sequence[Run]) -> None:
        self._runs = runs

    def __len__(self) -> int:
        return sum(map(len, map(itemgetter(0), self._runs)))

    def __iter__(self) -> Iterator[Hit]:
        return chain.from_iterable(map(Hit, people, repeat(score), repeat(why)) for people, score, why in self._runs)

    @overload
    def __getitem__(self, at: int) -> Hit: ...
    @overload
    def __getitem__(self, at: slice) -> list[Hit]: ...
    def __getitem__(self, at: int | slice) -> Hit | list[Hit]:
        if isinstance(at, int):
            place = range(len(self))[at]
            return self[place : place + 1][0]
        first, end, step = at.indices(len(self))
        return list(islice(self, first, end, step)) if step > 0 else list(self)[at]

    def reasons(self) -> set[tuple[Reason, ...]]:
        """Return what they were found for."""
        return {why for _people, _score, why in self._runs}


def reasons_of(hits: Sequence[Hit]) -> set[tuple[Reason, ...]]:
    """Return what people were found for, each only once."""
    return hits.reasons() if isinstance(hits, Hits) else set(map(attrgetter("reasons"), hits))
