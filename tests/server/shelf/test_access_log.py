"""The access log on every shelf: numbered chains, places without a gap, one brake for each locker."""

from __future__ import annotations

import threading

import pytest

from busel.shelf.log_calls import MAX_LOG_BYTES, Drawn, LogWant, NewLogEntry
from busel.shelf.protocol import BadTicketError, ExistsError, SessionEndedError, Shelf, ShelfError, TooLargeError
from factories.shelf import Account, Chain, let_in, new_id, secret, sha

NO_BRAKE = (0, 0)


def entry(chain: Chain, log: bytes, number: int, body: bytes = b"sealed") -> NewLogEntry:
    return NewLogEntry(chain.id, chain.tickets.read, log, number, body)


def log(shelf: Shelf, session: bytes, *entries: NewLogEntry) -> list[int]:
    return shelf.log(session, list(entries), 0, NO_BRAKE).places


def test_entries_are_told_in_the_order_in_which_they_came(shelf: Shelf, session: bytes, chain: Chain) -> None:
    one, other = new_id(), new_id()
    assert log(shelf, session, entry(chain, one, 0, b"a"), entry(chain, one, 1, b"b")) == [0, 1]
    assert log(shelf, session, entry(chain, other, 0, b"c")) == [2]
    assert log(shelf, session, entry(chain, one, 2, b"d")) == [3]
    told = shelf.read_log(session, chain.id, chain.tickets.read, -1)
    assert [(row.place, row.chain, row.number, row.body) for row in told.entries] == [
        (0, one, 0, b"a"),
        (1, one, 1, b"b"),
        (2, other, 0, b"c"),
        (3, one, 2, b"d"),
    ]
    assert told.last == 3
    newer = shelf.read_log(session, chain.id, chain.tickets.read, 2)
    assert [row.place for row in newer.entries] == [3]
    assert shelf.read_log(session, chain.id, chain.tickets.read, 99).entries == []
    between = shelf.read_log(session, chain.id, chain.tickets.read, 0, 3)
    assert ([row.place for row in between.entries], between.last) == ([1, 2], 3)


def test_an_empty_log_has_no_newest_place(shelf: Shelf, session: bytes, chain: Chain) -> None:
    assert shelf.read_log(session, chain.id, chain.tickets.read, -1).last == -1


@pytest.mark.parametrize("number", [0, 2, 7])
def test_only_the_next_number_of_a_chain_is_taken(shelf: Shelf, session: bytes, chain: Chain, number: int) -> None:
    one = new_id()
    log(shelf, session, entry(chain, one, 0))
    with pytest.raises(ExistsError):
        log(shelf, session, entry(chain, one, number))
    assert log(shelf, session, entry(chain, one, 1)) == [1]


def test_a_chain_begins_with_its_opening(shelf: Shelf, session: bytes, chain: Chain) -> None:
    with pytest.raises(ExistsError):
        log(shelf, session, entry(chain, new_id(), 1))


def test_a_page_is_laid_whole_or_not_at_all(shelf: Shelf, session: bytes, chain: Chain) -> None:
    one, other = new_id(), new_id()
    log(shelf, session, entry(chain, one, 0))
    with pytest.raises(ExistsError):
        log(shelf, session, entry(chain, other, 0), entry(chain, one, 5))
    stranger = Chain()
    with pytest.raises(BadTicketError):
        log(shelf, session, entry(chain, other, 0), entry(stranger, new_id(), 0))
    assert shelf.read_log(session, chain.id, chain.tickets.read, -1).last == 0


def test_each_journal_counts_its_own_places(shelf: Shelf, session: bytes, chain: Chain) -> None:
    second = Chain()
    let_in(shelf, session, chain, journal=second.new())
    assert log(shelf, session, entry(chain, new_id(), 0), entry(second, new_id(), 0)) == [0, 0]
    assert log(shelf, session, entry(second, new_id(), 0), entry(chain, new_id(), 0)) == [1, 1]


