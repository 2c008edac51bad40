"""Prepared records as columns, the shape in which an engine compares them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from busel.matching.preparing import Keyed

WHOLE_DAY, YEAR = 10, 4
TAIL = 7
"""Digits that a telephone number keeps when its code is lost."""

COLUMNS = {
    "unique_id": "BIGINT",
    "family": "VARCHAR",
    "family_bones": "VARCHAR",
    "given": "VARCHAR",
    "names": "VARCHAR[]",
    "name": "VARCHAR",
    "patronymic": "VARCHAR",
    "initial": "VARCHAR",
    "birth": "VARCHAR",
    "year": "VARCHAR",
    "month_day": "VARCHAR",
    "phones": "VARCHAR[]",
    "shared_phones": "VARCHAR[]",
    "tails": "VARCHAR[]",
    "emails": "VARCHAR[]",
    "settlement": "VARCHAR",
    "houses": "VARCHAR[]",
    "flats": "VARCHAR[]",
}
"""Each column with its type in the engine."""


def columns_of(people: Sequence[Keyed]) -> dict[str, list[Any]]:
    """Return the columns of these records; None stands for what a record does not tell."""
    shared = shared_phones(people)
    found: dict[str, list[Any]] = {column: [] for column in COLUMNS}
    for one in people:
        for column, value in zip(COLUMNS, _row(one, shared), strict=True):
            found[column].append(value or None)
    found["unique_id"] = [one.key for one in people]
    return found


def shared_phones(people: Sequence[Keyed]) -> frozenset[str]:
    """Return the numbers that people of different given names have: a household's, which says little of one of them."""
    bearers: dict[str, list[frozenset[str]]] = defaultdict(list)
    for one in people:
        names = frozenset(one.names or ([one.given] if one.given else ()))
        for phone in one.phones:
            bearers[phone].append(names)
    return frozenset(phone for phone, named in bearers.items() if len(named) > 1 and _differ(named))


def _differ(named: Sequence[frozenset[str]]) -> bool:
    told = [names for names in named if names]
    return any(told[0].isdisjoint(names) for names in told[1:])


def _row(one: Keyed, shared: frozenset[str]) -> tuple[Any, ...]:
    return (
        one.key,
        one.family,
        one.family_bones,
        one.given,
        list(one.names),
        "|".join(one.names) or one.given,
        one.patronymic if len(one.patronymic) > 1 else "",
        one.initial,
        one.birth if len(one.birth) == WHOLE_DAY else "",
        one.birth[:YEAR],
        one.birth[YEAR + 1 :] if len(one.birth) == WHOLE_DAY else "",
        [phone for phone in one.phones if phone not in shared],
        [phone for phone in one.phones if phone in shared],
        [phone[-TAIL:] for phone in one.phones],
        list(one.emails),
        one.settlements[0] if one.settlements else "",
        list(one.houses),
        list(one.flats),
    )
