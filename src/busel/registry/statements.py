"""Signed statements: who a member is, which key a division has, who was granted what.

A statement is believed for its own signature, wherever it lies. Those that carry keys are signed by a division's key,
which its parent's key certifies, up to the root, whose public half is pinned in every keyring.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from typing import Any, ClassVar

import msgspec

from busel.journal.deed import Hour
from busel.registry.auditor_keys import AuditorKey as AuditorKey
from busel.registry.member import Handovers
from busel.registry.member import Member as Member
from busel.registry.proposal import Proposal as Proposal
from busel.registry.roles import Role
from busel.registry.statement import InRoster as InRoster
from busel.registry.statement import Number as Number
from busel.registry.statement import Statement as Statement
from busel.vault import labels
from busel.vault.transcript import transcript

ROOT = bytes(16)
"""The parent that the topmost divisions name: the organisation's root key."""


def division_id(organisation: bytes, parent: bytes, first: bytes, *, signatures: int = 1) -> bytes:
    """Return the id of a division and its journal: 16 bytes of the hash of who founded it, its first key, its rule."""
    return hashlib.sha256(transcript(labels.HASH_DIVISION, organisation, parent, first, signatures)).digest()[:16]


class Certificate(Statement, frozen=True, kw_only=True):
    """A division's signing key, certified by its parent's key (or the root's): the higher number counts."""

    division: bytes
    parent: bytes
    name: str
    """The division's full name: who founds a false one must sign its name."""
    number: Number
    first: bytes
    """The public key of number 0: with the parent it makes the division's id, so no other parent can certify it."""
    public: bytes
    sealing: bytes
    """The X-Wing key of those who coordinate it: what only they may read is sealed to it (`registry.coordinators`)."""
    signatures: Number = 1
    """How many coordinators sign a grant here, 1 or 2. The id is made of it too, so it holds for ever."""

    def names_its_place(self) -> bool:
        """Is the id the one that this parent, first key and rule make?"""
        own = self.number > 0 or self.public == self.first
        made = division_id(self.organisation, self.parent, self.first, signatures=self.signatures)
        return own and self.division == made

    @classmethod
    def label(cls) -> bytes:
        """Return the label that begins the transcript."""
        return labels.SIGN_CERTIFICATE


class InboxKey(Statement, frozen=True, kw_only=True):
    """The key that an epoch of a division's inbox is sealed to, and the ticket to put an envelope there."""

    division: bytes
    epoch: Number
    public: bytes
    deposit: bytes

    @classmethod
    def label(cls) -> bytes:
        """Return the label that begins the transcript."""
        return labels.SIGN_INBOX_KEY


class Grant(InRoster, frozen=True, kw_only=True):
    """A role on one division (or on commons or office), for one account, until an hour; 0 is without end.

    `id` is random: who is let in again on the same terms in the same hour has another grant than the one that ended.
    `by` is the account that granted; BY_DIVISION_KEY at the founding, BY_ROOT when trustees did.
    """

    id: bytes
    account: bytes
    signing: bytes
    """The member's public signing key: whose deeds are to be believed."""
    role: Role
    not_after: Hour
    from_epoch: Number
    """0 with the history; otherwise "from now on only"."""
    may_export: bool
    proposal: Proposal | None = None
    """The first of two signatures, where the division takes two."""

    @classmethod
    def label(cls) -> bytes:
        """Return the label that begins the transcript."""
        return labels.SIGN_GRANT

    def holds_at(self, hour: int) -> bool:
        """Is it in force at this hour?"""
        return not self.not_after or hour <= self.not_after


def longest(grants: Iterable[Grant], role: Role) -> Grant | None:
    """Return the grant that lasts longest of those that cover a role."""
    covering = (grant for grant in grants if grant.role.covers(role))
    return max(covering, key=lambda grant: (not grant.not_after, grant.not_after), default=None)


class Revocation(InRoster, frozen=True, kw_only=True):
    """The end of grants of an account on a division: it names each by its digest, so a later grant is not touched."""

    account: bytes
    grants: list[bytes]

    @classmethod
    def label(cls) -> bytes:
        """Return the label that begins the transcript."""
        return labels.SIGN_REVOCATION


