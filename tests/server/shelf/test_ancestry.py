"""The chain without bodies: by which a desk proves that a head it remembers is an ancestor of today's."""

from __future__ import annotations

import os

import pytest
from msgspec.structs import replace

from busel.shelf.protocol import BadTicketError, Shelf
from factories.shelf import Chain, secret


def test_headers_between_two_commits_come_oldest_first_without_bodies(
    shelf: Shelf, session: bytes, chain: Chain
) -> None:
    for body in (b"one", b"two", b"three"):
        chain.append(shelf, session, body)
    bare = [replace(commit, body=b"") for commit in chain.commits]
    assert shelf.ancestry(session, chain.id, chain.tickets.read, 0, 3) == bare[1:3]
    assert shelf.ancestry(session, chain.id, chain.tickets.read, -1, 2**62) == bare
    assert shelf.ancestry(session, chain.id, chain.tickets.read, 2, 2) == []
    assert shelf.ancestry(session, chain.id, chain.tickets.read, 2**62, 2**62) == []


def test_nobody_sees_headers_without_the_read_ticket(shelf: Shelf, session: bytes, chain: Chain) -> None:
    with pytest.raises(BadTicketError):
        shelf.ancestry(session, chain.id, secret(), -1, 1)
    with pytest.raises(BadTicketError):
        shelf.ancestry(session, os.urandom(16), chain.tickets.read, -1, 1)
