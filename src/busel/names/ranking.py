"""Which of many distinct words is meant by one that was typed: in either language, any romanisation, with a typo.

What sounds the same comes first (K1), then other forms of the same given name, then what has the same skeleton (K2),
then what is merely alike. Among words that are equally good so, the nearest in spelling comes first.
"""

from __future__ import annotations

from bisect import insort
from dataclasses import dataclass
from enum import StrEnum
from math import inf
from typing import TYPE_CHECKING

from rapidfuzz import process
from rapidfuzz.distance import OSA

from busel.names.clean import clean
from busel.names.distance import LEAST
from busel.names.given import given_ids
from busel.names.keys import Keyed, key_tokens
from busel.names.reading import Reading, readings
from busel.names.spelt import likeness

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence


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


_FORM, _FORM_SPELT = 0.9, 0.06
"""What another form of the same given name counts for, and what more, the nearer it is in spelling."""
SAME = 0.94
"""From here on a word may be called another spelling of what was typed."""
CONSIDERED = 100
"""How many sounds, the nearest by plain edit distance, are weighed."""
FURTHEST_SOUND = 4
"""How many letters of a K1 may differ, at the most."""
FURTHEST = 64
"""Letters of a typed word that are looked at; no name is longer."""


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
        typed = key_tokens([clean(word)[:FURTHEST]])[0]
        if not typed.k1:
            return []
        reasons = self._surely(typed)
        alike = [one for one in self._alike(typed.k1) if one not in reasons]
        found = [Ranked(one, _score(reasons[one], spelt), reasons[one]) for one, spelt in self._weighed(typed, reasons)]
        near = self._weighed(typed, alike, limit=limit, least=least)
        found += [Ranked(number, spelt, Likeness.ALIKE) for number, spelt in near]
        found.sort(key=lambda one: (-one.score, one.index))
        return [one for one in found if one.score >= least][:limit]

    def _weighed(
        self, typed: Keyed, numbers: Collection[int], *, limit: int | None = None, least: float = 0.0
    ) -> Iterator[tuple[int, float]]:
        found = weighed(typed.token, [self._words[number] for number in numbers], limit=limit, least=least)
        return ((number, spelt) for number, spelt in zip(numbers, found, strict=True) if spelt >= least)

    def _surely(self, typed: Keyed) -> dict[int, Likeness]:
        """Return what shares a key or a given name, with the best reason of each."""
        same_given = [number for id_ in sorted(given_ids(typed.k1)) for number in self._by_given.get(id_, ())]
        found = dict.fromkeys(self._by_k2.get(typed.k2, ()), Likeness.LIKE_SOUND)
        found |= dict.fromkeys(same_given, Likeness.SAME_GIVEN_NAME)
        found |= dict.fromkeys(self._by_k1.get(typed.k1, ()), Likeness.SAME_SOUND)
        exact = self._numbers.get(typed.token)
        return found if exact is None else found | {exact: Likeness.AS_WRITTEN}

    def _alike(self, k1: str) -> Iterator[int]:
        """Yield the words that sound nearly so."""
        for near in nearest_sounds(k1, self._k1s):
            yield from self._by_k1[near]


def nearest_sounds(
    k1: str, k1s: Iterable[str], *, limit: int = CONSIDERED, furthest: int = FURTHEST_SOUND
) -> list[str]:
    """Return the K1 that are the nearest to one by plain edit distance: what is worth weighing letter by letter."""
    cutoff = max(2, min(furthest, len(k1) // 2))
    near = process.extract(k1, k1s, scorer=OSA.distance, limit=limit, score_cutoff=cutoff)  # type: ignore[arg-type]  # its types want a list
    return [key for key, _distance, _index in near]


def weighed(typed: str, words: Sequence[str], *, limit: int | None = None, least: float = 0.0) -> list[float]:
    """Return how like each word is to one that was typed; all are clean.

    What is below `least`, or cannot be among the `limit` best any more, has minus infinity.
    """
    reading, *others = readings([typed, *words])
    return weighed_as_read(reading, others, limit=limit, least=least)


def weighed_as_read(
    typed: Reading, others: Iterable[Reading], *, limit: int | None = None, least: float = 0.0
) -> list[float]:
    """Return what `weighed` does, of words whose readings are known. It is the sooner done the nearer the first are."""
    best: list[float] = []
    found = []
    for other in others:
        spelt = likeness(typed, other, least=least)
        found.append(spelt if spelt >= least else -inf)
        insort(best, spelt)
        if limit and len(best) >= limit:
            least = max(least, best[-limit])
    return found


def nearest_as_read(typed: Reading, others: Sequence[Reading], *, limit: int) -> list[int]:
    """Return which readings are worth weighing: the nearest, where letters that stand for each other are one."""
    merged = [other.letters.translate(_MERGED) for other in others]
    return [
        at for *_, at in process.extract(typed.letters.translate(_MERGED), merged, scorer=OSA.distance, limit=limit)
    ]


_MERGED = str.maketrans("оеёэяӧўцхHQSГ", "аааааавтгшгшг", "I")


def _score(reason: Likeness, spelt: float) -> float:
    """Return how surely a word is meant: how near its spelling is, but for forms of one given name."""
    if reason is Likeness.AS_WRITTEN:
        return 1.0
    return max(spelt, _FORM + _FORM_SPELT * spelt) if reason is Likeness.SAME_GIVEN_NAME else spelt
