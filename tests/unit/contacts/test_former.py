"""Surnames of before, as people write them."""

from __future__ import annotations

from itertools import product
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from busel.contacts.former import (
    LONGEST,
    MOST_COMPARED,
    each_meant,
    former_text,
    formers_compared,
    formers_in,
    is_spelling,
    without_present,
)

SECONDS = 15


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("", []),
        (" , ;", []),
        ("Кавальчук", ["Кавальчук"]),
        ("Кавальчук,Лук'янава ; КАВАЛЬЧУК/Ліс", ["Кавальчук", "Лук’янава", "Ліс"]),
        ("Дунін-Марцінкевіч", ["Дунін-Марцінкевіч"]),
    ],
)
def test_each_surname_stands_once(text: str, names: list[str]) -> None:
    assert formers_in(text) == names


def test_texts_come_together() -> None:
    assert former_text(["Ліс, Навік", "", "навік", "Каваль"]) == "Ліс, Навік, Каваль"


def test_the_surname_of_today_is_none_of_before() -> None:
    assert without_present("Ліс, Навік", ["навік", ""]) == "Ліс"


@pytest.mark.parametrize(
    ("one", "other", "is_one"),
    [
        ("Кавальчук", "Ковальчук", True),
        ("Кавалёў", "Ковалева", True),
        ("Кавальчук", "Кавалчук", True),
        ("Кавальчук", "Іванова", False),
        ("Каваль", "Кавалевіч", False),
        ("王", "李", False),
        ("😀", "😀", True),
        ("😀", "☂", False),
        ("😀", "Іванова", False),
    ],
)
def test_a_spelling_is_no_other_surname(one: str, other: str, is_one: bool) -> None:  # noqa: FBT001 - a table of cases
    assert is_spelling(one, other) is is_one


def test_of_two_spellings_the_first_one_stays() -> None:
    assert each_meant(["Кавальчук", "Ковальчук", "", "Ліс"]) == ["Кавальчук", "Ліс"]


ODD = st.sampled_from(["Іванова", "іванова", "я", "א", "😀", "a\0b", "-", "’", "Кавалёва-Мура", "ё" * 300, "(Ліс)", ""])


@given(st.lists(st.one_of(ODD, st.text(max_size=12)), max_size=4).map(", ".join))
def test_whatever_was_typed_is_kept_as_it_would_be_typed_again(text: str) -> None:
    kept = former_text([text])
    assert (former_text([kept]), ", ".join(formers_in(kept))) == (kept, kept)


def test_of_far_too_many_or_too_long_ones_the_first_are_compared_and_all_stay() -> None:
    """A collector may send them: each pair would take 30 microseconds, and one of two long texts minutes."""
    many, began = ["".join(letters) for letters in product("абвгдзклмнпр", repeat=3)], process_time()
    assert each_meant(many)[-1] == many[-1]
    assert not is_spelling("аб" * 10_000, "вг" * 10_000)
    assert process_time() - began < SECONDS
    assert is_spelling("Аб" * LONGEST, "аб" * LONGEST)
    assert former_text([", ".join(many)]).count(",") == len(many) - 1
    assert len(formers_compared(", ".join(["аб" * LONGEST, *many]))) == MOST_COMPARED
