"""The hour of a statement, by the clock of who signed: what no roster believes of it, and what is told.

Whoever signs writes the hour. So nobody goes behind what they said before, nor behind the grant by which they sign. An
hour that has not come is told on a page and believed all the same: clocks differ, and what one desk refuses today all
would believe tomorrow, with another statement in its place. That must never differ: a roster is one chain.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from busel.registry.roles import Role
from busel.registry.statements import BY_DIVISION_KEY, BY_ROOT, Epoch

if TYPE_CHECKING:
    from collections.abc import Iterator

    from busel.registry.roster import Roster
    from busel.registry.statements import InRoster

CLOCKS_DIFFER = 24
"""So many hours may lie between two honest clocks."""


def newest_hour(roster: Roster, by: bytes) -> int:
    """Return the latest hour at which an account stated something here; an epoch has the hour of its switch."""
    return max((one.since for one in roster.statements if one.by == by and not isinstance(one, Epoch)), default=0)


def may_be_of_its_hour(roster: Roster, statement: InRoster) -> bool:
    """Does it stand neither before what its signer stated last, nor before the grants by which that one signs?

    Trustees sign at a machine of any clock, and an epoch may be noted later by another hand.
    """
    if statement.by in {BY_ROOT, BY_DIVISION_KEY} or isinstance(statement, Epoch):
        return True
    held = [one.since for one in roster.grants.get(statement.by, ()) if one.role is Role.COORDINATOR]
    began = min(held, default=0) - CLOCKS_DIFFER
    return statement.since >= max(newest_hour(roster, statement.by), began)


def ahead_of(roster: Roster, hour: int) -> Iterator[InRoster]:
    """Yield what bears an hour that has not come, by more than honest clocks differ."""
    return (one for one in roster.statements if one.since > hour + CLOCKS_DIFFER)
