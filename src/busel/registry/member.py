"""Who an account is: its public keys, signed by itself; and how it goes on with new ones after it was taken."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import dropwhile, pairwise
from typing import Annotated, ClassVar

import msgspec

from busel.registry.statement import Number, Statement
from busel.vault import labels

MOST_HANDOVERS = 64
"""No account changes its keys more often; a list that anybody sends has a bound."""


class Handover(Statement, frozen=True, kw_only=True):
    """An account goes on with new keys: signed by the signing key before. The first one has number 1.

    Whoever has taken the account can sign one too. So it lets nobody in: coordinators compare six words with the
    person, and state in their roster which key counts (`statements.NewKey`). It only says that no coordinator alone can
    put a key of their own in the place of somebody's.
    """

    account: bytes
    number: Number
    before: bytes
    """The public signing key that signs this."""
    signing: bytes
    sealing: bytes

    @classmethod
    def label(cls) -> bytes:
        """Return the label that begins the transcript."""
        return labels.SIGN_HANDOVER


Handovers = Annotated[list[Handover], msgspec.Meta(max_length=MOST_HANDOVERS)]


class Member(Statement, frozen=True, kw_only=True):
    """An account's public keys, mailbox and handle; signed by itself."""

    account: bytes
    signing: bytes
    sealing: bytes
    mailbox: bytes
    deposit: bytes
    handle: str
    """What people call it by. Anybody can sign any handle for an own account: one that two accounts have names none."""
    handovers: Handovers = msgspec.field(default_factory=list)
    """From its first key to this one, in their order; empty until the account was taken and its keys were changed."""

    left_out_where_empty: ClassVar[tuple[str, ...]] = ("handovers",)

    @classmethod
    def label(cls) -> bytes:
        """Return the label that begins the transcript."""
        return labels.SIGN_MEMBER

    def __hash__(self) -> int:
        """Let members stand in sets: of equal ones the signature is equal, too."""
        return hash(self.signature)

    @property
    def number(self) -> int:
        """How often its keys were changed."""
        return len(self.handovers)

    def is_sound(self) -> bool:
        """Did it sign itself, and do its handovers, each by the key before, lead to its keys?"""
        if not self.is_signed_by(self.signing):
            return False
        if not self.handovers:
            return True
        first, last = self.handovers[0], self.handovers[-1]
        numbers = [one.number for one in self.handovers]
        led_to = key_after(self.handovers, known=first.before, organisation=self.organisation, account=self.account)
        whole = numbers == list(range(1, len(numbers) + 1)) and led_to == self.signing
        return whole and last.sealing == self.sealing

    def comes_after(self, known: bytes) -> bool:
        """Does it go on from the account with this public key, with another one?"""
        return key_after(self.handovers, known=known, organisation=self.organisation, account=self.account) is not None


def key_after(handovers: Sequence[Handover], *, known: bytes, organisation: bytes, account: bytes) -> bytes | None:
    """Return the key to which an account's handovers lead from one that is known; None where they lead nowhere."""
    rest = list(dropwhile(lambda one: one.before != known, handovers))
    sound = all(
        (one.organisation, one.account) == (organisation, account) and one.is_signed_by(one.before) for one in rest
    )
    chained = all(one.signing == following.before for one, following in pairwise(rest))
    return rest[-1].signing if rest and sound and chained else None
