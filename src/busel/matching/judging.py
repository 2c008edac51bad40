"""What is said of weighed pairs: certain, to be looked at by a person, or nothing; and what they probably are."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from math import log2
from typing import NamedTuple

from busel.matching.by_own_form import meet_by_own_form
from busel.matching.chains import loosened
from busel.matching.columns import TAIL, shared_phones
from busel.matching.evidence import OF_A_HOUSEHOLD, VETOES, Context, is_personal_enough
from busel.matching.given_names import is_of_father
from busel.matching.outcomes import Outcome, PairKind, Point, Verdict
from busel.matching.points import agreeing, differing, points_of
from busel.matching.preparing import Keyed
from busel.matching.scores import Trait, probability, weighing

LIKELY, HOUSEHOLD = 0.33, 0.9
"""Of the model's probability: from where on a pair is judged, and is shown as a family if something differs."""
SURE, SHOWN = 0.91, 0.42
"""Of the probability when all is weighed: from where on a pair may be certain, and is shown at all."""
ALONE = 0.7
"""The share among all who could as well be meant that a certain pair needs."""
MOST_WEIGHT = 60.0
USUAL_YEAR = 1970
"""Of birth, where nobody tells one."""
GENERATION = 14
"""Years."""
YEAR = 4


class Weighed(NamedTuple):
    """A pair of records and how much speaks for one person, as the logarithm of the odds to the base of 2."""

    one: int
    other: int
    weight: float


class _Candidate(NamedTuple):
    one: Keyed
    other: Keyed
    odds: float
    points: frozenset[Point]

    @property
    def probability(self) -> float:
        return self.odds / (1 + self.odds)


def judge(people: Sequence[Keyed], weighed: Iterable[Weighed], *, families: bool = False) -> list[Verdict]:
    """Return what is said of each weighed pair, certain ones first, then by probability; nothing of most.

    With `families` also pairs that are probably two people of one household, who are easily taken for one.
    """
    by_key, shared = {one.key: one for one in people}, shared_phones(people)
    pairs = [_candidate(by_key[a], by_key[b], weight, shared) for a, b, weight in weighed]
    possible = [pair for pair in pairs if not pair.points & VETOES]
    judging = _Judging(people, possible)
    shown = [verdict for verdict in map(judging.verdict, possible) if verdict]
    found = loosened(shown, lambda one, other: _contradict(by_key[one], by_key[other], shared))
    if families:
        apart = (_as_family(pair) for pair in pairs if pair.points & VETOES and pair.probability >= HOUSEHOLD)
        found += [verdict for verdict in apart if verdict]
    return sorted(
        found, key=lambda verdict: (verdict.outcome is not Outcome.CERTAIN, -verdict.probability, verdict[:2])
    )


def weighings(people: Sequence[Keyed], weighed: Iterable[Weighed]) -> list[tuple[int, int, dict[Trait, float]]]:
    """Return what is weighed of each pair that nothing vetoes: for who fits the weights."""
    by_key, shared = {one.key: one for one in people}, shared_phones(people)
    pairs = [_candidate(by_key[a], by_key[b], weight, shared) for a, b, weight in weighed]
    possible = [pair for pair in pairs if not pair.points & VETOES]
    judging = _Judging(people, possible)
    return [(pair.one.key, pair.other.key, dict(weighing(pair.points, judging.context(pair)))) for pair in possible]


def _candidate(one: Keyed, other: Keyed, weight: float, shared: frozenset[str]) -> _Candidate:
    return _Candidate(one, other, 2 ** min(weight, MOST_WEIGHT), points_of(one, other, shared))


