"""What places and streets are called in the other language: suggested, with how sure that is."""

from __future__ import annotations

import pytest

from busel.names.place_spelling import suggested_place, suggested_street
from busel.names.spelling import Source


@pytest.mark.parametrize(
    ("typed", "to", "told"),
    [
        ("Бабруйск", "ru", "Бобруйск"),
        ("г. Бобруйск", "be", "Бабруйск"),
        ("Стоўбцы", "ru", "Столбцы"),
        ("Свислочь", "be", "Свіслач"),
        ("Чырвоная Слабада", "ru", "Красная Слобода"),
    ],
)
def test_a_place_of_the_gazetteer_is_told_in_the_other_language(typed: str, to: str, told: str) -> None:
    found = suggested_place(typed, to=to)  # type: ignore[arg-type]  # only these two are asked
    assert found is not None
    assert (found.text, found.source, found.is_likely) == (told, Source.DICTIONARY, True)


def test_a_place_whose_name_no_source_tells_is_not_invented() -> None:
    assert suggested_place("Великие Автюки", to="be") is None
    assert suggested_place("Вашингтон", to="be") is None
    assert suggested_place("", to="ru") is None


@pytest.mark.parametrize(
    ("be", "ru"),
    [
        ("вул. Савецкая", "ул. Советская"),
        ("вул. Якуба Коласа", "ул. Якуба Коласа"),
        ("зав. Янкі Купалы", "пер. Янки Купалы"),
        ("вул. Дзяржынскага", "ул. Дзержинского"),
        ("вул. Чырвонаармейская", "ул. Красноармейская"),
        ("1-ы завулак Чкалава", "1-й переулок Чкалова"),
        ("пр-т Перамогі", "пр-т Победы"),
        ("вул. 50 гадоў Кастрычніка", "ул. 50 лет Октября"),
        ("вул. Мікалая Гогаля", "ул. Николая Гоголя"),
    ],
)
def test_a_street_is_put_into_russian_word_by_word(be: str, ru: str) -> None:
    found = suggested_street(be, to="ru")
    assert found is not None
    assert found.text == ru


@pytest.mark.parametrize(
    ("ru", "be"),
    [
        ("ул. Ленина", "вул. Леніна"),
        ("пер. Победы", "зав. Перамогі"),
        ("ул. 8 Марта", "вул. 8 Сакавіка"),
        ("ул. 1 Мая", "вул. 1 Мая"),
        ("ул. Южная", "вул. Паўднёвая"),
        ("2-я Садовая", "2-я Садовая"),
    ],
)
def test_a_street_is_put_into_belarusian_word_by_word(ru: str, be: str) -> None:
    found = suggested_street(ru, to="be")
    assert found is not None
    assert found.text == be


def test_the_least_sure_word_counts() -> None:
    sure, guessed = suggested_street("1-ы завулак", to="ru"), suggested_street("1-ы завулак Чкалава", to="ru")
    assert sure is not None
    assert guessed is not None
    assert (sure.is_likely, guessed.is_likely, guessed.source) == (True, False, Source.RULES)


@pytest.mark.parametrize("typed", ["", "Main Street", "?", "о" * 1000])
def test_what_is_no_street_is_not_translated(typed: str) -> None:
    assert suggested_street(typed, to="be") is None
