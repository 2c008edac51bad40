"""The checks that both shelves share."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from busel.registry.keyring import own_journal
from busel.shelf import rules
from busel.shelf.protocol import BadTicketError, Commit, Head, HeadMovedError, Segment, ShelfError
from factories.shelf import Chain, commit_after, new_id, secret, sha
from factories.vectors import Vector, named, raw, vectors


@given(st.binary(max_size=64), st.binary(max_size=64))
def test_only_the_very_capability_opens(one: bytes, other: bytes) -> None:
    assert rules.opens(one, sha(other)) is (one == other)


def test_an_account_has_three_codes_of_which_none_does_the_work_of_two() -> None:
    freeze, first, second = (sha(secret()) for _ in range(3))
    rules.check_codes(freeze, (first, second))
    for codes in [
        (freeze, (first, first)),
        (first, (first, second)),
        (freeze, (freeze, second)),
        (b"", (first, second)),
    ]:
        with pytest.raises(ShelfError):
            rules.check_codes(*codes)


@given(st.integers(0, 10_000), st.integers(3, 90))
def test_the_last_idle_day_opens_and_the_next_does_not(last_day: int, limit: int) -> None:
    assert not rules.is_idle(last_day, last_day + limit, idle_days=limit)
    assert rules.is_idle(last_day, last_day + limit + 1, idle_days=limit)


def test_a_commit_follows_the_head_that_it_names() -> None:
    head = Head(0, 4, secret())
    commit, _ = commit_after(new_id(), head, b"body")
    rules.check_next(commit, head)
    with pytest.raises(HeadMovedError):
        rules.check_next(commit, replace(head, digest=secret()))
    with pytest.raises(ShelfError) as refusal:
        rules.check_next(replace(commit, sequence=9), head)
    assert type(refusal.value) is ShelfError


@pytest.mark.parametrize("vector", [one for one in vectors("header") if "digest" in one], ids=named)
def test_the_shelf_makes_the_digest_that_every_reader_makes(vector: Vector) -> None:
    epoch, sequence = int(vector["epoch"]), int(vector["sequence"])
    commit = Commit(epoch, sequence, raw(vector, "previous"), raw(vector, "body_digest"), Segment.STATE, epoch, b"")
    head = Head(epoch, sequence, raw(vector, "digest"))
    assert rules.head_after(raw(vector, "organisation"), raw(vector, "journal"), commit) == head


@pytest.mark.parametrize("vector", list(vectors("own_journal")), ids=named)
def test_the_shelf_knows_an_own_journal_by_the_id_that_every_desk_gives_it(vector: Vector) -> None:
    journal, write = raw(vector, "journal"), raw(vector, "write")
    if vector["expect"] == "success":
        assert own_journal(write) == journal
        rules.check_given_up(journal, write)
    else:
        assert own_journal(write) != journal
        with pytest.raises(BadTicketError):
            rules.check_given_up(journal, write)


def test_a_new_journal_begins_at_the_beginning() -> None:
    new = Chain().new()
    rules.check_new_journal(new)
    late = replace(new.first, sequence=1)
    for broken in (replace(new, first=late), replace(new, id=b"short")):
        with pytest.raises(ShelfError):
            rules.check_new_journal(broken)
