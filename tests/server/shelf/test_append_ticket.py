"""A ticket that appends and does nothing else, as coordinators hold it of commons: the same on every shelf."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from busel.shelf.protocol import (
    MAX_APPENDED_BYTES,
    BadTicketError,
    Resealed,
    Segment,
    Shelf,
    Staged,
    Tickets,
    TooLargeError,
)
from factories.shelf import Account, Chain, commit_after, hashes, new_id, secret


@pytest.fixture
def chain() -> Chain:
    return Chain(tickets=Tickets(secret(), secret(), secret(), secret()))


@pytest.fixture
def session(shelf: Shelf, account: Account, chain: Chain) -> bytes:
    shelf.found([account.locker()], [chain.new()])
    return account.sign_in(shelf)


def test_it_appends(shelf: Shelf, session: bytes, chain: Chain) -> None:
    commit, head = commit_after(chain.id, chain.head, b"new keys")
    assert shelf.append(session, chain.id, chain.tickets.append, commit) == head
    assert shelf.fetch(session, [chain.want()]).parts[0].commits == [*chain.commits, commit]


def test_it_lays_no_snapshot_begins_no_epoch_and_changes_nothing_that_is_there(
    shelf: Shelf, session: bytes, chain: Chain
) -> None:
    stage, only = chain.stage(shelf, session, b"block"), chain.tickets.append
    commit, _head = commit_after(chain.id, chain.head, b"a snapshot of mine")
    ahead, _head = commit_after(chain.id, chain.head, b"an epoch of mine", epoch=1)
    calls: list[Callable[[], object]] = [
        lambda: shelf.append(session, chain.id, only, commit, Staged(stage, 1)),
        lambda: shelf.switch(session, chain.id, only, ahead, Staged(stage, 1), hashes(chain.tickets)),
        lambda: shelf.stage(session, chain.id, only, new_id(), [b"x"]),
        lambda: shelf.drop_stage(session, chain.id, only, stage),
        lambda: shelf.reseal(session, chain.id, only, [Resealed(0, Segment.EMPTIED, 0, b"")]),
        lambda: shelf.let_go(session, chain.id, only, stage),
        lambda: shelf.take(session, chain.id, only, []),
        lambda: shelf.fetch(session, [type(chain.want())(chain.id, only)]),
    ]
    for call in calls:
        with pytest.raises(BadTicketError):
            call()
    assert shelf.fetch(session, [chain.want()]).parts[0].head == chain.head


def test_it_appends_nothing_long(shelf: Shelf, session: bytes, chain: Chain) -> None:
    commit, _head = commit_after(chain.id, chain.head, bytes(MAX_APPENDED_BYTES + 1))
    with pytest.raises(TooLargeError):
        shelf.append(session, chain.id, chain.tickets.append, commit)
    chain.append(shelf, session, bytes(MAX_APPENDED_BYTES + 1))


def test_a_new_epoch_has_another_one(shelf: Shelf, session: bytes, chain: Chain) -> None:
    stage = chain.stage(shelf, session, b"block")
    commit, head = commit_after(chain.id, chain.head, b"new epoch", epoch=1)
    later = Tickets(secret(), secret(), secret(), secret())
    shelf.switch(session, chain.id, chain.tickets.write, commit, Staged(stage, 1), hashes(later))
    following, _head = commit_after(chain.id, head, b"new keys")
    with pytest.raises(BadTicketError):
        shelf.append(session, chain.id, chain.tickets.append, following)
    shelf.append(session, chain.id, later.append, following)


def test_where_a_journal_has_none_no_ticket_is_it(shelf: Shelf, session: bytes, chain: Chain) -> None:
    stage = chain.stage(shelf, session, b"block")
    commit, head = commit_after(chain.id, chain.head, b"new epoch", epoch=1)
    later = Tickets(secret(), secret(), secret())
    shelf.switch(session, chain.id, chain.tickets.write, commit, Staged(stage, 1), hashes(later))
    following, _head = commit_after(chain.id, head, b"new keys")
    for ticket in (b"", chain.tickets.append):
        with pytest.raises(BadTicketError):
            shelf.append(session, chain.id, ticket, following)
