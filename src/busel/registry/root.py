"""The organisation's root key: what the trustees' shares give back, for as long as one command runs."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from busel.vault import labels
from busel.vault.hidden import hidden
from busel.vault.seal import derive, new_key
from busel.vault.sign import SigningKey
from busel.vault.wrap import OpeningKey


@hidden
@dataclass(frozen=True)
class Root:
    """One random 256-bit master, from which come the pair that certifies and the pair that opens escrows.

    Why safe: both seeds are derived under labels of their own, so neither tells of the other or of the master.
    """

    master: bytes

    @classmethod
    def new(cls) -> Root:
        """Return a random one."""
        return cls(new_key())

    @cached_property
    def signing(self) -> SigningKey:
        """The key that certifies topmost divisions, grants in recovery, and names a successor."""
        return SigningKey(derive(self.master, label=labels.DERIVE_ROOT_SIGNING))

    @cached_property
    def audit_ticket(self) -> bytes:
        """The auditors' ticket. From the master, so that the trustees have the same for who is made one later."""
        return derive(self.master, label=labels.DERIVE_AUDIT_TICKET)

    @cached_property
    def opening(self) -> OpeningKey:
        """The key that opens escrows."""
        return OpeningKey(derive(self.master, label=labels.DERIVE_ROOT_SEALING))