def test_who_reads_the_journal_reads_its_log_and_nobody_else(shelf: Shelf, session: bytes, chain: Chain) -> None:
    with pytest.raises(BadTicketError):
        shelf.read_log(session, chain.id, chain.tickets.write, -1)
    with pytest.raises(BadTicketError):
        shelf.read_log(session, new_id(), chain.tickets.read, -1)
    with pytest.raises(BadTicketError):
        shelf.read_log(session, chain.id, b"", -1)
    with pytest.raises(BadTicketError):
        log(shelf, session, NewLogEntry(chain.id, chain.tickets.deposit, new_id(), 0, b"x"))
    shelf.close_session(session)
    with pytest.raises(SessionEndedError):
        shelf.read_log(session, chain.id, chain.tickets.read, -1)
    with pytest.raises(SessionEndedError):
        log(shelf, session, entry(chain, new_id(), 0))


def test_auditors_read_every_journals_log_with_the_ticket_that_was_laid_at_the_founding(
    shelf: Shelf, account: Account, chain: Chain
) -> None:
    ticket, second = secret(), Chain()
    shelf.found([account.locker()], [chain.new(is_sponsor=True, audit_digest=sha(ticket)), second.new()])
    session = account.sign_in(shelf)
    log(shelf, session, entry(second, new_id(), 0, b"seen"))
    assert [row.body for row in shelf.read_log(session, second.id, ticket, -1).entries] == [b"seen"]
    assert shelf.read_log(session, chain.id, ticket, -1).entries == []
    with pytest.raises(BadTicketError):
        shelf.read_log(session, new_id(), ticket, -1)
    with pytest.raises(BadTicketError):
        log(shelf, session, NewLogEntry(second.id, ticket, new_id(), 0, b"x"))


def test_nobody_lays_another_lock_for_auditors(shelf: Shelf, session: bytes, chain: Chain) -> None:
    with pytest.raises(ShelfError):
        let_in(shelf, session, chain, journal=Chain().new(audit_digest=sha(secret())))


def test_the_brake_counts_for_a_locker_whatever_its_sessions(
    shelf: Shelf, session: bytes, chain: Chain, account: Account
) -> None:
    one = new_id()
    standing = shelf.log(session, [entry(chain, new_id(), 0)], 40, (60, 300))
    assert (standing.hour, standing.day, standing.stopped) == (40, 40, False)
    again = account.sign_in(shelf)
    stopped = shelf.log(again, [entry(chain, one, 0)], 21, (60, 300))
    assert (stopped.hour, stopped.day, stopped.stopped, stopped.places) == (40, 40, True, [])
    assert shelf.log(again, [entry(chain, one, 0)], 20, (60, 300)).hour == 60
    assert shelf.log(again, [entry(chain, one, 1)], 0, (60, 300)).stopped is False
    assert shelf.log(again, [entry(chain, one, 2)], 1, (0, 60)).stopped is True
    assert shelf.log(again, [entry(chain, one, 2)], 500, NO_BRAKE).day == 560


def test_a_page_made_of_what_has_moved_is_not_laid_and_not_counted(shelf: Shelf, session: bytes, chain: Chain) -> None:
    one, second = new_id(), Chain()
    let_in(shelf, session, chain, journal=second.new())
    drawn = [Drawn(each.id, each.tickets.read, each.head.digest) for each in (chain, second)]
    assert shelf.log(session, [entry(chain, one, 0)], 40, (60, 300), drawn).stale is False
    second.append(shelf, session)
    answer = shelf.log(session, [entry(chain, one, 1)], 50, (60, 300), drawn)
    assert (answer.stale, answer.stopped, answer.places) == (True, False, [])
    assert shelf.log(session, [], 0, NO_BRAKE, drawn).stale is True
    drawn[1] = Drawn(second.id, second.tickets.read, second.head.digest)
    assert shelf.log(session, [], 0, NO_BRAKE, drawn).stale is False
    assert shelf.log(session, [entry(chain, one, 1)], 1, NO_BRAKE, drawn).hour == 41
    assert shelf.read_log(session, chain.id, chain.tickets.read, -1).last == 1


def test_who_asks_whether_a_page_is_stale_reads_what_it_was_made_of(shelf: Shelf, session: bytes, chain: Chain) -> None:
    stranger = Chain()
    for drawn in (Drawn(chain.id, chain.tickets.write, chain.head.digest), Drawn(stranger.id, secret(), secret())):
        with pytest.raises(BadTicketError):
            shelf.log(session, [entry(chain, new_id(), 0)], 0, NO_BRAKE, [drawn])
    assert shelf.read_log(session, chain.id, chain.tickets.read, -1).last == -1


