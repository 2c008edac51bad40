"""How much of what agrees is personal: a household shares its name, home and telephone, nobody shares a birth day.

Source of the rule and of what it is worth: counted on made-up lists (`tests/bench/duplicates_reach.py`).
"""

from __future__ import annotations

from typing import NamedTuple

from busel.matching.outcomes import Point

ENOUGH = 1.0
HALF = 0.5
PERSONAL = {
    Point.BIRTH_SAME: 2.0,
    Point.EMAIL_SAME: 2.0,
    Point.PHONE_SAME: 1.0,
    Point.PHONE_OF_MANY: HALF,
    Point.PATRONYMIC_SAME: HALF,
    Point.PATRONYMIC_INITIAL: HALF,
    Point.BIRTH_LIKE: HALF,
    Point.BIRTH_YEAR_SAME: HALF,
    Point.HOME_SAME: HALF,
    Point.HOUSE_SAME: HALF,
    Point.GIVEN_LIKE: -HALF,
}
OF_A_HOUSEHOLD = frozenset({Point.PHONE_OF_MANY, Point.HOME_SAME, Point.HOUSE_SAME})
"""What father and son of one name share, too."""
TELLING = frozenset({Point.PATRONYMIC_SAME, Point.BIRTH_YEAR_SAME})
"""What is personal enough where nobody else comes near."""
LITTLE = frozenset({Point.HOUSE_SAME, Point.PATRONYMIC_INITIAL})
"""What tells little: both together no more than one, and of two records with different telephones nothing."""
FREQUENT, RARE = 0.03, 0.013
"""Shares of the records that bear a given name. Of a frequent one two may live together."""
ALONE = 0.97
"""From so likely a share on, nobody else comes near."""
VETOES = frozenset({Point.PATRONYMIC_DIFFERS, Point.BIRTH_DIFFERS, Point.SEX_DIFFERS, Point.GIVEN_DIFFERS})
"""What one person does not have twice. Nothing outweighs it."""


class Beside(NamedTuple):
    """What else has to be known of a pair, beside its points."""

    woman: bool
    given_share: float
    """The share of all records that bear the given name."""
    share: float
    """How likely the other one is meant and nobody else who comes near."""
    other_phone: bool
    """Both tell telephone numbers, and none is the same."""
    other_email: bool
    of_father: bool
    """One tells a patronymic that comes from the own given name: the other one may be the father."""


def personal(points: frozenset[Point], beside: Beside) -> float:
    """Return how much personal evidence these points are; from `ENOUGH` on they are enough for certainty."""
    found = sum(PERSONAL.get(point, 0.0) for point in points - LITTLE)
    if points & LITTLE and not beside.other_phone:
        found += HALF
    if _tells_the_household_apart(points, beside):
        found += HALF
    if beside.share > ALONE and points & TELLING and Point.HOME_DIFFERS not in points:
        found += HALF
    return found - HALF * (beside.other_email + beside.of_father)


def _tells_the_household_apart(points: frozenset[Point], beside: Beside) -> bool:
    """Is the name enough to tell a household's people apart? Sons bear a father's name, daughters seldom a mother's."""
    if Point.GIVEN_LIKE in points:
        return False
    if Point.PHONE_OF_MANY in points and beside.given_share < FREQUENT:
        return True
    return beside.woman and beside.given_share < RARE and bool(points & OF_A_HOUSEHOLD)
