"""One street in two languages, however its kind and its number are written."""

from __future__ import annotations

import pytest

from busel.names.streets import Streets, same_street, street_key, street_order
from busel.names.tables import forms, read_table


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("вул. Савецкая", "Советская ул."),
        ("вул.Савецкая", "улица Советская"),
        ("Vul. Savieckaja", "Советская"),
        ("40-годдзя Перамогі", "40 лет Победы"),
        ("вул. 40 гадоў Перамогі", "ул. 40-летия Победы"),
        ("пр-т Незалежнасці", "проспект Независимости"),
        ("пр. Пераможцаў", "Победителей просп."),
        ("1-я Садовая", "Садовая 1-я"),
        ("1-ы зав. Чкалава", "1-й переулок Чкалова"),
        ("вул. 8 Сакавіка", "8-го Марта"),
        ("Чырвонаармейская", "Красноармейская"),
        ("Чырвонага Кастрычніка", "Красного Октября"),
        ("вул. Дзяржынскага", "ул. Дзержинского"),
        ("зав. Асіпенкі", "пер. Осипенко"),
        ("б-р Шаўчэнкі", "бульвар Шевченко"),
        ("вул. Геалагічная", "Геологическая"),
        ("Набярэжная", "ул. Набережная"),
        ("мкр-н 5", "5-ы мікрараён"),
        ("вул. Уз’яднання", "ул. Уз'яднання"),
        ("вул. Caвецкая", "вул. Савецкая"),  # with Latin C and a
        ("СОВЕТСКАЯ", "советская"),
        ("Першая Садовая", "1-я Садовая"),
        ("вул. ХХ Партз'езда", "ул. XX Партсъезда"),
        ("вул. Якуба Коласа", "ул. Коласа"),
        ("вул. Я. Коласа", "ул. Якуба Коласа"),
        ("вул. Коласа Я.", "Якуба Коласа ул."),
        ("пр-т Ф. Скарыны", "Скорины просп."),
        ("вул. М. Астроўскага", "ул. Н. Островского"),
        ("вул. акадэміка Курчатава", "ул. Курчатова"),
        ("вул. Дз. Сярдзіча", "ул. Сердича"),
        ("вул. імя Леніна", "ул. Ленина"),
        ("вул. Уладзіміра Дубоўкі", "ул. В. Дубовки"),
        ("вул. Рамонкавая", "ул. Ромашковая"),
        ("вул. Паўстанцаў", "ул. Повстанцев"),
    ],
)
def test_a_street_is_one_in_every_spelling(one: str, other: str) -> None:
    assert same_street(one, other)
    assert street_order(one) == street_order(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("вул. Леніна", "зав. Леніна"),
        ("1-я Садовая", "2-я Садовая"),
        ("40 лет Победы", "50 лет Победы"),
        ("Садовая", "Садовая 1"),
        ("Мічурына", "Мічурынская"),
        ("Южная", "Северная"),
        ("Вялікая", "Малая"),
        ("Сакавіка", "Красавіка"),
        ("", ""),
        ("вул.", "ул."),
        ("вул. М. Дворнікава", "ул. С. Дворникова"),
        ("вул. Максіма Танка", "ул. Танкистов"),
        ("Новая Слава", "Новая"),
        ("1 Мая", "1-я"),
        ("вул. Розы Люксембург", "ул. Розы"),
    ],
)
def test_streets_that_differ_are_not_one(one: str, other: str) -> None:
    assert not same_street(one, other)


def test_a_street_that_two_russian_ones_may_be_is_known_as_either() -> None:
    assert same_street("вул. Чэрвеньская", "ул. Червенская")
    assert same_street("вул. Чэрвеньская", "ул. Июньская")
    assert not same_street("ул. Червенская", "ул. Июньская")


def test_a_street_in_any_spelling_is_found_among_those_of_a_town() -> None:
    streets = Streets.of(["ул. Советская", "ул. Садовая", "пер. Советский", "ул. Первомайская"])
    assert streets.spelt_like("вул. Савецкая") == ["ул. Советская"]
    assert streets.spelt_like("вул. Лясная") == []
    assert streets.nearest("Совецкая")[:1] == ["ул. Советская"]
    assert streets.nearest("вул. Первамйскоя")[:1] == ["ул. Первомайская"]
    assert streets.nearest("Первамйская")[:1] == ["ул. Первомайская"]
    assert streets.nearest("") == []


def test_what_is_no_street_sorts_as_it_is_written() -> None:
    assert (street_order("!!!"), street_order("")) == ("!!!", "")


def test_a_very_long_street_is_read_in_a_moment() -> None:
    assert street_key("о" * 100_000).skeleton == "a"


def test_each_word_of_the_tables_is_told_once() -> None:
    kinds = [word for row in read_table("street_kinds.tsv") for word in forms(row["words"])]
    words = [word for row in read_table("translated_words.tsv") for word in forms(row["words"])]
    assert [one for one in kinds if kinds.count(one) > 1] == []
    assert [one for one in words if words.count(one) > 1] == []
