"""Thawing by halves, codes that are renewed, states, the idle limit: the same on every shelf."""

from __future__ import annotations

import pytest

from busel.shelf.protocol import (
    HALF_AWAITED,
    IDLE_DAYS,
    MAX_STATES,
    NO_HALF_NEEDED,
    THAW_DAYS,
    THAWED,
    AccountState,
    BadTicketError,
    ExistsError,
    FrozenError,
    Locker,
    SessionEndedError,
    Shelf,
    ShelfError,
)
from factories.shelf import Account, Chain, let_in, new_id, secret, sha, today
from fixtures.shelves import Tried


def invited(shelf: Shelf, session: bytes, chain: Chain) -> Account:
    other = Account()
    let_in(shelf, session, chain, other.locker())
    return other


def digests(account: Account) -> tuple[bytes, tuple[bytes, bytes]]:
    return sha(account.freeze_code), (sha(account.halves[0]), sha(account.halves[1]))


def test_both_halves_thaw_in_either_order_one_after_the_other(shelf: Shelf, session: bytes, account: Account) -> None:
    for first, second in (account.halves, account.halves[::-1]):
        shelf.freeze(account.freeze_code)
        assert shelf.thaw(first) == HALF_AWAITED
        with pytest.raises(FrozenError):
            account.sign_in(shelf)
        assert shelf.thaw(second) == THAWED
        assert shelf.read_locker(account.sign_in(shelf)) == Locker(1, account.sealed, is_renewable=True)
    with pytest.raises(SessionEndedError):
        shelf.read_locker(session)


def test_one_half_twice_is_one_half(shelf: Shelf, session: bytes, account: Account) -> None:
    for half in account.halves:
        shelf.freeze(account.freeze_code)
        assert [shelf.thaw(half) for _ in range(3)] == [HALF_AWAITED] * 3
        with pytest.raises(FrozenError):
            account.sign_in(shelf)


def test_halves_of_two_accounts_thaw_neither(shelf: Shelf, session: bytes, account: Account, chain: Chain) -> None:
    other = invited(shelf, session, chain)
    shelf.freeze(other.freeze_code)
    shelf.freeze(account.freeze_code)
    assert [shelf.thaw(account.halves[0]), shelf.thaw(other.halves[1])] == [HALF_AWAITED] * 2
    for one in (account, other):
        with pytest.raises(FrozenError):
            one.sign_in(shelf)
    assert [shelf.thaw(account.halves[1]), shelf.thaw(other.halves[0])] == [THAWED] * 2


def test_what_is_no_half_is_refused_and_changes_nothing(shelf: Shelf, session: bytes, account: Account) -> None:
    shelf.freeze(account.freeze_code)
    for wrong in (secret(), b"", account.freeze_code, account.ticket, sha(account.halves[0])):
        with pytest.raises(BadTicketError):
            shelf.thaw(wrong)
    assert shelf.thaw(account.halves[0]) == HALF_AWAITED


def test_a_half_shown_for_an_open_account_does_not_count_later(shelf: Shelf, session: bytes, account: Account) -> None:
    assert shelf.thaw(account.halves[0]) == NO_HALF_NEEDED
    shelf.freeze(account.freeze_code)
    assert shelf.thaw(account.halves[1]) == HALF_AWAITED


def test_a_new_freeze_takes_back_the_half_that_was_shown(shelf: Shelf, session: bytes, account: Account) -> None:
    shelf.freeze(account.freeze_code)
    shelf.thaw(account.halves[0])
    shelf.freeze(account.freeze_code)
    assert shelf.thaw(account.halves[1]) == HALF_AWAITED
    with pytest.raises(FrozenError):
        account.sign_in(shelf)


@pytest.mark.parametrize(("waited", "then"), [(THAW_DAYS, THAWED), (THAW_DAYS + 1, HALF_AWAITED)])
def test_the_other_half_is_awaited_for_seven_days(tried: Tried, account: Account, waited: int, then: int) -> None:
    tried.shelf.found([account.locker()], [])
    tried.shelf.freeze(account.freeze_code)
    tried.shelf.thaw(account.halves[0])
    tried.age(account.id, waited)
    assert tried.shelf.thaw(account.halves[1]) == then


def test_who_stays_away_longer_than_the_limit_is_frozen_until_both_halves_were_shown(
    tried: Tried, account: Account
) -> None:
    shelf = tried.shelf
    shelf.found([account.locker()], [])
    tried.age(account.id, IDLE_DAYS)
    shelf.close_session(account.sign_in(shelf))
    tried.age(account.id, IDLE_DAYS + 1)
    with pytest.raises(FrozenError):
        shelf.open_session(account.id, account.ticket, today() + IDLE_DAYS + 1)
    assert [shelf.thaw(half) for half in account.halves] == [HALF_AWAITED, THAWED]
    shelf.open_session(account.id, account.ticket, today() + IDLE_DAYS + 1)


