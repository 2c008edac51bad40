"""Who was meant by what was typed: a name in any language and any order, a telephone in any form, or a text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from enum import StrEnum
from itertools import chain
from operator import attrgetter

import msgspec

from busel.desk.search.free_text import TEXTS
from busel.desk.search.names import NAMES
from busel.desk.search.phones import bearers_of, looks_like_phone
from busel.names.clean import tokens
from busel.names.distance import nearest
from busel.names.given import given_ids
from busel.names.keys import key_tokens, prefix_keys
from busel.names.written import written_name


class Reason(StrEnum):
    """Why somebody was found; the words for it live in `web`."""

    AS_WRITTEN = "as-written"
    SAME_SOUND = "same-sound"
    SAME_GIVEN_NAME = "same-given-name"
    LIKE_SOUND = "like-sound"
    BEGINS_SO = "begins-so"
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
    Reason.PHONE: 1.0,
    Reason.TEXT: 1.0,
    Reason.FILTER: 1.0,
}
_BY_NAME = frozenset({Reason.AS_WRITTEN, Reason.SAME_SOUND, Reason.SAME_GIVEN_NAME, Reason.BEGINS_SO})
"""Who is found so was meant by name; where nobody is, other texts are looked at too."""
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
Tier = tuple[float, Reason, Sequence[int]]
"""A score, why, and the numbers of words."""


def meant_by(text: str, *, among: set[int] | None = None) -> list[Hit]:
    """Return everybody who fits what was typed, best first; nobody for nothing. `among`: only these.

    Names come before other texts: whoever looks for a Mira does not want the street. A text with digits is no name.
    """
    if looks_like_phone(text):
        return _each(bearers_of(text), Reason.PHONE, among)
    if any(map(str.isdecimal, text)):
        return _by_text(text, among) or _by_name(text, among)
    return _by_name(text, among)


def _by_text(text: str, among: set[int] | None) -> list[Hit]:
    return _each(TEXTS.holders(text), Reason.TEXT, among)


def _each(contacts: list[int], reason: Reason, among: set[int] | None) -> list[Hit]:
    return [Hit(id_, SCORES[reason], (reason,)) for id_ in contacts if among is None or id_ in among]


def _by_name(text: str, among: set[int] | None) -> list[Hit]:
    words = tokens(written_name(text))  # "Лук*янаў" is one word
    if not words:
        return []
    NAMES.settle()
    tiers = [list(_tiers(word)) for word in words]
    bearers = _of_all(tiers)
    if _are_few(bearers):
        tiers = [[*surely, *_alike(word)] for surely, word in zip(tiers, words, strict=True)]
        bearers = _of_all(tiers)
    wanted = among
    if len(words) > 1:
        wanted = set(bearers) if among is None else among.intersection(bearers)
    named = _ranked([_candidates(each, wanted) for each in tiers])
    return named if _are_meant(named, tiers) else _first(_by_text(text, among), named)


def _are_meant(hits: list[Hit], tiers: list[list[Tier]]) -> bool:
    """Was anybody meant by name? The hits are not asked one by one where a word is nobody's name."""
    borne = (any(reason in _BY_NAME and NAMES.frequency(some) for _score, reason, some in each) for each in tiers)
    return all(borne) and any(_BY_NAME.issuperset(hit.reasons) for hit in hits)


def _first(ones: list[Hit], others: list[Hit]) -> list[Hit]:
    if not ones:
        return others
    there = {hit.contact for hit in ones}
    return [*ones, *(hit for hit in others if hit.contact not in there)]


def _of_all(tiers: list[list[Tier]]) -> Iterable[int]:
    """Return the contacts that bear a word of each list; they may repeat, if there is only one list."""
    numbers = [list(dict.fromkeys(chain.from_iterable(some for _score, _why, some in each))) for each in tiers]
    rarest, *others = sorted(numbers, key=NAMES.frequency)
    bearers = NAMES.bearers(rarest)
    return set(bearers).intersection(*map(NAMES.bearers, others)) if others else bearers


def _are_few(contacts: Iterable[int]) -> bool:
    """Are they fewer than is enough? Looks no further than it must."""
    seen: set[int] = set()
    for contact in contacts:
        seen.add(contact)
        if len(seen) == ENOUGH:
            return False
    return True


def _candidates(tiers: list[Tier], among: set[int] | None) -> Candidates:
    """Return who bears one of the words, each with the best reason, the best first."""
    found: Candidates = {}
    for score, reason, numbers in tiers:
        bearers = NAMES.bearers(numbers)
        wanted = bearers if among is None else filter(among.__contains__, bearers)
        fresh = dict.fromkeys(wanted, (score, reason))
        found = {**found, **fresh, **found} if found else fresh
    return found


def _tiers(word: str) -> Iterator[Tier]:
    keyed = key_tokens([word])[0]
    exact = NAMES.numbers.get(word)
    if exact is not None:
        yield _tier(Reason.AS_WRITTEN, [exact])
    yield _tier(Reason.SAME_SOUND, NAMES.with_k1(keyed.k1))
    ids = given_ids(keyed.k1)
    if ids:
        yield _tier(Reason.SAME_GIVEN_NAME, NAMES.with_given_ids(ids))
    yield _tier(Reason.LIKE_SOUND, NAMES.with_k2(keyed.k2))
    if len(word) >= SHORTEST_PREFIX:
        begins = chain(NAMES.with_prefix(word), NAMES.with_key_prefix(prefix_keys(word)))
        yield _tier(Reason.BEGINS_SO, list(dict.fromkeys(begins)))


def _tier(reason: Reason, numbers: Sequence[int]) -> Tier:
    return SCORES[reason], reason, numbers


def _alike(word: str) -> Iterator[Tier]:
    k1s = NAMES.distinct_k1s()
    keys = list(k1s)
    for index, similarity in nearest(key_tokens([word])[0].k1, keys, limit=60, least=LEAST):
        yield similarity, Reason.ALIKE, k1s[keys[index]]


def _ranked(candidates: list[Candidates]) -> list[Hit]:
    """Return hits for who bears every word, best first; those equally good stay in the order of the alphabet."""
    if len(candidates) == 1:
        because = {reason: (reason,) for reason in Reason}
        hits = [Hit(contact, score, because[reason]) for contact, (score, reason) in candidates[0].items()]
    else:
        hits = [_hit(contact, [each[contact] for each in candidates]) for contact in candidates[0]]
    hits.sort(key=attrgetter("score"), reverse=True)
    return hits


def _hit(contact: int, because: list[tuple[float, Reason]]) -> Hit:
    total = sum(score for score, _reason in because)
    return Hit(contact, total / len(because), tuple(dict.fromkeys(reason for _score, reason in because)))
