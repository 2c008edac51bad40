"""What all grants of an account that are in force give it together: a new epoch's letters ask them all."""

from __future__ import annotations

from dataclasses import dataclass

from busel.registry.roles import Role
from busel.registry.roster import Roster
from busel.registry.statements import Grant


@dataclass(frozen=True)
class Entitled:
    """The grant of the highest role, and whether any of them brings the history."""

    grant: Grant
    history: bool

    @property
    def role(self) -> Role:
        """The highest role."""
        return self.grant.role


def entitled(roster: Roster | None, hour: int) -> dict[bytes, Entitled]:
    """Return who holds what at this hour: account -> what its grants give together; nobody where no roster is."""
    if roster is None:
        return {}
    return {
        account: Entitled(grant, any(map(_brings_history, _in_force(roster, account, hour))))
        for account, grant in roster.in_force(hour).items()
    }


def _in_force(roster: Roster, account: bytes, hour: int) -> list[Grant]:
    return [grant for grant in roster.grants.get(account, ()) if grant.holds_at(hour)]


def _brings_history(grant: Grant) -> bool:
    return grant.role.reads and not grant.from_epoch