class NewKey(InRoster, frozen=True, kw_only=True):
    """An account signs with another key from here on, to which its own handovers lead; its old deeds stay true.

    A coordinator states it of an account that holds nothing at this place: its grants were ended before, and are given
    anew. An account may state it of itself, with the key before, where nobody else coordinates the division. In commons
    and office an administrator states it of another one, who keeps what it holds.
    """

    account: bytes
    handovers: Handovers

    @classmethod
    def label(cls) -> bytes:
        """Return the label that begins the transcript."""
        return labels.SIGN_NEW_KEY


class Epoch(InRoster, frozen=True, kw_only=True):
    """A division's keys were changed: whoever held nothing at its hour got none of the new ones.

    `certificate` is the number of the certificate that counts since: who coordinated before it may know an older key.
    """

    epoch: Number
    certificate: Number

    @classmethod
    def label(cls) -> bytes:
        """Return the label that begins the transcript."""
        return labels.SIGN_EPOCH


class RootKey(Statement, frozen=True, kw_only=True):
    """The root's public sealing key, for escrows; signed by the root, whose other key every keyring pins."""

    sealing: bytes

    @classmethod
    def label(cls) -> bytes:
        """Return the label that begins the transcript."""
        return labels.SIGN_ROOT_KEY


class Escrow(Statement, frozen=True, kw_only=True):
    """An epoch's whole bundle, sealed to the root's sealing key: what the trustees can open together."""

    division: bytes
    epoch: Number
    sealed: bytes
    mark: bytes = b""
    """By which the account that laid it knows its own again: to all others it is random."""

    left_out_where_empty: ClassVar[tuple[str, ...]] = ("mark",)

    @classmethod
    def label(cls) -> bytes:
        """Return the label that begins the transcript."""
        return labels.SIGN_ESCROW


class Successor(Statement, frozen=True, kw_only=True):
    """Where the organisation goes on when this address is given up; signed by the root. The highest number counts."""

    address: str
    number: Number
    since: Hour

    @classmethod
    def label(cls) -> bytes:
        """Return the label that begins the transcript."""
        return labels.SIGN_SUCCESSOR


class Auditor(Statement, frozen=True, kw_only=True):
    """Who reads the access log: what desks write there is sealed to this key. Signed by the root, so nobody slips in.

    Of one account the highest number counts; an empty `sealing` is the end of it.
    """

    account: bytes
    sealing: bytes
    number: Number
    since: Hour
    signing: bytes = b""
    """The account's own key. Where it is told its word about what was let go of the log is known by it."""

    left_out_where_empty: ClassVar[tuple[str, ...]] = ("signing",)

    @classmethod
    def label(cls) -> bytes:
        """Return the label that begins the transcript."""
        return labels.SIGN_AUDITOR


class Deputies(InRoster, frozen=True, kw_only=True):
    """Two accounts that may let one of them coordinate the division, both signing; an empty list takes it back.

    The newest statement counts. Each account has its public signing key beside it.
    """

    accounts: list[bytes]
    signing: list[bytes]

    @classmethod
    def label(cls) -> bytes:
        """Return the label that begins the transcript."""
        return labels.SIGN_DEPUTIES


BEFORE_ALL = bytes(32)
"""What the first statement of a roster names as the one before it."""
BY_DIVISION_KEY = bytes(16)
"""In the place of an account: the division's first key signed (commons, office: the root's), at the founding only."""
BY_ROOT = b"\xff" * 16
"""Signed by the organisation's root key, as trustees do together: believed in every roster, at any time."""
STATEMENTS: dict[str, type[Statement]] = {
    "certificate": Certificate,
    "inbox_key": InboxKey,
    "member": Member,
    "grant": Grant,
    "revocation": Revocation,
    "auditor": Auditor,
    "auditor_key": AuditorKey,
    "root_key": RootKey,
    "escrow": Escrow,
    "successor": Successor,
    "epoch": Epoch,
    "deputies": Deputies,
    "new_key": NewKey,
}
"""The record kinds that hold a statement in their field "statement" (base64 of its JSON)."""


def kind_of(statement: Statement) -> str:
    """Return the record kind that holds such a statement."""
    return next(kind for kind, type_ in STATEMENTS.items() if isinstance(statement, type_))


def statement_fields(statement: Statement) -> dict[str, Any]:
    """Return the fields of the record that holds a statement."""
    return {"statement": msgspec.to_builtins(statement)}


def read_statement(kind: str, fields: dict[str, Any]) -> Statement:
    """Return the statement that a record holds. Raises msgspec.ValidationError."""
    return msgspec.convert(fields.get("statement"), STATEMENTS[kind])
