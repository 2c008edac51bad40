"""What one answer carries, and where the next goes on."""

from __future__ import annotations

from busel.shelf.portions import Budget, first_commit, has_news, rest, starts_at_snapshot
from busel.shelf.protocol import FETCH_BYTES, Head, Want

HEAD = Head(0, 9, bytes(32))


def want(after: int = -1, from_block: int = 0) -> Want:
    return Want(b"j" * 16, b"r" * 32, after, from_block)


def test_a_budget_always_takes_one_thing_and_then_no_more_than_fits() -> None:
    budget = Budget()
    assert [budget.takes(FETCH_BYTES * 2), budget.takes(1), budget.is_spent] == [True, False, True]


def test_after_the_first_refusal_nothing_fits() -> None:
    budget = Budget()
    assert [budget.takes(size) for size in (10, FETCH_BYTES, 1)] == [True, False, False]


def test_an_answer_begins_at_the_snapshot_only_when_asked_from_the_beginning() -> None:
    assert [starts_at_snapshot(want(-1), 5), starts_at_snapshot(want(-1), -1), starts_at_snapshot(want(0), 5)] == [
        True,
        False,
        False,
    ]
    assert [first_commit(want(-1), 5), first_commit(want(-1), -1), first_commit(want(3), 5)] == [5, 0, 4]


def test_there_is_news_until_the_head_was_told() -> None:
    assert [has_news(want(after), HEAD, -1) for after in (-1, 8, 9, 10)] == [True, True, False, False]


def test_what_is_left_goes_on_where_the_answer_stopped() -> None:
    assert rest(want(), HEAD, -1, blocks=0, commits=10) is None
    assert rest(want(), HEAD, -1, blocks=0, commits=4) == want(3)
    assert rest(want(3), HEAD, -1, blocks=0, commits=0) == want(3)
    assert rest(want(-1, 2), HEAD, 5, blocks=3, commits=0) == want(-1, 5)
    assert rest(want(-1, 2), HEAD, 5, blocks=3, commits=2) == want(6)
    assert rest(want(-1, 2), HEAD, 5, blocks=3, commits=5) is None
