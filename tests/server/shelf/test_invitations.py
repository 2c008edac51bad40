"""Invitations: the office lays one, a slip uses it up, and nothing else begins an account; the same on every shelf."""

from __future__ import annotations

import threading

import pytest

from busel.shelf.client import RemoteShelf
from busel.shelf.protocol import (
    MAX_INVITED_DAYS,
    MAX_UNLOCK_ROWS,
    BadTicketError,
    ExistsError,
    Locker,
    SessionEndedError,
    Shelf,
    ShelfError,
    UnlockRow,
)
from factories.shelf import Account, Chain, Slip, new_id, secret, today
from fixtures.shelves import Running, Tried


def invite(shelf: Shelf, session: bytes, chain: Chain, slip: Slip) -> None:
    last_day = shelf.invite(session, chain.id, chain.tickets.write, slip.invitation())
    assert last_day == today() + slip.days


def test_a_slip_lays_one_account_with_its_rows_and_its_journal(shelf: Shelf, session: bytes, chain: Chain) -> None:
    slip, newcomer, mailbox = Slip(), Account(), Chain()
    invite(shelf, session, chain, slip)
    assert shelf.unlock(slip.row.tag) == slip.row
    shelf.accept(slip.ticket, newcomer.locker(), mailbox.new())
    its_session = newcomer.sign_in(shelf)
    assert shelf.read_locker(its_session) == Locker(1, newcomer.sealed)
    assert shelf.fetch(its_session, [mailbox.want()]).parts[0].commits == mailbox.commits
    assert [shelf.unlock(row.tag) for row in newcomer.rows] == newcomer.rows


def test_a_used_slip_opens_nothing_and_lays_nothing(shelf: Shelf, session: bytes, chain: Chain) -> None:
    slip, second = Slip(), Account()
    invite(shelf, session, chain, slip)
    shelf.accept(slip.ticket, Account().locker(), Chain().new())
    assert shelf.unlock(slip.row.tag) is None
    refused(shelf, slip.ticket, second)


def refused(shelf: Shelf, ticket: bytes, newcomer: Account) -> None:
    with pytest.raises(BadTicketError):
        shelf.accept(ticket, newcomer.locker(), Chain().new())
    assert [shelf.unlock(row.tag) for row in newcomer.rows] == [None] * 3
    with pytest.raises(BadTicketError):
        newcomer.sign_in(shelf)


def test_unknown_tickets_lay_nothing(shelf: Shelf, session: bytes, chain: Chain) -> None:
    slip = Slip()
    invite(shelf, session, chain, slip)
    for ticket in (secret(), b"", slip.id, slip.invitation().ticket_digest):
        refused(shelf, ticket, Account())
    assert shelf.unlock(slip.row.tag) == slip.row


def test_a_slip_opens_on_its_last_day_and_not_after(tried: Tried, account: Account, chain: Chain) -> None:
    shelf, slip, next_day = tried.shelf, Slip(days=0), Slip(days=1)
    shelf.found([account.locker()], [chain.new(is_sponsor=True)])
    session = account.sign_in(shelf)
    for one in (slip, next_day):
        invite(shelf, session, chain, one)
    assert shelf.unlock(slip.row.tag) == slip.row
    tried.end_invitation(slip.id)
    assert shelf.unlock(slip.row.tag) is None
    refused(shelf, slip.ticket, Account())
    assert shelf.unlock(account.rows[0].tag) == account.rows[0]


def test_a_withdrawn_slip_is_gone_and_withdrawing_is_harmless(shelf: Shelf, session: bytes, chain: Chain) -> None:
    slip, other = Slip(), Slip()
    for one in (slip, other):
        invite(shelf, session, chain, one)
    for _ in range(2):
        shelf.withdraw(session, chain.id, chain.tickets.write, slip.id)
    assert [shelf.unlock(one.row.tag) for one in (slip, other)] == [None, other.row]
    refused(shelf, slip.ticket, Account())


def test_withdrawing_touches_no_account(shelf: Shelf, session: bytes, account: Account, chain: Chain) -> None:
    shelf.withdraw(session, chain.id, chain.tickets.write, account.id)
    assert [shelf.unlock(row.tag) for row in account.rows] == account.rows


def test_no_invitation_bears_an_accounts_id_so_none_takes_its_rows_away(
    shelf: Shelf, session: bytes, account: Account, chain: Chain
) -> None:
    with pytest.raises(ExistsError):
        invite(shelf, session, chain, Slip(id=account.id, days=0))
    shelf.withdraw(session, chain.id, chain.tickets.write, account.id)
    assert [shelf.unlock(row.tag) for row in account.rows] == account.rows
    slip, other = Slip(), Slip()
    for one in (slip, other):
        invite(shelf, session, chain, one)
    with pytest.raises(ExistsError):
        shelf.accept(slip.ticket, Account(id=other.id).locker(), Chain().new())
    assert shelf.unlock(slip.row.tag) == slip.row


