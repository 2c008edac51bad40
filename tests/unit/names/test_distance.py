"""The weighted edit distance of K1."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from busel.names.distance import LEAST, distance, nearest, similarity
from busel.names.keys import k1

KEYS = st.text(alphabet="aeiubvgdZzklmnprstfhcCS", max_size=10)


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("", "", 0.0),
        ("serge", "serge", 0.0),
        ("", "av", 1.5),
        ("kat", "kit", 0.45),
        ("tihan", "cihan", 0.2),
        ("vavk", "valk", 0.5),
        ("vulga", "ulga", 0.5),
        ("navum", "anvum", 0.7),
        ("alenik", "alenk", 0.5),
        ("Zuk", "Suk", 0.5),
        ("kat", "kot", 1.0),
    ],
)
def test_what_is_easily_misheard_costs_less(one: str, other: str, expected: float) -> None:
    assert distance(one, other) == pytest.approx(expected)


@given(KEYS, KEYS)
def test_the_distance_is_the_same_both_ways_and_never_more_than_the_longer_word(one: str, other: str) -> None:
    assert distance(one, other) == pytest.approx(distance(other, one))
    assert distance(one, other) <= max(len(one), len(other))


@given(KEYS, KEYS)
def test_giving_up_early_changes_no_similarity_that_counts(one: str, other: str) -> None:
    full = similarity(one, other)
    early = similarity(one, other, least=LEAST)
    assert early == full or (full < LEAST and early < LEAST)


def test_a_misspelt_name_finds_the_right_one() -> None:
    names = ["Тихановский", "Лукашенко", "Ковалёв", "Тихомиров", "Стахановский"]
    found = nearest(k1("Циханоўзкі"), [k1(name) for name in names])
    assert [names[index] for index, _ in found][:1] == ["Тихановский"]


def test_what_is_not_alike_is_not_found() -> None:
    assert nearest("serge", [k1("Лукашенко"), k1("Вольга")]) == []


def test_no_words_hold_nothing_near() -> None:
    assert nearest("serge", []) == []


def test_the_likest_come_first_and_no_more_than_asked_for() -> None:
    assert nearest("kaval", ["kavel", "kaval", "kavalev", "kovel"], limit=2) == [(1, 1.0), (0, pytest.approx(0.97))]
