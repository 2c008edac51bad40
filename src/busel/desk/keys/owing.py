"""New keys are owed after somebody was let go; after a coordinator by whoever can certify the division anew, too."""

from __future__ import annotations

from collections.abc import Sequence

from busel.desk.access.stating import roster_of
from busel.desk.clock import this_hour
from busel.desk.freezes.freeze_notes import FREEZE
from busel.desk.keys.certifying import can_certify
from busel.desk.session import Session
from busel.desk.workspace.models import Item
from busel.registry.authored import ERASURE
from busel.registry.former_deputies import former_deputies


def rotations_owed(session: Session, divisions: Sequence[bytes]) -> list[bytes]:
    """Return those of the divisions where keys open that somebody may not use any more: asked of all at once.

    Somebody was let go or frozen or got new keys in the present epoch, or a person was erased in it; or a grant that
    got its keys is over; or deputies who are it no more hold them together; or the division's next certificate is owed,
    and this account can give it. A thaw does not undo it: two people said who holds the account now, not who had its
    keys meanwhile.
    """
    epochs = {session.numbers[one]: session.ledgers[one].bundle.epoch for one in divisions}
    let_go = Item.objects.filter(division__in=epochs, kind__in=("revocation", "new_key", ERASURE, FREEZE)).values_list(
        "division_id", "kind", "fields"
    )
    # A note of an erasure without its epoch is a changed desk's: by it new keys would be owed for good.
    said = ((number, fields.get("epoch", -1 if kind == ERASURE else epochs[number])) for number, kind, fields in let_go)
    owed = {number for number, epoch in said if epoch >= epochs[number]}
    return [
        one
        for one in divisions
        if session.numbers[one] in owed or _has_ended(session, one) or can_certify(session, one)
    ]


def _has_ended(session: Session, division: bytes) -> bool:
    epoch = session.ledgers[division].bundle.epoch
    roster = roster_of(session, division)
    return bool(roster.ended_since(epoch, this_hour()) or former_deputies(roster, epoch))


def owed_for_deputies(session: Session, divisions: Sequence[bytes]) -> list[bytes]:
    """Return those of the divisions whose keys two hold together who are deputies no more."""
    return [one for one in divisions if former_deputies(roster_of(session, one), session.ledgers[one].bundle.epoch)]