def test_who_may_not_write_the_office_invites_and_withdraws_nobody(shelf: Shelf, session: bytes, chain: Chain) -> None:
    slip, kept, tickets = Slip(), Slip(), chain.tickets
    invite(shelf, session, chain, kept)
    wrong = [(chain.id, tickets.read), (chain.id, tickets.deposit), (chain.id, b""), (new_id(), secret())]
    for journal, ticket in wrong:
        with pytest.raises(BadTicketError):
            shelf.invite(session, journal, ticket, slip.invitation())
        with pytest.raises(BadTicketError):
            shelf.withdraw(session, journal, ticket, kept.id)
    with pytest.raises(SessionEndedError):
        shelf.invite(secret(), chain.id, tickets.write, slip.invitation())
    assert [shelf.unlock(one.row.tag) for one in (slip, kept)] == [None, kept.row]


def test_only_a_journal_that_was_founded_for_it_invites(shelf: Shelf, session: bytes, chain: Chain) -> None:
    slip, newcomer, mailbox = Slip(), Account(), Chain()
    invite(shelf, session, chain, slip)
    with pytest.raises(ShelfError) as refusal:
        shelf.accept(slip.ticket, newcomer.locker(), mailbox.new(is_sponsor=True))
    assert type(refusal.value) is ShelfError
    shelf.accept(slip.ticket, newcomer.locker(), mailbox.new())
    with pytest.raises(BadTicketError):
        invite(shelf, newcomer.sign_in(shelf), mailbox, Slip())


@pytest.mark.parametrize("days", [-1, MAX_INVITED_DAYS + 1, 2**40])
def test_an_invitation_ends_within_months_and_not_before_it_begins(
    shelf: Shelf, session: bytes, chain: Chain, days: int
) -> None:
    with pytest.raises(ShelfError) as refusal:
        invite(shelf, session, chain, Slip(days=days))
    assert type(refusal.value) is ShelfError


def test_what_is_taken_is_not_laid_again_and_costs_the_slip_nothing(
    shelf: Shelf, session: bytes, account: Account, chain: Chain
) -> None:
    slip = Slip()
    invite(shelf, session, chain, slip)
    for taken in (Slip(id=slip.id), Slip(ticket=slip.ticket), Slip(row=slip.row), Slip(row=account.rows[0])):
        with pytest.raises(ExistsError):
            invite(shelf, session, chain, taken)
    of_another = (Account(id=account.id), Account(rows=account.rows))
    for newcomer, journal in [*((one, Chain()) for one in of_another), (Account(), Chain(id=chain.id))]:
        with pytest.raises(ExistsError):
            shelf.accept(slip.ticket, newcomer.locker(), journal.new())
    assert shelf.unlock(slip.row.tag) == slip.row
    shelf.accept(slip.ticket, Account().locker(), Chain().new())
    assert [shelf.unlock(row.tag) for row in account.rows] == account.rows


def test_an_account_that_nothing_opens_or_that_is_not_whole_is_refused(
    shelf: Shelf, session: bytes, chain: Chain
) -> None:
    slip = Slip()
    invite(shelf, session, chain, slip)
    many = [UnlockRow(secret(), b"sealed") for _ in range(MAX_UNLOCK_ROWS + 1)]
    for newcomer in (Account(rows=[]), Account(rows=many), Account(id=b"short")):
        with pytest.raises(ShelfError) as refusal:
            shelf.accept(slip.ticket, newcomer.locker(), Chain().new())
        assert type(refusal.value) is ShelfError
    assert shelf.unlock(slip.row.tag) == slip.row


def test_of_many_who_show_one_slip_at_once_one_is_let_in(running: Running, account: Account, chain: Chain) -> None:
    shelf, slip, newcomers = RemoteShelf(running.socket), Slip(), [Account() for _ in range(6)]
    shelf.found([account.locker()], [chain.new(is_sponsor=True)])
    invite(shelf, account.sign_in(shelf), chain, slip)
    outcomes: list[str] = []

    def come(newcomer: Account) -> None:
        own = RemoteShelf(running.socket)
        try:
            own.accept(slip.ticket, newcomer.locker(), Chain().new())
            outcomes.append("let in")
        except BadTicketError:
            outcomes.append("refused")
        finally:
            own.close()

    threads = [threading.Thread(target=come, args=(newcomer,)) for newcomer in newcomers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["let in", *["refused"] * 5]
    assert sum(shelf.unlock(newcomer.rows[0].tag) is not None for newcomer in newcomers) == 1
    shelf.close()
