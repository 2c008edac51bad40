"""Which stored words of names a typed word may stand for, how surely, and why. Over distinct words, never over people.

A word that sounds the same comes first (K1), then other forms of the same given name, then what has the same skeleton
(K2), then what begins so, then what is merely alike. Of those that sound the same, the nearest in spelling comes first.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from enum import StrEnum
from itertools import chain
from math import log10
from typing import NamedTuple

from rapidfuzz.distance import OSA

from busel.desk.search.names import NAMES, Role
from busel.names.distance import nearest
from busel.names.given import given_ids
from busel.names.keys import Keyed, key_tokens, prefix_keys
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
SHORTEST_PREFIX = 2
SPELLING = 0.1
"""The weight of spelling beside sound."""
BEGUN, BEGUN_MORE = 0.7, 0.08
"""Beside other words: what a word counts for that only begins as typed; what more, the nearer it is to the whole."""
ALIKE_BY = 0.86
"""What words count for that are merely alike: never as much as those that sound the same."""
USUAL = 0.02
"""What more, where ten thousand bear the name: of two words that are as near, the usual one was meant."""
SLIP, SLIP_OF_SOUND, SLIP_OF_SKELETON = 0.94, 0.93, 0.89
"""How like two words are that differ by one slip of the hand; that would sound the same without it; nearly so."""
SHORTEST_SLIPPED = 4
OTHER_NAME = 0.85
"""Of words that are alike: what is left where both are given names, of different people."""


class Likely(NamedTuple):
    """A stored word that may be meant."""

    number: int
    score: float
    reason: Reason


class Tier(NamedTuple):
    """Stored words that are equally likely."""

    score: float
    reason: Reason
    numbers: Sequence[int]


def tiers(word: str) -> Iterator[Tier]:
    """Yield who a single word may stand for, but for what is merely alike: few groups, however many words there are."""
    keyed = key_tokens([word])[0]
    exact = NAMES.numbers.get(word)
    if exact is not None:
        yield Tier(SCORES[Reason.AS_WRITTEN], Reason.AS_WRITTEN, [exact])
    same = dict.fromkeys(NAMES.with_k1(keyed.k1), SCORES[Reason.SAME_SOUND])
    for number, score in _with_spelling(word, same):
        yield Tier(score, Reason.SAME_SOUND, [number])
    ids = given_ids(keyed.k1)
    if ids:
        yield Tier(SCORES[Reason.SAME_GIVEN_NAME], Reason.SAME_GIVEN_NAME, NAMES.with_given_ids(ids))
    yield Tier(SCORES[Reason.LIKE_SOUND], Reason.LIKE_SOUND, NAMES.with_k2(keyed.k2))
    if len(word) >= SHORTEST_PREFIX:
        yield Tier(SCORES[Reason.BEGINS_SO], Reason.BEGINS_SO, _begun(word))


def whole(word: str) -> list[Likely]:
    """Return what a word stands for that others stand beside: as written, by its sound, as a form of a given name."""
    if len(word) == 1:
        return []
    keyed = key_tokens([word])[0]
    found: dict[int, tuple[float, Reason]] = {}
    for reason, numbers in _whole(word, keyed):
        for number in numbers:
            found.setdefault(number, (SCORES[reason], reason))
    scored = _with_spelling(word, {number: score for number, (score, _reason) in found.items()})
    return [Likely(number, score, found[number][1]) for number, score in scored]


def begun(word: str) -> list[Likely]:
    """Return what begins as a word that others stand beside; an initial stands for any name that begins so."""
    if len(word) == 1:
        return [Likely(number, SCORES[Reason.INITIAL], Reason.INITIAL) for number in _with_initial(word)]
    shares = ((number, min(1.0, len(word) / len(NAMES.words[number]))) for number in _begun(word))
    return [Likely(number, BEGUN + BEGUN_MORE * share, Reason.BEGINS_SO) for number, share in shares]


def alike(word: str) -> list[Likely]:
    """Return the words that are merely alike: by their sound, or with one wrong letter. A given name is like others."""
    keyed = key_tokens([word])[0]
    ids = given_ids(keyed.k1)
    keys = NAMES.k1s(of_given=bool(ids))
    found: dict[int, float] = {}
    for index, similarity in nearest(keyed.k1, keys, limit=60, least=LEAST):
        found.update(dict.fromkeys(NAMES.with_k1(keys[index]), similarity))
    for number, similarity in _slipped(word):
        if similarity > found.get(number, 0.0):
            found[number] = similarity
    scored = _with_spelling(word, found)
    return [Likely(number, _alike_by(similarity, number, ids), Reason.ALIKE) for number, similarity in scored]


def _whole(word: str, keyed: Keyed) -> Iterator[tuple[Reason, Iterable[int]]]:
    exact = NAMES.numbers.get(word)
    yield Reason.AS_WRITTEN, () if exact is None else [exact]
    yield Reason.SAME_SOUND, NAMES.with_k1(keyed.k1)
    yield Reason.SAME_GIVEN_NAME, NAMES.with_given_ids(given_ids(keyed.k1))
    yield Reason.LIKE_SOUND, NAMES.with_k2(keyed.k2)


def _begun(word: str) -> list[int]:
    return list(dict.fromkeys(chain(NAMES.with_prefix(word), NAMES.with_key_prefix(prefix_keys(word)))))


def _with_initial(letter: str) -> Iterator[int]:
    """Yield words that an initial may stand for, in either alphabet and language: І. is Иван, too."""
    for begins in _SAME_INITIALS.get(letter, letter):
        yield from NAMES.with_prefix(begins)


_INITIALS = "аоao бb вуўvwu гhg дd еэяёey жžz зz иіi кkc лlł мm нn пp рr"
_SAME_INITIALS = {letter: group for group in _INITIALS.split() for letter in group}


def _slipped(word: str) -> Iterator[tuple[int, float]]:
    """Yield words that differ by one wrong letter as they are written, and what those are in the other language."""
    if len(word) < SHORTEST_SLIPPED:
        return
    for near in one_slip_from(word) & NAMES.numbers.keys():
        yield NAMES.numbers[near], SLIP
        keyed = NAMES.keyed[near]
        yield from ((other, SLIP_OF_SOUND) for other in NAMES.with_k1(keyed.k1))
        yield from ((other, SLIP_OF_SKELETON) for other in NAMES.with_k2(keyed.k2))


def _with_spelling(word: str, scores: dict[int, float]) -> list[tuple[int, float]]:
    """Return the numbers with their scores, of which a tenth tells how near the words are in Latin letters."""
    if not scores:
        return []
    spelt, *others = romanised("\n".join([word, *(NAMES.words[number] for number in scores)])).split("\n")
    return [
        (number, (1 - SPELLING) * score + SPELLING * OSA.normalized_similarity(spelt, other))
        for (number, score), other in zip(scores.items(), others, strict=True)
    ]


def _alike_by(similarity: float, number: int, ids: frozenset[str]) -> float:
    if ids:
        others = given_ids(NAMES.keyed[NAMES.words[number]].k1)
        if others and ids.isdisjoint(others):
            return ALIKE_BY * similarity * OTHER_NAME
    return ALIKE_BY * similarity + USUAL * log10(1 + NAMES.frequency([number], Role.FAMILY)) / 4
