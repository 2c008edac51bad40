"""What single words tell."""

from __future__ import annotations

import pytest

from busel.names.words import language_of, month_of, patronymic_sex


@pytest.mark.parametrize(
    ("word", "number"),
    [("мая", 5), ("траўня", 5), ("Снежань", 12), ("февраля", 2), ("Feb", 2), ("кастрычніка", 10), ("года", 0), ("", 0)],
)
def test_a_month_is_known_by_its_name(word: str, number: int) -> None:
    assert month_of(word) == number


@pytest.mark.parametrize(
    ("word", "sex"),
    [
        ("Иванович", "m"),
        ("Іванавіч", "m"),
        ("Ильич", "m"),
        ("Ильинична", "f"),
        ("Ільінічна", "f"),
        ("Сергеевна", "f"),
        ("Сяргееўна", "f"),
        ("Aliaksandrauna", "f"),
        ("Іванаўна", "f"),
        ("Ковалёв", ""),
        ("Вич", ""),
        ("И.", ""),
        ("", ""),
    ],
)
def test_a_patronymic_tells_the_sex(word: str, sex: str) -> None:
    assert patronymic_sex(word) == sex


@pytest.mark.parametrize(
    ("name", "language"),
    [
        ("Ціханоўскі", "be"),
        ("Тихановский", "ru"),
        ("Мар’яна", "be"),
        ("Лукашэнка", "be"),
        ("Лукашенко", "ru"),
        ("Щур", "ru"),
        ("Сяргей", "be"),
        ("Сергей", "ru"),
        ("Антон", ""),
        ("Ян", ""),
        ("Дзмiтрый", "be"),
        ("Кавалёў Никита", ""),
        ("Siarhei", ""),
        ("", ""),
    ],
)
def test_a_spelling_that_only_one_language_has_tells_the_language(name: str, language: str) -> None:
    assert language_of(name) == language
