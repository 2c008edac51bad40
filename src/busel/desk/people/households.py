"""People who live at one address: who is in a household, and who seems to belong to it."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Sequence
from itertools import islice

from busel.desk.people.likely import sounds_like
from busel.desk.people.person import Person
from busel.journal.deed import Fields
from busel.names.places import place_order
from busel.names.streets import street_order

_MEMBERS = "SELECT id FROM workspace_contact WHERE household = ? AND household > 0 ORDER BY rowid"
_NAMES = ("settlement_be", "settlement_ru", "street_be", "street_ru")
_BESIDE = (
    f"SELECT contact_id, {', '.join(_NAMES)} FROM workspace_address"
    " WHERE house = ? AND flat = ? AND status != 'past' AND contact_id != ?"
)
_OF_DIVISION = "SELECT id FROM workspace_contact WHERE division_id = ? AND household = 0 AND id IN ({})"
MOST = 12
_LOOKED_AT = 60


def members_in(raw: sqlite3.Connection, household: int) -> list[int]:
    """Return the people of a household, in the order in which they came."""
    return [row[0] for row in raw.execute(_MEMBERS, (household,))]


def seem_to_live_with(raw: sqlite3.Connection, found: Person, division: int) -> list[int]:
    """Return people of the division without a household who have this person's address; namesakes come first."""
    beside: dict[int, None] = {}
    for address in found.all("address"):
        if address.get("status") == "past" or not address.get("house"):
            continue
        values = (address["house"], address.get("flat", ""), found.id)
        same = (
            row[0] for row in raw.execute(_BESIDE, values) if _is_same(address, dict(zip(_NAMES, row[1:], strict=True)))
        )
        beside |= dict.fromkeys(islice(same, _LOOKED_AT))
    free = _free(raw, list(beside), division)
    namesakes = sounds_like(found.contact)
    return sorted(free, key=lambda one: one not in namesakes)[:MOST]


def _free(raw: sqlite3.Connection, ids: Sequence[int], division: int) -> list[int]:
    query = _OF_DIVISION.format(",".join("?" * len(ids)))
    there = {row[0] for row in raw.execute(query, (division, *ids))}
    return [one for one in ids if one in there]


def _is_same(one: Fields, other: Fields) -> bool:
    """Do place and street say the same, in whichever language? A village may have no streets."""
    if _orders(place_order, "settlement", one).isdisjoint(_orders(place_order, "settlement", other)):
        return False
    mine, theirs = (_orders(street_order, "street", address) for address in (one, other))
    return not (mine or theirs) or not mine.isdisjoint(theirs)


def _orders(order: Callable[[str], str], what: str, address: Fields) -> set[str]:
    return {order(name) for language in ("be", "ru") if (name := address.get(f"{what}_{language}"))}
