"""Three trustees of five give the root master back; two do not."""

from __future__ import annotations

from itertools import combinations

import pytest
from shamir_mnemonic import MnemonicError, combine_mnemonics

from busel.vault.seal import new_key
from busel.vault.shares import split_master


def test_any_three_shares_of_five_give_the_master_back() -> None:
    master = new_key()
    shares = split_master(master)
    assert [len(share.split()) for share in shares] == [33] * 5
    assert {combine_mnemonics(three) for three in combinations(shares, 3)} == {master}


def test_two_shares_give_nothing() -> None:
    with pytest.raises(MnemonicError):
        combine_mnemonics(split_master(new_key())[:2])


def test_the_same_master_is_never_split_twice_in_one_way() -> None:
    master = new_key()
    assert set(split_master(master)) & set(split_master(master)) == set()
