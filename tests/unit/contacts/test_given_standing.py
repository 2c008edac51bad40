"""Cells of lists in which two words may both be the given name, and what the other rows of the column say of them."""

from __future__ import annotations

import pytest

from busel.contacts.given_standing import Standing, standing_of
from busel.contacts.person_name import NameParts, split_name, usual_order
from busel.names.own_forms import OwnForms

OWN = OwnForms([("Гедзя", "Гедымін"), ("Бэці", "Лізавета")])
TOLD = {
    "Иван Мира": ("Мира", "Иван"),
    "Мира Иван": ("Мира", "Иван"),
    "Максім Багдан": ("Багдан", "Максім"),
    "Багдан Максім": ("Багдан", "Максім"),
    "Лука Пётр": ("Лука", "Пётр"),
    "Карп Сяргей": ("Карп", "Сяргей"),
    "Сергей Карп": ("Карп", "Сергей"),
    "Назар Святлана": ("Назар", "Святлана"),
    "Марк Карл": ("Карл", "Марк"),
    "Вера Лука": ("Лука", "Вера"),
    "Сава Мікалай": ("Сава", "Мікалай"),
    "Николай Савва": ("Савва", "Николай"),
    "Ким Юрий": ("Ким", "Юрий"),
    "Алёна Ким": ("Ким", "Алёна"),
    "Мартын Алена": ("Мартын", "Алена"),
    "Гаврила Степан": ("Гаврила", "Степан"),
    "Лев Игорь": ("Лев", "Игорь"),
    "Янина Карл": ("Карл", "Янина"),
    "Захарка Иван": ("Захарка", "Иван"),
    "Іван Захарка": ("Захарка", "Іван"),
    "Рай Анна": ("Рай", "Анна"),
    "Стефан Нина": ("Стефан", "Нина"),
    "Фома Иван": ("Фома", "Иван"),
    "Якубчик Павел": ("Якубчик", "Павел"),
    "Роман Анна": ("Роман", "Анна"),
    "Анна Роман": ("Роман", "Анна"),
    "Якаў Вольга": ("Якаў", "Вольга"),
    "Тарас Марыя": ("Тарас", "Марыя"),
    "Данила Ольга": ("Данила", "Ольга"),
    "Мирон Тамара": ("Мирон", "Тамара"),
    "Адам Галіна": ("Адам", "Галіна"),
    "Таня Роман": ("Роман", "Таня"),
}
"""Cell -> family name and given name, as whoever wrote it would say."""
UNSURE = {
    "Адам Марк": ("Адам", "Марк"),
    "Іван Адам": ("Іван", "Адам"),
    "Алесь Адам": ("Алесь", "Адам"),
    "Франц Іосіф": ("Франц", "Іосіф"),
    "Янка Васіль": ("Янка", "Васіль"),
    "Саша Максім": ("Саша", "Максім"),
    "Марат Сидор": ("Марат", "Сидор"),
    "Коля Багдан": ("Багдан", "Коля"),
    "Кавалёў Бобр": ("Кавалёў", "Бобр"),
}
"""Nobody could tell from the cell alone: the person is asked to look at it."""
FAMILY_FIRST = ["Ковалёв Сергей", "Бобр Анна", "Мороз Пётр Иванович", "Зубр Ольга", "Ковалёв С. И.", "Адам Марк"]
GIVEN_FIRST = ["Сяргей Кавалёў", "Ганна Бобр", "Пётр Іванавіч Мароз", "Вольга Зубр", "Марк Адам"]


@pytest.mark.parametrize(("cell", "parts"), TOLD.items())
def test_the_likelier_given_name_is_the_given_one(cell: str, parts: tuple[str, str]) -> None:
    assert split_name(cell) == NameParts(*parts)


@pytest.mark.parametrize(("cell", "parts"), UNSURE.items())
def test_what_may_be_either_is_told_to_be_unsure(cell: str, parts: tuple[str, str]) -> None:
    assert split_name(cell) == NameParts(*parts, is_sure=False)


@pytest.mark.parametrize("cell", [*TOLD, *UNSURE])
def test_the_order_of_the_list_goes_before_what_the_cell_alone_would_say(cell: str) -> None:
    first, second = cell.split()
    known = [word for word in (first, second) if standing_of(word) is not None]
    expected = [NameParts(first, second), NameParts(second, first)]
    if len(known) == 1:
        expected = [NameParts(first if known == [second] else second, known[0])] * 2
    assert [split_name(cell, usual="family"), split_name(cell, usual="given")] == expected


def test_the_names_that_tell_say_in_which_order_a_column_writes() -> None:
    assert usual_order(FAMILY_FIRST) == "family"
    assert usual_order(GIVEN_FIRST) == "given"


@pytest.mark.parametrize(
    "cells",
    [
        [],
        ["", "Бобр", "  "],
        FAMILY_FIRST[:3],
        FAMILY_FIRST + GIVEN_FIRST,
        ["Адам Марк", "Ковалёв С.", "Иванов Сидоров"] * 9,
    ],
)
def test_few_names_or_names_that_disagree_say_nothing_of_a_column(cells: list[str]) -> None:
    assert usual_order(cells) == ""


def test_an_initial_is_no_name_whatever_the_order_of_the_list() -> None:
    assert split_name("С. Ковалёв", usual="family") == split_name("Ковалёв С.", usual="given")


def test_a_short_form_that_the_organisation_added_is_a_given_name() -> None:
    assert split_name("Гедзя Бобр") == NameParts("Гедзя", "Бобр", is_sure=False)
    assert split_name("Гедзя Бобр", own=OWN) == NameParts("Бобр", "Гедзя")
    assert split_name("Лука Бэці", own=OWN) == NameParts("Лука", "Бэці", is_sure=False)
    assert (standing_of("Бэці"), standing_of("Бэці", OWN)) == (None, Standing.SHORT)
    assert (standing_of("Гедымін"), standing_of("Гедымін", OWN)) == (None, Standing.RARE)
