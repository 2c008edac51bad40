"""Four words a year prove a card; all that are ever asked say nothing of 22 of the root's 32 bytes."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations, pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from shamir_mnemonic.shamir import RawShare, _interpolate
from shamir_mnemonic.share import Share as Slip39

from busel.vault.lock import CHEAP
from busel.vault.seal import new_key
from busel.vault.share_checks import EIGHT, FIRST, SETS, asked_in, check_of, checks_of, proof_of, read_words
from busel.vault.shares import Fault, Share, ShareError, read_share, split_master

OWNER = (b"o" * 16, b"s" * 16)
EVER_ASKED = range(FIRST, FIRST + EIGHT)
THEIR_BYTES = range(2, 12)
SECRET = 255
"""SLIP-39 keeps the (encrypted) master at this place of the curve."""


def value_of(share: Share) -> bytes:
    return Slip39.from_mnemonic(share.text).value


def with_value(share: Share, value: bytes) -> Share:
    return read_share(replace(Slip39.from_mnemonic(share.text), value=value).mnemonic())


def asked_words(share: Share) -> list[str]:
    return [share.words[at - 1] for at in EVER_ASKED]


def raw(share: Share) -> RawShare:
    return RawShare(share.number - 1, value_of(share))


def proof(share: Share, year: int, owner: tuple[bytes, bytes] = OWNER) -> bytes:
    asked = asked_in(year)
    words = [share.words[at - 1] for at in asked]
    return proof_of(words, share.number, asked=asked, owner=owner, profile=CHEAP)


def test_fourteen_years_ask_four_words_each_of_the_same_eight_and_no_year_what_another_asks() -> None:
    assert {len(asked) for asked in SETS} == {4}
    assert set().union(*SETS) == set(EVER_ASKED)
    assert {len(set(one) & set(other)) for one, other in combinations(SETS, 2)} == {0, 2}
    assert [asked_in(year) for year in (2026, 2027, 2040)] == [(7, 8, 13, 14), (9, 10, 11, 12), (7, 8, 13, 14)]
    assert all(asked_in(one) != asked_in(other) for one, other in pairwise(range(2026, 2060)))


@given(st.binary(min_size=32, max_size=32))
@settings(max_examples=50, deadline=None)
def test_the_words_that_are_asked_are_ten_bytes_of_a_share_and_nothing_of_the_others(other: bytes) -> None:
    share = split_master(bytes(range(32)))[0]
    value = value_of(share)
    rest = bytes(value[at] if at in THEIR_BYTES else other[at] for at in range(32))
    same = bytes(other[at] if at in THEIR_BYTES else value[at] for at in range(32))
    assert asked_words(with_value(share, rest)) == asked_words(share)
    assert (asked_words(with_value(share, same)) == asked_words(share)) == (same == value)


@pytest.mark.parametrize(("in_all", "needed"), [(2, 2), (5, 3), (16, 2), (16, 16)])
def test_whoever_has_all_whole_shares_but_one_and_all_asked_words_cannot_tell_22_bytes(
    in_all: int, needed: int
) -> None:
    shares = split_master(new_key(), in_all, needed=needed)
    held = [raw(share) for share in shares[: needed - 1]]
    master = _interpolate([raw(share) for share in shares[:needed]], SECRET)
    other = bytes(master[at] if at in THEIR_BYTES else new_key()[at] for at in range(32))
    assert other != master
    for share in shares[needed - 1 :]:  # with another root behind them all others would say the very same words
        value = _interpolate([*held, RawShare(SECRET, other)], share.number - 1)
        assert value != value_of(share)
        assert asked_words(with_value(share, value)) == asked_words(share)


def test_words_that_do_not_fill_whole_bytes_would_give_more_away() -> None:
    """The reason for these eight: of byte 0 two bits stand in word 6; sixteen shares leave four bytes of 256."""
    shares = split_master(new_key(), 16)
    held = [raw(share) for share in shares[:2]]
    master = _interpolate([raw(share) for share in shares[:3]], SECRET)
    told = [value_of(share)[0] & 3 for share in shares]
    possible = [
        byte
        for byte in range(256)
        if [_interpolate([*held, RawShare(SECRET, bytes([byte]) + master[1:])], at)[0] & 3 for at in range(16)] == told
    ]
    assert master[0] in possible
    assert len(possible) <= 4


def test_a_check_knows_the_words_of_its_share_year_and_organisation_only() -> None:
    share, other = split_master(new_key())[:2]
    checks = checks_of(share, OWNER, profile=CHEAP)
    assert [check_of(proof(share, year)) for year in range(2030, 2044)] == [
        checks[SETS.index(asked_in(year))] for year in range(2030, 2044)
    ]
    assert len(set(checks)) == len(SETS)
    strangers = {
        proof(other, 2026),
        proof(share, 2027),
        proof(share, 2026, (b"p" * 16, OWNER[1])),
        proof(share, 2026, (OWNER[0], b"t" * 16)),
    }
    assert len(strangers) == 4
    assert {check_of(one) for one in strangers} & {checks[SETS.index(asked_in(2026))]} == set()


def test_four_letters_of_a_word_are_enough_and_a_wrong_one_is_named_by_its_number() -> None:
    share = split_master(new_key())[0]
    asked = asked_in(2026)
    right = tuple(share.words[at - 1] for at in asked)
    assert read_words([f" {word[:4].upper()} " for word in right], asked) == right
    with pytest.raises(ShareError) as raised:
        read_words([*right[:2], "acadmic", right[3]], asked)
    assert (raised.value.fault, raised.value.at, raised.value.like) == (Fault.WORD, asked[2], "academic")
