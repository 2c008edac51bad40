"""Where the pages are, for cards: the address that was asked for, and the one that the trustees named."""

from __future__ import annotations

from django.http import HttpRequest

from busel.desk.session import Session
from busel.desk.trustees.successors import known_successor
from busel.desk.web.card_words import Addresses

ONION = ".onion"


def addresses_of(request: HttpRequest, session: Session) -> Addresses:
    """Return them. Where the pages are asked for by another name than an onion's the card has a line to fill in.

    Why safe: the name comes from the request, so only one that the settings allow, for who asked by it.
    """
    host, successor = request.get_host(), known_successor(session)
    return Addresses(host if host.endswith(ONION) else "", successor.address if successor else "")
