"""How much may be put aside: nobody fills the disk, and nobody keeps others from changing the keys."""

from __future__ import annotations

import pytest

from busel.shelf.memory import MemoryShelf
from busel.shelf.protocol import MAX_BODY_BYTES, MAX_STAGE_BYTES, TooLargeError
from busel.shelf.stage_rules import MAX_LAID_BYTES, Laid, is_left_behind
from factories.shelf import ORGANISATION, Account, Chain, let_in

BLOCK = bytes(MAX_BODY_BYTES)
WHOLE = [BLOCK] * (MAX_STAGE_BYTES // MAX_BODY_BYTES)


def test_one_account_lays_so_much_in_a_journal_and_nobody_else_is_kept_from_it() -> None:
    shelf, thief, office, journal, second = MemoryShelf(ORGANISATION), Account(), Chain(), Chain(), Account()
    shelf.found([thief.locker()], [office.new(is_sponsor=True), journal.new()])
    session = thief.sign_in(shelf)
    let_in(shelf, session, office, second.locker())
    for _ in range(MAX_LAID_BYTES // MAX_STAGE_BYTES):
        journal.stage(shelf, session, *WHOLE)
    for token in (session, thief.sign_in(shelf)):
        with pytest.raises(TooLargeError):
            journal.stage(shelf, token, b"1")
    office.stage(shelf, session, b"of another journal")
    honest = second.sign_in(shelf)
    stage = journal.stage(shelf, honest, b"new keys")
    journal.switch(shelf, honest, stage)
    assert journal.stage(shelf, session, b"what was thrown away counts no longer")


def test_what_was_adopted_or_dropped_or_left_behind_counts_no_longer() -> None:
    day = [100]
    laid, locker, journal = Laid(lambda: day[0]), b"locker", b"journal"
    laid.add(locker, journal, b"first", WHOLE)
    laid.add(locker, journal, b"second", WHOLE)
    with pytest.raises(TooLargeError):
        laid.add(locker, journal, b"second", [b"1"])
    laid.forget(journal, b"first")
    laid.add(locker, journal, b"third", WHOLE)
    day[0] += 2
    laid.add(locker, journal, b"fourth", WHOLE)
    laid.add(locker, journal, b"fourth", WHOLE)


def test_a_stage_of_yesterday_is_in_work_and_an_older_one_is_left_behind() -> None:
    assert [is_left_behind(day, 100) for day in (100, 99, 98)] == [False, False, True]
