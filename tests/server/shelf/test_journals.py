"""Append, stage, switch, re-seal: the same on every shelf."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from msgspec.structs import replace

from busel.shelf.protocol import (
    MAX_BODY_BYTES,
    BadTicketError,
    EpochMovedError,
    ExistsError,
    Head,
    HeadMovedError,
    Resealed,
    Segment,
    SessionEndedError,
    Shelf,
    ShelfError,
    Staged,
    StageMovedError,
    TooLargeError,
)
from factories.shelf import Chain, commit_after, hashes, new_id, new_tickets, secret, sha
from fixtures.shelves import Tried


def stored_head(shelf: Shelf, session: bytes, chain: Chain) -> Head:
    return shelf.fetch(session, [chain.want(chain.head.sequence)]).parts[0].head


def test_a_chain_grows_commit_by_commit(shelf: Shelf, session: bytes, chain: Chain) -> None:
    for body in (b"one", b"two", b"three"):
        chain.append(shelf, session, body)
    part = shelf.fetch(session, [chain.want()]).parts[0]
    assert (part.head, part.commits) == (chain.head, chain.commits)


def test_who_names_an_old_head_lost(shelf: Shelf, session: bytes, chain: Chain) -> None:
    late, _head = commit_after(chain.id, chain.head, b"late")
    chain.append(shelf, session)
    with pytest.raises(HeadMovedError):
        shelf.append(session, chain.id, chain.tickets.write, late)
    assert shelf.fetch(session, [chain.want()]).parts[0].commits == chain.commits


def test_the_same_commit_sent_twice_stands_once(shelf: Shelf, session: bytes, chain: Chain) -> None:
    commit = chain.append(shelf, session)
    with pytest.raises(HeadMovedError):
        shelf.append(session, chain.id, chain.tickets.write, commit)
    assert shelf.fetch(session, [chain.want()]).parts[0].commits == chain.commits


def test_only_the_write_ticket_appends(shelf: Shelf, session: bytes, chain: Chain) -> None:
    commit, _head = commit_after(chain.id, chain.head, b"planted")
    tickets = chain.tickets
    for journal, ticket in [
        (chain.id, tickets.read),
        (chain.id, tickets.deposit),
        (chain.id, b""),
        (new_id(), secret()),
    ]:
        with pytest.raises(BadTicketError):
            shelf.append(session, journal, ticket, commit)
    with pytest.raises(SessionEndedError):
        shelf.append(secret(), chain.id, tickets.write, commit)
    assert stored_head(shelf, session, chain) == chain.head


def test_a_commit_that_is_not_whole_is_refused(shelf: Shelf, session: bytes, chain: Chain) -> None:
    commit, _head = commit_after(chain.id, chain.head, b"body")
    broken = [
        replace(commit, body_digest=sha(b"other")),
        replace(commit, segment=Segment.HISTORY),
        replace(commit, segment=Segment.EMPTIED),
        replace(commit, key_epoch=7),
        replace(commit, sequence=5),
        replace(commit, epoch=1, key_epoch=1),
        replace(commit, sequence=-1),
    ]
    for bad in broken:
        with pytest.raises(ShelfError) as refusal:
            shelf.append(session, chain.id, chain.tickets.write, bad)
        assert type(refusal.value) is ShelfError
    assert stored_head(shelf, session, chain) == chain.head


def test_a_body_at_the_limit_is_taken_and_one_above_it_is_not(shelf: Shelf, session: bytes, chain: Chain) -> None:
    chain.append(shelf, session, bytes(MAX_BODY_BYTES))
    commit, _head = commit_after(chain.id, chain.head, bytes(MAX_BODY_BYTES + 1))
    with pytest.raises(TooLargeError):
        shelf.append(session, chain.id, chain.tickets.write, commit)
    with pytest.raises(TooLargeError):
        shelf.stage(session, chain.id, chain.tickets.write, new_id(), [bytes(MAX_BODY_BYTES + 1)])
    assert stored_head(shelf, session, chain) == chain.head


def test_a_stage_grows_and_counts(shelf: Shelf, session: bytes, chain: Chain) -> None:
    stage = new_id()
    counts = [
        shelf.stage(session, chain.id, chain.tickets.write, stage, blocks) for blocks in ([b"a", b"b"], [], [b"c"])
    ]
    assert counts == [2, 2, 3]
    chain.append(shelf, session, stage=stage, blocks=3)
    assert shelf.fetch(session, [chain.want()]).parts[0].blocks == [b"a", b"b", b"c"]


def test_blocks_are_not_told_before_they_are_adopted(shelf: Shelf, session: bytes, chain: Chain) -> None:
    chain.stage(shelf, session, b"aside")
    part = shelf.fetch(session, [chain.want()]).parts[0]
    assert (part.snapshot, part.stage, part.blocks, part.commits) == (-1, b"", [], chain.commits)


def test_a_snapshot_is_adopted_by_its_commit(shelf: Shelf, session: bytes, chain: Chain) -> None:
    chain.append(shelf, session)
    stage = chain.stage(shelf, session, b"a", b"b")
    chain.append(shelf, session, b"manifest", stage=stage, blocks=2)
    chain.append(shelf, session, b"tail")
    part = shelf.fetch(session, [chain.want()]).parts[0]
    assert (part.snapshot, part.stage, part.blocks, part.commits) == (2, stage, [b"a", b"b"], chain.commits[2:])


def test_a_stage_without_blocks_is_not_adopted(shelf: Shelf, session: bytes, chain: Chain) -> None:
    empty = new_id()
    assert shelf.stage(session, chain.id, chain.tickets.write, empty, []) == 0
    for blocks in (0, 1):
        for stage in (empty, new_id()):
            with pytest.raises(StageMovedError):
                chain.append(shelf, session, stage=stage, blocks=blocks)
            with pytest.raises(StageMovedError):
                chain.switch(shelf, session, stage, blocks=blocks)
        with pytest.raises(StageMovedError):
            chain.switch(shelf, session, b"", blocks=blocks)
    assert stored_head(shelf, session, chain) == chain.head


def test_a_stage_is_adopted_with_all_blocks_that_were_laid_or_not_at_all(
    shelf: Shelf, session: bytes, chain: Chain
) -> None:
    stage = chain.stage(shelf, session, b"1", b"2")
    for blocks in (-1, 0, 1, 3):
        with pytest.raises(StageMovedError):
            chain.append(shelf, session, stage=stage, blocks=blocks)
        with pytest.raises(StageMovedError):
            chain.switch(shelf, session, stage, blocks=blocks)
    part = shelf.fetch(session, [chain.want()]).parts[0]
    assert (part.head, part.snapshot, part.commits) == (chain.head, -1, chain.commits)
    chain.append(shelf, session, stage=stage, blocks=2)
    assert shelf.fetch(session, [chain.want()]).parts[0].blocks == [b"1", b"2"]


def test_no_stage_pushes_another_out(shelf: Shelf, session: bytes, chain: Chain) -> None:
    mine = chain.stage(shelf, session, b"first half")
    for _ in range(20):
        chain.stage(shelf, session, b"others")
    assert shelf.stage(session, chain.id, chain.tickets.write, mine, [b"second half"]) == 2
    chain.switch(shelf, session, mine, blocks=2)
    assert shelf.fetch(session, [chain.want()]).parts[0].blocks == [b"first half", b"second half"]


def test_what_a_killed_desk_put_aside_goes_after_a_day_and_a_stage_in_work_does_not(
    tried: Tried, session: bytes, chain: Chain
) -> None:
    shelf = tried.shelf
    left = chain.stage(shelf, session, b"killed")
    tried.age_kept(1)
    assert shelf.stage(session, chain.id, chain.tickets.write, left, [b"of the day after"]) == 2
    tried.age_kept(1)
    mine = chain.stage(shelf, session, b"in work")
    assert shelf.stage(session, chain.id, chain.tickets.write, left, []) == 2
    tried.age_kept(1)
    assert shelf.stage(session, chain.id, chain.tickets.write, mine, [b"second"]) == 2
    assert shelf.stage(session, chain.id, chain.tickets.write, left, []) == 0
    chain.append(shelf, session, stage=mine, blocks=2)
    tried.age_kept(9)
    chain.stage(shelf, session, b"later")
    assert shelf.fetch(session, [chain.want()]).parts[0].blocks == [b"in work", b"second"]


def test_an_adopted_stage_takes_no_more_blocks_and_is_not_dropped(shelf: Shelf, session: bytes, chain: Chain) -> None:
    stage = chain.stage(shelf, session, b"a")
    chain.append(shelf, session, stage=stage)
    with pytest.raises(ExistsError):
        shelf.stage(session, chain.id, chain.tickets.write, stage, [b"planted"])
    with pytest.raises(ExistsError):
        shelf.drop_stage(session, chain.id, chain.tickets.write, stage)
    assert shelf.fetch(session, [chain.want()]).parts[0].blocks == [b"a"]


def test_a_snapshot_is_not_adopted_twice(shelf: Shelf, session: bytes, chain: Chain) -> None:
    first = chain.stage(shelf, session, b"a")
    chain.append(shelf, session, stage=first)
    second = chain.stage(shelf, session, b"b")
    chain.append(shelf, session, stage=second)
    for stage in (first, second):
        with pytest.raises(StageMovedError):
            chain.append(shelf, session, stage=stage)
    with pytest.raises(ExistsError):
        shelf.stage(session, chain.id, chain.tickets.write, first, [b"planted"])
    shelf.drop_stage(session, chain.id, chain.tickets.write, first)
    with pytest.raises(ExistsError):  # it is kept for some days
        shelf.stage(session, chain.id, chain.tickets.write, first, [])


def test_a_dropped_stage_is_gone(shelf: Shelf, session: bytes, chain: Chain) -> None:
    stage = chain.stage(shelf, session, b"a")
    for _ in range(2):
        shelf.drop_stage(session, chain.id, chain.tickets.write, stage)
    assert shelf.stage(session, chain.id, chain.tickets.write, stage, []) == 0


def test_a_switch_begins_an_epoch_and_changes_the_locks(shelf: Shelf, session: bytes, chain: Chain) -> None:
    old = chain.tickets
    stage = chain.stage(shelf, session, b"new block")
    commit = chain.switch(shelf, session, stage)
    part = shelf.fetch(session, [chain.want()]).parts[0]
    assert (part.head, part.snapshot, part.blocks, part.commits) == (chain.head, 1, [b"new block"], [commit])
    with pytest.raises(BadTicketError):
        shelf.fetch(session, [replace(chain.want(), read=old.read)])
    for ticket in (old.write, old.read, old.deposit):
        with pytest.raises(BadTicketError):
            shelf.stage(session, chain.id, ticket, new_id(), [b"x"])


def test_an_append_to_a_past_epoch_is_told_that_it_moved(shelf: Shelf, session: bytes, chain: Chain) -> None:
    old, old_head = chain.tickets, chain.head
    stage = chain.stage(shelf, session, b"block")
    chain.switch(shelf, session, stage)
    commit, _head = commit_after(chain.id, old_head, b"late")
    with pytest.raises(EpochMovedError):
        shelf.append(session, chain.id, old.write, commit)
    chain.append(shelf, session, b"in the new epoch")


def test_of_two_switches_the_second_is_told_that_the_epoch_moved(shelf: Shelf, session: bytes, chain: Chain) -> None:
    old, old_head = chain.tickets, chain.head
    mine, theirs = chain.stage(shelf, session, b"mine"), chain.stage(shelf, session, b"theirs")
    chain.switch(shelf, session, mine)
    commit, _head = commit_after(chain.id, old_head, b"late", epoch=1)
    with pytest.raises(EpochMovedError):
        shelf.switch(session, chain.id, old.write, commit, Staged(theirs, 1), hashes(new_tickets()))
    assert shelf.fetch(session, [chain.want()]).parts[0].blocks == [b"mine"]


def test_a_switch_after_an_append_is_told_that_the_head_moved(shelf: Shelf, session: bytes, chain: Chain) -> None:
    stage = chain.stage(shelf, session, b"block")
    commit, _head = commit_after(chain.id, chain.head, b"new epoch", epoch=1)
    chain.append(shelf, session, b"meanwhile")
    with pytest.raises(HeadMovedError):
        shelf.switch(session, chain.id, chain.tickets.write, commit, Staged(stage, 1), hashes(new_tickets()))
    chain.switch(shelf, session, stage)


def test_a_switch_skips_no_epoch_and_sets_whole_hashes(shelf: Shelf, session: bytes, chain: Chain) -> None:
    stage = chain.stage(shelf, session, b"block")
    good = hashes(new_tickets())
    cases = [
        (2, good),
        (1, replace(good, read=b"")),
        (1, replace(good, write=b"x")),
        (1, replace(good, deposit=bytes(33))),
    ]
    for epoch, digests in cases:
        commit, _head = commit_after(chain.id, chain.head, b"new epoch", epoch=epoch)
        with pytest.raises(ShelfError) as refusal:
            shelf.switch(session, chain.id, chain.tickets.write, commit, Staged(stage, 1), digests)
        assert type(refusal.value) is ShelfError
    assert stored_head(shelf, session, chain) == chain.head


def test_a_switch_throws_other_stages_away(shelf: Shelf, session: bytes, chain: Chain) -> None:
    forgotten = chain.stage(shelf, session, b"forgotten")
    chain.switch(shelf, session, chain.stage(shelf, session, b"block"))
    assert shelf.stage(session, chain.id, chain.tickets.write, forgotten, []) == 0


def folded(shelf: Shelf, session: bytes, chain: Chain) -> None:
    """Two deeds below a snapshot that a third commit adopted."""
    chain.append(shelf, session)
    chain.append(shelf, session, stage=chain.stage(shelf, session, b"block"))


def test_resealed_bodies_keep_their_headers(shelf: Shelf, session: bytes, chain: Chain) -> None:
    folded(shelf, session, chain)
    new = [Resealed(0, Segment.HISTORY, 0, b"resealed"), Resealed(1, Segment.HISTORY, 0, b"too")]
    shelf.reseal(session, chain.id, chain.tickets.write, new)
    first, second, third = chain.commits
    assert shelf.history(session, chain.id, chain.tickets.read, 3) == [
        third,
        replace(second, segment=Segment.HISTORY, body=b"too"),
        replace(first, segment=Segment.HISTORY, body=b"resealed"),
    ]


def test_a_rotation_reseals_under_the_later_epoch(shelf: Shelf, session: bytes, chain: Chain) -> None:
    chain.switch(shelf, session, chain.stage(shelf, session, b"block"))
    shelf.reseal(session, chain.id, chain.tickets.write, [Resealed(0, Segment.HISTORY, 1, b"again")])
    first = replace(chain.commits[0], segment=Segment.HISTORY, key_epoch=1, body=b"again")
    assert shelf.history(session, chain.id, chain.tickets.read, 1) == [first]


@pytest.mark.parametrize(
    "bad",
    [
        Resealed(2, Segment.HISTORY, 0, b"at the snapshot"),
        Resealed(-1, Segment.HISTORY, 0, b"before all"),
        Resealed(0, Segment.HISTORY, 1, b"a future key"),
        Resealed(0, Segment.HISTORY, 0, b""),
        Resealed(0, Segment.EMPTIED, 0, b"not empty"),
        Resealed(0, Segment.EMPTIED, 0, b""),
        Resealed(0, Segment.STATE, 0, b"state"),
    ],
    ids=lambda bad: bad.body.decode() or f"{bad.segment.name.lower()} without a body",
)
def test_only_what_lies_below_the_snapshot_is_resealed(
    shelf: Shelf, session: bytes, chain: Chain, bad: Resealed
) -> None:
    folded(shelf, session, chain)
    good = Resealed(1, Segment.HISTORY, 0, b"good")
    with pytest.raises(ShelfError):
        shelf.reseal(session, chain.id, chain.tickets.write, [good, bad])
    assert shelf.history(session, chain.id, chain.tickets.read, 3) == chain.commits[::-1]


def test_the_snapshot_before_goes_when_the_new_one_was_read_back(shelf: Shelf, session: bytes, chain: Chain) -> None:
    before = chain.stage(shelf, session, b"before")
    chain.append(shelf, session, stage=before)
    after = chain.stage(shelf, session, b"after")
    chain.append(shelf, session, stage=after)
    shelf.reseal(session, chain.id, chain.tickets.write, [])
    shelf.reseal(session, chain.id, chain.tickets.write, [Resealed(0, Segment.HISTORY, 0, b"resealed")])
    for other in (before, new_id(), b""):
        shelf.let_go(session, chain.id, chain.tickets.write, other)
    with pytest.raises(ExistsError):
        shelf.stage(session, chain.id, chain.tickets.write, before, [])
    shelf.let_go(session, chain.id, chain.tickets.write, after)
    assert shelf.fetch(session, [chain.want()]).parts[0].blocks == [b"after"]
    chain.switch(shelf, session, chain.stage(shelf, session, b"new keys"))
    assert shelf.stage(session, chain.id, chain.tickets.write, before, []) == 0


def test_every_call_on_a_journal_needs_its_own_ticket(shelf: Shelf, session: bytes, chain: Chain) -> None:
    stage = chain.stage(shelf, session, b"block")
    tickets = chain.tickets
    calls: list[tuple[bytes, Callable[[bytes, bytes, bytes], object]]] = [
        (tickets.read, lambda s, j, t: shelf.fetch(s, [replace(chain.want(), journal=j, read=t)])),
        (tickets.read, lambda s, j, t: shelf.history(s, j, t, 9)),
        (tickets.read, shelf.list_inbox),
        (tickets.read, shelf.inbox_ids),
        (tickets.read, lambda s, j, t: shelf.read_inbox(s, j, t, [])),
        (tickets.read, lambda s, j, t: shelf.waiting(s, [replace(chain.want(), journal=j, read=t)])),
        (tickets.write, lambda s, j, t: shelf.stage(s, j, t, stage, [b"more"])),
        (tickets.write, lambda s, j, t: shelf.reseal(s, j, t, [])),
        (tickets.write, lambda s, j, t: shelf.let_go(s, j, t, stage)),
        (tickets.write, lambda s, j, t: shelf.take(s, j, t, [])),
        (tickets.write, lambda s, j, t: shelf.withdraw(s, j, t, new_id())),
        (tickets.write, lambda s, j, t: shelf.drop_stage(s, j, t, stage)),
    ]
    for right, call in calls:
        for wrong in {tickets.read, tickets.write, tickets.deposit, b"", bytes(32), right[:31], right + b"x"} - {right}:
            with pytest.raises(BadTicketError):
                call(session, chain.id, wrong)
        for journal in (new_id(), b""):
            with pytest.raises(BadTicketError):
                call(session, journal, right)
        with pytest.raises(SessionEndedError):
            call(secret(), chain.id, right)
        call(session, chain.id, right)
