"""Which of many distinct words is meant by one that was typed: in either language, any romanisation, with a typo.

What sounds the same comes first (K1), then other forms of the same given name, then what has the same skeleton (K2),
then what is merely alike. Among words that are equally good so, the nearest in spelling comes first.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from rapidfuzz.distance import OSA

from busel.names.clean import clean
from busel.names.distance import LEAST, nearest
from busel.names.given import given_ids
from busel.names.keys import Keyed, key_tokens
from busel.names.romanise import romanised

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence


class Likeness(StrEnum):
    """Why a word was taken for the one that was typed."""

    AS_WRITTEN = "as-written"
    SAME_SOUND = "same-sound"
    SAME_GIVEN_NAME = "same-given-name"
    LIKE_SOUND = "like-sound"
    ALIKE = "alike"


@dataclass(frozen=True, slots=True)
class Ranked:
    """A word that may be meant: where it stands, how surely, and why."""

    index: int
    score: float
    reason: Likeness


SCORES = {
    Likeness.AS_WRITTEN: 1.0,
    Likeness.SAME_SOUND: 1.0,
    Likeness.SAME_GIVEN_NAME: 0.97,
    Likeness.LIKE_SOUND: 0.92,
}
_SPELLING = 0.1
"""The weight of spelling beside sound."""


class Ranking:
    """Distinct words, each a single one, to be asked which is meant. `keyed`: their keys, if they are known."""

    def __init__(self, words: Sequence[str], *, keyed: Sequence[Keyed] | None = None) -> None:
        self._words: list[str] = []
        self._numbers: dict[str, int] = {}
        self._by_k1: dict[str, list[int]] = {}
        self._by_k2: dict[str, list[int]] = {}
        self._by_given: dict[str, list[int]] = {}
        self._k1s: list[str] = []
        self.add(words, keyed=keyed)

    def add(self, words: Sequence[str], *, keyed: Sequence[Keyed] | None = None) -> None:
        """Take in more words; they are numbered on from those that are there."""
        if keyed is None:
            keyed = key_tokens(list(map(clean, words)))
        for number, one in enumerate(keyed, len(self._words)):
            self._numbers.setdefault(one.token, number)
            self._by_k1.setdefault(one.k1, []).append(number)
            self._by_k2.setdefault(one.k2, []).append(number)
            for id_ in given_ids(one.k1):
                self._by_given.setdefault(id_, []).append(number)
        self._words += [one.token for one in keyed]
        self._k1s = list(self._by_k1)

    def nearest(self, word: str, *, limit: int = 10, least: float = LEAST) -> list[Ranked]:
        """Return the words that may be meant by one that was typed, the likeliest first."""
        typed = key_tokens([clean(word)])[0]
        sounds: dict[int, tuple[float, Likeness]] = {}
        for score, reason, numbers in self._tiers(typed, least):
            for number in numbers:
                sounds.setdefault(number, (score, reason))
        spelt = romanised(typed.token)
        found = [
            Ranked(number, (1 - _SPELLING) * score + _SPELLING * self._spelling(spelt, number), reason)
            for number, (score, reason) in sounds.items()
        ]
        enough = [one for one in found if one.score >= least]
        return sorted(enough, key=lambda one: (-one.score, one.index))[:limit]

    def _tiers(self, typed: Keyed, least: float) -> Iterator[tuple[float, Likeness, Iterable[int]]]:
        exact = self._numbers.get(typed.token)
        if exact is not None:
            yield SCORES[Likeness.AS_WRITTEN], Likeness.AS_WRITTEN, [exact]
        yield SCORES[Likeness.SAME_SOUND], Likeness.SAME_SOUND, self._by_k1.get(typed.k1, ())
        same_given = [number for id_ in sorted(given_ids(typed.k1)) for number in self._by_given.get(id_, ())]
        yield SCORES[Likeness.SAME_GIVEN_NAME], Likeness.SAME_GIVEN_NAME, same_given
        yield SCORES[Likeness.LIKE_SOUND], Likeness.LIKE_SOUND, self._by_k2.get(typed.k2, ())
        for index, similarity in nearest(typed.k1, self._k1s, limit=60, least=least):
            yield similarity, Likeness.ALIKE, self._by_k1[self._k1s[index]]

    def _spelling(self, spelt: str, number: int) -> float:
        return OSA.normalized_similarity(spelt, romanised(self._words[number]))
