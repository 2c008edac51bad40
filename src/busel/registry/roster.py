"""The roster of one journal: who holds what there, from its first statement on.

Statements make a chain of their own: each names its number and the one before. So a roster has one order, whatever
clocks said; none can be left out, exchanged or put elsewhere, also not by who lays a snapshot; and who remembers its
end sees when it was cut.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any

import msgspec

from busel.registry.changed_keys import is_by_administrator, key_handed_on, known_key, may_be_changed
from busel.registry.deeds import needed
from busel.registry.former_coordinators import came_after, ends_of_coordinators
from busel.registry.roles import Role
from busel.registry.stated_epochs import may_be_stated
from busel.registry.stated_hours import may_be_of_its_hour, newest_hour
from busel.registry.statements import (
    BEFORE_ALL,
    BY_DIVISION_KEY,
    BY_ROOT,
    Deputies,
    Epoch,
    Grant,
    InRoster,
    NewKey,
    Proposal,
    Revocation,
    read_statement,
)

ROSTER_KINDS = ("grant", "revocation", "epoch", "deputies", "new_key")
TWO = 2
"""So many coordinators sign a grant, where the division's certificate says so."""


class Tip(msgspec.Struct, frozen=True):
    """The end of a roster that somebody has seen: how many statements, and the digest of the last."""

    count: int = 0
    digest: bytes = BEFORE_ALL


NOTHING_SEEN = Tip()


