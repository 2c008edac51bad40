"""How unlike two words are as they are spelt."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from busel.names.clean import clean
from busel.names.reading import readings
from busel.names.spelt import likeness, unlikeness

WORDS = st.text(alphabet="абвгдеёжзиійклмнопрстуўфхцчшщьыэюяacehijkostuwyzčł", max_size=9)


def cost(typed: str, meant: str) -> float:
    return unlikeness(*readings([clean(typed), clean(meant)]))


@pytest.mark.parametrize(
    ("typed", "meant", "expected"),
    [
        ("", "", 0.0),
        ("волк", "волк", 0.0),
        ("Ціханоўскі", "Тихановский", 0.02),
        ("Цвяткоў", "Цветков", 0.1),
        ("Акулаў", "Акулов", 0.08),
        ("Акулаў", "Окулов", 0.14),
        ("Воўк", "Волк", 0.3),
        ("Тихановский", "Тихановская", 0.35),
        ("Чорны", "Чорная", 0.35),
        ("Ковалев", "Ковалева", 0.35),
        ("Наумов", "Нуамов", 0.7),
        ("Алейник", "Алейниик", 0.15),
        ("Волков", "Воков", 1.0),
        ("Воков", "Волков", 0.8),
        ("Tichanov", "Тиханов", 0.25),
        ("Тиханов", "Tikhanov", 0.0),
    ],
)
def test_what_one_language_writes_for_the_other_costs_next_to_nothing(typed: str, meant: str, expected: float) -> None:
    assert cost(typed, meant) == pytest.approx(expected)


@given(WORDS)
def test_a_word_is_not_unlike_itself(word: str) -> None:
    assert cost(word, word) == pytest.approx(0.0)


@given(WORDS, WORDS)
def test_nothing_costs_more_than_all_letters_of_both(one: str, other: str) -> None:
    read = readings([one, other])
    assert 0.0 <= unlikeness(*read) <= sum(len(each.letters) for each in read)


@given(WORDS, WORDS)
def test_giving_up_early_changes_no_likeness_that_counts(one: str, other: str) -> None:
    read = readings([one, other])
    full = likeness(*read)
    early = likeness(*read, least=0.8)
    assert early == pytest.approx(full) or (full < 0.8 and early < 0.8)


@given(st.lists(WORDS, max_size=6))
def test_the_reading_of_a_word_does_not_depend_on_its_neighbours(words: list[str]) -> None:
    assert readings(words) == [readings([word])[0] for word in words]
