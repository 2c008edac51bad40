"""How new the workspace is: what was counted stays true until any journal has moved."""

from __future__ import annotations

from busel.desk.session import Session
from busel.shelf.protocol import Drawn

Stamp = frozenset[tuple[bytes, int]]
"""Which journals are open, and the newest commit of each."""


def stamp(session: Session) -> Stamp:
    """Return what is another one after every commit that this desk sees, and when a division opens or closes."""
    ledgers = list(session.ledgers.items())
    return frozenset((journal, ledger.link.sequence) for journal, ledger in ledgers if ledger.link is not None)


def drawn_from(session: Session) -> list[Drawn] | None:
    """Return where every open journal stands, to be compared once a page is made of them.

    None where something is to be brought first: keys that were changed, or news that came with each page of late.
    """
    if session.shut or session.moving:
        return None
    ledgers = [ledger for ledger in list(session.ledgers.values()) if ledger.link is not None]
    return [
        Drawn(ledger.place.journal, ledger.bundle.keys.read_ticket(), ledger.link.digest)
        for ledger in ledgers
        if ledger.link is not None
    ]
