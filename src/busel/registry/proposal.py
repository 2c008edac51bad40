"""The first of two signatures, where a division takes two for a grant: what one coordinator proposes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from busel.journal.deed import Hour
from busel.registry.roles import Role
from busel.registry.statement import Number, Statement
from busel.vault import labels

if TYPE_CHECKING:
    from busel.registry.statements import Grant


class Proposal(Statement, frozen=True, kw_only=True):
    """What one coordinator proposes where a grant takes two: the terms, and no key.

    It is worth something only inside a grant by another coordinator, on the same terms, under the same `id`. It takes
    no place in the roster, but names the end that it was made at: it is over once the account, or who proposed it, was
    let go after that.

    Why not by the hour: clocks differ and are told by whoever writes; a roster's end cannot be foretold.
    """

    id: bytes
    division: bytes
    account: bytes
    signing: bytes
    role: Role
    since: Hour
    not_after: Hour
    from_now_on: bool
    may_export: bool
    by: bytes
    number: Number
    """How many statements the roster held."""
    previous: bytes
    """The digest of the last of them."""

    @classmethod
    def label(cls) -> bytes:
        """Return the label that begins the transcript."""
        return labels.SIGN_PROPOSAL

    def is_of(self, grant: Grant) -> bool:
        """Is the grant what was proposed?"""
        mine = (self.organisation, self.id, self.division, self.account, self.signing, self.role, self.not_after)
        theirs = (grant.organisation, grant.id, grant.division, grant.account, grant.signing, grant.role)
        same = mine == (*theirs, grant.not_after) and self.may_export == grant.may_export
        return same and self.from_now_on == bool(grant.from_epoch) and self.by != grant.by
