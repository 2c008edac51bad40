"""Which stored words of names a typed word may stand for, how surely, and why. Over distinct words, never over people.

A word that sounds the same comes first (K1), then other forms of the same given name, then what has the same skeleton
(K2), then what begins so, then what is merely alike. Of those that sound the same, the nearest in spelling comes first.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from enum import StrEnum
from functools import lru_cache
from itertools import chain
from math import log10
from typing import NamedTuple

from rapidfuzz.distance import OSA

from busel.desk.search.names import NAMES, Role
from busel.names.given import usual_first
from busel.names.keys import Keyed, key_tokens, prefix_keys
from busel.names.ranking import nearest_as_read, nearest_sounds, weighed, weighed_as_read
from busel.names.reading import readings
from busel.names.romanise import romanised
from busel.names.slips import one_slip_from


class Reason(StrEnum):
    """Why somebody was found; the words for it live in `web`."""

    AS_WRITTEN = "as-written"
    SAME_SOUND = "same-sound"
    SAME_GIVEN_NAME = "same-given-name"
    LIKE_SOUND = "like-sound"
    BEGINS_SO = "begins-so"
    INITIAL = "initial"
    ALIKE = "alike"
    FORMER = "former-surname"
    """By a surname of before; what stands beside it says how that fits."""
    PHONE = "phone"
    TEXT = "text"
    FILTER = "filter"


SCORES = {
    Reason.AS_WRITTEN: 1.0,
    Reason.SAME_SOUND: 1.0,
    Reason.SAME_GIVEN_NAME: 0.97,
    Reason.LIKE_SOUND: 0.92,
    Reason.BEGINS_SO: 0.9,
    Reason.INITIAL: 0.8,
    Reason.PHONE: 1.0,
    Reason.TEXT: 1.0,
    Reason.FILTER: 1.0,
}
LEAST = 0.8
"""Words below this similarity are not alike."""
LEAST_ALONE, LEAST_ALONE_SHORT, LETTERS_OFF = 0.7, 0.6, 2.2
"""The same for a word that stands alone, weighed by its letters: of a short one, two letters are much."""
FURTHEST = 3
"""How many letters may differ in the sounds of words that are alike: others need not be weighed."""
WEIGHED_ALONE = 32
"""So many words, the nearest by plain edit distance, are weighed."""
ENOUGH_ALONE = 25
"""So many words, the likeliest, are enough."""
MOST_ALONE = 0.999
"""What is as written is always before what is spelt so."""
SHORTEST_PREFIX = 2
SPELLING = 0.1
"""The weight of spelling beside sound."""
BEGUN, BEGUN_MORE = 0.7, 0.08
"""Beside other words: what a word counts for that only begins as typed; what more, the nearer it is to the whole."""
ALIKE_BY = 0.86
"""What words count for that are merely alike: never as much as those that sound the same."""
USUAL = 0.02
"""What more, where ten thousand bear the name: of two words that are as near, the usual one was meant."""
SHORTEST_SLIPPED = 4
_OTHER_NAME = 0.2
"""What is taken off a word that is a form of another given name, however alike the two are: Марыя is not Марына."""
_RARER, _RAREST = 0.015, 3
"""What is taken off for each more usual name that a short form may stand for: Валя is Валянціна rather than Валерыя."""


class Likely(NamedTuple):
    """A stored word that may be meant."""

    number: int
    score: float
    reason: Reason


def whole(word: str) -> list[Likely]:
    """Return what a word stands for: as written, by its sound, as a form of a given name."""
    keyed = keyed_as_typed(word)
    found: dict[int, tuple[float, Reason]] = {}
    for reason, numbers in _whole(word, keyed):
        for number in numbers:
            found.setdefault(number, (SCORES[reason], reason))
    names = usual_first(NAMES.own.names_of(word, keyed.k1))
    scores = {number: score - _less(names, number) for number, (score, _reason) in found.items()}
    return [Likely(number, score, found[number][1]) for number, score in _with_spelling(word, scores)]


def is_given(word: str) -> bool:
    """May it be a given name?"""
    return bool(NAMES.own.given_ids(keyed_as_typed(word).k1))


def beginning(word: str) -> list[int]:
    """Return the words that begin so, in the order of the alphabet, then those whose sound begins so."""
    return list(dict.fromkeys(chain(beginning_as_written(word), beginning_by_sound(word))))


def beginning_as_written(word: str) -> list[int]:
    """Return the words that begin so, in the order of the alphabet."""
    return list(NAMES.with_prefix(word)) if len(word) >= SHORTEST_PREFIX else []


def beginning_by_sound(word: str) -> list[int]:
    """Return the words whose sound begins so."""
    return NAMES.with_key_prefix(prefix_keys(word)) if len(word) >= SHORTEST_PREFIX else []


def begun(word: str) -> list[Likely]:
    """Return what begins as a word that others stand beside; an initial stands for any name that begins so."""
    if len(word) == 1:
        return [Likely(number, SCORES[Reason.INITIAL], Reason.INITIAL) for number in _with_initial(word)]
    shares = ((number, min(1.0, len(word) / len(NAMES.words[number]))) for number in beginning(word))
    return [Likely(number, BEGUN + BEGUN_MORE * share, Reason.BEGINS_SO) for number, share in shares]


def near(word: str, *, of_given: bool) -> list[int]:
    """Return the words that are worth weighing: nearly of the same sound, or with one wrong letter."""
    return list(dict.fromkeys(chain(_nearly_sounding(word, of_given=of_given), _slipped(word))))


def alike(word: str, *, least: float = LEAST) -> list[Likely]:
    """Return the words that are merely alike, by their letters. A given name is like others."""
    names = usual_first(NAMES.own.names_of(word, keyed_as_typed(word).k1))
    numbers = near(word, of_given=bool(names))
    spelt = weighed(word, [NAMES.words[number] for number in numbers], least=least)
    scored = ((number, score - _less(names, number)) for number, score in zip(numbers, spelt, strict=True))
    return [
        Likely(number, ALIKE_BY * score + _usual(number), Reason.ALIKE) for number, score in scored if score >= least
    ]


def alone(word: str) -> list[Likely]:
    """Return what a word may mean beside which none stands: all that sounds nearly so, by how near it is spelt."""
    names = usual_first(NAMES.own.names_of(word, keyed_as_typed(word).k1))
    reasons = {one.number: one.reason for one in whole(word)}
    for number in _nearly_sounding(word):
        reasons.setdefault(number, Reason.ALIKE)
    least = min(LEAST_ALONE, max(LEAST_ALONE_SHORT, 1 - LETTERS_OFF / len(word)))
    [typed] = readings([word])
    merely = [number for number, reason in reasons.items() if reason is Reason.ALIKE]
    worth = nearest_as_read(typed, [NAMES.reading(number) for number in merely], limit=WEIGHED_ALONE)
    numbers = [*(number for number in reasons if reasons[number] in _BY_KEY), *(merely[at] for at in worth)]
    spelt = weighed_as_read(typed, map(NAMES.reading, numbers), limit=ENOUGH_ALONE, least=least)
    return [
        Likely(number, min(MOST_ALONE, score - _less(names, number) + _usual(number)), reasons[number])
        for number, score in zip(numbers, spelt, strict=True)
        if score >= least
    ]


_BY_KEY = frozenset({Reason.SAME_SOUND, Reason.LIKE_SOUND})


@lru_cache(maxsize=8)
def keyed_as_typed(word: str) -> Keyed:
    """Return a typed word with its keys: each is asked for several times in one search."""
    return key_tokens([word])[0]


def _whole(word: str, keyed: Keyed) -> Iterator[tuple[Reason, Iterable[int]]]:
    exact = NAMES.numbers.get(word)
    yield Reason.AS_WRITTEN, () if exact is None else [exact]
    yield Reason.SAME_SOUND, NAMES.with_k1(keyed.k1)
    yield Reason.SAME_GIVEN_NAME, NAMES.with_given_ids(NAMES.own.names_of(word, keyed.k1))
    yield Reason.LIKE_SOUND, NAMES.with_k2(keyed.k2)


def _less(names: Sequence[str], number: int) -> float:
    """Return what is taken off where both are given names: much for another name, little for a rarer meaning."""
    if not names:
        return 0.0
    word = NAMES.words[number]
    theirs = usual_first(NAMES.own.names_of(word, NAMES.keyed[word].k1))
    shared = [
        _RARER * min(at, _RAREST) + _RARER * min(theirs.index(name), _RAREST)
        for at, name in enumerate(names)
        if name in theirs
    ]
    return min(shared, default=_OTHER_NAME if theirs else 0.0)


def _with_initial(letter: str) -> Iterator[int]:
    """Yield words that an initial may stand for, in either alphabet and language: І. is Иван, too."""
    for begins in _SAME_INITIALS.get(letter, letter):
        yield from NAMES.with_prefix(begins)


_INITIALS = "аоao бb вуўvwu гhg дd еэяёey жžz зz иіi кkc лlł мm нn пp рr"
_SAME_INITIALS = {letter: group for group in _INITIALS.split() for letter in group}


def _nearly_sounding(word: str, *, of_given: bool = False) -> Iterator[int]:
    """Yield words whose sound is nearly the same; of given names alone, if so asked."""
    k1 = keyed_as_typed(word).k1
    keys = NAMES.k1s(len(k1), FURTHEST, of_given=of_given)
    for near_k1 in nearest_sounds(k1, keys, limit=60, furthest=FURTHEST):
        yield from NAMES.with_k1(near_k1)


def _slipped(word: str) -> Iterator[int]:
    """Yield words that differ by one wrong letter as they are written, and what those are in the other language."""
    if len(word) < SHORTEST_SLIPPED:
        return
    for other in one_slip_from(word) & NAMES.numbers.keys():
        yield NAMES.numbers[other]
        keyed = NAMES.keyed[other]
        yield from NAMES.with_k1(keyed.k1)
        yield from NAMES.with_k2(keyed.k2)


def _with_spelling(word: str, scores: dict[int, float]) -> list[tuple[int, float]]:
    """Return the numbers with their scores, of which a tenth tells how near the words are in Latin letters."""
    if not scores:
        return []
    spelt, *others = romanised("\n".join([word, *(NAMES.words[number] for number in scores)])).split("\n")
    return [
        (number, (1 - SPELLING) * score + SPELLING * OSA.normalized_similarity(spelt, other))
        for (number, score), other in zip(scores.items(), others, strict=True)
    ]


def _usual(number: int) -> float:
    return USUAL * log10(1 + NAMES.frequency([number], Role.FAMILY)) / 4
