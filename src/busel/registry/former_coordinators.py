"""How those went who may know a division's key: who was let go, whose hour came, and whose own keys were changed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from busel.registry.roles import Role
from busel.registry.statements import Epoch, Grant, NewKey, Revocation

if TYPE_CHECKING:
    from busel.registry.roster import Roster

End = Revocation | Grant | NewKey


def ends_of_coordinators(roster: Roster, hour: int) -> Iterator[End]:
    """Yield how coordinators' grants ended, of those who coordinate no more: by removal, or by their hour.

    Whose keys were changed may coordinate still: by the old ones somebody else may know the division's key.
    """
    given = [one for one in roster.statements if isinstance(one, Grant) and one.role is Role.COORDINATOR]
    gone = {grant.account for grant in given if not roster.holds(grant.account, Role.COORDINATOR, hour)}
    digests = {grant.digest() for grant in given}
    for one in roster.statements:
        if isinstance(one, Revocation) and one.account in gone and not digests.isdisjoint(one.grants):
            yield one
        if isinstance(one, NewKey) and any(one.account == each.account and each.number < one.number for each in given):
            yield one
    for account in gone:
        yield from (one for one in roster.grants.get(account, ()) if one.role is Role.COORDINATOR)


def came_after(end: End, epoch: Epoch) -> bool:
    """Did it end after an epoch began?"""
    return end.not_after >= epoch.since if isinstance(end, Grant) else end.number > epoch.number
