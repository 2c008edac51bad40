"""Swapping, replaying, cutting, re-attributing: whatever is done to a chain is found, and named."""

from __future__ import annotations

import hashlib

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from busel.journal.body import pack
from busel.journal.chain import Link, check_ancestor, follow
from busel.journal.commit import (
    EpochKeys,
    SealedCommit,
    open_commit,
    open_history,
    packed_content,
    seal_commit,
    seal_packed_history,
)
from busel.journal.deed import Deed, Draft, Op, encode_parts
from busel.journal.errors import BrokenChainError, DamagedError, ForgedError, NotOpenedError, RolledBackError
from busel.journal.header import GENESIS, Header, Place
from busel.journal.snapshot import Block as Packed
from busel.journal.snapshot import BlockHeader, open_block, pack_block, seal_block
from busel.shelf.protocol import Commit, Segment
from busel.vault.entropy import new_id
from busel.vault.sign import SigningKey

KEYS, KEY, OTHER = EpochKeys.new(), SigningKey.new(), SigningKey.new()
PLACE = Place(new_id(), new_id())


def stored(sealed: SealedCommit) -> Commit:
    header = sealed.header
    return Commit(
        header.epoch, header.sequence, header.previous, sealed.body_digest, Segment.STATE, header.epoch, sealed.body
    )


def deed_at(header: Header, number: int, *, key: SigningKey = KEY) -> Deed:
    about = [(number, [Op("contact", number, {"a": "x"})]), (100, [Op("contact", 100, {"a": "y"})])]
    draft = Draft(
        id=new_id(), name="add_contact", author=bytes(16), hour=1, places=[PLACE.journal], parts=encode_parts(about)
    )
    return draft.sign(header, key)


def chain(length: int) -> list[Commit]:
    commits, link = [], Link()
    for number in range(length):
        header = Header(PLACE, 0, number, link.digest)
        sealed = seal_commit(KEYS, header, deed_at(header, number))
        commits.append(stored(sealed))
        link = Link(number, sealed.digest)
    return commits


def read(commits: list[Commit], start: Link | None = None) -> list[Deed]:
    """Read as a desk does: follow, open, verify."""
    link, deeds = start or Link(), []
    for commit in commits:
        header, link = follow(PLACE, link, commit)
        content = open_commit(KEYS, header, commit.body)
        assert isinstance(content, Deed)
        content.check_signature(header, KEY.public)
        deeds.append(content)
    return deeds


CHAIN = chain(5)
FIELDS = {
    "epoch": 1,
    "sequence": 77,
    "previous": bytes(32),
    "body_digest": bytes(32),
    "body": CHAIN[0].body[:-1] + b"\0",
}


def test_an_honest_chain_is_read() -> None:
    assert len(read(CHAIN)) == 5


@given(at=st.integers(0, 4), field=st.sampled_from(sorted(FIELDS)))
def test_no_changed_field_of_any_commit_goes_unseen(at: int, field: str) -> None:
    changed = list(CHAIN)
    changed[at] = msgspec.structs.replace(CHAIN[at], **{field: FIELDS[field]})
    if changed == CHAIN:
        return  # the first commit names what is before it with zeros
    with pytest.raises((BrokenChainError, NotOpenedError)):
        read(changed)


@given(order=st.permutations(range(5)))
def test_no_other_order_is_read(order: list[int]) -> None:
    if order == sorted(order):
        return
    with pytest.raises(BrokenChainError):
        read([CHAIN[number] for number in order])


@given(at=st.integers(0, 3))
def test_nothing_is_cut_out_or_played_twice(at: int) -> None:
    with pytest.raises(BrokenChainError):
        read(CHAIN[:at] + CHAIN[at + 1 :])
    with pytest.raises(BrokenChainError):
        read([*CHAIN[: at + 1], CHAIN[at], *CHAIN[at + 1 :]])


@given(at=st.integers(1, 4))
def test_a_body_put_into_another_place_does_not_open_even_with_its_digest(at: int) -> None:
    moved = msgspec.structs.replace(CHAIN[at], body=CHAIN[0].body, body_digest=CHAIN[0].body_digest)
    with pytest.raises(NotOpenedError):
        read([*CHAIN[:at], moved, *CHAIN[at + 1 :]])


def test_who_holds_the_key_and_no_signing_key_cannot_play_a_deed_again() -> None:
    first = read(CHAIN)[0]
    link = Link(4, Header(PLACE, 0, 4, CHAIN[4].previous).digest(CHAIN[4].body_digest))
    header = Header(PLACE, 0, 5, link.digest)
    with pytest.raises(ForgedError):
        read([stored(seal_commit(KEYS, header, first))], link)


