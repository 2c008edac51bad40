from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import pytest

from busel.sheets.appearance import _is_address, _is_given, _is_place, appearance_of
from busel.sheets.headings import (
    UNKNOWN,
    _short_meaning,
    address_kind,
    find_header_row,
    meaning_of,
    number_in,
    rows_of,
    words_of,
)
from busel.sheets.targets import TARGETS

if TYPE_CHECKING:
    from collections.abc import Callable

    from busel.sheets.tables import Table


@pytest.mark.parametrize(
    ("heading", "target", "language"),
    [
        ("Фамилия", "family", "ru"),
        ("ФАМИЛИЯ ", "family", "ru"),
        ("Прозвішча", "family", "be"),
        ("Прозвiшча", "family", "be"),
        ("Фамилия (бел.)", "family", "be"),
        ("Прозвішча па-руску", "family", "ru"),
        ("Имя, отчество, фамилия", "", ""),
        ("Voter File VANID", "external_ids", ""),
        ("PreferredEmail", "email", ""),
        ("Preferred Phone", "phone", ""),
        ("NationBuilder ID", "external_ids", ""),
        ("can2_user_tags", "ignore", ""),
        ("zip_code", "postcode", ""),
        ("external_id", "external_ids", ""),
        ("cell", "phone_mobile", ""),
        ("Отметка времени", "ignore", "ru"),
        ("Ваше имя", "given", "ru"),
        ("Укажите ваш номер телефона", "phone", "ru"),
        ("ФИО избирателя", "full_name", "ru"),
        ("Серия и номер паспорта", "ignore", "ru"),
        ("Идентификационный номер", "ignore", "ru"),
        ("Дата внесения подписи", "ignore", "ru"),
        ("Прозвішча і ініцыялы", "full_name", "be"),
        ("Узрост", "ignore", "be"),
        ("Адрес места жительства", "address", "ru"),
        ("Контрагент", "full_name", "ru"),
        ("Телефон сотовый", "phone_mobile", "ru"),
        ("Нік у тэлеграме", "messengers", "be"),
        ("External Identifier (match to contact)", "external_ids", ""),
        ("Privacy Do Not Phone", "no_calls", ""),
        ("Имя и фамилия", "full_name_given_first", "ru"),
        ("Ф.И.О.", "full_name", "ru"),
        ("П. І. Б.", "full_name", "be"),
        ("Імя па бацьку", "patronymic", "be"),
        ("lastName", "family", ""),
        ("first_name", "given", ""),
        ("Моб. тел.", "phone_mobile", "ru"),
        ("Тел.1", "phone", "ru"),
        ("Телефон (моб.)", "phone", "ru"),
        ("Тэлефон 2", "phone", "be"),
        ("E-mail", "email", ""),
        ("Дата рождения (дд.мм.гггг)", "birth", "ru"),
        ("Год нараджэння", "birth", "be"),
        ("№ дома", "house", "ru"),
        ("Кв.", "flat", "ru"),
        ("Населённый пункт", "settlement", "ru"),
        ("Девичья фамилия", "former_family", "ru"),
        ("Прежняя фамилия (если была)", "former_family", "ru"),
        ("Дзявочае прозвішча", "former_family", "be"),
        ("Ранейшае прозвішча", "former_family", "be"),
        ("Maiden Name", "former_family", ""),
        ("née", "former_family", ""),
        ("maiden_name", "former_family", ""),
        ("№", "external_ids", ""),
        ("№ п/п", "ignore", ""),
        ("External ID", "external_ids", ""),
        ("Телефон жены", "related:spouse:phone", ""),
        ("Mother – phone", "related:mother:phone", ""),
        ("Супруг(а)", "related:spouse:full_name", ""),
        ("Spouse of.First Name", "related:spouse:given", ""),
        ("Child of-First Name", "related:parent:given", ""),
        ("Mum State", "", ""),
        ("Телефон организации", "", ""),
        ("Партийность", "", ""),
        ("", "", ""),
    ],
)
def test_a_heading_says_what_its_column_is(heading: str, target: str, language: str) -> None:
    meaning = meaning_of(heading)
    assert (meaning.target, meaning.language) == (target, language)


def test_every_phrase_stands_once_and_means_a_target_that_exists() -> None:
    phrases = list(rows_of("headings.tsv"))
    counts = Counter(tuple(words_of(phrase)) for phrase, _, _ in phrases)
    assert [words for words, count in counts.items() if count > 1] == []
    assert {target for _, target, _ in phrases} <= set(TARGETS)


def test_every_word_inside_headings_has_one_meaning() -> None:
    meanings: dict[str, set[str]] = {}
    for word, meaning in rows_of("heading_words.tsv"):
        meanings.setdefault("".join(words_of(word)), set()).add(meaning)
    assert {word: found for word, found in meanings.items() if len(found) > 1} == {}


@pytest.mark.parametrize(
    ("lines", "row"),
    [
        (["Фамилия|Телефон", "Иванов|1"], 1),
        (["Список актива", "", "на 1 марта||", "№|Прозвішча|Тэлефон", "1|Кавалёў|5"], 4),
        (["Иванов|+375 29 123-45-67", "Петров|+375 29 123-45-68"], 0),
        (["Иванов|Иван", "Петров|Пётр"], 0),
        (["Кто|Сколько", "Иванов|12", "Петров|13"], 1),
        (["Дом ветеранов|Дом ветэранаў", "Парк|Парк"], 0),
        (["Телефон", "+375291234567"], 1),
        ([""], 0),
        ([], 0),
    ],
)
def test_the_heading_row_is_found_below_rubbish(lines: list[str], row: int) -> None:
    assert find_header_row([line.split("|") if line else [] for line in lines]) == row


def test_a_table_counts_the_rows_below_its_headings(table: Callable[..., Table]) -> None:
    found = table("Список", "Фамилия|Имя", "Иванов|Иван", "", "Петров|Пётр")
    assert (found.header_row, found.data_count) == (2, 3)
    assert list(found.data()) == [(3, ["Иванов", "Иван"]), (4, []), (5, ["Петров", "Пётр"])]


@pytest.mark.parametrize(
    ("heading", "target", "is_about_others"),
    [
        ("Адрес: улица", "street", False),
        ("Адрес: дом", "house", False),
        ("Адрас (бел.): вуліца", "street", False),
        ("Телефон: моб.", "phone_mobile", False),
        ("Телефон: дом.", "phone", False),
        ("ФИО: Фамилия", "family", False),
        ("Отец: телефон", "", True),
        ("Мать: ФИО", "", True),
    ],
)
def test_a_heading_in_two_rows_says_what_both_say(heading: str, target: str, is_about_others: bool) -> None:  # noqa: FBT001 - as it is expected
    meaning = meaning_of(heading)
    assert (meaning.target, meaning.about_others) == (target, is_about_others)


def test_a_heading_with_thousands_of_digits_counts_nothing() -> None:
    assert (number_in("Тел. 12"), number_in("Тел. " + "1" * 5_000), number_in("Тел. 2, дом 3")) == (12, 0, 0)


def test_no_more_than_some_of_what_was_weighed_stays_in_memory() -> None:
    for at in range(5_000):
        meaning_of(f"Зубр {at}")
        appearance_of([f"Зубр {at}"] * 2)
    kept = [_short_meaning, address_kind, _is_given, _is_place, _is_address]
    assert [one.cache_info().currsize <= 2_000 for one in kept] == [True] * 5
    assert meaning_of("я" * 100) == UNKNOWN
