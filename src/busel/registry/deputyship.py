"""What a deputy keeps on the keyring: the own half of a division's key, and the other's once it was handed over."""

from __future__ import annotations

import msgspec

from busel.registry.statements import Member, Number, Proposal
from busel.vault.hidden import hidden

DEPUTY, HALF = "deputy", "deputy_half"
"""The kinds of messages in a mailbox: what a division leaves to a deputy, and what one deputy hands the other."""


@hidden
class Deputyship(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What one deputy keeps of a division: an epoch's sealed bundle, a half of its key, and who has the other."""

    journal: bytes
    name: str
    """The division's full name, for the deputy's pages."""
    epoch: int
    half: bytes
    sealed: bytes
    other: Member
    number: Number
    """How many statements the division's roster held when this was left, and the digest of the last of them: what this
    deputy signs names that end, for the roster itself is read by neither deputy."""
    previous: bytes
    handed: bool = False
    """On the keyring only: this account has handed its half to the other one."""


@hidden
class Half(msgspec.Struct, frozen=True, kw_only=True):
    """What the other deputy handed over: that one's half, and the signature that lets this account coordinate."""

    journal: bytes
    epoch: int
    half: bytes
    proposal: Proposal