def test_who_holds_the_key_and_no_signing_key_cannot_exchange_what_went_before() -> None:
    deeds = read(CHAIN)
    header = Header(PLACE, 0, 1, bytes(32))
    with pytest.raises(ForgedError):
        read([stored(seal_commit(KEYS, header, deeds[1]))], Link(0, bytes(32)))


@settings(max_examples=20)
@given(subjects=st.sets(st.sampled_from([0, 100, 7]), min_size=1))
def test_a_deed_still_verifies_when_a_person_was_erased_from_it(subjects: set[int]) -> None:
    header = Header(PLACE, 0, 0, GENESIS)
    deed = deed_at(header, 0)
    erased = deed.without(frozenset(subjects))
    erased.check_signature(header, KEY.public)
    kept = [part for part in deed.read_parts() if part.subject not in subjects]
    assert list(erased.read_parts()) == kept
    assert msgspec.json.decode(msgspec.json.encode(erased), type=Deed).without(frozenset(subjects)) == erased
    for part in deed.parts:
        if part not in erased.parts:
            assert bytes(part) not in msgspec.json.encode(erased)


def test_an_erased_part_cannot_be_brought_back_as_another() -> None:
    header = Header(PLACE, 0, 0, GENESIS)
    erased = deed_at(header, 0).without(frozenset({100}))
    planted = msgspec.structs.replace(erased, parts=[erased.parts[0], *encode_parts([(100, [])])])
    with pytest.raises(ForgedError):
        planted.check_signature(header, KEY.public)


def test_history_is_another_seal_and_keeps_place_and_signature() -> None:
    header = Header(PLACE, 0, 0, GENESIS)
    deed, newer = deed_at(header, 0), EpochKeys.new()
    body = seal_packed_history(newer, header, pack(deed))
    assert open_history(newer, header, body) == deed
    for keys, place in ((newer, Header(PLACE, 0, 1, GENESIS)), (KEYS, header)):
        with pytest.raises(NotOpenedError):
            open_history(keys, place, body)
    with pytest.raises(NotOpenedError):
        open_commit(EpochKeys(newer.history), header, body)
    packed = packed_content(newer, header, body, history=True)
    assert open_history(KEYS, header, seal_packed_history(KEYS, header, packed)) == deed


def test_what_begins_with_nobodys_signature_is_forged() -> None:
    header = Header(PLACE, 0, 0, GENESIS)
    with pytest.raises(ForgedError):
        deed_at(header, 0, key=OTHER).check_signature(header, KEY.public)


def test_a_block_opens_only_in_its_stage_and_place() -> None:
    packed, _digest = pack_block(Packed({"contact": [(1, {"a": "x"})]}))
    header = BlockHeader(PLACE, 0, bytes(16), 0)
    sealed = seal_block(KEYS.state, packed, header)
    assert open_block(KEYS.state, sealed, header) == packed
    for other in (
        BlockHeader(PLACE, 1, bytes(16), 0),
        BlockHeader(PLACE, 0, new_id(), 0),
        BlockHeader(PLACE, 0, bytes(16), 1),
        BlockHeader(Place(new_id(), PLACE.journal), 0, bytes(16), 0),
        BlockHeader(Place(PLACE.organisation, new_id()), 0, bytes(16), 0),
    ):
        with pytest.raises(NotOpenedError):
            open_block(KEYS.state, sealed, other)


@given(at=st.integers(0, 3))
def test_a_remembered_head_is_proven_by_headers_alone(at: int) -> None:
    bare = [msgspec.structs.replace(commit, body=b"") for commit in CHAIN]
    link, links = Link(), []
    for commit in CHAIN:
        _header, link = follow(PLACE, link, commit)
        links.append(link)
    check_ancestor(PLACE, links[at], bare[at + 1 :], links[-1])
    for wrong in (bare[at + 2 :], bare[at + 1 : -1], bare[at:]):
        with pytest.raises(RolledBackError):
            check_ancestor(PLACE, links[at], wrong, links[-1])
    with pytest.raises(RolledBackError):
        check_ancestor(PLACE, Link(at, bytes(32)), bare[at + 1 :], links[-1])


def test_a_signed_part_that_does_not_decode_is_damaged() -> None:
    header = Header(PLACE, 0, 0, GENESIS)
    draft = Draft(
        id=new_id(), name="add_contact", author=bytes(16), hour=1, places=[], parts=[msgspec.Raw(b'["", 1, [[1]]]')]
    )
    deed = draft.sign(header, KEY)
    deed.check_signature(header, KEY.public)
    with pytest.raises(DamagedError):
        list(deed.ops())


def test_the_digest_of_a_commit_covers_its_body() -> None:
    header = Header(PLACE, 0, 0, GENESIS)
    assert header.digest(hashlib.sha256(b"a").digest()) != header.digest(hashlib.sha256(b"b").digest())