@dataclass
class Roster:
    """Who holds what. `first` is the key that founded: the division's first one, or (commons, office) the root's."""

    organisation: bytes
    division: bytes
    first: bytes
    root: bytes
    signatures: int = 1  # so many coordinators sign a grant here
    statements: list[InRoster] = field(default_factory=list)  # all that were believed, in their order
    grants: dict[bytes, list[Grant]] = field(default_factory=dict)
    keys: dict[bytes, bytes] = field(default_factory=dict)
    """Account -> public signing key, also of those who have left: their old deeds stay true."""
    former: dict[bytes, tuple[bytes, ...]] = field(default_factory=dict)
    """Account -> the keys before that one, the first one first: what they signed since then is not believed."""
    refused: list[InRoster] = field(default_factory=list)  # statements that were not believed; they are shown
    epoch: int | None = None  # that the journal is in, where it was read so far: none that is later has begun

    @property
    def tip(self) -> Tip:
        """The end, as whoever reads on remembers it."""
        return Tip(len(self.statements), self.statements[-1].digest()) if self.statements else NOTHING_SEEN

    def place(self, *, since: int, by: bytes) -> dict[str, Any]:
        """Return the fields by which the next statement takes its place here: not before what `by` stated last."""
        tip, hour = self.tip, max(since, newest_hour(self, by))
        fields = {"organisation": self.organisation, "division": self.division, "since": hour, "by": by}
        return {**fields, "number": tip.count, "previous": tip.digest}

    def passes(self, tip: Tip) -> bool:
        """Does this roster go through an end that was seen before? Else somebody cut or exchanged it."""
        if not tip.count:
            return True
        return len(self.statements) >= tip.count and self.statements[tip.count - 1].digest() == tip.digest

    def take(self, statement: InRoster) -> bool:
        """Take the next statement of the journal, if it is signed by who may; say whether it was believed."""
        if not self._is_sound(statement):
            self.refused.append(statement)
            return False
        if isinstance(statement, NewKey):  # before it stands there: deputies are known by the statement that named them
            account, known = statement.account, known_key(self, statement.account)
            key, self.former[account] = key_handed_on(self, statement), (*self.former.get(account, ()), known)
            self.keys[account] = key or b""
        self.statements.append(statement)
        if isinstance(statement, Grant):
            self.grants.setdefault(statement.account, []).append(statement)
            self.keys[statement.account] = statement.signing
        elif isinstance(statement, Revocation):
            held = self.grants.get(statement.account, [])
            self.grants[statement.account] = [one for one in held if one.digest() not in statement.grants]
        return True

    def with_all(self, statements: Iterable[InRoster]) -> Roster | None:
        """Return a roster that took these too, in this order; None, and nothing is taken, if one is not believed."""
        after = replace(
            self,
            statements=list(self.statements),
            grants={account: list(held) for account, held in self.grants.items()},
            keys=dict(self.keys),
            former=dict(self.former),
            refused=list(self.refused),
        )
        taken = [after.take(statement) for statement in statements]  # all, so that all that are refused are shown
        if all(taken):
            return after
        self.refused[:] = after.refused
        return None

    def take_all(self, statements: Iterable[InRoster], *, epoch: int | None = None) -> None:
        """Take statements that lost their order, as a snapshot of this epoch holds them: by their numbers."""
        self.epoch = epoch
        for statement in sorted(statements, key=lambda one: one.number):
            self.take(statement)

    def _is_sound(self, statement: InRoster) -> bool:
        tip = self.tip
        if (statement.organisation, statement.division) != (self.organisation, self.division):
            return False
        if (statement.number, statement.previous) != (tip.count, tip.digest):
            return False
        signer = self._key_of_deputy(statement) or self._signer(statement)
        return signer is not None and self._may_stand(statement) and statement.is_signed_by(signer)

    def _may_stand(self, statement: InRoster) -> bool:
        if not may_be_of_its_hour(self, statement):
            return False
        if isinstance(statement, Grant):
            return self._may_be_given(statement)
        if isinstance(statement, Deputies):
            return self._may_be_named(statement)
        if isinstance(statement, Epoch):
            return may_be_stated(self, statement)
        return not isinstance(statement, NewKey) or may_be_changed(self, statement)

    def _may_be_given(self, grant: Grant) -> bool:
        """Has the account no other key, and did two coordinators sign where two are needed?"""
        if self.keys.get(grant.account, grant.signing) != grant.signing:
            return False
        proposal = grant.proposal
        if proposal is None:
            return self.signatures < TWO or grant.by in (BY_DIVISION_KEY, BY_ROOT)
        # One proposal is one grant: else who completed it once could let the account in again after its removal.
        again = any(isinstance(one, Grant) and one.id == grant.id for one in self.statements)
        public = self._key_of_proposer(grant, proposal)
        fits = proposal.is_of(grant) and not again and self.still_counts(proposal)
        return fits and proposal.is_signed_by(public)

    def still_counts(self, proposal: Proposal) -> bool:
        """Was it made at an end of this roster, after which neither the account nor who proposed it was let go?

        Else who kept it unanswered could let somebody in again who was taken out since, with nobody else asked.
        """
        both = (proposal.account, proposal.by)
        later = self.statements[proposal.number :]
        let_go = any(isinstance(one, Revocation) and one.account in both for one in later)
        return self.passes(Tip(proposal.number, proposal.previous)) and not let_go

    def keys_of(self, account: bytes) -> tuple[bytes, ...]:
        """Return all public signing keys that an account had here, the present one last."""
        return (*self.former.get(account, ()), *([self.keys[account]] if account in self.keys else []))

    def _key_of_proposer(self, grant: Grant, proposal: Proposal) -> bytes | None:
        if self._key_of_deputy(grant) is not None:
            return self.deputies()[proposal.by]
        return self.keys.get(proposal.by) if self.holds(proposal.by, Role.COORDINATOR, grant.since) else None

    def deputies(self) -> dict[bytes, bytes]:
        """Return the two deputies: account -> public signing key; nobody where none were named.

        Nor where one of them, or who named them, was let go since, or has new keys: each new epoch would send them its
        keys, and whoever had taken the account that named them may have chosen them.
        """
        named = next((one for one in reversed(self.statements) if isinstance(one, Deputies)), None)
        if named is None or any(self._was_let_go_since(named, one) for one in (named.by, *named.accounts)):
            return {}
        both = dict(zip(named.accounts, named.signing, strict=False))
        return both if len(both) == TWO else {}

    def _was_let_go_since(self, named: Deputies, account: bytes) -> bool:
        later = self.statements[named.number + 1 :]
        return any(isinstance(one, Revocation | NewKey) and one.account == account for one in later)

    def _may_be_named(self, deputies: Deputies) -> bool:
        """Where two sign a grant: were both let in by two, and is neither who names them?

        Else one coordinator could name two accounts of their own, which then let each other in.
        """
        if self.signatures < TWO:
            return True
        both = dict(zip(deputies.accounts, deputies.signing, strict=False))
        held = (self.may_be_deputy(account) and self.keys[account] == key for account, key in both.items())
        return deputies.by not in both and all(held)

    def may_be_deputy(self, account: bytes) -> bool:
        """May a coordinator name this account? Where two sign a grant: only somebody who holds one here."""
        return self.signatures < TWO or bool(self.grants.get(account))

    def lets_in_by_itself(self, statement: InRoster) -> bool:
        """Does the root let somebody in, or both deputies of the division one of them?"""
        return statement.by == BY_ROOT or self._key_of_deputy(statement) is not None

    def _key_of_deputy(self, statement: InRoster) -> bytes | None:
        """Return the key of who signs as a deputy: a grant, to one of the two, to coordinate, which both signed."""
        deputies = self.deputies() if isinstance(statement, Grant) and statement.proposal is not None else {}
        if not isinstance(statement, Grant) or statement.proposal is None or not deputies:
            return None
        both = {statement.by, statement.proposal.by} == deputies.keys()
        takes_over = both and statement.role is Role.COORDINATOR and statement.account in deputies
        return deputies[statement.by] if takes_over and statement.signing == deputies[statement.account] else None

    def _signer(self, statement: InRoster) -> bytes | None:
        if statement.by == BY_ROOT:
            return self.root
        if statement.by == BY_DIVISION_KEY:
            founding = all(one.by == BY_DIVISION_KEY for one in self.statements)
            return self.first if founding and isinstance(statement, Grant) else None
        if isinstance(statement, Epoch):
            may = self.may_fold(statement.by, statement.since, new_epoch=True)
        else:
            states_key = isinstance(statement, NewKey) and is_by_administrator(self, statement)
            may = states_key or self.holds(statement.by, Role.COORDINATOR, statement.since)
        return self.keys[statement.by] if may else None

    def holds(self, account: bytes, role: Role, hour: int) -> bool:
        """Does the account hold a role that covers this one, at this hour?"""
        return any(grant.role.covers(role) and grant.holds_at(hour) for grant in self.grants.get(account, ()))

    def may_have_sent(self, account: bytes, hour: int, *, now: int) -> bool:
        """Did the account hold a role here at an hour which it says itself, and may that hour be believed still?

        Of who holds nothing any more it is until the keys are changed: after that it proves nothing.
        """
        changed = max((one.since for one in self._epochs()), default=0)
        held = (grant for grant in self.grants.get(account, ()) if grant.holds_at(hour))
        sent = (grant for grant in held if grant.role.covers(Role.COLLECTOR))
        return any(grant.holds_at(now) or changed <= grant.not_after for grant in sent)

    def may(self, account: bytes, deed: str, hour: int) -> bool:
        """May the account do this deed here, at this hour? Unknown deeds nobody may."""
        role = needed(deed)
        return role is not None and self.holds(account, role, hour)

    def may_fold(self, account: bytes, hour: int, *, new_epoch: bool) -> bool:
        """May the account lay a snapshot here, or (coordinators only) begin an epoch? In commons an administrator."""
        role = Role.COORDINATOR if new_epoch else Role.EDITOR
        return self.holds(account, role, hour) or self.holds(account, Role.ADMINISTRATOR, hour)

    def in_force(self, hour: int) -> dict[bytes, Grant]:
        """Return who holds what at this hour: account -> the grant of the highest role."""
        rank = list(Role).index
        held = {account: [grant for grant in grants if grant.holds_at(hour)] for account, grants in self.grants.items()}
        return {account: max(grants, key=lambda grant: rank(grant.role)) for account, grants in held.items() if grants}

    def role_of(self, account: bytes, hour: int) -> Role | None:
        """Return the highest role in force."""
        held = [grant.role for grant in self.grants.get(account, ()) if grant.holds_at(hour)]
        return max(held, key=list(Role).index, default=None)

    # What is owed

    def ended_since(self, epoch: int, hour: int) -> list[Grant]:
        """Return the grants with keys to `epoch` that are over by now, and that no other grant makes up for.

        Those that were over when the epoch began got none of its keys, and are not among them.
        """
        began = next((one.since for one in self._epochs() if one.epoch == epoch), 0)
        over = (grant for grants in self.grants.values() for grant in grants if grant.role.reads)
        ended = [grant for grant in over if began <= grant.not_after and not grant.holds_at(hour)]
        return [grant for grant in ended if not self.holds(grant.account, grant.role, hour)]

    def needs_certificate(self, number: int, hour: int) -> bool:
        """Did somebody stop coordinating who may know the key of this certificate? Then a next one is due."""
        made = next((one for one in self._epochs() if one.certificate == number and number), None)
        return any(made is None or came_after(end, made) for end in ends_of_coordinators(self, hour))

    def _epochs(self) -> Iterator[Epoch]:
        return (one for one in self.statements if isinstance(one, Epoch))


def roster_statements(records: Iterable[tuple[str, dict[str, Any]]]) -> Iterator[InRoster]:
    """Yield the statements of a roster among records (kind, fields); what does not read as one is nothing."""
    for kind, fields in records:
        if kind in ROSTER_KINDS:
            try:
                statement = read_statement(kind, fields)
            except msgspec.ValidationError:
                continue
            if isinstance(statement, InRoster):
                yield statement