class _Judging:
    """What has to be known of all records to judge two of them."""

    def __init__(self, people: Sequence[Keyed], pairs: Sequence[_Candidate]) -> None:
        self._count, self._bearers = len(people), Counter(one.names for one in people)
        self._families = Counter(one.family_bones for one in people)
        years = sorted(int(one.birth[:YEAR]) for one in people if one.birth)
        self._year = years[len(years) // 2] if years else USUAL_YEAR
        self._odds: dict[int, dict[int, float]] = defaultdict(dict)
        for one, other, odds, _points in pairs:
            self._odds[one.key][other.key] = self._odds[other.key][one.key] = odds

    def verdict(self, pair: _Candidate) -> Verdict | None:
        """Return what is said of a pair, None where it is too little."""
        context = self.context(pair)
        likely = probability(pair.points, context)
        if likely < SHOWN:
            return None
        certain = likely >= SURE and context.share >= ALONE and is_personal_enough(pair.points, context)
        certain = certain and not meet_by_own_form(pair.one, pair.other)
        return _told(pair, Outcome.CERTAIN if certain else Outcome.REVIEW, PairKind.SAME, likely)

    def context(self, pair: _Candidate) -> Context:
        one, other = both = pair.one, pair.other
        phones = [{phone[-TAIL:] for phone in each.phones} for each in both]
        families = [each.family_bones for each in both if each.family_bones]
        return Context(
            weight=log2(pair.odds),
            share=pair.odds / (1 + pair.odds + self._others(pair)),
            given_share=max(self._bearers[one.names], self._bearers[other.names]) / self._count,
            family_share=max((self._families[family] for family in families), default=self._count) / self._count,
            of_father=_of_father(one) + _of_father(other),
            births=bool(one.birth) + bool(other.birth),
            youth=max((int(each.birth[:YEAR]) - self._year for each in both if each.birth), default=0) / 10,
            emails=bool(one.emails) + bool(other.emails),
            phones=sum(map(bool, phones)),
            patronymics=bool(one.patronymic) + bool(other.patronymic),
            families=len(families),
            other_email=bool(one.emails and other.emails) and set(one.emails).isdisjoint(other.emails),
            other_phone=all(phones) and phones[0].isdisjoint(phones[1]),
        )

    def _others(self, pair: _Candidate) -> float:
        """Return the odds of those who could as well be meant, and are not the same person as the one who is."""
        return max(self._besides(pair.one.key, pair.other.key), self._besides(pair.other.key, pair.one.key))

    def _besides(self, whose: int, meant: int) -> float:
        return sum(
            odds for key, odds in self._odds[whose].items() if key != meant and self._odds[key].get(meant, 0) < 1
        )


def _contradict(one: Keyed, other: Keyed, shared: frozenset[str]) -> bool:
    """May two of a chain not be one person, or only by a short form that the organisation added?"""
    return bool(points_of(one, other, shared) & VETOES) or meet_by_own_form(one, other)


def _of_father(one: Keyed) -> bool:
    return any(is_of_father(name, one.patronymic) for name in one.names if one.patronymic)


def _told(pair: _Candidate, outcome: Outcome, kind: PairKind, probability: float) -> Verdict:
    one, other = sorted((pair.one.key, pair.other.key))
    return Verdict(one, other, outcome, round(probability, 4), agreeing(pair.points), differing(pair.points), kind)


def _as_family(pair: _Candidate) -> Verdict | None:
    """Return what two people of one household are to each other, None for two who share none."""
    kind = _kind(pair)
    return _told(pair, Outcome.REVIEW, kind, pair.probability) if kind else None


def _kind(pair: _Candidate) -> PairKind | None:
    points = pair.points
    if not points & (OF_A_HOUSEHOLD | {Point.PHONE_SAME}) or Point.FAMILY_DIFFERS in points:
        return None
    if Point.BIRTH_SAME in points:
        return PairKind.TWINS
    one_name = points & {Point.GIVEN_SAME, Point.GIVEN_SHORT_FORM} and Point.SEX_DIFFERS not in points
    men = "f" not in {pair.one.sex, pair.other.sex}
    if one_name and men and (Point.PATRONYMIC_DIFFERS in points or _years_apart(pair) >= GENERATION):
        return PairKind.FATHER_AND_SON
    return PairKind.FAMILY


def _years_apart(pair: _Candidate) -> int:
    years = [one.birth[:YEAR] for one in (pair.one, pair.other)]
    return abs(int(years[0]) - int(years[1])) if all(years) else 0
