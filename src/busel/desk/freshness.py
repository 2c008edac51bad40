"""How new the workspace is: what was counted stays true until any journal has moved."""

from __future__ import annotations

from busel.desk.session import Session

Stamp = frozenset[tuple[bytes, int]]
"""Which journals are open, and the newest commit of each."""


def stamp(session: Session) -> Stamp:
    """Return what is another one after every commit that this desk sees, and when a division opens or closes."""
    ledgers = list(session.ledgers.items())
    return frozenset((journal, ledger.link.sequence) for journal, ledger in ledgers if ledger.link is not None)
