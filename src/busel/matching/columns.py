"""Prepared records as columns, the shape in which an engine compares them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from typing import Any

from busel.matching.preparing import Keyed

WHOLE_DAY, YEAR = 10, 4
TAIL = 7
"""Digits that a telephone number keeps when its code is lost."""

COLUMNS = {
    "unique_id": "BIGINT",
    "family": "VARCHAR",
    "family_bones": "VARCHAR",
    "surnames": "VARCHAR[]",
    "given": "VARCHAR",
    "names": "VARCHAR[]",
    "name": "VARCHAR",
    "patronymic": "VARCHAR",
    "initial": "VARCHAR",
    "birth": "VARCHAR",
    "year": "VARCHAR",
    "phones": "VARCHAR[]",
    "shared_phones": "VARCHAR[]",
    "tails": "VARCHAR[]",
    "emails": "VARCHAR[]",
    "mail_year": "VARCHAR",
    "settlement": "VARCHAR",
    "houses": "VARCHAR[]",
    "flats": "VARCHAR[]",
}
"""Each column with its type in the engine."""


def columns_of(people: Sequence[Keyed], among: Sequence[Keyed] | None = None) -> dict[str, list[Any]]:
    """Return the columns of these records; None stands for what a record does not tell.

    `among` are all of whom they are some: whose number is shared, and who married, is known of all alone. Column by
    column: of a hundred thousand records that takes half the time of row by row.
    """
    among = people if among is None else among
    shared = shared_phones(among)
    return {
        "unique_id": [one.key for one in people],
        "family": [one.family or None for one in people],
        "family_bones": [one.family_bones or None for one in people],
        "surnames": _surnames(people, among),
        "given": [one.given or None for one in people],
        "names": [one.names or None for one in people],
        "name": [name_of(one) for one in people],
        "patronymic": [patronymic_of(one) for one in people],
        "initial": [one.initial or None for one in people],
        "birth": [one.birth if len(one.birth) == WHOLE_DAY else None for one in people],
        "year": [one.birth[:YEAR] or None for one in people],
        "phones": [[each for each in one.phones if each not in shared] or None for one in people],
        "shared_phones": [[each for each in one.phones if each in shared] or None for one in people],
        "tails": [[each[-TAIL:] for each in one.phones] or None for one in people],
        "emails": [one.emails or None for one in people],
        "mail_year": [one.mail_year or None for one in people],
        "settlement": [settlement_of(one) for one in people],
        "houses": [one.houses or None for one in people],
        "flats": [one.flats or None for one in people],
    }


def name_of(one: Keyed) -> str | None:
    """Return the given names that a record may mean, as one text."""
    return "|".join(one.names) or one.given or None


def patronymic_of(one: Keyed) -> str | None:
    """Return the patronymic's key, None for a first letter alone."""
    return one.patronymic if len(one.patronymic) > 1 else None


def settlement_of(one: Keyed) -> str | None:
    """Return the settlement that stands first."""
    return one.settlements[0] if one.settlements else None


FREQUENT: dict[str, Callable[[Keyed], str | None]] = {
    "family": lambda one: one.family or None,
    "family_bones": lambda one: one.family_bones or None,
    "name": name_of,
    "patronymic": patronymic_of,
    "settlement": settlement_of,
}
"""Columns whose values weigh by how frequent they are."""


def shares_of(some: Sequence[Keyed], column: str, among: Sequence[Keyed]) -> dict[str, float]:
    """Return the values that some tell -> the share of each among all that tell one, as Splink counts it."""
    value_of = FREQUENT[column]
    found = Counter(map(value_of, among))
    told = found.total() - found[None]
    return {value: found[value] / told for value in dict.fromkeys(map(value_of, some)) if value}


def shared_phones(people: Sequence[Keyed]) -> frozenset[str]:
    """Return the numbers that people of different given names have: a household's, which says little of one of them."""
    first, found = dict[str, tuple[str, ...]](), set[str]()
    for one in people:
        names = one.names or ((one.given,) if one.given else ())
        for phone in one.phones if names else ():
            other = first.setdefault(phone, names)
            if other is not names and set(other).isdisjoint(names):
                found.add(phone)
    return frozenset(found)


def _surnames(people: Sequence[Keyed], among: Sequence[Keyed]) -> list[list[str] | None]:
    """Return today's surname and those of before, of those alone whom that can bring together with somebody."""
    formers = {former for one in among for former in one.formers}
    if not formers:
        return [None] * len(people)
    return [
        [*filter(None, (one.family_bones, *one.formers))] if one.formers or one.family_bones in formers else None
        for one in people
    ]
