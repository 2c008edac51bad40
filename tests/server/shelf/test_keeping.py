"""What folds replace is kept for some days and can be put back; a change of keys drops it at once. On every shelf."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from busel.shelf.client import RemoteShelf
from busel.shelf.protocol import ExistsError, Resealed, Segment, Shelf, ShelfError
from busel.shelf.rules import KEPT_DAYS, KEPT_SNAPSHOTS
from factories.shelf import Account, Chain, sha
from fixtures.shelves import Running, Tried


def fold(shelf: Shelf, session: bytes, chain: Chain, block: bytes, *, history: bytes = b"re-sealed ") -> bytes:
    """Do what a desk does that folds, with a state and a history of one's own choice; return the stage."""
    stage = chain.stage(shelf, session, block)
    chain.append(shelf, session, b"manifest", stage=stage)
    shelf.let_go(session, chain.id, chain.tickets.write, stage)
    bodies = [
        Resealed(one.sequence, Segment.HISTORY, chain.head.epoch, history + one.body) for one in chain.commits[:-1]
    ]
    shelf.reseal(session, chain.id, chain.tickets.write, bodies)
    return stage


def test_an_emptied_history_and_a_false_snapshot_are_put_back_and_nothing_since_is_lost(
    tried: Tried, shelf: Shelf, session: bytes, chain: Chain
) -> None:
    chain.append(shelf, session, b"a deed")
    fold(shelf, session, chain, b"true")
    chain.append(shelf, session, b"a later deed")
    fold(shelf, session, chain, b"false", history=b"junk ")
    chain.append(shelf, session, b"a deed after it")
    assert tried.put_back(chain.id)
    part = shelf.fetch(session, [chain.want()]).parts[0]
    assert (part.head, part.snapshot, part.blocks, part.commits) == (chain.head, -1, [], chain.commits)
    assert not tried.put_back(chain.id)
    fold(shelf, session, chain, b"true again")
    assert shelf.fetch(session, [chain.want()]).parts[0].blocks == [b"true again"]


def test_what_was_folded_long_before_stays_as_it_is(tried: Tried, shelf: Shelf, session: bytes, chain: Chain) -> None:
    chain.append(shelf, session, b"a deed")
    stage = fold(shelf, session, chain, b"true")
    folded = shelf.history(session, chain.id, chain.tickets.read, 2)
    tried.age_kept(KEPT_DAYS + 1)
    later = chain.append(shelf, session, b"a later deed")
    fold(shelf, session, chain, b"false", history=b"junk ")
    assert tried.put_back(chain.id)
    part = shelf.fetch(session, [chain.want()]).parts[0]
    assert (part.snapshot, part.stage, part.blocks) == (2, stage, [b"true"])
    assert part.commits == [chain.commits[2], later, chain.commits[-1]]
    assert shelf.history(session, chain.id, chain.tickets.read, 2) == folded


def test_what_is_sealed_into_the_history_is_replaced_by_nothing_until_the_keys_are_changed(
    shelf: Shelf, session: bytes, chain: Chain
) -> None:
    chain.append(shelf, session, b"a deed")
    fold(shelf, session, chain, b"true")
    held = shelf.history(session, chain.id, chain.tickets.read, 2)
    shelf.reseal(session, chain.id, chain.tickets.write, [Resealed(1, Segment.HISTORY, 0, b"junk")])
    assert shelf.history(session, chain.id, chain.tickets.read, 2) == held
    chain.switch(shelf, session, chain.stage(shelf, session, b"new"))
    for body in (b"under the new key", b"junk"):
        shelf.reseal(session, chain.id, chain.tickets.write, [Resealed(1, Segment.HISTORY, 1, body)])
    [second] = shelf.history(session, chain.id, chain.tickets.read, 2)[:1]
    assert (second.key_epoch, second.body) == (1, b"under the new key")


