"""Fetch and history: what is new, in bounded portions, in order."""

from __future__ import annotations

import os

import pytest
from msgspec.structs import replace

from busel.shelf.protocol import FETCH_BYTES, BadTicketError, Commit, Fetched, Part, Shelf, ShelfError, Want
from factories.shelf import Account, Chain, new_id

BIG = 6 * 1024 * 1024


def founded(shelf: Shelf, *chains: Chain) -> bytes:
    account = Account()
    shelf.found([account.locker()], [chain.new() for chain in chains])
    return account.sign_in(shelf)


def fetched_whole(shelf: Shelf, session: bytes, wants: list[Want]) -> list[Fetched]:
    """Ask until all was told."""
    answers = []
    while wants:
        answers.append(shelf.fetch(session, wants))
        wants = answers[-1].unfinished
    return answers


def test_nothing_new_is_told_by_the_head_alone(shelf: Shelf, session: bytes, chain: Chain) -> None:
    for after in (chain.head.sequence, chain.head.sequence + 5):
        assert shelf.fetch(session, [chain.want(after)]) == Fetched([Part(chain.id, chain.head, -1, 0, [], [])], [])


def test_no_wants_no_parts(shelf: Shelf, session: bytes) -> None:
    assert shelf.fetch(session, []) == Fetched([], [])


def test_only_what_is_after_is_told_and_no_blocks(shelf: Shelf, session: bytes, chain: Chain) -> None:
    stage = chain.stage(shelf, session, b"block")
    chain.append(shelf, session, stage=stage)
    chain.append(shelf, session, b"tail")
    part = Part(chain.id, chain.head, 1, 0, [], chain.commits[1:], stage)
    assert shelf.fetch(session, [chain.want(0)]) == Fetched([part], [])


def test_parts_come_in_the_order_of_the_wants(shelf: Shelf) -> None:
    chains = [Chain() for _ in range(40)]
    session = founded(shelf, *chains)
    for chain in chains[::3]:
        chain.append(shelf, session, b"news")
    fetched = shelf.fetch(session, [chain.want(0) for chain in chains])
    assert fetched.unfinished == []
    assert [(part.journal, part.head, part.commits) for part in fetched.parts] == [
        (chain.id, chain.head, chain.commits[1:]) for chain in chains
    ]


def test_the_same_journal_may_be_wanted_twice(shelf: Shelf, session: bytes, chain: Chain) -> None:
    chain.append(shelf, session)
    parts = shelf.fetch(session, [chain.want(), chain.want(0), chain.want(1)]).parts
    assert [part.commits for part in parts] == [chain.commits, chain.commits[1:], []]


def test_one_wrong_ticket_refuses_all(shelf: Shelf) -> None:
    first, second = Chain(), Chain()
    session = founded(shelf, first, second)
    for wrong in (replace(second.want(), read=first.tickets.read), replace(second.want(), journal=new_id())):
        with pytest.raises(BadTicketError):
            shelf.fetch(session, [first.want(), wrong])


@pytest.mark.parametrize("numbers", [(-2, 0), (0, -1), (2**40, 0), (-1, 2**40)])
def test_impossible_numbers_are_refused(shelf: Shelf, session: bytes, chain: Chain, numbers: tuple[int, int]) -> None:
    with pytest.raises(ShelfError):
        shelf.fetch(session, [chain.want(*numbers)])


def test_a_large_snapshot_comes_in_portions_and_in_order(shelf: Shelf, session: bytes, chain: Chain) -> None:
    blocks = [bytes([number]) * BIG for number in range(4)]
    stage = chain.stage(shelf, session, *blocks)
    chain.append(shelf, session, stage=stage, blocks=len(blocks))
    chain.append(shelf, session, bytes(BIG))
    chain.append(shelf, session, b"last")
    answers = fetched_whole(shelf, session, [chain.want()])
    parts = [part for answer in answers for part in answer.parts]
    assert [part.from_block for part in parts] == [0, 2, 0]
    assert [block for part in parts for block in part.blocks] == blocks
    assert [commit for part in parts for commit in part.commits] == chain.commits[1:]
    assert {(part.stage, part.snapshot, part.head) for part in parts} == {(stage, 1, chain.head)}


def test_what_does_not_fit_is_named_in_order_and_what_has_no_news_is_told(shelf: Shelf) -> None:
    chains = [Chain() for _ in range(5)]
    session = founded(shelf, *chains)
    for chain in chains[:4]:
        chain.append(shelf, session, os.urandom(BIG))
    wants = [chain.want(0) for chain in chains]
    fetched = shelf.fetch(session, wants)
    assert [part.journal for part in fetched.parts] == [chains[0].id, chains[1].id, chains[4].id]
    assert fetched.unfinished == wants[2:4]
    again = shelf.fetch(session, fetched.unfinished)
    assert [part.commits for part in again.parts] == [chains[2].commits[1:], chains[3].commits[1:]]
    assert again.unfinished == []


def test_hundreds_of_journals_with_snapshots_are_told_whole(shelf: Shelf) -> None:
    chains = [Chain() for _ in range(100)]
    session = founded(shelf, *chains)
    blocks = {}
    for chain in chains[:50]:
        blocks[chain.id] = [os.urandom(300_000), os.urandom(200_000)]
        chain.append(shelf, session, stage=chain.stage(shelf, session, *blocks[chain.id]), blocks=2)
    answers = fetched_whole(shelf, session, [chain.want() for chain in chains])
    assert len(answers) == 2
    for answer in answers:
        told = sum(len(block) for part in answer.parts for block in part.blocks)
        assert told <= FETCH_BYTES
    told_blocks: dict[bytes, list[bytes]] = {}
    told_commits: dict[bytes, list[Commit]] = {}
    for part in [part for answer in answers for part in answer.parts]:
        told_blocks.setdefault(part.journal, []).extend(part.blocks)
        told_commits.setdefault(part.journal, []).extend(part.commits)
    assert told_blocks == {chain.id: blocks.get(chain.id, []) for chain in chains}
    assert told_commits == {chain.id: chain.commits[1:] or chain.commits for chain in chains}


def test_history_runs_backwards_from_below(shelf: Shelf, session: bytes, chain: Chain) -> None:
    for body in (b"one", b"two", b"three"):
        chain.append(shelf, session, body)
    assert shelf.history(session, chain.id, chain.tickets.read, 3) == chain.commits[2::-1]
    assert shelf.history(session, chain.id, chain.tickets.read, 2**62) == chain.commits[::-1]
    for below in (0, -5):
        assert shelf.history(session, chain.id, chain.tickets.read, below) == []


def test_history_comes_in_portions(shelf: Shelf, session: bytes, chain: Chain) -> None:
    for _ in range(4):
        chain.append(shelf, session, os.urandom(BIG))
    newest = shelf.history(session, chain.id, chain.tickets.read, 5)
    assert newest == chain.commits[:2:-1]
    assert shelf.history(session, chain.id, chain.tickets.read, newest[-1].sequence) == chain.commits[2::-1]
