"""Inboxes of divisions: how many envelopes wait."""

from __future__ import annotations

from busel.desk.session import Session
from busel.registry.roles import Role


def waiting(session: Session) -> int:
    """Return how many envelopes wait in the inboxes that the account opens, as of the last look."""
    return sum(session.waiting.get(bundle.journal, 0) for bundle in session.divisions(least=Role.EDITOR))
