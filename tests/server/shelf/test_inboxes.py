"""Envelopes: put in by who may not read, listed by who may, taken by who may write."""

from __future__ import annotations

import os

import pytest

from busel.shelf.protocol import (
    MAX_ENVELOPE_BYTES,
    MAX_WAITING_BYTES,
    BadTicketError,
    Envelope,
    SessionEndedError,
    Shelf,
    ShelfError,
    TooLargeError,
)
from factories.shelf import Chain, let_in, new_id, secret


def put(shelf: Shelf, session: bytes, chain: Chain, *bodies: bytes) -> list[Envelope]:
    """Deposit one envelope for each body; return them in the order of their ids."""
    envelopes = [Envelope(new_id(), body) for body in bodies]
    for envelope in envelopes:
        shelf.deposit(session, chain.id, chain.tickets.deposit, envelope)
    return sorted(envelopes, key=lambda envelope: envelope.id)


def listed(shelf: Shelf, session: bytes, chain: Chain, after: bytes = b"") -> list[Envelope]:
    return shelf.list_inbox(session, chain.id, chain.tickets.read, after)


def test_envelopes_wait_in_the_order_of_their_ids(shelf: Shelf, session: bytes, chain: Chain) -> None:
    envelopes = put(shelf, session, chain, b"a", b"b", b"c", b"d")
    assert listed(shelf, session, chain) == envelopes
    assert listed(shelf, session, chain, envelopes[1].id) == envelopes[2:]
    assert listed(shelf, session, chain, bytes([255]) * 16) == []


def test_ids_are_told_alone_and_envelopes_by_their_ids(shelf: Shelf, session: bytes, chain: Chain) -> None:
    envelopes = put(shelf, session, chain, b"a", b"b", b"c")
    other = Chain()
    let_in(shelf, session, chain, journal=other.new())
    [elsewhere] = put(shelf, session, other, b"d")
    ids = [one.id for one in envelopes]
    assert shelf.inbox_ids(session, chain.id, chain.tickets.read) == ids
    asked = [ids[2], new_id(), elsewhere.id, ids[0]]
    assert shelf.read_inbox(session, chain.id, chain.tickets.read, asked) == [envelopes[0], envelopes[2]]
    assert shelf.read_inbox(session, chain.id, chain.tickets.read, []) == []


def test_one_answer_carries_the_first_of_many_large_envelopes(shelf: Shelf, session: bytes, chain: Chain) -> None:
    envelopes = put(shelf, session, chain, *(bytes(MAX_ENVELOPE_BYTES) for _ in range(18)))
    some = shelf.read_inbox(session, chain.id, chain.tickets.read, [one.id for one in envelopes])
    assert 0 < len(some) < len(envelopes)
    assert some == envelopes[: len(some)]


def test_how_many_wait_is_told_for_many_inboxes_at_once(shelf: Shelf, session: bytes, chain: Chain) -> None:
    empty, full = Chain(), Chain()
    for other in (empty, full):
        let_in(shelf, session, chain, journal=other.new())
    put(shelf, session, chain, b"a", b"b")
    taken = put(shelf, session, full, b"a", b"b", b"c")
    wants = [full.want(), empty.want(), chain.want()]
    assert shelf.waiting(session, wants) == [3, 0, 2]
    shelf.take(session, full.id, full.tickets.write, [taken[0].id])
    assert shelf.waiting(session, [*wants, full.want()]) == [2, 0, 2, 2]


def test_one_wrong_ticket_among_many_tells_nothing(shelf: Shelf, session: bytes, chain: Chain) -> None:
    put(shelf, session, chain, b"a")
    stranger = Chain()
    with pytest.raises(BadTicketError):
        shelf.waiting(session, [chain.want(), stranger.want()])


def test_asking_for_no_inbox_needs_a_session_all_the_same(shelf: Shelf, session: bytes) -> None:
    assert shelf.waiting(session, []) == []
    with pytest.raises(SessionEndedError):
        shelf.waiting(secret(), [])


def test_the_same_id_twice_is_one_envelope_and_the_first_stays(shelf: Shelf, session: bytes, chain: Chain) -> None:
    (first,) = put(shelf, session, chain, b"first")
    shelf.deposit(session, chain.id, chain.tickets.deposit, Envelope(first.id, b"replayed otherwise"))
    assert listed(shelf, session, chain) == [first]


def test_only_the_deposit_ticket_puts_one_in(shelf: Shelf, session: bytes, chain: Chain) -> None:
    tickets = chain.tickets
    for journal, ticket in [(chain.id, tickets.read), (chain.id, tickets.write), (chain.id, b""), (new_id(), secret())]:
        with pytest.raises(BadTicketError):
            shelf.deposit(session, journal, ticket, Envelope(new_id(), b"spam"))
    assert listed(shelf, session, chain) == []


def test_an_envelope_is_bounded(shelf: Shelf, session: bytes, chain: Chain) -> None:
    with pytest.raises(TooLargeError):
        put(shelf, session, chain, bytes(MAX_ENVELOPE_BYTES + 1))
    with pytest.raises(ShelfError):
        shelf.deposit(session, chain.id, chain.tickets.deposit, Envelope(b"short", b"body"))
    largest = put(shelf, session, chain, bytes(MAX_ENVELOPE_BYTES))
    assert listed(shelf, session, chain) == largest


def test_a_full_inbox_takes_no_more_and_loses_nothing(shelf: Shelf, session: bytes, chain: Chain) -> None:
    put(shelf, session, chain, *([bytes(MAX_ENVELOPE_BYTES)] * (MAX_WAITING_BYTES // MAX_ENVELOPE_BYTES)))
    with pytest.raises(TooLargeError):
        put(shelf, session, chain, b"one more")
    assert shelf.waiting(session, [chain.want()]) == [MAX_WAITING_BYTES // MAX_ENVELOPE_BYTES]


def test_what_is_taken_is_gone_and_taking_twice_is_harmless(shelf: Shelf, session: bytes, chain: Chain) -> None:
    first, second, third = put(shelf, session, chain, b"a", b"b", b"c")
    for _ in range(2):
        shelf.take(session, chain.id, chain.tickets.write, [first.id, third.id])
    assert listed(shelf, session, chain) == [second]


def test_another_journal_cannot_take_it(shelf: Shelf, session: bytes, chain: Chain) -> None:
    other = Chain()
    let_in(shelf, session, chain, journal=other.new())
    envelopes = put(shelf, session, chain, b"a")
    shelf.take(session, other.id, other.tickets.write, [envelopes[0].id])
    assert listed(shelf, session, chain) == envelopes
    assert listed(shelf, session, other) == []


def test_a_full_inbox_is_listed_in_portions(shelf: Shelf, session: bytes, chain: Chain) -> None:
    envelopes = put(shelf, session, chain, *(os.urandom(MAX_ENVELOPE_BYTES - 1000) for _ in range(18)), b"small")
    told: list[Envelope] = []
    portions = 0
    while portion := listed(shelf, session, chain, told[-1].id if told else b""):
        told += portion
        portions += 1
    assert (told, portions) == (envelopes, 2)


def test_envelopes_outlive_a_rotation_and_the_old_ticket_does_not(shelf: Shelf, session: bytes, chain: Chain) -> None:
    envelopes = put(shelf, session, chain, b"a")
    old = chain.tickets
    chain.switch(shelf, session, chain.stage(shelf, session, b"block"))
    assert listed(shelf, session, chain) == envelopes
    with pytest.raises(BadTicketError):
        shelf.deposit(session, chain.id, old.deposit, Envelope(new_id(), b"late"))
