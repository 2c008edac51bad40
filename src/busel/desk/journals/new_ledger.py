"""A reader of one journal as it begins: with the roster's first key, and what the account remembers of both ends."""

from __future__ import annotations

from typing import TypeVar

from busel.desk.journals.ledger import Ledger
from busel.desk.session import Session
from busel.journal.header import Place
from busel.registry.keyring import NOT_DIVISIONS, Bundle
from busel.registry.roster import NOTHING_SEEN, Roster

L = TypeVar("L", bound=Ledger)


def new_ledger(session: Session, bundle: Bundle, kind: type[L]) -> L | None:
    """Return a reader of a journal, or None for a division whose key no certificate chain reaches."""
    account = session.keyring.account
    roster = None
    if bundle.name != "own":
        root, certificate = session.keyring.root, session.certificates.certificate(bundle.journal)
        if bundle.name in NOT_DIVISIONS:
            roster = Roster(session.keyring.organisation, bundle.journal, root, root)
        elif certificate is None:
            return None
        else:
            roster = Roster(certificate.organisation, bundle.journal, certificate.first, root, certificate.signatures)
    return kind(
        place=Place(session.keyring.organisation, bundle.journal),
        bundle=bundle,
        account=account.id,
        own_public=account.signing.public,
        roster=roster,
        remembered=session.keyring.heads.get(bundle.journal.hex()),
        tip=session.keyring.rosters.get(bundle.journal.hex(), NOTHING_SEEN),
    )
