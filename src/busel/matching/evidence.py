"""How much of what agrees is personal: a household shares its name, home and telephone, nobody shares a birth day.

Source of the rule and of what it is worth: counted on made-up lists (`tests/bench/duplicates_reach.py`).
"""

from __future__ import annotations

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
}
OF_A_HOUSEHOLD = frozenset({Point.PHONE_OF_MANY, Point.HOME_SAME, Point.HOUSE_SAME})
"""What father and son of one name share, too."""
VETOES = frozenset({Point.PATRONYMIC_DIFFERS, Point.BIRTH_DIFFERS, Point.SEX_DIFFERS, Point.GIVEN_DIFFERS})
"""What one person does not have twice. Nothing outweighs it."""


def personal(points: frozenset[Point], *, woman: bool, rare_given: bool, alone: bool) -> float:
    """Return how much personal evidence these points are; from `ENOUGH` on they are enough for certainty.

    `rare_given`: few bear the given name. `alone`: nobody else comes near.
    """
    found = sum(PERSONAL.get(point, 0.0) for point in points)
    if woman and _tells_women_apart(points, rare_given=rare_given):
        found += HALF
    if alone and Point.PATRONYMIC_SAME in points and Point.HOME_DIFFERS not in points:
        found += HALF
    return found


def _tells_women_apart(points: frozenset[Point], *, rare_given: bool) -> bool:
    """Is what a household shares enough for a woman? Sons bear a father's name, daughters seldom a mother's."""
    if Point.GIVEN_LIKE in points:
        return False
    return Point.PHONE_OF_MANY in points or (rare_given and bool(points & OF_A_HOUSEHOLD))
