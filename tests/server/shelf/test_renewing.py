"""New keys for an account that may have been taken: everything that opens it goes in one step, on every shelf."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable
from dataclasses import replace

import pytest

from busel.shelf.client import RemoteShelf
from busel.shelf.log_calls import NO_LIMIT, NewLogEntry
from busel.shelf.protocol import (
    BadTicketError,
    Envelope,
    ExistsError,
    FrozenError,
    Locker,
    SessionEndedError,
    Shelf,
    ShelfError,
    Staged,
    TooLargeError,
    UnlockRow,
    UnreachableError,
    VersionMovedError,
    Want,
)
from busel.shelf.renewing_calls import GivenUp, Renewal
from busel.shelf.rules import MAX_BODY_BYTES
from factories.shelf import (
    Account,
    Chain,
    commit_after,
    hashes,
    let_in,
    new_id,
    new_tickets,
    own_journal,
    secret,
    sha,
)
from fixtures.shelves import Running
from server.shelf.test_races import at_once


class Owner:
    """An account with its own journal, and what it is to become."""

    def __init__(self, shelf: Shelf, session: bytes, office: Chain) -> None:
        self.before, self.own = Account(), Chain.own()
        let_in(shelf, session, office, self.before.locker(), journal=self.own.new())
        self.session = self.before.sign_in(shelf)
        self.after = Account(self.before.id, freeze_code=self.before.freeze_code, halves=self.before.halves)
        self.next = Chain.own()

    @property
    def renewal(self) -> Renewal:
        return Renewal(self.after.sealed, sha(self.after.ticket), self.after.rows)

    @property
    def given_up(self) -> GivenUp:
        return GivenUp(self.own.id, self.own.tickets.write)

    def renew(self, shelf: Shelf, *, replaces: int = 1) -> Locker:
        return shelf.renew_account(self.session, replaces, self.renewal, self.next.new(), self.given_up)


@pytest.fixture
def owner(shelf: Shelf, session: bytes, chain: Chain) -> Owner:
    return Owner(shelf, session, chain)


def opens(shelf: Shelf, account: Account) -> bool:
    """Do the account's ticket and every row of it open?"""
    try:
        shelf.close_session(account.sign_in(shelf))
    except BadTicketError:
        assert [shelf.unlock(row.tag) for row in account.rows] == [None] * len(account.rows)
        return False
    assert [shelf.unlock(row.tag) for row in account.rows] == account.rows
    return True


def test_after_it_only_the_new_words_open_and_the_session_that_asked_goes_on(shelf: Shelf, owner: Owner) -> None:
    assert owner.renew(shelf) == Locker(2, owner.after.sealed)
    assert (opens(shelf, owner.before), opens(shelf, owner.after)) == (False, True)
    assert shelf.read_locker(owner.session) == Locker(2, owner.after.sealed)
    assert shelf.write_locker(owner.session, 2, b"later") == Locker(3, b"later")


def test_every_other_session_is_over_at_once(shelf: Shelf, owner: Owner, session: bytes) -> None:
    thief = owner.before.sign_in(shelf)
    owner.renew(shelf)
    with pytest.raises(SessionEndedError):
        shelf.read_locker(thief)
    with pytest.raises(SessionEndedError):
        shelf.fetch(thief, [owner.own.want()])
    assert shelf.read_locker(session).version == 1  # another account's


def test_the_own_journal_of_before_opens_to_nobody_and_its_letters_are_gone(shelf: Shelf, owner: Owner) -> None:
    old = owner.own
    letter = Envelope(new_id(), b"sealed to the key of before")
    shelf.deposit(owner.session, old.id, old.tickets.deposit, letter)
    owner.renew(shelf)
    refused: list[Callable[[], object]] = [
        lambda: shelf.fetch(owner.session, [old.want()]),
        lambda: shelf.list_inbox(owner.session, old.id, old.tickets.read),
        lambda: shelf.take(owner.session, old.id, old.tickets.write, [letter.id]),
        lambda: shelf.deposit(owner.session, old.id, old.tickets.deposit, letter),
        lambda: old.append(shelf, owner.session),
    ]
    for call in refused:
        with pytest.raises(BadTicketError):
            call()
    assert shelf.fetch(owner.session, [owner.next.want()]).parts[0].commits == owner.next.commits


