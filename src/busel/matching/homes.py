"""Addresses as they are compared: the settlement, the house in it, the flat in that."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from busel.matching.records import Home
from busel.names.places import place_order
from busel.names.streets import street_key

Homes = tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]
NO_HOMES: Homes = (), (), ()


@cache
def _settlement(name: str) -> str:
    return place_order(name).replace(" ", "")


@cache
def _street(name: str) -> str:
    key = street_key(name)
    return f"{key.kind} {key.skeleton}" if key.skeleton else ""


@cache
def _number(house: str) -> str:
    return "".join(house.casefold().split())


def homes_of(homes: Sequence[Home]) -> Homes:
    """Return settlements, houses (where both settlement and house are told) and flats, each key once but for flats."""
    settlements, houses, flats = [], [], []
    for home in homes:
        settlement, number, flat = _settlement(home.settlement), _number(home.house), home.flat.strip().casefold()
        if settlement:
            settlements.append(settlement)
        if settlement and number:
            house = f"{settlement}/{_street(home.street)}/{number}"
            houses.append(house)
            if flat:
                flats.append(f"{house}/{flat}")
    return tuple(dict.fromkeys(settlements)), tuple(dict.fromkeys(houses)), tuple(flats)
