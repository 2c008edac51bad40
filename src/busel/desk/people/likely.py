"""Who is likely the same person: a warning before somebody is added, among those whom the account reads."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

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
    for spelt in ("be", "ru"):
        family, given = person.get(f"family_{spelt}", ""), person.get(f"given_{spelt}", "")
        if family and given:
            families = set(NAMES.bearers(_alike(family), Role.FAMILY))
            found |= dict.fromkeys(one for one in NAMES.bearers(_alike(given)) if one in families)
    return list(found)[:MOST]


def sounds_like(person: Fields) -> set[int]:
    """Return contacts whose family name sounds like this person's, in either language and in either sex's form."""
    settle()
    families = [person.get(f"family_{spelt}", "") for spelt in ("be", "ru")]
    return {one for family in filter(None, families) for one in NAMES.bearers(_alike(family), Role.FAMILY)}


def _alike(name: str) -> Iterable[int]:
    for keyed in key_tokens(tokens(name)):
        yield from NAMES.with_k2(keyed.k2)
        ids = NAMES.own.given_ids(keyed.k1)
        if ids:
            yield from NAMES.with_given_ids(ids)
