"""The dictionary of given names."""

from __future__ import annotations

import pytest

from busel.names.given import counterpart, given_ids, sex_of
from busel.names.keys import k1
from busel.names.tables import forms, read_table

ROWS = read_table("given_names.tsv")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Мікалай", "Николай"),
        ("Ганна", "Анна"),
        ("Зміцер", "Дмитрий"),
        ("Язэп", "Иосиф"),
        ("Апанас", "Афанасий"),
        ("Піліп", "Филипп"),
        ("Хведар", "Фёдор"),
        ("Рыгор", "Григорий"),
        ("Alexander", "Аляксандр"),
        ("Yauhen", "Евгений"),
        ("Eugene", "Яўген"),
        ("Кацярына", "Katsiaryna"),
    ],
)
def test_two_forms_of_one_name_share_an_id(one: str, other: str) -> None:
    assert given_ids(k1(one)) & given_ids(k1(other))


def test_a_pet_name_may_stand_for_several_names() -> None:
    assert given_ids(k1("Саша")) == {"Аляксандр", "Аляксандра"}


def test_another_word_stands_for_no_name() -> None:
    assert given_ids(k1("Каваль")) == frozenset()


@pytest.mark.parametrize(
    ("given", "to", "suggested"),
    [
        ("Аляксандр", "ru", "Александр"),
        ("Александр", "be", "Аляксандр"),
        ("Зміцер", "ru", "Дмитрий"),
        ("Дмитрий", "be", "Дзмітрый"),
        ("Ганна", "ru", "Анна"),
        ("Анна", "ru", "Анна"),
        ("Анна", "be", "Ганна"),
        (" дар'я ", "ru", "Дарья"),
        ("Петр", "be", "Пётр"),
        ("Арына", "ru", "Арина"),
        ("Стэфан", "ru", "Стефан"),
        ("Саша", "ru", ""),
        ("Невядома", "ru", ""),
        ("", "be", ""),
    ],
)
def test_the_other_language_is_suggested_only_where_the_table_knows_it(given: str, to: str, suggested: str) -> None:
    assert counterpart(given, to) == suggested


@pytest.mark.parametrize(
    ("given", "sex"), [("Алесь", "m"), ("Вольга", "f"), ("Яўгенія", "f"), ("Женя", ""), ("Саша", ""), ("Мурзік", "")]
)
def test_a_name_tells_the_sex_where_only_one_bears_it(given: str, sex: str) -> None:
    assert sex_of(given) == sex


def test_every_name_has_one_row_both_languages_and_a_sex() -> None:
    assert len({forms(row["be"])[0] for row in ROWS}) == len(ROWS)
    assert [row for row in ROWS if not row["ru"] or row["sex"] not in {"f", "m"}] == []


def test_words_of_one_script_stand_in_their_column() -> None:
    assert [row["be"] for row in ROWS if set(row["be"].lower()) & set("иъщ")] == []
    assert [row["ru"] for row in ROWS if set(row["ru"].lower()) & set("іў’'")] == []
