"""People who live at one address: who is in a household, and who seems to belong to it."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence

from busel.desk.people.likely import sounds_like
from busel.desk.people.person import Person

_MEMBERS = "SELECT id FROM workspace_contact WHERE household = ? AND household > 0 ORDER BY rowid"
_BESIDE = (
    "SELECT DISTINCT contact_id FROM workspace_address WHERE house = ? AND flat = ? AND status != 'past'"
    " AND ((settlement_be != '' AND settlement_be = ?) OR (settlement_ru != '' AND settlement_ru = ?))"
    " AND ((street_be != '' AND street_be = ?) OR (street_ru != '' AND street_ru = ?)"
    "  OR (street_be = '' AND street_ru = '' AND ? = ''))"
    " AND contact_id != ? LIMIT ?"
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
        get = address.get
        street = get("street_be", "") or get("street_ru", "")
        values = (
            *(get("house", ""), get("flat", "")),
            *(get("settlement_be", ""), get("settlement_ru", "")),
            *(get("street_be", ""), get("street_ru", ""), street),
            *(found.id, _LOOKED_AT),
        )
        beside |= dict.fromkeys(row[0] for row in raw.execute(_BESIDE, values))
    free = _free(raw, list(beside), division)
    namesakes = sounds_like(found.contact)
    return sorted(free, key=lambda one: one not in namesakes)[:MOST]


def _free(raw: sqlite3.Connection, ids: Sequence[int], division: int) -> list[int]:
    query = _OF_DIVISION.format(",".join("?" * len(ids)))
    there = {row[0] for row in raw.execute(query, (division, *ids))}
    return [one for one in ids if one in there]
