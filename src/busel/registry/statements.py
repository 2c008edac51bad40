"""Signed statements: who a member is, which key a division has, who was granted what.

A statement is believed for its own signature, wherever it lies. Those that carry keys are signed by a division's key,
which its parent's key certifies, up to the root, whose public half is pinned in every keyring.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from typing import Annotated, Any, Self

import msgspec

from busel.journal.deed import Hour
from busel.registry.roles import Role
from busel.vault import labels
from busel.vault.sign import SigningKey, verify
from busel.vault.transcript import transcript

Number = Annotated[int, msgspec.Meta(ge=0, lt=2**32)]
"""Of an epoch or a certificate. What is beyond is no statement: JSON has no bound, and what is signed has one."""
ROOT = bytes(16)
"""The parent that the topmost divisions name: the organisation's root key."""


def division_id(organisation: bytes, parent: bytes, first: bytes) -> bytes:
    """Return the id of a division and its journal: 16 bytes of the hash of who founded it and its first key."""
    return hashlib.sha256(transcript(labels.HASH_DIVISION, organisation, parent, first)).digest()[:16]


class Statement(msgspec.Struct, frozen=True, kw_only=True):
    """What all statements share: a signature over all the other fields, in the order of their definition."""

    organisation: bytes
    signature: bytes = b""

    @classmethod
    def label(cls) -> bytes:
        """Return the label that begins the transcript."""
        raise NotImplementedError

    def words(self) -> bytes:
        """Return what is signed."""
        fields: list[Any] = [getattr(self, name) for name in self.__struct_fields__ if name not in _UNSIGNED]
        return transcript(self.label(), *[field.encode() if isinstance(field, Role) else field for field in fields])

    def sign(self, key: SigningKey) -> Self:
        """Return it with the signature of `key`."""
        return msgspec.structs.replace(self, signature=key.sign(self.words()))

    def check(self, public: bytes) -> None:
        """Raise vault.BadSignatureError unless the holder of `public` signed it."""
        verify(public, self.words(), self.signature)


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

    def names_its_place(self) -> bool:
        """Is the id the one that this parent and first key make?"""
        own = self.number > 0 or self.public == self.first
        return own and self.division == division_id(self.organisation, self.parent, self.first)

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


class Member(Statement, frozen=True, kw_only=True):
    """An account's public keys, mailbox and handle; signed by itself."""

    account: bytes
    signing: bytes
    sealing: bytes
    mailbox: bytes
    deposit: bytes
    handle: str
    """What people call it by. Anybody can sign any handle for an own account: one that two accounts have names none."""

    @classmethod
    def label(cls) -> bytes:
        """Return the label that begins the transcript."""
        return labels.SIGN_MEMBER


class Grant(Statement, frozen=True, kw_only=True):
    """A role on one division (or on commons or office), for one account, until an hour; 0 is without end.

    `id` is random: who is let in again on the same terms in the same hour has another grant than the one that ended.
    `by` is the account that granted; all zeros when the division's own key signed it, as at the founding.
    """

    id: bytes
    division: bytes
    account: bytes
    signing: bytes
    """The member's public signing key: whose deeds are to be believed."""
    role: Role
    since: Hour
    not_after: Hour
    from_epoch: Number
    """0 with the history; otherwise "from now on only"."""
    may_export: bool
    by: bytes

    @classmethod
    def label(cls) -> bytes:
        """Return the label that begins the transcript."""
        return labels.SIGN_GRANT

    def digest(self) -> bytes:
        """Return the SHA-256 of its signature, by which a revocation names it."""
        return hashlib.sha256(self.signature).digest()

    def holds_at(self, hour: int) -> bool:
        """Is it in force at this hour?"""
        return not self.not_after or hour <= self.not_after


def longest(grants: Iterable[Grant], role: Role) -> Grant | None:
    """Return the grant that lasts longest of those that cover a role."""
    covering = (grant for grant in grants if grant.role.covers(role))
    return max(covering, key=lambda grant: (not grant.not_after, grant.not_after), default=None)


class Revocation(Statement, frozen=True, kw_only=True):
    """The end of grants of an account on a division: it names each by its digest, so a later grant is not touched."""

    division: bytes
    account: bytes
    since: Hour
    grants: list[bytes]
    by: bytes

    @classmethod
    def label(cls) -> bytes:
        """Return the label that begins the transcript."""
        return labels.SIGN_REVOCATION


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

    @classmethod
    def label(cls) -> bytes:
        """Return the label that begins the transcript."""
        return labels.SIGN_AUDITOR


BY_DIVISION_KEY = bytes(16)
_UNSIGNED = ("signature",)
STATEMENTS: dict[str, type[Statement]] = {
    "certificate": Certificate,
    "inbox_key": InboxKey,
    "member": Member,
    "grant": Grant,
    "revocation": Revocation,
    "auditor": Auditor,
    "root_key": RootKey,
    "escrow": Escrow,
    "successor": Successor,
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
