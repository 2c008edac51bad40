"""The weighted edit distance of K1."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.distance import OSA

from busel.names.distance import LEAST, distance, nearest, similarity, where_they_differ
from busel.names.keys import k1
from busel.names.tables import forms, read_table

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


def test_leaving_out_what_words_begin_and_end_with_changes_no_distance(monkeypatch: pytest.MonkeyPatch) -> None:
    names = [k1(form) for row in read_table("given_names.tsv")[::9] for form in forms(row["be"]) + forms(row["ru"])]
    pairs = [(one, other) for one in names for other in names if 0 < OSA.distance(one, other) <= len(one) // 2]
    assert len(pairs) > 100
    short = [distance(*pair) for pair in pairs]
    monkeypatch.setattr("busel.names.distance._KEPT", 99)
    assert short == pytest.approx([distance(*pair) for pair in pairs])


def test_only_what_differs_is_weighed() -> None:
    assert where_they_differ("kavalzuk", "kavalcuk") == (slice(3, 8), slice(3, 8))
    assert where_they_differ("alesandrav", "alegandrav") == (slice(1, 6), slice(1, 6))
    assert where_they_differ("nan", "nanan") == (slice(1, 3), slice(1, 5))
    assert where_they_differ("", "a") == (slice(0, 0), slice(0, 1))


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
