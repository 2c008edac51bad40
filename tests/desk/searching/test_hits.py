"""Whom a search found reads like a list, though nobody in it is made before somebody looks."""

from __future__ import annotations

import pytest

from busel.desk.search.hits import Hit, Hits, reasons_of
from busel.desk.search.likeness import Reason

SOUND, ALIKE = (Reason.SAME_SOUND,), (Reason.ALIKE,)
FOUND = Hits([([3, 1], 1.0, SOUND), ([2], 0.9, ALIKE), ([5, 4], 0.8, ALIKE)])
LISTED = [Hit(3, 1.0, SOUND), Hit(1, 1.0, SOUND), Hit(2, 0.9, ALIKE), Hit(5, 0.8, ALIKE), Hit(4, 0.8, ALIKE)]


def test_everybody_is_there_in_the_order_of_the_runs() -> None:
    assert list(FOUND) == LISTED
    assert len(FOUND) == len(LISTED)


@pytest.mark.parametrize("first", [None, 0, 1, 3, 5, 9, -2])
@pytest.mark.parametrize("end", [None, 0, 2, 4, 5, 9, -1])
@pytest.mark.parametrize("step", [None, 1, 2, -1])
def test_a_part_is_what_a_list_has_there(first: int | None, end: int | None, step: int | None) -> None:
    assert FOUND[first:end:step] == LISTED[first:end:step]


@pytest.mark.parametrize("at", [0, 1, 2, 4, -1, -5])
def test_one_is_who_stands_there(at: int) -> None:
    assert FOUND[at] == LISTED[at]


@pytest.mark.parametrize("at", [5, -6])
def test_beyond_the_last_nobody_stands(at: int) -> None:
    with pytest.raises(IndexError):
        FOUND[at]


def test_of_nobody_there_is_nothing() -> None:
    assert not Hits([])
    assert list(Hits([])) == []


def test_reasons_are_told_once_of_a_list_and_of_runs() -> None:
    assert reasons_of(FOUND) == reasons_of(LISTED) == {SOUND, ALIKE}