def test_nothing_of_what_was_given_up_lies_in_the_database(running: Running) -> None:
    shelf, founder, office = RemoteShelf(running.socket), Account(), Chain()
    shelf.found([founder.locker()], [office.new(is_sponsor=True)])
    owner = Owner(shelf, founder.sign_in(shelf), office)
    own = owner.own
    shelf.deposit(owner.session, own.id, own.tickets.deposit, Envelope(new_id(), b"letter"))
    own.append(shelf, owner.session, b"drafts", stage=own.stage(shelf, owner.session, b"block"))
    shelf.log(owner.session, [NewLogEntry(own.id, own.tickets.read, new_id(), 0, b"x")], 0, NO_LIMIT)
    tables = ("journal", "commit", "block", "envelope", "logentry", "logmonth")
    count = "SELECT COUNT(*) FROM shelf_{} WHERE {} = %s"
    counts = [count.format(table, "id" if table == "journal" else "journal") for table in tables]
    assert [running.sql(one, own.id) for one in counts] == [[(number,)] for number in (1, 2, 1, 1, 1, 1)]
    owner.renew(shelf)
    assert [running.sql(one, own.id) for one in counts] == [[(0,)]] * len(tables)
    assert running.sql("SELECT COUNT(*) FROM shelf_journal") == [(2,)]  # the office, and the own journal of now
    assert running.sql("SELECT COUNT(*) FROM shelf_unlockrow WHERE locker = %s", owner.before.id) == [(3,)]
    shelf.close()


def test_freeze_code_and_halves_stay_so_who_took_an_account_cannot_make_it_unfreezable(
    shelf: Shelf, owner: Owner
) -> None:
    owner.renew(shelf)
    assert shelf.freeze(owner.before.freeze_code) == owner.before.id
    with pytest.raises(FrozenError):
        owner.after.sign_in(shelf)
    for half in owner.before.halves:
        shelf.thaw(half)
    assert opens(shelf, owner.after)


def test_a_frozen_account_is_not_renewed(shelf: Shelf, owner: Owner) -> None:
    shelf.freeze(owner.before.freeze_code)
    with pytest.raises(SessionEndedError):
        owner.renew(shelf)
    for half in owner.before.halves:
        shelf.thaw(half)
    assert (opens(shelf, owner.before), opens(shelf, owner.after)) == (True, False)


def test_what_is_refused_changes_nothing(shelf: Shelf, owner: Owner, session: bytes, chain: Chain) -> None:
    stranger = Account()
    let_in(shelf, session, chain, stranger.locker())
    division = Chain()  # nobody was ever shown of it, and its keys were never changed: whoever writes has such a ticket
    let_in(shelf, session, chain, journal=division.new())
    good, own, tag = owner.renewal, owner.given_up, UnlockRow(stranger.rows[0].tag, b"x")
    long = b"x" * (MAX_BODY_BYTES + 1)
    cases: list[tuple[type[ShelfError], int, Renewal, Chain, GivenUp]] = [
        (VersionMovedError, 2, good, Chain(), own),
        (ShelfError, 1, Renewal(good.sealed, good.session_digest, []), Chain(), own),
        (ShelfError, 1, Renewal(good.sealed, b"short", good.unlock_rows), Chain(), own),
        (TooLargeError, 1, Renewal(long, good.session_digest, good.unlock_rows), Chain(), own),
        (ExistsError, 1, Renewal(good.sealed, good.session_digest, [tag]), Chain(), own),
        (ExistsError, 1, good, replace(Chain(), id=chain.id), own),
        (BadTicketError, 1, good, Chain(), GivenUp(own.journal, secret())),
        (BadTicketError, 1, good, Chain(), GivenUp(new_id(), own.write)),
        (BadTicketError, 1, good, Chain(), GivenUp(chain.id, chain.tickets.write)),
        (BadTicketError, 1, good, Chain(), GivenUp(division.id, division.tickets.write)),
    ]
    for error, replaces, renewal, journal, before in cases:
        with pytest.raises(error) as raised:
            shelf.renew_account(owner.session, replaces, renewal, journal.new(), before)
        assert type(raised.value) is error
    for journal in (Chain().new(is_sponsor=True), Chain().new(audit_digest=sha(b"audit"))):
        with pytest.raises(ShelfError):
            shelf.renew_account(owner.session, 1, good, journal, own)
    assert (opens(shelf, owner.before), opens(shelf, owner.after)) == (True, False)
    assert shelf.read_locker(owner.session) == Locker(1, owner.before.sealed)
    assert shelf.fetch(owner.session, [owner.own.want()]).parts[0].commits == owner.own.commits
    assert shelf.fetch(owner.session, [division.want()]).parts[0].commits == division.commits