def test_codes_are_renewed_once_after_a_thaw(shelf: Shelf, session: bytes, account: Account) -> None:
    shelf.freeze(account.freeze_code)
    for half in account.halves:
        shelf.thaw(half)
    again = account.sign_in(shelf)
    new = Account(id=account.id, ticket=account.ticket, freeze_code=account.freeze_code)
    shelf.put_codes(again, *digests(new))
    assert shelf.read_locker(again) == Locker(1, account.sealed)
    assert shelf.freeze(account.freeze_code) == account.id
    with pytest.raises(BadTicketError):
        shelf.thaw(account.halves[0])
    assert [shelf.thaw(half) for half in new.halves] == [HALF_AWAITED, THAWED]


def test_who_was_not_thawed_keeps_the_codes_that_others_hold(shelf: Shelf, session: bytes, account: Account) -> None:
    with pytest.raises(BadTicketError):
        shelf.put_codes(session, *digests(Account()))
    assert shelf.freeze(account.freeze_code) == account.id


def test_who_was_thawed_stays_freezable_by_the_code_that_others_hold(
    shelf: Shelf, session: bytes, account: Account
) -> None:
    shelf.freeze(account.freeze_code)
    for half in account.halves:
        shelf.thaw(half)
    again = account.sign_in(shelf)
    with pytest.raises(BadTicketError):
        shelf.put_codes(again, *digests(Account()))
    assert shelf.freeze(account.freeze_code) == account.id


def test_a_half_that_a_second_account_took_over_thaws_nobody_alone(
    shelf: Shelf, session: bytes, account: Account, chain: Chain
) -> None:
    # Who holds one half of a victim (the office of everybody) would make it a half of an account of their own.
    for taken in account.halves:
        for halves in ((secret(), taken), (taken, secret())):
            with pytest.raises(ExistsError):
                let_in(shelf, session, chain, Account(id=bytes(16), halves=halves).locker())
    other = invited(shelf, session, chain)
    shelf.freeze(other.freeze_code)
    for half in other.halves:
        shelf.thaw(half)
    theirs = other.sign_in(shelf)
    with pytest.raises(ExistsError):
        shelf.put_codes(theirs, sha(other.freeze_code), (sha(secret()), sha(account.halves[0])))
    shelf.freeze(account.freeze_code)
    assert [shelf.thaw(half) for half in account.halves] == [HALF_AWAITED, THAWED]


def test_no_account_takes_anothers_code_or_one_hash_for_two_things(
    shelf: Shelf, session: bytes, account: Account, chain: Chain
) -> None:
    other = invited(shelf, session, chain)
    shelf.freeze(account.freeze_code)
    for half in account.halves:
        shelf.thaw(half)
    again = account.sign_in(shelf)
    with pytest.raises(BadTicketError):
        shelf.put_codes(again, sha(other.freeze_code), digests(Account())[1])
    one = sha(secret())
    for freeze, thaw in [(sha(secret()), (one, one)), (one, (one, sha(secret()))), (b"short", (one, sha(secret())))]:
        with pytest.raises(ShelfError):
            shelf.put_codes(again, freeze, thaw)
    assert shelf.freeze(account.freeze_code) == account.id


def test_states_are_told_to_who_has_the_codes(tried: Tried, account: Account, chain: Chain) -> None:
    shelf = tried.shelf
    shelf.found([account.locker()], [chain.new(is_sponsor=True)])
    session = account.sign_in(shelf)
    frozen, away = invited(shelf, session, chain), invited(shelf, session, chain)
    shelf.freeze(frozen.freeze_code)
    shelf.thaw(frozen.halves[1])
    codes = [frozen.freeze_code, secret(), account.freeze_code, away.freeze_code]
    told = shelf.states(session, codes)
    now = told.today
    assert (told.idle_days, told.accounts) == (
        IDLE_DAYS,
        [
            AccountState(is_frozen=True, last_day=now, shown_half=2, shown_until=now + THAW_DAYS),
            None,
            AccountState(is_frozen=False, last_day=now),
            AccountState(is_frozen=False, last_day=now),
        ],
    )


def test_states_need_a_session_and_are_bounded(shelf: Shelf, session: bytes, account: Account) -> None:
    with pytest.raises(ShelfError):
        shelf.states(session, [bytes(32)] * (MAX_STATES + 1))
    shelf.freeze(account.freeze_code)
    with pytest.raises(SessionEndedError):
        shelf.states(session, [account.freeze_code])


def test_who_writes_the_office_sets_the_idle_limit(tried: Tried, account: Account, chain: Chain) -> None:
    shelf = tried.shelf
    shelf.found([account.locker()], [chain.new(is_sponsor=True)])
    session = account.sign_in(shelf)
    for days in (5, 3):
        shelf.set_idle_days(session, chain.id, chain.tickets.write, days)
    assert shelf.states(session, []).idle_days == 3
    tried.age(account.id, 4)
    with pytest.raises(FrozenError):
        account.sign_in(shelf)


def test_the_idle_limit_has_bounds_and_an_owner(shelf: Shelf, session: bytes, chain: Chain) -> None:
    for days in (2, 91, 0, -1):
        with pytest.raises(ShelfError):
            shelf.set_idle_days(session, chain.id, chain.tickets.write, days)
    for sponsor, ticket in [(chain.id, chain.tickets.read), (new_id(), secret()), (chain.id, b"")]:
        with pytest.raises(BadTicketError):
            shelf.set_idle_days(session, sponsor, ticket, 20)
    assert shelf.states(session, []).idle_days == IDLE_DAYS
