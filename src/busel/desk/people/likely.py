"""Who is likely the same person: a warning before somebody is added, among those whom the account reads."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from busel.contacts.former import formers_compared
from busel.desk.search.names import NAMES, Role
from busel.desk.search.phones import bearers_of
from busel.desk.search.settling import settle
from busel.journal.deed import Fields
from busel.names.clean import tokens
from busel.names.keys import key_tokens

MOST = 5


def likely_same(person: Fields, phones: Sequence[str]) -> list[int]:
    """Return contacts with one of these numbers, then those whose family and given name sound the same; few."""
    found: dict[int, None] = {}
    for number in phones:
        found |= dict.fromkeys(bearers_of(number) if number else ())
    settle()
    for family, given in whole_names(person):
        families = set(bearing(family))
        found |= dict.fromkeys(one for one in NAMES.bearers(alike(given)) if one in families)
    return list(found)[:MOST]


def whole_names(person: Fields) -> Iterator[tuple[str, str]]:
    """Yield family name and given name as far as both are told; with a surname of before, too."""
    given = [person.get(f"given_{spelt}", "") for spelt in ("be", "ru")]
    family = [person.get(f"family_{spelt}", "") for spelt in ("be", "ru")]
    yield from (pair for pair in zip(family, given, strict=True) if all(pair))
    for former in formers_compared(person.get("former_family", "")):
        yield from ((former, one) for one in given if one)


def bearing(family: str) -> Iterator[int]:
    """Yield contacts whose surname sounds like this one, today or before; may repeat."""
    numbers = list(alike(family))
    yield from NAMES.bearers(numbers, Role.FAMILY)
    yield from NAMES.bearers(numbers, Role.FORMER)


def sounds_like(person: Fields) -> set[int]:
    """Return contacts whose family name sounds like this person's, in either language and in either sex's form."""
    settle()
    families = [person.get(f"family_{spelt}", "") for spelt in ("be", "ru")]
    return {one for family in filter(None, families) for one in NAMES.bearers(alike(family), Role.FAMILY)}


def alike(name: str) -> Iterator[int]:
    """Yield the numbers of words that sound like those of a name, or are forms of the same given name."""
    for keyed in key_tokens(tokens(name)):
        yield from NAMES.with_k2(keyed.k2)
        ids = NAMES.own.names_of(keyed.token, keyed.k1)
        if ids:
            yield from NAMES.with_given_ids(ids)
