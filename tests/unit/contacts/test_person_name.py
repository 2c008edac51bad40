"""Names of people, shown and split."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from busel.contacts.person_name import NameParts, PersonName, split_name
from busel.contacts.records import Contact

WHOLE = Contact(
    family_be="Кавалёў",
    given_be="Сяргей",
    patronymic_be="Іванавіч",
    family_ru="Ковалёв",
    given_ru="Сергей",
    patronymic_ru="Иванович",
)
RUSSIAN = Contact(family_ru="Ковалёв", given_ru="Сергей", given_be="Сяргей")


@pytest.mark.parametrize(
    ("contact", "language", "shown"),
    [
        (WHOLE, "be", "Кавалёў Сяргей Іванавіч"),
        (WHOLE, "ru", "Ковалёв Сергей Иванович"),
        (WHOLE, "en", "Кавалёў Сяргей Іванавіч"),
        (RUSSIAN, "be", "Ковалёв Сергей"),
        (Contact(given_be="Сяргей"), "ru", "Сяргей"),
        (Contact(nickname="Бусел"), "ru", "Бусел"),
        (Contact(), "be", ""),
    ],
)
def test_a_name_is_shown_in_the_asked_language_or_whole_in_the_other(
    contact: Contact, language: str, shown: str
) -> None:
    assert PersonName.of(contact).shown(language) == shown


@pytest.mark.parametrize(
    ("contact", "shown"),
    [
        (WHOLE, "Ковалёв С. И."),
        (RUSSIAN, "Ковалёв С."),
        (Contact(given_ru="Сергей", patronymic_ru="Иванович"), "Сергей Иванович"),
        (Contact(nickname="Бусел"), "Бусел"),
    ],
)
def test_a_name_is_shortened_to_initials(contact: Contact, shown: str) -> None:
    assert PersonName.of(contact).initials("ru") == shown


def test_a_letter_greets_by_given_name_and_patronymic() -> None:
    assert PersonName.of(WHOLE).parts("be").address == "Сяргей Іванавіч"


def test_only_a_person_without_any_name_is_nameless() -> None:
    assert [PersonName.of(one).is_empty for one in (Contact(), Contact(nickname="Б"), WHOLE)] == [True, False, False]


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Ковалёв С. И.", NameParts("Ковалёв", "С.", "И.")),
        ("Ковалёв С.И.", NameParts("Ковалёв", "С.", "И.")),
        ("С.И. Ковалёв", NameParts("Ковалёв", "С.", "И.")),
        ("С.И.Ковалёв", NameParts("Ковалёв", "С.", "И.")),
        ("Ковалёв С", NameParts("Ковалёв", "С")),
        ("Ковалёв Сергей Иванович", NameParts("Ковалёв", "Сергей", "Иванович")),
        ("Сергей Иванович Ковалёв", NameParts("Ковалёв", "Сергей", "Иванович")),
        ("Ковалёв, Сергей Иванович", NameParts("Ковалёв", "Сергей", "Иванович")),
        ("Карповіч Іван Пятровіч", NameParts("Карповіч", "Іван", "Пятровіч")),
        ("Іван Пятровіч Карповіч", NameParts("Карповіч", "Іван", "Пятровіч")),
        ("Кавалёва Вольга Пятроўна (маці)", NameParts("Кавалёва", "Вольга", "Пятроўна")),
        ("Дунін Марцінкевіч Вінцэнт Якубавіч", NameParts("Дунін Марцінкевіч", "Вінцэнт", "Якубавіч")),
        ("Сяргей Кавалёў", NameParts("Кавалёў", "Сяргей")),
        ("Кавалёў Сяргей", NameParts("Кавалёў", "Сяргей")),
        ("Вольга Пятроўна", NameParts("", "Вольга", "Пятроўна")),
        ("Іван Пятровіч", NameParts("Пятровіч", "Іван")),
        ("Вольга", NameParts("", "Вольга")),
        ("Кавалёў", NameParts("Кавалёў", is_sure=False)),
        ("Іван Адам", NameParts("Іван", "Адам", is_sure=False)),
        ("Siarhei Ivanavich Kavaliou", NameParts("Kavaliou", "Siarhei", "Ivanavich")),
        ("", NameParts()),
        ("  ( ) ", NameParts()),
    ],
)
def test_a_name_in_one_column_is_split(text: str, parts: NameParts) -> None:
    assert split_name(text) == parts


@given(st.lists(st.sampled_from(["Кавалёў", "Сяргей", "Іванавіч", "С.", "Вольга", "Пятроўна", "Ян"]), max_size=5))
def test_splitting_loses_no_word(words: list[str]) -> None:
    assert sorted(split_name(" ".join(words)).full.split()) == sorted(words)


@pytest.mark.parametrize(("text", "language"), [("Ковалёв Сергей Иванович", "ru"), ("Кавалёў С.", "be"), ("Ян А.", "")])
def test_the_language_of_a_name_is_told_by_its_spelling(text: str, language: str) -> None:
    assert split_name(text).language == language
