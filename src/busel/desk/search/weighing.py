"""How far stored words are from one that was typed: 1 is about one slip of the hand, in a family name of usual length.

Two words of a name are weighed so, letter by letter, but only those that somebody bears together.
"""

from __future__ import annotations

from functools import lru_cache
from math import inf, log10

from busel.desk.search.likeness import Reason, keyed_as_typed
from busel.desk.search.names import NAMES, Role
from busel.names.given import usual_first, whole_ids
from busel.names.reading import Reading, readings
from busel.names.spelt import unlikeness

LEAST = 0.3
"""Of so many letters of a word as may differ: with more it is another one."""
SAME_SOUND = 0.5
"""What letters count where the sound is the same: one language writes it so, the other otherwise."""
LIKE_SOUND = 0.9
"""What a like sound costs beside that: the other sex's form, or one of two names that only the skeleton joins."""
SHORT = 2.0
"""Of a short word a letter says more: so much more for each slip, divided by its letters."""
KNOWN, UNKNOWN = 0.1, -0.1
"""What it costs, for each ten times as many bearers, that a word is usual. Where the typed one is known, a usual one is
another family, a rare one its misspelling; where it is not, the usual one was meant."""
FORM, WHOLE, RARER, RAREST = 0.5, 0.1, 0.15, 3
"""What it costs to be a short form of the same given name; at the most, the other language's; for a rarer meaning."""
OTHER_NAME = 1.5
"""What it costs to be a given name, but another."""
GIVEN_ALIKE = 0.3
BEGUN_FAMILY, BEGUN_GIVEN, INITIAL = (2.25, 0.6), (1.9, 0.5), 1.2
"""What only begins as typed: what it costs, and how much of that the whole word takes off."""


class Weighing:
    """A typed word, beside which each stored one is weighed."""

    def __init__(self, word: str) -> None:
        self._word = word
        self._typed = readings([word])[0]
        self._k1 = keyed_as_typed(word).k1
        self._names = usual_first(NAMES.own.names_of(word, self._k1))
        self._usual = KNOWN if NAMES.frequency(NAMES.with_k1(self._k1), Role.FAMILY) else UNKNOWN

    def as_family(self, number: int, reason: Reason) -> float:
        """Return how far a stored word is, where a family name was typed; infinity for another one."""
        if reason is Reason.AS_WRITTEN:
            return 0.0
        if reason is Reason.BEGINS_SO:
            return self._begun(number, BEGUN_FAMILY)
        if reason is Reason.INITIAL:
            return INITIAL
        if reason is Reason.SAME_SOUND:
            return SAME_SOUND * self._either_way(number)
        usual = self._usual * log10(1 + NAMES.frequency(NAMES.with_k1(NAMES.keyed_as(number).k1), Role.FAMILY))
        if reason is Reason.LIKE_SOUND:
            return LIKE_SOUND + SAME_SOUND * self._either_way(number) + usual
        meant = NAMES.reading(number)
        longer = max(len(self._typed.letters), len(meant.letters))
        far = unlikeness(self._typed, meant, most=LEAST * longer)
        return inf if far > LEAST * longer else max(0.0, far * (1 + SHORT / longer) + usual)

    def as_given(self, number: int, reason: Reason) -> float:
        """Return how far a stored word is, where a given name was typed; infinity for another one."""
        if reason is Reason.AS_WRITTEN:
            return 0.0
        if reason is Reason.BEGINS_SO:
            return self._begun(number, BEGUN_GIVEN)
        if reason is Reason.INITIAL:
            return INITIAL
        word, k1, _k2 = NAMES.keyed_as(number)
        theirs = usual_first(NAMES.own.names_of(word, k1))
        rank = min((self._names.index(one) + at for at, one in enumerate(theirs) if one in self._names), default=None)
        if rank is None:
            return self._as_another(number, reason, is_given=bool(theirs))
        if not whole_ids(k1).isdisjoint(whole_ids(self._k1)):
            # Yauhieniya sounds as Евгений does, nearly, and Anna as Яна.
            return WHOLE * min(1.0, self._either_way(number) + 2 * RARER * min(rank, RAREST))
        return min(self._either_way(number), FORM) + RARER * min(rank, RAREST)

    def _as_another(self, number: int, reason: Reason, *, is_given: bool) -> float:
        if reason is Reason.SAME_SOUND:
            return SAME_SOUND * self._either_way(number) + (OTHER_NAME if is_given and self._names else 0.0)
        meant = NAMES.reading(number)
        most = LEAST * max(len(self._typed.letters), len(meant.letters))
        far = unlikeness(self._typed, meant, most=most)
        return inf if far > most else far + GIVEN_ALIKE + (OTHER_NAME if is_given else 0.0)

    def _either_way(self, number: int) -> float:
        """Return the costs of the letters, whichever of the two languages was typed."""
        return _either_way(self._typed, NAMES.reading(number))

    def _begun(self, number: int, cost: tuple[float, float]) -> float:
        return cost[0] - cost[1] * min(1.0, len(self._word) / len(NAMES.words[number]))


@lru_cache(maxsize=256)
def _either_way(one: Reading, other: Reading) -> float:
    return min(unlikeness(one, other), unlikeness(other, one))
