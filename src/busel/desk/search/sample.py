"""A random choice of people that stays: the same seed draws the same ones, whatever the order in which they lie.

Each person gets a number that the seed and the id give: h(id) = (id · a + b) mod p. Of a percentage, who is in it does
not depend on anybody else; of a number of people, those with the smallest h are in it, so a newcomer moves one at most.
"""

from __future__ import annotations

from typing import Any

from busel.desk.search.where import LISTED, BadConditionError, Where, whole

_PRIME = 2**31 - 1
"""Products of two smaller numbers fit into SQLite's 63 bits."""
MOST_PEOPLE = 10_000_000


def drawn(size: dict[str, Any], seed: int, among: Where) -> Where:
    """Return who is drawn of those who meet a condition. Raises BadConditionError."""
    number = f"(({_id()} * {seed % (_PRIME - 1) + 1} + {seed // _PRIME % _PRIME}) % {_PRIME})"
    match size:
        case {"percent": percent, **rest} if not rest:
            share = whole(percent, least=1, most=100)
            return Where(f"({among.sql} AND {number} * 100 < ?)", (*among.values, share * _PRIME), among.cost)
        case {"people": people, **rest} if not rest:
            count = whole(people, least=1, most=MOST_PEOPLE)
            chosen = f"SELECT c.id FROM workspace_contact c WHERE {among.sql} ORDER BY {number}, c.id LIMIT ?"
            return Where(f"c.id IN ({chosen})", (*among.values, count), LISTED)
    raise BadConditionError("sample")


def _id() -> str:
    return f"(c.id % {_PRIME})"
