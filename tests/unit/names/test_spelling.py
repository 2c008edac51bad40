"""Suggestions of the other language's spelling."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bench.spelling_reach import family_names, measure, share
from busel.names.given import pet_name_in
from busel.names.patronymics import patronymic_of
from busel.names.spelling import LIKELY, Source, Suggestion, suggested
from busel.names.tables import forms, read_table

if TYPE_CHECKING:
    from busel.names.spelling import Language, Part


@pytest.mark.parametrize(
    ("be", "ru"),
    [
        ("Ціханоўскі", "Тихановский"),
        ("Ціханоўская", "Тихановская"),
        ("Кавалёў", "Ковалёв"),
        ("Кавалёва", "Ковалёва"),
        ("Краўчанка", "Кравченко"),
        ("Лук’янаў", "Лукьянов"),
        ("Мядзведзеў", "Медведев"),
        ("Баразна", "Борозна"),
        ("Шчарбакоў", "Щербаков"),
        ("Арлоўскі", "Орловский"),
        ("Пашкевіч", "Пашкевич"),
        ("Каваль-Янкоўская", "Коваль-Янковская"),
        ("МАРОЗАЎ", "МОРОЗОВ"),
    ],
)
def test_a_family_name_is_spelt_in_russian(be: str, ru: str) -> None:
    assert spelt(be, "family", "ru") == ru


@pytest.mark.parametrize(
    ("ru", "be"),
    [
        ("Тихановский", "Ціханоўскі"),
        ("Ковалёв", "Кавалёў"),
        ("Короткевич", "Караткевіч"),
        ("Дорошенко", "Дарашэнка"),
        ("Бегун", "Бягун"),
        ("Третьяк", "Трацьяк"),
        ("Лукьянов", "Лук’янаў"),
        ("Щербаков", "Шчарбакоў"),
        ("Григорчук", "Рыгарчук"),
    ],
)
def test_a_family_name_is_spelt_in_belarusian(ru: str, be: str) -> None:
    assert spelt(ru, "family", "be") == be


@pytest.mark.parametrize(
    ("be", "ru"),
    [
        ("Мікалаевіч", "Николаевич"),
        ("Мікалаеўна", "Николаевна"),
        ("Рыгоравіч", "Григорьевич"),
        ("Дзмітрыеўна", "Дмитриевна"),
        ("Пятровіч", "Петрович"),
        ("Ільіч", "Ильич"),
        ("Юр’еўна", "Юрьевна"),
        ("Якаўлевіч", "Яковлевич"),
        ("Васільевіч", "Васильевич"),
        ("Станіслававіч", "Станиславович"),
        ("Кузьмінічна", "Кузьминична"),
    ],
)
def test_a_patronymic_follows_the_name_that_it_comes_from_both_ways(be: str, ru: str) -> None:
    assert (spelt(be, "patronymic", "ru"), spelt(ru, "patronymic", "be")) == (ru, be)


@pytest.mark.parametrize(
    ("given", "to", "other"),
    [
        ("Ганна", "ru", "Анна"),
        ("Зміцер", "ru", "Дмитрий"),
        ("Дмитрий", "be", "Дзмітрый"),
        ("Валодзя", "ru", "Володя"),
        ("Катя", "be", "Каця"),
        ("Саша", "ru", "Саша"),
    ],
)
def test_given_and_pet_names_come_from_the_dictionary(given: str, to: Language, other: str) -> None:
    found = suggested(given, part="given", to=to)
    assert found is not None
    assert (found.text, found.source, found.is_likely) == (other, Source.DICTIONARY, True)


def test_a_name_that_nothing_is_known_of_is_a_guess_to_be_checked() -> None:
    assert suggested("Іржы", part="given", to="ru") == Suggestion("Иржи", 0.5, Source.RULES)


@pytest.mark.parametrize("name", ["", " ", "С.", "Kavalou", "Кавалёў2", "+375", "К"])
def test_what_is_no_whole_cyrillic_name_gets_no_suggestion(name: str) -> None:
    found = [suggested(name, part="family", to="ru"), suggested(name, part="given", to="ru")]
    assert [*found, suggested(name, part="patronymic", to="be")] == [None] * 3


def test_letters_of_the_other_alphabet_are_folded_before_a_name_is_spelt() -> None:
    assert spelt("Цiханоўскі", "family", "ru") == "Тихановский"


def test_each_man_of_the_dictionary_has_a_patronymic_in_both_languages() -> None:
    men = [row for row in read_table("given_names.tsv") if row["sex"] == "m"]
    made = {
        patronymic_of(forms(row[language])[0], sex=sex, language=language)
        for row in men
        for language in ("be", "ru")
        for sex in ("m", "f")
    }
    endings = ("віч", "вич", "іч", "ич", "ўна", "вна", "ічна", "ична")
    assert [word for word in made if not word.endswith(endings)] == []


@pytest.mark.parametrize(("to", "least"), [("ru", 0.78), ("be", 0.77)])
def test_four_of_five_family_names_that_were_kept_aside_are_spelt_right(to: Language, least: float) -> None:
    assert share(measure(family_names(aside=True), "family", to)) >= least


@pytest.mark.parametrize("to", ["be", "ru"])
def test_what_is_called_likely_is_right_more_often_than_what_is_to_be_checked(to: Language) -> None:
    measured = measure(family_names(aside=True), "family", to)
    likely = [one for one in measured if one.confidence >= LIKELY]
    others = [one for one in measured if one.confidence < LIKELY]
    assert share(likely) >= 0.84
    assert share(others) <= 0.7


def test_a_pet_name_of_no_table_has_no_counterpart() -> None:
    assert pet_name_in("Невядома", "ru") == ""


def spelt(name: str, part: Part, to: Language) -> str:
    found = suggested(name, part=part, to=to)
    return found.text if found else ""
