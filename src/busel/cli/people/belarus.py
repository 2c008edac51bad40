"""Where the demo's people live: the districts of Belarus and Minsk city, with their towns and usual village names."""

from __future__ import annotations

from functools import cache
from hashlib import sha256

from busel.cli.people.person import District
from busel.cli.people.tables import rows
from busel.names.places import divisions
from busel.names.tables import read_table

VILLAGES = 9
CAPITAL_CITY = 8.0
AROUND_A_REGIONS_CENTRE = 3.0


@cache
def districts_of_belarus() -> tuple[District, ...]:
    """Return the 118 districts and Minsk city in the order of `names.places.divisions`, the people's weights with them.

    Minsk city is a region without districts: its `district` is "".
    """
    towns: dict[str, list[tuple[str, str]]] = {}
    for row in (each for each in read_table("settlements.tsv") if each["kind"] != "village"):
        towns.setdefault(row["division"], []).append((row["be"], row["ru"]))
    parents = {one.parent for one in divisions()}
    found = []
    for one in divisions():
        own = tuple(towns.get(one.en, ()))
        if one.parent:
            around = AROUND_A_REGIONS_CENTRE * (one.en.removesuffix(" district") == one.parent.removesuffix(" region"))
            found.append(District(one.parent, one.en, own + _villages(one.full_name), 1 + len(own) / 3 + around))
        elif one.en not in parents:
            found.append(District(one.en, "", own, CAPITAL_CITY))
    return tuple(found)


def _villages(district: str) -> tuple[tuple[str, str], ...]:
    """Return village names, for the same district always the same ones."""
    shuffled = sorted(rows("villages"), key=lambda row: sha256(f"{district}/{row['ru']}".encode()).digest())
    return tuple((row["be"], row["ru"]) for row in shuffled[:VILLAGES])
