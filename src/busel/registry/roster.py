"""The roster of one journal: who holds what there, from its first commit on."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from busel.registry.deeds import needed
from busel.registry.roles import Role
from busel.registry.statements import BY_DIVISION_KEY, Grant, Revocation
from busel.vault.errors import BadSignatureError


@dataclass
class Roster:
    """Grants and revocations in the order of the journal. `division_key` is the certified key, or the root's."""

    organisation: bytes
    division: bytes
    division_key: bytes
    grants: dict[bytes, list[Grant]] = field(default_factory=dict)
    keys: dict[bytes, bytes] = field(default_factory=dict)
    """Account -> public signing key, also of those who have left: their old deeds stay true."""
    refused: list[Grant | Revocation] = field(default_factory=list)
    """Statements that were not believed; they are shown."""

    def take(self, statement: Grant | Revocation) -> bool:
        """Take the next statement of the journal, if it is signed by who may; say whether it was believed."""
        if not self._is_sound(statement):
            self.refused.append(statement)
            return False
        if isinstance(statement, Grant):
            self.grants.setdefault(statement.account, []).append(statement)
            self.keys[statement.account] = statement.signing
        else:
            held = self.grants.get(statement.account, [])
            self.grants[statement.account] = [grant for grant in held if grant.digest() not in statement.grants]
        return True

    def take_all(self, statements: Iterable[Grant | Revocation]) -> None:
        """Take statements that lost their order, as a snapshot holds them: the founding ones first, then by hour."""
        for statement in sorted(statements, key=_order):
            self.take(statement)

    def _is_sound(self, statement: Grant | Revocation) -> bool:
        if statement.organisation != self.organisation or statement.division != self.division:
            return False
        signer = self._signer(statement)
        known = self.keys.get(statement.account)
        changes_key = isinstance(statement, Grant) and known is not None and known != statement.signing
        if signer is None or changes_key:
            return False
        try:
            statement.check(signer)
        except BadSignatureError:
            return False
        return True

    def _signer(self, statement: Grant | Revocation) -> bytes | None:
        if statement.by == BY_DIVISION_KEY:
            return self.division_key
        return self.keys[statement.by] if self.holds(statement.by, Role.COORDINATOR, statement.since) else None

    def holds(self, account: bytes, role: Role, hour: int) -> bool:
        """Does the account hold a role that covers this one, at this hour?"""
        return any(grant.role.covers(role) and grant.holds_at(hour) for grant in self.grants.get(account, ()))

    def may(self, account: bytes, deed: str, hour: int) -> bool:
        """May the account do this deed here, at this hour? Unknown deeds nobody may."""
        role = needed(deed)
        return role is not None and self.holds(account, role, hour)

    def role_of(self, account: bytes, hour: int) -> Role | None:
        """Return the highest role in force."""
        held = [grant.role for grant in self.grants.get(account, ()) if grant.holds_at(hour)]
        return max(held, key=list(Role).index, default=None)


def _order(statement: Grant | Revocation) -> tuple[bool, int, bool]:
    return statement.by != BY_DIVISION_KEY, statement.since, isinstance(statement, Revocation)
