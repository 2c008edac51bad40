"""Who of many can be brought together with somebody of a list at all: the others need not be laid beside it."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence

from busel.matching.columns import TAIL, WHOLE_DAY, name_of, patronymic_of, settlement_of
from busel.matching.preparing import Keyed

_FAMILY, _BIRTH, _TAIL, _EMAIL, _HOUSE, _FATHER, _PLACE = range(7)
_BEGINNING, _FIRST = 2, 3
"""Letters of a given name and of a family name."""


def within_reach(known: Sequence[Keyed], new: Sequence[Keyed]) -> list[Keyed]:
    """Return those who are known and share with somebody new what `model.LOOKED_AT` asks for, and some more."""
    wanted = {key for one in new for key in _keys(one)}
    return [one for one in known if not wanted.isdisjoint(_keys(one))]


def _keys(one: Keyed) -> Iterator[tuple[Hashable, ...]]:
    """Yield what may bring a record together with another one: each rule of `LOOKED_AT`, or less than it asks for."""
    if name := name_of(one):
        yield from _by_name(one, name)
    if len(one.birth) == WHOLE_DAY:
        yield _BIRTH, one.birth
    for phone in one.phones:
        yield _TAIL, phone[-TAIL:]
    for email in one.emails:
        yield _EMAIL, email
    for house in one.houses:
        yield _HOUSE, house


def _by_name(one: Keyed, name: str) -> Iterator[tuple[Hashable, ...]]:
    for family in (one.family_bones, *one.formers):
        if family:
            yield _FAMILY, family, name[:_BEGINNING]
    if patronymic := patronymic_of(one):
        yield _FATHER, name, patronymic
    if settlement := settlement_of(one):
        yield _PLACE, name, settlement, one.family[:_FIRST]
