"""What an account is called beside a request."""

from __future__ import annotations

from busel.desk.keys.posting import members_of
from busel.desk.session import Session


def handle_of(session: Session, account: bytes) -> str:
    """Return an account's handle as one of the open divisions knows it, else the beginning of its id."""
    for bundle in session.divisions():
        member = members_of(session, bundle.journal).get(account)
        if member is not None:
            return member.handle
    return account.hex()[:8]
