"""Grants and revocations that every desk believes, or that are not written: nothing is reported that others refuse.

A roster is a chain: each statement names its number and the one before. So a statement that somebody else's came before
is made anew, at the new end.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from busel.desk.clock import this_hour
from busel.desk.journals.writing import NotAllowedError, NotBelievedError, write
from busel.desk.session import Session
from busel.desk.workspace.models import Item
from busel.journal.deed import Op
from busel.registry.roster import Roster, roster_statements
from busel.registry.statements import Epoch, Revocation, statement_fields
from busel.vault.entropy import new_record_id
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
    """What the next statement into a roster is made with: its place, whose it is, and the key that signs it."""

    division: bytes
    roster: Roster
    epoch: int
    place: dict[str, Any]
    """The fields that all statements of a roster share: organisation, division, since, by, number, previous."""
    key: SigningKey


def roster_of(session: Session, division: bytes) -> Roster:
    """Return who holds what on a division. Raises NotAllowedError where there is no roster."""
    ledger = session.ledgers.get(division)
    if ledger is None or ledger.roster is None:
        raise NotAllowedError
    return ledger.roster


def state(session: Session, division: bytes, write: Callable[[Hand], Made]) -> Made:
    """Make a statement and write it; again while newer ones, or new keys, come between. Raises as `writing.write`."""
    while True:
        hand = _hand(session, division)
        try:
            return write(hand)
        except NotBelievedError:
            same_epoch = session.ledgers[division].bundle.epoch == hand.epoch
            if same_epoch and roster_of(session, division).tip == hand.roster.tip:
                raise


def note_epoch(session: Session, division: bytes) -> None:
    """State in the roster that the present epoch has begun, if nobody did: who was let in before it, and who after."""
    with session.lock:
        ledger, certificate = session.ledgers[division], session.certificates.certificate(division)
        epoch, noted = ledger.bundle.epoch, roster_of(session, division).statements
        if certificate is None or any(isinstance(one, Epoch) and one.epoch >= epoch for one in noted):
            return
        began = min(this_hour(), ledger.since or this_hour())
        state(session, division, lambda hand: _write_epoch(session, hand, certificate.number, began))


def _write_epoch(session: Session, hand: Hand, certificate: int, began: int) -> None:
    if any(isinstance(one, Epoch) and one.epoch >= hand.epoch for one in hand.roster.statements):
        return  # somebody else was faster
    place = {**hand.place, "since": began}
    statement = Epoch(**place, epoch=hand.epoch, certificate=certificate).sign(hand.key)
    record = new_record_id()
    write(session, hand.division, "begin_epoch", [(record, [Op("epoch", record, statement_fields(statement))])])


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
    place = roster.place(since=this_hour(), by=session.account)
    return Hand(division, roster, bundle.epoch, place, session.keyring.account.signing)
