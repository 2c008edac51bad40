"""Old entries of the access log go where auditors say so, on every shelf: none that is young, and never in silence."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from busel.shelf.log_calls import LOG_MONTHS, LogPart, NewLogEntry
from busel.shelf.protocol import BadTicketError, ExistsError, SessionEndedError, Shelf, ShelfError
from factories.shelf import Account, Chain, new_id, secret, sha
from fixtures.shelves import Tried


@dataclass
class Log:
    """One journal's log, and an auditor's way into it."""

    shelf: Shelf
    session: bytes
    chain: Chain
    ticket: bytes

    def lay(self, log: bytes, *numbers: int) -> list[int]:
        entries = [NewLogEntry(self.chain.id, self.chain.tickets.read, log, number, b"sealed") for number in numbers]
        return self.shelf.log(self.session, entries, 0, (0, 0)).places

    def word(self, *, entries: int = 1, log: bytes = b"") -> list[NewLogEntry]:
        log = log or new_id()
        return [NewLogEntry(self.chain.id, b"", log, number, b"told") for number in range(entries)]

    def let_go(self, below: int, *kept: bytes, word: list[NewLogEntry] | None = None) -> list[int]:
        told = self.word() if word is None else word
        return self.shelf.let_log_go(self.session, self.chain.id, self.ticket, below, list(kept), told)

    def part(self) -> LogPart:
        return self.shelf.read_log(self.session, self.chain.id, self.ticket, -1)

    def places(self) -> list[int]:
        return [entry.place for entry in self.part().entries]


@pytest.fixture
def log(shelf: Shelf, account: Account, chain: Chain) -> Log:
    ticket = secret()
    shelf.found([account.locker()], [chain.new(is_sponsor=True, audit_digest=sha(ticket))])
    return Log(shelf, account.sign_in(shelf), chain, ticket)


def test_what_is_older_than_thirteen_months_goes_and_a_word_of_it_stays(log: Log, tried: Tried) -> None:
    for _ in range(3):
        log.lay(new_id(), 0, 1)
    assert log.part().old == 0
    tried.age_log(LOG_MONTHS + 1)
    young = new_id()
    assert log.lay(young, 0) == [6]
    part = log.part()
    assert (part.old, part.told, part.last) == (6, -1, 6)
    assert log.let_go(6, word=log.word(entries=2)) == [7, 8]
    assert log.places() == [6, 7, 8]
    assert log.part().told == 7
    assert log.lay(young, 1) == [9]


def test_what_is_young_never_goes_whoever_asks(log: Log, tried: Tried) -> None:
    log.lay(new_id(), 0)
    tried.age_log(LOG_MONTHS)
    log.lay(new_id(), 0)
    assert log.part().old == 0
    for below in (1, 2):
        with pytest.raises(ShelfError):
            log.let_go(below)
    tried.age_log(1)
    log.lay(new_id(), 0)
    assert log.part().old == 1
    with pytest.raises(ShelfError):
        log.let_go(2)
    assert log.places() == [0, 1, 2]
    log.let_go(1)
    assert log.places() == [1, 2, 3]


def test_where_nobody_logged_for_a_year_places_go_on_all_the_same(log: Log, tried: Tried) -> None:
    log.lay(new_id(), 0)
    log.lay(new_id(), 0)
    tried.age_log(LOG_MONTHS + 1)
    assert log.part().old == 1
    log.let_go(1)
    assert log.places() == [1, 2]


def test_whole_chains_are_kept_by_name_and_none_is_cut_in_two(log: Log, tried: Tried) -> None:
    digest, long, short = new_id(), new_id(), new_id()
    log.lay(short, 0, 1)
    log.lay(digest, 0, 1)
    log.lay(long, 0)
    tried.age_log(LOG_MONTHS + 1)
    log.lay(long, 1)
    assert log.part().old == 5
    with pytest.raises(ShelfError):
        log.let_go(5, digest)
    assert log.places() == [0, 1, 2, 3, 4, 5]
    log.let_go(4, digest)
    assert log.places() == [2, 3, 4, 5, 6]


def test_only_the_auditors_ticket_lets_go(log: Log, tried: Tried) -> None:
    log.lay(new_id(), 0)
    tried.age_log(LOG_MONTHS + 1)
    log.lay(new_id(), 0)
    tickets = log.chain.tickets
    for ticket in (tickets.read, tickets.write, tickets.deposit, secret(), b""):
        with pytest.raises(BadTicketError):
            log.shelf.let_log_go(log.session, log.chain.id, ticket, 1, [], log.word())
    stranger = NewLogEntry(new_id(), b"", new_id(), 0, b"told")
    with pytest.raises(BadTicketError):
        log.shelf.let_log_go(log.session, stranger.journal, log.ticket, 1, [], [stranger])
    log.shelf.close_session(log.session)
    with pytest.raises(SessionEndedError):
        log.let_go(1)


def test_nothing_goes_without_a_word_in_the_same_log(log: Log, tried: Tried) -> None:
    held = new_id()
    log.lay(held, 0)
    tried.age_log(LOG_MONTHS + 1)
    log.lay(new_id(), 0)
    for word in (
        [],
        [NewLogEntry(new_id(), b"", new_id(), 0, b"told")],
        [NewLogEntry(log.chain.id, b"", new_id(), 1, b"told")],
        [*log.word(), *log.word()],
    ):
        with pytest.raises(ShelfError):
            log.let_go(1, word=word)
    with pytest.raises(ExistsError):
        log.let_go(1, word=log.word(log=held))
    assert log.places() == [0, 1]


def test_very_many_go_at_once(log: Log, tried: Tried) -> None:
    for _ in range(3):
        log.lay(new_id(), *range(1_500))
    kept = new_id()
    log.lay(kept, *range(3))
    log.lay(new_id(), *range(700))
    tried.age_log(LOG_MONTHS + 1)
    log.lay(new_id(), 0)
    log.let_go(5_203, kept)
    assert log.places() == [4_500, 4_501, 4_502, 5_203, 5_204]
