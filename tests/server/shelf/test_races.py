"""Many at once: every head has one winner, on every shelf."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from busel.shelf.protocol import (
    EpochMovedError,
    ExistsError,
    HeadMovedError,
    Shelf,
    ShelfError,
    Staged,
    VersionMovedError,
)
from factories.shelf import Account, Chain, commit_after, hashes, new_id, new_tickets

THREADS = 20


def at_once(deed: Callable[[int], object], threads: int = THREADS) -> list[object]:
    """Let so many threads do it at the same moment; return what came of each: a value, or the error's class."""
    barrier = threading.Barrier(threads)

    def one(number: int) -> object:
        barrier.wait()
        try:
            return deed(number)
        except ShelfError as error:
            return type(error)

    with ThreadPoolExecutor(threads) as pool:
        return list(pool.map(one, range(threads)))


def test_of_twenty_appends_to_one_head_one_wins(shelf: Shelf, session: bytes, chain: Chain) -> None:
    made = [commit_after(chain.id, chain.head, b"%d" % number) for number in range(THREADS)]
    came = at_once(lambda number: shelf.append(session, chain.id, chain.tickets.write, made[number][0]))
    assert came.count(HeadMovedError) == THREADS - 1
    winner = next(number for number, result in enumerate(came) if result is not HeadMovedError)
    part = shelf.fetch(session, [chain.want()]).parts[0]
    assert (part.head, part.commits) == (made[winner][1], [*chain.commits, made[winner][0]])


def test_twenty_writers_who_try_again_all_get_in_once(shelf: Shelf, session: bytes, chain: Chain) -> None:
    def write(number: int) -> None:
        for deed in range(3):
            head = shelf.fetch(session, [chain.want(0)]).parts[0].head
            while True:
                try:
                    commit, _head = commit_after(chain.id, head, b"%d.%d" % (number, deed))
                    shelf.append(session, chain.id, chain.tickets.write, commit)
                    break
                except HeadMovedError:
                    head = shelf.fetch(session, [chain.want(0)]).parts[0].head

    assert at_once(write) == [None] * THREADS
    part = shelf.fetch(session, [chain.want()]).parts[0]
    assert [commit.sequence for commit in part.commits] == list(range(3 * THREADS + 1))
    assert sorted(commit.body for commit in part.commits[1:]) == sorted(
        b"%d.%d" % (number, deed) for number in range(THREADS) for deed in range(3)
    )


def test_of_ten_switches_one_wins_and_no_block_of_another_stays(shelf: Shelf, session: bytes, chain: Chain) -> None:
    stages = [chain.stage(shelf, session, b"%d" % number) for number in range(10)]
    keys = [new_tickets() for _ in stages]
    old = chain.tickets

    def switch(number: int) -> object:
        commit, _head = commit_after(chain.id, chain.head, b"%d" % number, epoch=1)
        return shelf.switch(session, chain.id, old.write, commit, Staged(stages[number], 1), hashes(keys[number]))

    came = at_once(switch, 10)
    assert came.count(EpochMovedError) == 9
    winner = next(number for number, result in enumerate(came) if result is not EpochMovedError)
    chain.tickets = keys[winner]
    part = shelf.fetch(session, [chain.want()]).parts[0]
    assert (part.stage, part.blocks) == (stages[winner], [b"%d" % winner])


def test_a_switch_and_appends_at_once_leave_one_chain(shelf: Shelf, session: bytes, chain: Chain) -> None:
    stage = chain.stage(shelf, session, b"block")
    start, old, new = chain.head, chain.tickets, new_tickets()

    def act(number: int) -> object:
        if number == 0:
            commit, _head = commit_after(chain.id, start, b"switch", epoch=1)
            return shelf.switch(session, chain.id, old.write, commit, Staged(stage, 1), hashes(new))
        return shelf.append(session, chain.id, old.write, commit_after(chain.id, start, b"%d" % number)[0])

    came = at_once(act, 8)
    switched = came[0] is not HeadMovedError
    losers = [result for result in came if result in {HeadMovedError, EpochMovedError}]
    assert losers == [EpochMovedError if switched else HeadMovedError] * 7
    chain.tickets = new if switched else old
    head = shelf.fetch(session, [chain.want()]).parts[0].head
    assert (head.epoch, head.sequence) == (int(switched), 1)


def test_blocks_staged_at_once_are_all_there(shelf: Shelf, session: bytes, chain: Chain) -> None:
    stage = new_id()
    counts = at_once(lambda n: shelf.stage(session, chain.id, chain.tickets.write, stage, [b"%d" % n]), 10)
    assert sorted(counts, key=str) == sorted(range(1, 11), key=str)
    chain.append(shelf, session, stage=stage, blocks=10)
    assert sorted(shelf.fetch(session, [chain.want()]).parts[0].blocks) == sorted(b"%d" % n for n in range(10))


def test_of_many_keyrings_written_at_once_one_stays(shelf: Shelf, session: bytes) -> None:
    came = at_once(lambda number: shelf.write_locker(session, 1, b"%d" % number), 10)
    assert came.count(VersionMovedError) == 9
    assert shelf.read_locker(session) == next(result for result in came if result is not VersionMovedError)


def test_of_many_founders_one_founds(shelf: Shelf) -> None:
    accounts = [Account() for _ in range(8)]
    came = at_once(lambda number: shelf.found([accounts[number].locker()], [Chain().new()]), 8)
    assert came.count(ExistsError) == 7
    accounts[came.index(None)].sign_in(shelf)
