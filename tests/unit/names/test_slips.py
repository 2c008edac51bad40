"""One slip of the hand."""

from __future__ import annotations

import pytest
from rapidfuzz.distance import OSA

from busel.names.slips import one_slip_from


@pytest.mark.parametrize("slipped", ["кавлёў", "каваалёў", "кавалўё", "кавапёў", "авалёў", "кавалё"])
def test_a_letter_too_few_too_many_wrong_or_swapped_is_one_slip(slipped: str) -> None:
    assert slipped in one_slip_from("кавалёў")
    assert "кавалёў" in one_slip_from(slipped)


def test_two_slips_are_not_one() -> None:
    assert "кавлёўа" not in one_slip_from("кавалёў")


@pytest.mark.parametrize("word", ["кавалёў", "яцук", "kavaliou", "žuk", "я", ""])
def test_each_is_at_a_distance_of_one_and_in_the_same_letters(word: str) -> None:
    found = one_slip_from(word)
    assert {OSA.distance(word, one) for one in found} == {1}
    assert word not in found
