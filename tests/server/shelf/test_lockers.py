"""Lockers, unlock rows, sessions, freezing: the same on every shelf."""

from __future__ import annotations

import pytest

from busel.shelf.protocol import (
    MAX_BODY_BYTES,
    MAX_UNLOCK_ROWS,
    BadTicketError,
    ExistsError,
    FrozenError,
    Locker,
    SessionEndedError,
    Shelf,
    ShelfError,
    TooLargeError,
    UnlockRow,
    VersionMovedError,
)
from factories.shelf import Account, Chain, let_in, new_id, secret, today
from fixtures.shelves import Tried


def test_each_unlock_row_is_found_by_its_tag(shelf: Shelf, session: bytes, account: Account) -> None:
    assert [shelf.unlock(row.tag) for row in account.rows] == account.rows


def test_an_unknown_tag_finds_nothing(shelf: Shelf, session: bytes) -> None:
    assert shelf.unlock(secret()) is None


def test_only_an_empty_shelf_is_founded(shelf: Shelf, session: bytes) -> None:
    with pytest.raises(ExistsError):
        shelf.found([Account().locker()], [Chain().new()])


def test_founding_with_a_broken_locker_leaves_the_shelf_empty(shelf: Shelf, account: Account) -> None:
    broken = Account(id=b"short")
    with pytest.raises(ShelfError):
        shelf.found([account.locker(), broken.locker()], [])
    shelf.found([account.locker()], [])
    assert shelf.read_locker(account.sign_in(shelf)) == Locker(1, account.sealed)


def test_the_right_ticket_opens_the_own_locker(shelf: Shelf, session: bytes, account: Account) -> None:
    assert shelf.read_locker(session) == Locker(1, account.sealed)


def test_a_wrong_ticket_and_an_unknown_locker_are_one_case(shelf: Shelf, session: bytes, account: Account) -> None:
    for locker, ticket in [(account.id, secret()), (new_id(), account.ticket), (account.id, b""), (b"", b"")]:
        with pytest.raises(BadTicketError):
            shelf.open_session(locker, ticket, today())


def test_a_locker_is_written_by_compare_and_swap(shelf: Shelf, session: bytes) -> None:
    assert shelf.write_locker(session, 1, b"second") == Locker(2, b"second")
    with pytest.raises(VersionMovedError):
        shelf.write_locker(session, 1, b"lost")
    assert shelf.read_locker(session) == Locker(2, b"second")


def test_a_keyring_above_the_limit_is_refused(shelf: Shelf, session: bytes, account: Account) -> None:
    with pytest.raises(TooLargeError):
        shelf.write_locker(session, 1, bytes(MAX_BODY_BYTES + 1))
    assert shelf.read_locker(session) == Locker(1, account.sealed)


def test_two_sessions_of_one_locker_live_side_by_side(shelf: Shelf, session: bytes, account: Account) -> None:
    second = account.sign_in(shelf)
    shelf.close_session(second)
    shelf.close_session(second)
    with pytest.raises(SessionEndedError):
        shelf.read_locker(second)
    assert shelf.read_locker(session) == Locker(1, account.sealed)


@pytest.mark.parametrize("token", [b"", b"short", bytes(32)])
def test_a_token_that_nobody_was_given_is_no_session(shelf: Shelf, session: bytes, token: bytes) -> None:
    with pytest.raises(SessionEndedError):
        shelf.read_locker(token)


def test_unlock_rows_are_replaced_in_one_step(shelf: Shelf, session: bytes, account: Account) -> None:
    first, second, third = account.rows
    again = UnlockRow(first.tag, b"sealed anew")
    fourth = UnlockRow(secret(), b"fourth")
    shelf.put_unlock_rows(session, [again, fourth], [first.tag, second.tag])
    found = [shelf.unlock(tag) for tag in (first.tag, second.tag, third.tag, fourth.tag)]
    assert found == [again, None, third, fourth]


def test_a_taken_tag_changes_nothing(shelf: Shelf, session: bytes, account: Account) -> None:
    first, second, _third = account.rows
    with pytest.raises(ExistsError):
        shelf.put_unlock_rows(session, [UnlockRow(second.tag, b"planted")], [first.tag])
    assert [shelf.unlock(first.tag), shelf.unlock(second.tag)] == [first, second]


def test_nobody_drops_rows_of_another(shelf: Shelf, session: bytes, account: Account, chain: Chain) -> None:
    other = Account()
    let_in(shelf, session, chain, other.locker())
    shelf.put_unlock_rows(other.sign_in(shelf), [], [row.tag for row in account.rows])
    assert [shelf.unlock(row.tag) for row in account.rows] == account.rows


def test_a_row_without_a_tag_is_refused(shelf: Shelf, session: bytes) -> None:
    for tag in (b"", bytes(65)):
        with pytest.raises(ShelfError):
            shelf.put_unlock_rows(session, [UnlockRow(tag, b"sealed")], [])


def test_a_freeze_ends_every_session_and_refuses_new_ones(shelf: Shelf, session: bytes, account: Account) -> None:
    second = account.sign_in(shelf)
    assert shelf.freeze(account.freeze_code) == account.id
    for token in (session, second):
        with pytest.raises(SessionEndedError):
            shelf.read_locker(token)
    with pytest.raises(FrozenError):
        account.sign_in(shelf)


def test_a_second_freeze_tells_the_locker_again(shelf: Shelf, session: bytes, account: Account) -> None:
    assert [shelf.freeze(account.freeze_code) for _ in range(2)] == [account.id] * 2


def test_a_wrong_ticket_does_not_tell_of_a_freeze(shelf: Shelf, session: bytes, account: Account) -> None:
    shelf.freeze(account.freeze_code)
    with pytest.raises(BadTicketError):
        shelf.open_session(account.id, secret(), today())


def test_a_wrong_freeze_code_is_silent_and_harmless(shelf: Shelf, session: bytes, account: Account) -> None:
    assert shelf.freeze(secret()) is None
    assert shelf.read_locker(session) == Locker(1, account.sealed)


def test_a_freeze_leaves_others_alone(shelf: Shelf, session: bytes, account: Account, chain: Chain) -> None:
    other = Account()
    let_in(shelf, session, chain, other.locker())
    its_session = other.sign_in(shelf)
    shelf.freeze(account.freeze_code)
    assert shelf.read_locker(its_session) == Locker(1, other.sealed)


def test_a_day_in_the_future_buys_no_time(tried: Tried, account: Account) -> None:
    tried.shelf.found([account.locker()], [])
    tried.shelf.open_session(account.id, account.ticket, today() + 100_000)
    tried.age(account.id, 11)
    with pytest.raises(FrozenError):
        tried.shelf.open_session(account.id, account.ticket, today() + 100_000)


def test_a_day_in_the_past_takes_none(tried: Tried, account: Account) -> None:
    tried.shelf.found([account.locker()], [])
    tried.shelf.open_session(account.id, account.ticket, 0)
    tried.shelf.open_session(account.id, account.ticket, 0)
    tried.age(account.id, 10)
    assert len(tried.shelf.open_session(account.id, account.ticket, 0)) == 32


def test_few_rows_are_put_in_one_step(shelf: Shelf, session: bytes) -> None:
    rows = [UnlockRow(secret(), b"sealed") for _ in range(MAX_UNLOCK_ROWS + 1)]
    with pytest.raises(ShelfError) as refusal:
        shelf.put_unlock_rows(session, rows, [])
    assert type(refusal.value) is ShelfError
    shelf.put_unlock_rows(session, rows[1:], [])
