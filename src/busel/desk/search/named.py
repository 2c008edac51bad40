"""People by their names: several words in any order, each as family name, given name or patronymic."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import filterfalse
from operator import attrgetter, itemgetter

import msgspec

from busel.desk.search.hits import Hit, Hits, Run, reasons_of
from busel.desk.search.likeness import (
    SCORES,
    Likely,
    Reason,
    alike,
    alone,
    beginning,
    beginning_as_written,
    beginning_by_sound,
    begun,
    whole,
)
from busel.desk.search.names import NAMES, Role
from busel.desk.search.pairs import ENOUGH, FORMERLY, SHOWN, by_two
from busel.desk.workspace.load import raw_connection
from busel.names.words import patronymic_sex

PAIR = 2
"""So many words say who is meant: a family name and a given name."""
BY_SOUND = 0.06
"""What is taken off where only the sound begins so, and hardly anybody bears the whole word: it may be misspelt."""
AS_ROLE = {Role.FAMILY: 1.0, Role.GIVEN: 0.995, Role.PATRONYMIC: 0.99, Role.FORMER: 1 - FORMERLY}
"""A single word: who bears it as family name comes first."""
PATRONYMIC = 0.03
"""What a third word can change: it stands in few lists."""
UNKNOWN = 0.5
"""Of that, what somebody gets of whom no patronymic is known."""

_HAVE_PATRONYMIC = (
    "SELECT id FROM workspace_contact WHERE id IN (SELECT value FROM json_each(?))"
    " AND (patronymic_be != '' OR patronymic_ru != '')"
)
Borne = dict[int, Likely]
"""Contact -> the likeliest word that this person bears in one role."""


def by_name(words: Sequence[str], among: set[int] | None) -> Sequence[Hit]:
    """Return who bears all of these clean words, best first; those equally good stay in the order of the alphabet."""
    if len(words) == 1:
        return _by_one(words[0], among)
    hits = _by_two(words, among) if len(words) == PAIR else _by_more(words, among)
    hits.sort(key=attrgetter("score"), reverse=True)
    return hits


def _by_one(word: str, among: set[int] | None) -> Hits:
    likely = [([number], score, reason) for number, score, reason in whole(word)]
    begun_so = beginning_as_written(word), SCORES[Reason.BEGINS_SO], Reason.BEGINS_SO
    if _is_rare([number for numbers, *_ in (*likely, begun_so) for number in numbers], among):
        likely = [one for one in likely if one[2] not in (Reason.SAME_SOUND, Reason.LIKE_SOUND)]
        likely += [([number], score, reason) for number, score, reason in alone(word)]
        likely += [begun_so, (beginning_by_sound(word), SCORES[Reason.BEGINS_SO] - BY_SOUND, Reason.BEGINS_SO)]
    else:
        likely.append((beginning(word), SCORES[Reason.BEGINS_SO], Reason.BEGINS_SO))
    return _bearers_of(likely, among)


def _is_rare(numbers: Sequence[int], among: set[int] | None) -> bool:
    """Do hardly any people bear these words? Who asks for a few gets those, where enough bear them anywhere."""
    seen: set[int] = set()
    for contact in NAMES.bearers(numbers):
        seen.add(contact)
        if len(seen) == ENOUGH:
            return among is not None and among.isdisjoint(NAMES.bearers(numbers))
    return True


def _bearers_of(likely: Sequence[tuple[Sequence[int], float, Reason]], among: set[int] | None) -> Hits:
    """Return who bears one of the words, best first, each with the best reason."""
    roles = [(role, part, NAMES.borne_as(role)) for role, part in AS_ROLE.items()]
    each = [
        (score * part, role, numbers, reason)
        for numbers, score, reason in likely
        for role, part, borne in roles
        if not borne.isdisjoint(numbers)
    ]
    each.sort(key=itemgetter(0), reverse=True)
    runs: list[Run] = []
    seen: set[int] = set()
    for score, role, numbers, reason in each:
        bearers = NAMES.bearers(numbers, role)
        new = list(filterfalse(seen.__contains__, bearers if among is None else filter(among.__contains__, bearers)))
        if new:
            before = len(seen)
            seen.update(new)
            once = new if len(seen) - before == len(new) else list(dict.fromkeys(new))
            runs.append((once, score, _WHY[role, reason]))
    return Hits(runs)


_WHY = {
    (role, reason): (Reason.FORMER, reason) if role is Role.FORMER else (reason,) for role in Role for reason in Reason
}


class _Word:
    """A typed word and who bears it, role by role."""

    def __init__(self, word: str, among: set[int] | None) -> None:
        self.word = word
        self._among = among
        self._layers = [begun(word), whole(word)]
        """What may be meant, the least likely first."""
        self._borne: dict[tuple[int, Role], Borne] = {}

    def widen(self) -> None:
        """Take in words that are merely alike."""
        if len(self.word) > 1:
            self._layers.append(alike(self.word))

    def borne(self, role: Role) -> Borne:
        """Return who bears the word in a role."""
        first, sure, *more = (self._layer(at, role) for at in range(len(self._layers)))
        return {**first, **more[0], **sure} if more else {**first, **sure}

    def _layer(self, at: int, role: Role) -> Borne:
        if (at, role) not in self._borne:
            found: Borne = {}
            for one in sorted(self._layers[at], key=attrgetter("score")):
                if NAMES.is_borne(one.number, role):
                    bearers: Iterable[int] = NAMES.bearers((one.number,), role)
                    if self._among is not None:
                        bearers = self._among.intersection(bearers)
                    found.update(dict.fromkeys(bearers, one))
            self._borne[at, role] = found
        return self._borne[at, role]


def _by_two(words: Sequence[str], among: set[int] | None) -> list[Hit]:
    return [Hit(contact, score, why) for contact, (score, why) in by_two(words, among).items()]


def _by_more(words: Sequence[str], among: set[int] | None) -> list[Hit]:
    """Find by three words and more: one may be a patronymic, which many lists leave out."""
    at = _patronymic_among(words)
    if at is None or len(words) > PAIR + 1:
        return _by_all(words, among)
    rest = [word for place, word in enumerate(words) if place != at]
    borne = _Word(words[at], None).borne(Role.PATRONYMIC)
    hits = _by_two(rest, among)
    others = _with_another([hit.contact for hit in hits if hit.contact not in borne])
    return [_with_patronymic(hit, borne.get(hit.contact), 0.0 if hit.contact in others else UNKNOWN) for hit in hits]


def _with_patronymic(hit: Hit, one: Likely | None, unless: float) -> Hit:
    share = unless if one is None else one.score
    why = hit.reasons if one is None else tuple(dict.fromkeys([*hit.reasons, one.reason]))
    return Hit(hit.contact, (1 - PATRONYMIC) * hit.score + PATRONYMIC * share, why)


def _with_another(contacts: Sequence[int]) -> set[int]:
    """Return those who are known to have a patronymic."""
    ids = msgspec.json.encode(contacts).decode()
    return {row[0] for row in raw_connection().execute(_HAVE_PATRONYMIC, (ids,))}


def _patronymic_among(words: Sequence[str]) -> int | None:
    """Return the place of what is surely a patronymic, the last of them; an initial at the end is one, too."""
    places = [at for at, word in enumerate(words) if patronymic_sex(word) or (len(word) == 1 and at == len(words) - 1)]
    return places[-1] if places else None


def _by_all(words: Sequence[str], among: set[int] | None) -> list[Hit]:
    each = [_Word(word, among) for word in words]
    hits = list(_all_borne(each))
    if len(hits) < ENOUGH:
        for one in each:
            one.widen()
        hits = list(_all_borne(each))
    return [hit for hit in hits if hit.score >= SHOWN]


def _all_borne(each: Sequence[_Word]) -> Iterator[Hit]:
    best = [_best_of(one) for one in each]
    for contact in set(best[0]).intersection(*best[1:]):
        because = [borne[contact] for borne in best]
        score = sum(one.score for one in because) / len(because)
        yield Hit(contact, score, tuple(dict.fromkeys(one.reason for one in because)))


def _best_of(word: _Word) -> Borne:
    found: Borne = {}
    for role in Role:
        for contact, borne in word.borne(role).items():
            one = _formerly(borne) if role is Role.FORMER else borne
            if contact not in found or one.score > found[contact].score:
                found[contact] = one
    return found


def _formerly(one: Likely) -> Likely:
    return one._replace(score=one.score - FORMERLY, reason=Reason.FORMER)


def is_meant(hits: Sequence[Hit]) -> bool:
    """Was anybody meant by name? Words that merely sound alike, or are alike, may be of a note."""
    return any(map(_BY_NAME.issuperset, reasons_of(hits)))


_BY_NAME = frozenset(
    {Reason.AS_WRITTEN, Reason.SAME_SOUND, Reason.SAME_GIVEN_NAME, Reason.BEGINS_SO, Reason.INITIAL, Reason.FORMER}
)
"""Who is found so was meant by name; where nobody is, other texts are looked at too."""