def test_nobody_goes_on_with_another_sessions_chain(
    shelf: Shelf, session: bytes, chain: Chain, account: Account
) -> None:
    one, again = new_id(), account.sign_in(shelf)
    log(shelf, session, entry(chain, one, 0))
    for number in (0, 1):
        with pytest.raises(ExistsError):
            log(shelf, again, entry(chain, one, number))
    assert log(shelf, session, entry(chain, one, 1)) == [1]


def test_what_was_not_laid_is_not_counted(shelf: Shelf, session: bytes, chain: Chain) -> None:
    with pytest.raises(ExistsError):
        shelf.log(session, [entry(chain, new_id(), 9)], 40, (60, 300))
    assert shelf.log(session, [entry(chain, new_id(), 0)], 0, NO_BRAKE).hour == 0


def test_an_entry_is_bounded(shelf: Shelf, session: bytes, chain: Chain) -> None:
    with pytest.raises(TooLargeError):
        log(shelf, session, entry(chain, new_id(), 0, bytes(MAX_LOG_BYTES + 1)))


def test_pages_that_come_together_keep_every_number(shelf: Shelf, session: bytes, chain: Chain) -> None:
    def work() -> None:
        one = new_id()
        for number in range(10):
            log(shelf, session, entry(chain, one, number))

    hands = [threading.Thread(target=work) for _ in range(4)]
    for hand in hands:
        hand.start()
    for hand in hands:
        hand.join()
    told = shelf.read_log(session, chain.id, chain.tickets.read, -1).entries
    assert [row.place for row in told] == list(range(40))
    assert len({(row.chain, row.number) for row in told}) == 40


def test_parts_of_many_logs_come_in_one_answer(shelf: Shelf, session: bytes, chain: Chain) -> None:
    second, one, other = Chain(), new_id(), new_id()
    let_in(shelf, session, chain, journal=second.new())
    log(shelf, session, *[entry(chain, one, number, b"%d" % number) for number in range(5)])
    log(shelf, session, entry(second, other, 0, b"other"))
    wants = [
        LogWant(chain.id, chain.tickets.read, 0, 2),
        LogWant(second.id, second.tickets.read, -1),
        LogWant(chain.id, chain.tickets.read, 3),
        LogWant(chain.id, chain.tickets.read, 99),
    ]
    told = shelf.read_logs(session, wants)
    assert [[row.body for row in part.entries] for part in told] == [[b"1"], [b"other"], [b"4"], []]
    assert [(part.last, part.more) for part in told] == [(4, False), (0, False), (4, False), (4, False)]
    assert shelf.read_logs(session, []) == []


def test_what_is_too_much_for_one_answer_is_asked_anew_from_where_it_ended(
    shelf: Shelf, session: bytes, chain: Chain
) -> None:
    one, long = new_id(), b"x" * MAX_LOG_BYTES
    for at in range(0, 320, 80):
        log(shelf, session, *[entry(chain, one, number, long) for number in range(at, at + 80)])
    ticket = chain.tickets.read
    wants, met, answers = [LogWant(chain.id, ticket, -1, 10), LogWant(chain.id, ticket, -1)], list[int](), 0
    while wants:
        parts = shelf.read_logs(session, wants)
        met += [row.place for part in parts for row in part.entries]
        wants = wants[len(parts) - parts[-1].more :]
        if parts[-1].more:
            wants[0] = LogWant(chain.id, ticket, met[-1])
        answers += 1
    assert (met, answers) == ([*range(10), *range(320)], 2)


def test_one_wrong_ticket_among_many_is_refused(shelf: Shelf, session: bytes, chain: Chain) -> None:
    good = LogWant(chain.id, chain.tickets.read, -1)
    for bad in (LogWant(chain.id, chain.tickets.write, -1), LogWant(new_id(), chain.tickets.read, -1)):
        with pytest.raises(BadTicketError):
            shelf.read_logs(session, [good, bad])
    with pytest.raises(ShelfError):
        shelf.read_logs(session, [LogWant(chain.id, chain.tickets.read, -2)])
