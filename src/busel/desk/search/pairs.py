"""People by two words of their name, in any order: who bears both, or words that are near to them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from busel.desk.search.likeness import Reason, begun, is_given, near, whole
from busel.desk.search.names import NAMES, Role
from busel.desk.search.weighing import Weighing

SURE = 0.92
"""From this score on people bear the same name, as far as spelling tells."""
SHOWN = 0.8
"""Below this nobody is shown."""
ENOUGH = 10
"""With fewer who surely bear the name, words that are merely alike are looked at too."""
SLIP = 0.08
"""What one slip takes off."""
FURTHEST = 3.0
"""So many slips and more make another word."""
GIVEN = 0.8
"""What a slip counts in the given name: people are called by many forms of it."""
ALIKE_LESS = 0.001
"""How much of what differs still tells those apart who are merely alike, however near: none is called the same."""
FORMERLY = 0.06
"""What is taken off for a surname of before: who is called so today comes first."""
_PAIRS = (
    (Role.FAMILY, Role.GIVEN, 0.0),
    (Role.GIVEN, Role.FAMILY, 0.0005),
    (Role.FAMILY, Role.FAMILY, 0.001),
    (Role.GIVEN, Role.PATRONYMIC, 0.05),
    (Role.PATRONYMIC, Role.GIVEN, 0.05),
    (Role.FAMILY, Role.PATRONYMIC, 0.06),
    (Role.PATRONYMIC, Role.FAMILY, 0.06),
    (Role.FORMER, Role.GIVEN, FORMERLY),
    (Role.FORMER, Role.FAMILY, FORMERLY),
    (Role.FAMILY, Role.FORMER, FORMERLY),
    (Role.FORMER, Role.PATRONYMIC, FORMERLY + 0.06),
)
"""As what a family and a given name may be borne, and what is taken off. Lists have them in each other's column."""

Scored = dict[int, tuple[float, tuple[Reason, ...]]]
"""Contact -> how surely, and why."""
_Bearers = tuple[set[int], ...]
"""Who bears a word, for each role."""
_Borne = dict[int, tuple[float, Reason]]
"""Contact -> the nearest word that this person bears in one role: how far it is, and why it was looked at."""


class _Word:
    """A typed word, and which stored words may be meant by it."""

    def __init__(self, word: str) -> None:
        self.word = word
        self.is_given = is_given(word)
        self.weighing = Weighing(word)
        self._sure = {one.number: one.reason for one in whole(word)}
        self._begun = {one.number: one.reason for one in begun(word)}
        self._alike: dict[int, None] = {}
        self.there: dict[int, _Bearers] = {}
        """Of the words that may be meant, those that somebody bears who bears the other one, too; and who, as what."""

    def numbers(self) -> Iterable[int]:
        """Return the words that may be meant."""
        return self._begun.keys() | self._alike.keys() | self._sure.keys()

    def how_many(self) -> int:
        """Return how many may bear the word; whoever bears it in two languages may count twice."""
        return NAMES.frequency(self._begun) + NAMES.frequency(self._sure)

    def widen(self, *, of_given: bool) -> None:
        """Take in words that are merely alike."""
        if len(self.word) > 1:
            self._alike = dict.fromkeys(near(self.word, of_given=of_given))

    def meant(self) -> Iterator[tuple[int, Reason]]:
        """Yield what may be meant and somebody bears, with each reason to take it for that."""
        for number in self.there:
            if number in self._sure:
                yield number, self._sure[number]
                continue
            if number in self._begun:
                yield number, self._begun[number]
            if number in self._alike:
                yield number, Reason.ALIKE


def by_two(words: Sequence[str], among: set[int] | None) -> Scored:
    """Return who bears both of these clean words."""
    one, other = (_Word(word) for word in words)
    found = _paired(one, other, among) if min(one.how_many(), other.how_many()) >= ENOUGH else {}
    if sum(score >= SURE for score, _why in found.values()) < ENOUGH:
        one.widen(of_given=one.is_given and not other.is_given)
        other.widen(of_given=other.is_given and not one.is_given)
        found = _paired(one, other, among)
    return {contact: hit for contact, hit in found.items() if hit[0] >= SHOWN}


def _paired(one: _Word, other: _Word, among: set[int] | None) -> Scored:
    there = _who_bears_both(one, other, among)
    found: Scored = {}
    for family, given in _orders(one, other) if there else ():
        mine, theirs = _borne(family, of_given=False), _borne(given, of_given=True)
        for first, second, less in _PAIRS:
            for contact in mine[first].keys() & theirs[second].keys():
                score, why = _score(mine[first][contact], theirs[second][contact], less)
                if contact not in found or score > found[contact][0]:
                    found[contact] = score, (Reason.FORMER, *why) if Role.FORMER in {first, second} else why
    return found


def _score(family: tuple[float, Reason], given: tuple[float, Reason], less: float) -> tuple[float, tuple[Reason, ...]]:
    score = 1.0 - SLIP * (family[0] + GIVEN * given[0]) - less
    why = (family[1],) if family[1] is given[1] else (family[1], given[1])
    if Reason.ALIKE in why and score >= SURE:
        score = SURE - ALIKE_LESS * (2.0 - score)
    return score, why


def _orders(one: _Word, other: _Word) -> list[tuple[_Word, _Word]]:
    """Return which may be the family name and which the given one: both ways, where both or none may be given."""
    if one.is_given == other.is_given:
        return [(one, other), (other, one)]
    return [(other, one) if one.is_given else (one, other)]


def _who_bears_both(one: _Word, other: _Word, among: set[int] | None) -> set[int]:
    """Return who may bear both. Of the more usual word, only who bears the other one: many are called Anna."""
    rarer, usual = sorted((one, other), key=_Word.how_many)
    there = set(NAMES.bearers(rarer.numbers()))
    if among is not None:
        there &= among
    usual.there = _bearers_among(there, usual.numbers())
    found = set[int]().union(*(people for each in usual.there.values() for people in each))
    rarer.there = _bearers_among(found, rarer.numbers())
    return found


def _bearers_among(there: set[int], numbers: Iterable[int]) -> dict[int, _Bearers]:
    """Return which of the words somebody bears, and who: each word's many bearers are gone through once."""
    each = ((number, NAMES.bearers_among(there, number)) for number in numbers)
    return {number: bearers for number, bearers in each if any(bearers)}


def _borne(word: _Word, *, of_given: bool) -> dict[Role, _Borne]:
    """Return who bears the word, in each role. Only what somebody bears is weighed."""
    weigh = word.weighing.as_given if of_given else word.weighing.as_family
    each = [(weigh(number, reason), reason, number) for number, reason in word.meant()]
    each.sort(key=lambda one: -one[0])
    found: dict[Role, _Borne] = {role: {} for role in Role}
    for far, reason, number in each:
        if far <= FURTHEST:
            for borne, people in zip(found.values(), word.there[number], strict=True):
                borne.update(dict.fromkeys(people, (far, reason)))
    return found
