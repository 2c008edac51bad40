"""In what two records agree and differ, point by point. Where one of them is silent there is no point."""

from __future__ import annotations

from collections.abc import Callable

from rapidfuzz.distance import JaroWinkler, Levenshtein

from busel.matching.outcomes import Point
from busel.matching.preparing import Keyed

LIKE = 0.85
"""Jaro-Winkler similarity of keys from which two words are called alike."""
WHOLE_DAY, YEAR = 10, 4
TAIL = 7

AGREEING = (
    Point.FAMILY_SAME,
    Point.FAMILY_LIKE,
    Point.FAMILY_FORMER,
    Point.GIVEN_SAME,
    Point.GIVEN_SHORT_FORM,
    Point.GIVEN_LIKE,
    Point.GIVEN_INITIAL,
    Point.NAMES_SWAPPED,
    Point.PATRONYMIC_SAME,
    Point.PATRONYMIC_LIKE,
    Point.PATRONYMIC_INITIAL,
    Point.BIRTH_SAME,
    Point.BIRTH_YEAR_SAME,
    Point.BIRTH_LIKE,
    Point.PHONE_SAME,
    Point.PHONE_OF_MANY,
    Point.EMAIL_SAME,
    Point.EMAIL_YEAR,
    Point.HOME_SAME,
    Point.HOUSE_SAME,
    Point.SETTLEMENT_SAME,
)
"""The points that speak for one person, in the order of reading; all others speak against."""


def points_of(one: Keyed, other: Keyed, shared: frozenset[str]) -> frozenset[Point]:
    """Return all points of two records. `shared` are telephone numbers that a household shares."""
    found = frozenset(point for ask in _QUESTIONS if (point := ask(one, other)))
    if Point.PHONE_SAME in found and set(one.phones) & set(other.phones) <= shared:
        found = found - {Point.PHONE_SAME} | {Point.PHONE_OF_MANY}
    if one.swapped != other.swapped:
        found |= {Point.NAMES_SWAPPED}
    return found


def agreeing(points: frozenset[Point]) -> tuple[Point, ...]:
    """Return the points that speak for one person, in the order of reading."""
    return tuple(point for point in AGREEING if point in points)


def differing(points: frozenset[Point]) -> tuple[Point, ...]:
    """Return the points that speak against it, in the order of reading."""
    return tuple(point for point in Point if point in points and point not in AGREEING)


def _family(one: Keyed, other: Keyed) -> Point | None:
    if not one.family or not other.family:
        return None
    if one.family == other.family:
        return Point.FAMILY_SAME
    if one.family_bones == other.family_bones or alike_words(one.family, other.family):
        return Point.FAMILY_LIKE
    return Point.FAMILY_FORMER if _has_married(one, other) else Point.FAMILY_DIFFERS


def _has_married(one: Keyed, other: Keyed) -> bool:
    """Is the surname of one, or one of before, among those of the other?"""
    return not {one.family_bones, *one.formers}.isdisjoint({other.family_bones, *other.formers})


def _given(one: Keyed, other: Keyed) -> Point | None:
    if not one.given or not other.given:
        return None
    if one.given == other.given:
        return Point.GIVEN_SAME
    if not set(one.names).isdisjoint(other.names):
        return _same_name(one, other)
    if 1 in {len(one.given), len(other.given)}:
        return Point.GIVEN_INITIAL if one.given[0] == other.given[0] else Point.GIVEN_DIFFERS
    two_names = one.known and other.known  # "Паліна" and "Галіна" are alike, and each is a name of its own
    return Point.GIVEN_LIKE if alike_words(one.given, other.given) and not two_names else Point.GIVEN_DIFFERS


def _same_name(one: Keyed, other: Keyed) -> Point:
    if not (one.known and other.known):
        return Point.GIVEN_LIKE
    return Point.GIVEN_SHORT_FORM if one.short or other.short else Point.GIVEN_SAME


def _patronymic(one: Keyed, other: Keyed) -> Point | None:
    if not one.patronymic or not other.patronymic:
        return None
    if 1 in {len(one.patronymic), len(other.patronymic)}:
        return Point.PATRONYMIC_INITIAL if one.initial == other.initial else Point.PATRONYMIC_DIFFERS
    if one.patronymic == other.patronymic:
        return Point.PATRONYMIC_SAME
    return Point.PATRONYMIC_LIKE if alike_words(one.patronymic, other.patronymic) else Point.PATRONYMIC_DIFFERS


def _birth(one: Keyed, other: Keyed) -> Point | None:
    if not one.birth or not other.birth:
        return None
    whole = min(len(one.birth), len(other.birth)) == WHOLE_DAY
    if whole and one.birth == other.birth:
        return Point.BIRTH_SAME
    if whole and (Levenshtein.distance(one.birth, other.birth) == 1 or _exchanged(one.birth) == other.birth):
        return Point.BIRTH_LIKE
    same_year = one.birth[:YEAR] == other.birth[:YEAR]
    return Point.BIRTH_YEAR_SAME if same_year else Point.BIRTH_DIFFERS


def _exchanged(day: str) -> str:
    """Return the day with its month and day in each other's place."""
    return f"{day[:4]}-{day[8:]}-{day[5:7]}"


def _phone(one: Keyed, other: Keyed) -> Point | None:
    same = {phone[-TAIL:] for phone in one.phones} & {phone[-TAIL:] for phone in other.phones}
    return Point.PHONE_SAME if same else None


def _email(one: Keyed, other: Keyed) -> Point | None:
    return Point.EMAIL_SAME if set(one.emails) & set(other.emails) else None


def _email_year(one: Keyed, other: Keyed) -> Point | None:
    """Say so where only one tells a year and only the other one an address: else it is told already."""
    return Point.EMAIL_YEAR if _mail_tells_year(one, other) or _mail_tells_year(other, one) else None


def _mail_tells_year(one: Keyed, born: Keyed) -> bool:
    return not one.birth and not born.mail_year and one.mail_year == born.birth[2:YEAR] != ""


def _home(one: Keyed, other: Keyed) -> Point | None:
    if set(one.flats) & set(other.flats):
        return Point.HOME_SAME
    if set(one.houses) & set(other.houses):
        return Point.HOME_DIFFERS if one.flats and other.flats else Point.HOUSE_SAME
    if set(one.settlements) & set(other.settlements):
        return Point.HOME_DIFFERS if one.houses and other.houses else Point.SETTLEMENT_SAME
    return Point.HOME_DIFFERS if one.settlements and other.settlements else None


def _sex(one: Keyed, other: Keyed) -> Point | None:
    return Point.SEX_DIFFERS if one.sex and other.sex and one.sex != other.sex else None


def alike_words(one: str, other: str) -> bool:
    """Are two keys alike enough to be one word with a slip of the pen?"""
    return JaroWinkler.similarity(one, other) >= LIKE


_QUESTIONS: tuple[Callable[[Keyed, Keyed], Point | None], ...] = (
    _family,
    _given,
    _patronymic,
    _birth,
    _phone,
    _email,
    _email_year,
    _home,
    _sex,
)
