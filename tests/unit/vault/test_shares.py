"""Three trustees of five give the root master back; two do not; and every slip of theirs has its own answer."""

from __future__ import annotations

from itertools import combinations

import pytest
from shamir_mnemonic import MnemonicError, combine_mnemonics

from busel.vault.seal import new_key
from busel.vault.shares import (
    Fault,
    Share,
    ShareError,
    add_share,
    are_enough,
    join_shares,
    read_share,
    split_master,
)

MASTER = bytes(range(32))


def texts(shares: list[Share]) -> list[str]:
    return [share.text for share in shares]


def fault(typed: str) -> tuple[Fault, int, str, str]:
    with pytest.raises(ShareError) as raised:
        read_share(typed)
    return raised.value.fault, raised.value.at, raised.value.typed, raised.value.like


def test_any_three_shares_of_five_give_the_master_back() -> None:
    master = new_key()
    shares = split_master(master)
    assert [len(share.words) for share in shares] == [33] * 5
    assert {combine_mnemonics(texts(list(three))) for three in combinations(shares, 3)} == {master}
    assert {join_shares(three) for three in combinations(shares, 3)} == {master}
    assert [are_enough(shares[:held]) for held in range(5)] == [False, False, False, True, True]


def test_two_shares_give_nothing() -> None:
    with pytest.raises(MnemonicError):
        combine_mnemonics(texts(split_master(new_key())[:2]))


def test_the_same_master_is_never_split_twice_in_one_way() -> None:
    master = new_key()
    assert set(texts(split_master(master))) & set(texts(split_master(master))) == set()


@pytest.mark.parametrize(("in_all", "needed"), [(2, 2), (3, 2), (7, 4), (16, 16)])
def test_a_root_is_split_as_the_founders_choose(in_all: int, needed: int) -> None:
    shares = split_master(MASTER, in_all, needed=needed)
    assert [(share.number, share.needed) for share in shares] == [(at, needed) for at in range(1, in_all + 1)]
    assert join_shares(shares[-needed:]) == MASTER


@pytest.mark.parametrize(("in_all", "needed"), [(1, 1), (5, 1), (3, 4), (17, 3), (0, 0), (5, 0)])
def test_a_root_is_not_split_so_that_one_holds_it_or_nobody_can(in_all: int, needed: int) -> None:
    with pytest.raises(ValueError, match="2 to 16"):
        split_master(MASTER, in_all, needed=needed)


def test_a_share_is_read_however_it_was_copied() -> None:
    share = split_master(MASTER)[2]
    numbered = "\n".join(f"{at}. {word.upper()}" for at, word in enumerate(share.words, 1))
    shortened = ", ".join(word[:4] for word in share.words)
    assert read_share(numbered) == read_share(shortened) == read_share(f"  {share.text}  ") == share


def test_a_word_that_is_none_is_named_with_its_place_and_what_it_may_be() -> None:
    words = list(split_master(MASTER)[0].words)
    words[6] = "acadmic"
    assert fault(" ".join(words)) == (Fault.WORD, 7, "acadmic", "academic")
    words[6] = "ххххх"
    assert fault(" ".join(words)) == (Fault.WORD, 7, "ххххх", "")


def test_words_that_lack_or_are_too_many_are_counted() -> None:
    words = split_master(MASTER)[0].words
    assert fault(" ".join(words[:-1])) == (Fault.LENGTH, 32, "", "")
    assert fault(" ".join([*words, words[0]])) == (Fault.LENGTH, 34, "", "")
    assert fault("") == (Fault.LENGTH, 0, "", "")


def test_a_word_exchanged_for_another_of_the_list_is_noticed() -> None:
    words = list(split_master(MASTER)[0].words)
    words[10] = "academic" if words[10] != "academic" else "acid"
    assert fault(" ".join(words))[0] is Fault.CHECKSUM
    words = list(split_master(MASTER)[0].words)
    at = next(at for at in range(8, 20) if words[at] != words[at + 1])
    words[at], words[at + 1] = words[at + 1], words[at]
    assert fault(" ".join(words))[0] is Fault.CHECKSUM


def test_a_share_twice_and_one_of_another_set_are_told_apart() -> None:
    mine, others = split_master(MASTER), split_master(new_key())
    while others[0].set_id == mine[0].set_id:
        others = split_master(new_key())
    held = add_share([], mine[1])
    with pytest.raises(ShareError) as again:
        add_share(held, mine[1])
    with pytest.raises(ShareError) as other:
        add_share(held, others[2])
    assert (again.value.fault, again.value.at, other.value.fault) == (Fault.AGAIN, 2, Fault.OTHER_SET)
    assert add_share(held, mine[0]) == [mine[1], mine[0]]


def test_shares_that_only_seem_to_be_of_one_set_give_no_master() -> None:
    mine, others = split_master(MASTER), split_master(new_key())
    forged = Share(others[2].words, 3, 3, mine[0].set_id)
    with pytest.raises(ShareError) as raised:
        join_shares([mine[0], mine[1], forged])
    assert raised.value.fault is Fault.OTHER_SET


def test_a_share_shows_nothing_of_itself_when_it_is_printed() -> None:
    share = split_master(MASTER)[0]
    assert not any(word in repr(share) for word in share.words)
