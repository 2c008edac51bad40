"""Grants and revocations that every desk believes, or that are not written: nothing is reported that others refuse.

A roster takes no statement older than its newest one, and none by somebody whose own grant is over at the statement's
hour. So a statement whose hour somebody else's came before is made anew. And where the newest one lies past the
coordinator's own grant (a clock ran ahead, or somebody wished it), the division's key signs, which has no end.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from busel.desk.clock import this_hour
from busel.desk.session import Session
from busel.desk.workspace.models import Item
from busel.desk.writing import NotAllowedError, NotBelievedError
from busel.registry.roles import Role
from busel.registry.roster import Roster, roster_statements
from busel.registry.statements import BY_DIVISION_KEY, Revocation
from busel.vault.sign import SigningKey

Made = TypeVar("Made")


class NotCountedError(Exception):
    """Revocations lie in a division, and its roster believes none of them: new keys would go to whom they name."""

    def __init__(self, accounts: set[bytes]) -> None:
        ids = ", ".join(account.hex() for account in sorted(accounts))
        super().__init__(
            f"A removal lies there that no desk believes, of {ids}. The keys are the old ones still. Remove them again"
            " (busel revoke); or, if nobody did, see whose doing it is (busel verify)."
        )
        self.accounts = accounts


@dataclass(frozen=True)
class Hand:
    """What the next statement into a roster is made with: its hour, whose it is, and the key that signs it."""

    division: bytes
    roster: Roster
    epoch: int
    since: int
    by: bytes
    key: SigningKey


def roster_of(session: Session, division: bytes) -> Roster:
    """Return who holds what on a division. Raises NotAllowedError where there is no roster."""
    ledger = session.ledgers.get(division)
    if ledger is None or ledger.roster is None:
        raise NotAllowedError
    return ledger.roster


def state(session: Session, division: bytes, write: Callable[[Hand], Made]) -> Made:
    """Make a statement and write it; again while newer ones come between. Raises what `writing.write` does."""
    while True:
        hand = _hand(session, division)
        try:
            return write(hand)
        except NotBelievedError:
            if roster_of(session, division).newest <= hand.since:
                raise


def refuse_uncounted(session: Session, division: bytes) -> None:
    """Raise NotCountedError where a revocation lies in a division while what it names is held still.

    No desk writes one, but a snapshot can hold it. Each that the roster refused would be too much: anybody can make
    such a one, and would stop the rotations for good. One that names what is held is put right by revoking that anew.
    """
    with session.lock:
        held = {grant.digest() for grants in roster_of(session, division).grants.values() for grant in grants}
        lying = Item.objects.filter(division=session.numbers[division], kind="revocation")
        stated = roster_statements((one.kind, one.fields) for one in lying)
        accounts = {one.account for one in stated if isinstance(one, Revocation) and held.intersection(one.grants)}
    if accounts:
        raise NotCountedError(accounts)


def _hand(session: Session, division: bytes) -> Hand:
    roster, bundle = roster_of(session, division), session.ledgers[division].bundle
    since = max(this_hour(), roster.newest)
    if roster.holds(session.account, Role.COORDINATOR, since) or not bundle.division_seed:
        return Hand(division, roster, bundle.epoch, since, session.account, session.keyring.account.signing)
    return Hand(division, roster, bundle.epoch, since, BY_DIVISION_KEY, SigningKey(bundle.division_seed))