def test_a_division_is_not_made_an_own_journal_by_a_ticket_that_somebody_chose(
    shelf: Shelf, owner: Owner, session: bytes, chain: Chain
) -> None:
    """Who changes a division's keys chooses its write ticket; the id was there before."""
    division, chosen = Chain(), new_tickets()
    let_in(shelf, session, chain, journal=division.new())
    stage = division.stage(shelf, owner.session, b"block")
    commit, _head = commit_after(division.id, division.head, b"epoch", epoch=1)
    writes = division.tickets.write
    shelf.switch(owner.session, division.id, writes, commit, Staged(stage, 1), hashes(chosen))
    for given_up in (GivenUp(division.id, chosen.write), GivenUp(own_journal(chosen.write), chosen.write)):
        with pytest.raises(BadTicketError):
            shelf.renew_account(owner.session, 1, owner.renewal, owner.next.new(), given_up)
    read = Want(division.id, chosen.read)
    assert shelf.fetch(owner.session, [read]).parts[0].commits == [commit]


def test_a_second_renewal_replaces_the_first(shelf: Shelf, owner: Owner) -> None:
    owner.renew(shelf)
    third, last = Account(owner.before.id), Chain.own()
    renewal = Renewal(third.sealed, sha(third.ticket), third.rows)
    shelf.renew_account(owner.session, 2, renewal, last.new(), GivenUp(owner.next.id, owner.next.tickets.write))
    assert [opens(shelf, one) for one in (owner.before, owner.after, third)] == [False, False, True]


def test_of_twenty_who_renew_at_once_one_wins_and_no_two_hold(shelf: Shelf, owner: Owner) -> None:
    """A thief in the same moment: whoever wins, the loser's words open nothing."""
    rivals = [Account(owner.before.id) for _ in range(20)]
    sessions = [owner.before.sign_in(shelf) for _ in rivals]
    journals = [Chain().new() for _ in rivals]

    def renew(number: int) -> Locker:
        rival = rivals[number]
        renewal = Renewal(rival.sealed, sha(rival.ticket), rival.rows)
        return shelf.renew_account(sessions[number], 1, renewal, journals[number], owner.given_up)

    came = at_once(renew)
    winners = [number for number, result in enumerate(came) if isinstance(result, Locker)]
    assert len(winners) == 1
    assert [opens(shelf, rival) for rival in rivals] == [number == winners[0] for number in range(20)]
    assert not opens(shelf, owner.before)


def test_no_session_that_begins_in_that_moment_with_the_old_ticket_outlives_it(shelf: Shelf, owner: Owner) -> None:
    begun: list[bytes] = []
    over = threading.Event()

    def thief() -> None:
        while not over.is_set():
            try:
                begun.append(owner.before.sign_in(shelf))
            except BadTicketError:
                return

    threads = [threading.Thread(target=thief) for _ in range(4)]
    for thread in threads:
        thread.start()
    owner.renew(shelf)
    for thread in threads:
        thread.join(20)
    over.set()
    assert begun
    for token in begun:
        with pytest.raises(SessionEndedError):
            shelf.read_locker(token)


def test_a_shelf_killed_at_any_moment_of_it_leaves_the_old_words_or_the_new_ones(running: Running) -> None:
    seen: set[bool] = set()
    for milliseconds in (0, 1, 2, 4, 8, 16, 400):
        running.wipe()
        shelf, founder, office = RemoteShelf(running.socket), Account(), Chain()
        shelf.found([founder.locker()], [office.new(is_sponsor=True)])
        owner = Owner(shelf, founder.sign_in(shelf), office)
        killer = threading.Timer(milliseconds / 1000, running.kill)
        killer.start()
        with contextlib.suppress(UnreachableError):
            owner.renew(shelf)
        killer.join()
        shelf.close()
        running.start()
        again = RemoteShelf(running.socket)
        after = opens(again, owner.after)
        assert opens(again, owner.before) is not after
        session = (owner.after if after else owner.before).sign_in(again)
        journal = owner.next if after else owner.own
        assert again.fetch(session, [Want(journal.id, journal.tickets.read)]).parts[0].commits == journal.commits
        again.close()
        seen.add(after)
    assert True in seen


def test_the_tickets_of_a_journal_that_is_given_up_stand_in_no_traceback(owner: Owner) -> None:
    assert repr(owner.given_up) == "<GivenUp: not shown>"