def test_a_change_of_keys_drops_at_once_what_is_kept(tried: Tried, shelf: Shelf, session: bytes, chain: Chain) -> None:
    chain.append(shelf, session, b"a deed")
    before = fold(shelf, session, chain, b"before")
    fold(shelf, session, chain, b"after")
    with pytest.raises(ExistsError):
        shelf.stage(session, chain.id, chain.tickets.write, before, [])
    newest = chain.stage(shelf, session, b"new keys")
    chain.switch(shelf, session, newest)
    assert shelf.stage(session, chain.id, chain.tickets.write, before, []) == 0
    shelf.let_go(session, chain.id, chain.tickets.write, newest)
    shelf.reseal(session, chain.id, chain.tickets.write, [Resealed(1, Segment.HISTORY, 1, b"again")])
    assert not tried.put_back(chain.id)


def test_a_kept_snapshot_is_neither_dropped_nor_laid_over_nor_pushed_out(
    tried: Tried, shelf: Shelf, session: bytes, chain: Chain
) -> None:
    first = fold(shelf, session, chain, b"first")
    for number in range(2 * KEPT_SNAPSHOTS):
        fold(shelf, session, chain, b"junk %d" % number)
        for call in (shelf.drop_stage, lambda *where: shelf.stage(*where, [b"junk"])):
            with pytest.raises(ExistsError):
                call(session, chain.id, chain.tickets.write, first)
    assert tried.put_back(chain.id)
    assert shelf.fetch(session, [chain.want()]).parts[0].snapshot == -1


def test_after_some_days_nothing_is_kept(tried: Tried, shelf: Shelf, session: bytes, chain: Chain) -> None:
    stage = fold(shelf, session, chain, b"before")
    fold(shelf, session, chain, b"after")
    tried.age_kept(KEPT_DAYS)
    with pytest.raises(ExistsError):
        shelf.stage(session, chain.id, chain.tickets.write, stage, [])
    tried.age_kept(1)
    assert not tried.put_back(chain.id)
    assert shelf.fetch(session, [chain.want()]).parts[0].blocks == [b"after"]


def test_only_a_body_under_the_newest_key_takes_a_place(shelf: Shelf, session: bytes, chain: Chain) -> None:
    chain.switch(shelf, session, chain.stage(shelf, session, b"new"))
    for bad in (Resealed(0, Segment.HISTORY, 0, b"old key"), Resealed(0, Segment.EMPTIED, 1, b"")):
        with pytest.raises(ShelfError):
            shelf.reseal(session, chain.id, chain.tickets.write, [bad])
    assert shelf.history(session, chain.id, chain.tickets.read, 1) == [replace(chain.commits[0])]


def test_the_operator_is_told_what_is_kept_in_numbers(running: Running) -> None:
    shelf, account, chain = RemoteShelf(running.socket), Account(), Chain()
    shelf.found([account.locker()], [chain.new(is_sponsor=True)])
    session = account.sign_in(shelf)
    assert running.put_back() == {"days": KEPT_DAYS, "journals": []}
    chain.append(shelf, session, b"a deed")
    fold(shelf, session, chain, b"before")
    fold(shelf, session, chain, b"after")
    [told] = running.put_back()["journals"]
    since = told.pop("since")
    bodies = [b"first", b"a deed", b"manifest", b"before"]
    assert told == {"journal": chain.id.hex(), "snapshots": 2, "bodies": 3, "bytes": sum(map(len, bodies))}
    assert running.sql("SELECT DISTINCT day FROM shelf_keptbody") == [(since,)]
    assert running.put_back(sha(b"no journal")[:16]) == {"refused": "unknown"}
    running.age_kept(KEPT_DAYS + 1)
    assert running.put_back(chain.id) == {"refused": "nothing-kept"}
    assert running.put_back()["journals"] == []
    assert running.sql("SELECT COUNT(*) FROM shelf_block") == [(1,)]
    shelf.close()
