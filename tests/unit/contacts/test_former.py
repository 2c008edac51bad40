"""Surnames of before, as people write them."""

from __future__ import annotations

import pytest

from busel.contacts.former import each_meant, former_text, formers_in, is_spelling, without_present


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
    ],
)
def test_a_spelling_is_no_other_surname(one: str, other: str, is_one: bool) -> None:  # noqa: FBT001 - a table of cases
    assert is_spelling(one, other) is is_one


def test_of_two_spellings_the_first_one_stays() -> None:
    assert each_meant(["Кавальчук", "Ковальчук", "", "Ліс"]) == ["Кавальчук", "Ліс"]
