"""How much of what agrees is personal, and what else of two records bears on whether they are one person.

A household shares its name, home and telephone, nobody shares a birth day. What each trait weighs stands in a table.
"""

from __future__ import annotations

from collections.abc import Iterator
from math import log
from typing import NamedTuple

from busel.matching.outcomes import Point

PLENTY, ENOUGH, HALF = 2.0, 1.0, 0.5
PERSONAL = {
    Point.BIRTH_SAME: PLENTY,
    Point.EMAIL_SAME: PLENTY,
    Point.PHONE_SAME: ENOUGH,
    Point.PHONE_OF_MANY: HALF,
    Point.PATRONYMIC_SAME: HALF,
    Point.PATRONYMIC_INITIAL: HALF,
    Point.BIRTH_LIKE: HALF,
    Point.BIRTH_YEAR_SAME: HALF,
    Point.EMAIL_YEAR: HALF,
    Point.HOME_SAME: HALF,
    Point.HOUSE_SAME: HALF,
}
OF_A_HOUSEHOLD = frozenset({Point.PHONE_OF_MANY, Point.HOME_SAME, Point.HOUSE_SAME})
"""What father and son of one name share, too."""
VETOES = frozenset({Point.PATRONYMIC_DIFFERS, Point.BIRTH_DIFFERS, Point.SEX_DIFFERS, Point.GIVEN_DIFFERS})
"""What one person does not have twice. Nothing outweighs it."""
FREQUENT = 0.1
"""A share of all records that bear a given name: in a small zone none is known to be rarer."""
AS_TRAITS = (
    Point.PATRONYMIC_LIKE,
    Point.GIVEN_LIKE,
    Point.GIVEN_SHORT_FORM,
    Point.FAMILY_LIKE,
    Point.FAMILY_DIFFERS,
    Point.HOME_DIFFERS,
)
LEAST_ODDS, MANY_ODDS, MOST_ODDS, MOST_WEIGHT = -3.0, 2.5, 7.0, 16.0
FREQUENT_GIVEN, FREQUENT_FAMILY = 3.0, 6.0
"""Natural logarithms: a given name of every twentieth, a family name of every four hundredth."""
RAREST_GIVEN, RAREST_FAMILY, YOUNGEST = 3.0, 4.0, 3.0
BOTH = 2


class Context(NamedTuple):
    """What has to be known of a pair beside its points. Numbers of records say how many of the two tell a thing."""

    weight: float
    """What the model says, as the logarithm of the odds to the base of 2."""
    share: float
    """How likely the other one is meant, and nobody else who comes near."""
    given_share: float
    """The share of all records that bear the given name."""
    family_share: float
    of_father: int
    """How many tell a patronymic that comes from the own given name: father and son may both be so called."""
    births: int
    youth: float
    """By how many decades the younger one that tells it is younger than most."""
    emails: int
    phones: int
    patronymics: int
    families: int
    other_email: bool
    """Both tell e-mail addresses, and none is the same."""
    other_phone: bool


def personal(points: frozenset[Point]) -> float:
    """Return how much personal evidence these points are."""
    return sum(PERSONAL.get(point, 0.0) for point in points)


def is_personal_enough(points: frozenset[Point], context: Context) -> bool:
    """May the pair be certain at all? Never by names alone, and by little only where few bear the given name."""
    return personal(points) >= (HALF if context.given_share < FREQUENT else ENOUGH)


def traits(points: frozenset[Point], context: Context) -> Iterator[tuple[str, float]]:
    """Yield each trait of a pair with how strongly it is there; those that are not are left out."""
    for name, strength in (*_numbers(context), *_flags(context)):
        if strength:
            yield name, float(strength)
    for point in AS_TRAITS:
        if point in points:
            yield point, 1.0


def _numbers(context: Context) -> tuple[tuple[str, float], ...]:
    odds = _between(log(max(context.share, 1e-9) / max(1 - context.share, 1e-9)), LEAST_ODDS, MOST_ODDS)
    return (
        ("always", 1),
        ("odds", odds / 4),
        ("odds-high", max(0.0, odds - MANY_ODDS) / 4),
        ("weight", _between(context.weight, 0, MOST_WEIGHT) / 8),
        ("given-rare", _between(-log(context.given_share) - FREQUENT_GIVEN, 0, RAREST_GIVEN)),
        ("family-rare", _between(-log(context.family_share) - FREQUENT_FAMILY, 0, RAREST_FAMILY)),
        ("young-and-other-silent", _between(context.youth, 0, YOUNGEST) if context.births == 1 else 0),
    )


def _flags(context: Context) -> tuple[tuple[str, bool], ...]:
    return (
        ("one-of-fathers-name", context.of_father == 1),
        ("both-of-fathers-name", context.of_father == BOTH),
        ("one-birth", context.births == 1),
        ("one-email", context.emails == 1),
        ("other-email", context.other_email),
        ("one-phone", context.phones == 1),
        ("no-phone", context.phones == 0),
        ("other-phone", context.other_phone),
        ("one-patronymic", context.patronymics == 1),
        ("no-patronymic", context.patronymics == 0),
        ("no-family", context.families < BOTH),
    )


def _between(number: float, least: float, most: float) -> float:
    return min(max(number, least), most)
