"""The roster of one journal: who holds what there, from its first commit on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any

import msgspec

from busel.registry.deeds import needed
from busel.registry.roles import Role
from busel.registry.statements import BY_DIVISION_KEY, Grant, Revocation, read_statement
from busel.vault.errors import BadSignatureError

ROSTER_KINDS = ("grant", "revocation")


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
    ended: set[bytes] = field(default_factory=set)
    """Digests of the grants that were revoked: none of them is believed again, wherever it turns up."""
    newest: int = 0
    """The hour of the newest statement believed: none that says to be older comes after it."""

    def take(self, statement: Grant | Revocation) -> bool:
        """Take the next statement of the journal, if it is signed by who may; say whether it was believed."""
        if not self._is_sound(statement):
            self.refused.append(statement)
            return False
        self.newest = statement.since
        if isinstance(statement, Grant):
            self.grants.setdefault(statement.account, []).append(statement)
            self.keys[statement.account] = statement.signing
        else:
            held = self.grants.get(statement.account, [])
            self.ended.update(statement.grants)
            self.grants[statement.account] = [grant for grant in held if grant.digest() not in self.ended]
        return True

    def with_all(self, statements: Iterable[Grant | Revocation]) -> Roster | None:
        """Return a roster that took these too, in this order; None, and nothing is taken, if one is not believed."""
        grants = {account: list(held) for account, held in self.grants.items()}
        copies = {"grants": grants, "keys": dict(self.keys), "refused": list(self.refused), "ended": set(self.ended)}
        after = replace(self, **copies)  # type: ignore[arg-type]  # each under its own field's name
        taken = [after.take(statement) for statement in statements]  # all, so that all that are refused are shown
        if all(taken):
            return after
        self.refused[:] = after.refused
        return None

    def take_all(self, statements: Iterable[Grant | Revocation]) -> None:
        """Take statements that lost their order, as a snapshot holds them: by hour, as `take` lets them come.

        Within an hour grants keep their order and come before revocations: who was revoked granted nothing after it,
        and a revocation names what it ends. Revocations keep their order, whoever signed them: the next may end this
        one's author.
        """
        for statement in sorted(statements, key=_order):
            self.take(statement)

    def _is_sound(self, statement: Grant | Revocation) -> bool:
        if (statement.organisation, statement.division) != (self.organisation, self.division):
            return False
        if statement.since < self.newest or (isinstance(statement, Grant) and statement.digest() in self.ended):
            return False
        signer = self._signer(statement)
        if signer is None or self._changes_key(statement):
            return False
        try:
            statement.check(signer)
        except BadSignatureError:
            return False
        return True

    def _changes_key(self, statement: Grant | Revocation) -> bool:
        known = self.keys.get(statement.account)
        return isinstance(statement, Grant) and known is not None and known != statement.signing

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

    def may_fold(self, account: bytes, hour: int, *, new_epoch: bool) -> bool:
        """May the account lay a snapshot here, or (coordinators only) begin an epoch? In commons an administrator."""
        role = Role.COORDINATOR if new_epoch else Role.EDITOR
        return self.holds(account, role, hour) or self.holds(account, Role.ADMINISTRATOR, hour)

    def expired(self, hour: int) -> dict[bytes, list[Grant]]:
        """Return the grants with keys that are over and that no other grant makes up for: account -> its grants."""
        over = {
            account: [grant for grant in grants if grant.role.reads and not self._is_made_up_for(grant, hour)]
            for account, grants in self.grants.items()
        }
        return {account: grants for account, grants in over.items() if grants}

    def _is_made_up_for(self, grant: Grant, hour: int) -> bool:
        return grant.holds_at(hour) or self.holds(grant.account, grant.role, hour)

    def in_force(self, hour: int) -> dict[bytes, Grant]:
        """Return who holds what at this hour: account -> the grant of the highest role."""
        rank = list(Role).index
        held = {account: [grant for grant in grants if grant.holds_at(hour)] for account, grants in self.grants.items()}
        return {account: max(grants, key=lambda grant: rank(grant.role)) for account, grants in held.items() if grants}

    def role_of(self, account: bytes, hour: int) -> Role | None:
        """Return the highest role in force."""
        held = [grant.role for grant in self.grants.get(account, ()) if grant.holds_at(hour)]
        return max(held, key=list(Role).index, default=None)


def _order(statement: Grant | Revocation) -> tuple[int, int]:
    return statement.since, 2 if isinstance(statement, Revocation) else statement.by != BY_DIVISION_KEY


def roster_statements(records: Iterable[tuple[str, dict[str, Any]]]) -> Iterator[Grant | Revocation]:
    """Yield the grants and revocations among records (kind, fields); what does not read as one is nothing."""
    for kind, fields in records:
        if kind in ROSTER_KINDS:
            try:
                statement = read_statement(kind, fields)
            except msgspec.ValidationError:
                continue
            if isinstance(statement, Grant | Revocation):
                yield statement
