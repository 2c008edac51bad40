"""Who was meant by what was typed: a name in Belarusian, Russian or Latin in any order, or a telephone in any form."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum

import msgspec

from busel.desk.search.names import NAMES
from busel.desk.search.phones import bearers_of, looks_like_phone
from busel.names.clean import tokens
from busel.names.distance import nearest
from busel.names.given import given_ids
from busel.names.keys import key_tokens, prefix_keys


class Reason(StrEnum):
    """Why somebody was found; the words for it live in `web`."""

    AS_WRITTEN = "as-written"
    SAME_SOUND = "same-sound"
    SAME_GIVEN_NAME = "same-given-name"
    LIKE_SOUND = "like-sound"
    BEGINS_SO = "begins-so"
    ALIKE = "alike"
    PHONE = "phone"
    FILTER = "filter"


SCORES = {
    Reason.AS_WRITTEN: 1.0,
    Reason.SAME_SOUND: 1.0,
    Reason.SAME_GIVEN_NAME: 0.97,
    Reason.LIKE_SOUND: 0.92,
    Reason.BEGINS_SO: 0.9,
    Reason.PHONE: 1.0,
    Reason.FILTER: 1.0,
}
LEAST = 0.8
ENOUGH = 10
"""With fewer sure hits, words that are merely alike are looked at too."""
SHORTEST_PREFIX = 2


class Hit(msgspec.Struct, frozen=True, gc=False):
    """A contact that was found, how surely, and why. A search may make a hundred thousand of them."""

    contact: int
    score: float
    reasons: tuple[Reason, ...]


Candidates = dict[int, tuple[float, Reason]]


def meant_by(text: str) -> list[Hit]:
    """Return everybody who fits what was typed, best first; nobody for nothing."""
    return _by_phone(text) if looks_like_phone(text) else _by_name(text)


def _by_phone(text: str) -> list[Hit]:
    return [Hit(id_, SCORES[Reason.PHONE], (Reason.PHONE,)) for id_ in bearers_of(text)]


def _by_name(text: str) -> list[Hit]:
    words = tokens(text)
    if not words:
        return []
    NAMES.settle()
    hits = _join([_bearers(word, sure=True) for word in words])
    if len(hits) < ENOUGH:
        hits = _join([_bearers(word, sure=False) for word in words])
    return hits


def _bearers(word: str, *, sure: bool) -> Candidates:
    """Return who bears a word like this one, best first."""
    found: Candidates = {}
    for reason, numbers in _tiers(word):
        why = (SCORES[reason], reason)
        for contact in NAMES.bearers(numbers):
            if contact not in found:
                found[contact] = why
    if not sure:
        for score, number in _alike(word):
            for contact in NAMES.bearers([number]):
                found.setdefault(contact, (score, Reason.ALIKE))
    return found


def _tiers(word: str) -> Iterator[tuple[Reason, list[int]]]:
    keyed = key_tokens([word])[0]
    exact = NAMES.numbers.get(word)
    if exact is not None:
        yield Reason.AS_WRITTEN, [exact]
    yield Reason.SAME_SOUND, NAMES.with_k1(keyed.k1)
    ids = given_ids(keyed.k1)
    if ids:
        yield Reason.SAME_GIVEN_NAME, NAMES.with_given_ids(ids)
    yield Reason.LIKE_SOUND, NAMES.with_k2(keyed.k2)
    if len(word) >= SHORTEST_PREFIX:
        yield Reason.BEGINS_SO, [*NAMES.with_prefix(word), *NAMES.with_key_prefix(prefix_keys(word))]


def _alike(word: str) -> Iterator[tuple[float, int]]:
    k1s = NAMES.distinct_k1s()
    keys = list(k1s)
    for index, similarity in nearest(key_tokens([word])[0].k1, keys, limit=60, least=LEAST):
        for number in k1s[keys[index]]:
            yield similarity, number


def _join(candidates: list[Candidates]) -> list[Hit]:
    """Return those who bear every word, best first; those equally good stay in the order of the alphabet."""
    fewest = min(candidates, key=len)
    if len(candidates) == 1:
        because = {reason: (reason,) for reason in Reason}
        only = [Hit(contact, score, because[reason]) for contact, (score, reason) in fewest.items()]
        return sorted(only, key=_worst_last)
    others = [each for each in candidates if each is not fewest]
    hits = []
    for contact, (score, reason) in fewest.items():
        rest = [each[contact] for each in others if contact in each]
        if len(rest) == len(others):
            total = (score + sum(s for s, _ in rest)) / len(candidates)
            hits.append(Hit(contact, total, tuple(dict.fromkeys([reason, *(r for _, r in rest)]))))
    hits.sort(key=_worst_last)
    return hits


def _worst_last(hit: Hit) -> float:
    return -hit.score
