"""A record as it is compared: whichever language, order and habit it was written in."""

from __future__ import annotations

import pytest

from busel.matching.given_names import meant_by
from busel.matching.preparing import Keyed, prepare
from busel.matching.records import Home, Record
from busel.names.keys import k1


def keyed(**told: object) -> Keyed:
    return prepare([Record(1, **told)])[0]  # type: ignore[arg-type]  # by name, of many types


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"family": ("Кавалёва",), "given": ("Ганна",)}, {"family": ("Ковалёва",), "given": ("Анна",)}),
        ({"family": ("Кавалёва",), "given": ("Ганна",)}, {"family": ("Анна",), "given": ("Ковалёва",)}),
        ({"family": ("Краўцоў",), "given": ("Мікалай",)}, {"family": ("КРАВЦОВ",), "given": ("Николай",)}),
    ],
)
def test_language_capitals_and_order_of_names_do_not_matter(one: dict[str, object], other: dict[str, object]) -> None:
    left, right = keyed(**one), keyed(**other)
    assert left.family_bones == right.family_bones
    assert not set(left.names).isdisjoint(right.names)


def test_who_was_turned_round_is_told() -> None:
    assert [keyed(family=("Анна",), given=("Ковалёва",)).swapped, keyed(family=("Ковалёва",)).swapped] == [True, False]


def test_a_name_that_no_table_has_is_learned_from_where_it_mostly_stands() -> None:
    usual = [Record(number, ("Смирнова",), ("Ылмара",)) for number in range(2, 7)]
    assert prepare([Record(1, ("Ылмара",), ("Петрова",)), *usual])[0].swapped


def test_a_first_name_alone_in_the_column_of_family_names_is_a_first_name() -> None:
    alone = keyed(family=("Галіна",))
    assert (alone.family, alone.names) == ("", ("Галіна",))


def test_a_pet_name_stands_for_all_that_bear_it_and_the_sex_chooses() -> None:
    assert {"Аляксандр", "Аляксандра"} <= set(keyed(given=("Саша",)).names)
    assert "Аляксандр" not in keyed(given=("Саша",), patronymic=("Пятроўна",)).names


def test_a_slip_of_the_pen_means_the_nearest_name() -> None:
    assert meant_by(k1("Уладзмір")) == {"Уладзімір"}


@pytest.mark.parametrize("phone", ["+375 29 123-45-67", "80291234567", "375291234567", "8 (029) 123-45-67"])
def test_a_telephone_is_its_nine_digits(phone: str) -> None:
    assert keyed(phones=(phone,)).phones == ("291234567",)


def test_a_number_that_a_spreadsheet_cut_is_none() -> None:
    assert keyed(phones=("3,7529E+11", "12")).phones == ()


def test_a_home_is_the_same_in_both_languages_and_whatever_order_its_words_have() -> None:
    be = keyed(homes=(Home("г. Гомель", "вул. Савецкая", "5 А", "12"),))
    ru = keyed(homes=(Home("Гомель", "Советская ул.", "5а", "12"),))
    assert (be.houses, be.flats) == (ru.houses, ru.flats)
    assert be.flats[0].endswith("/5а/12")


def test_a_street_without_a_house_is_no_home() -> None:
    assert keyed(homes=(Home("Гомель", "Советская ул."),)).houses == ()


def test_what_is_not_told_is_empty() -> None:
    assert keyed()[1:] == ("", "", "", (), False, False, False, "", "", "", "", (), (), "", (), (), (), ())


@pytest.mark.parametrize(
    ("letter", "whole"),
    [("Н.", "Никитич"), ("У.", "Владимирович"), ("В.", "Валер’евіч"), ("И.", "Иосифовна"), ("H.", "Георгиевич")],
)
def test_the_first_letter_of_a_patronymic_sounds_as_that_of_the_whole_word_in_either_language(
    letter: str, whole: str
) -> None:
    assert keyed(patronymic=(letter,)).initial == keyed(patronymic=(whole,)).initial


def test_a_pet_name_that_is_also_a_rare_name_stands_for_both() -> None:
    assert {"Алена", "Ліяна"} <= meant_by(k1("Лена"))
    assert "Дзіяна" not in meant_by(k1("Ганна"))


def test_the_given_name_tells_the_sex_before_the_ending_of_a_family_name() -> None:
    assert keyed(family=("Бельчагешаў",), given=("Любоў",)).sex == "f"


@pytest.mark.parametrize(
    ("slip", "name"),
    [("Алнеа", "Алена"), ("Сегрей", "Сяргей"), ("Николац", "Мікалай"), ("Ольа", "Вольга"), ("Еена", "Алена")],
)
def test_a_slip_of_the_pen_is_seen_in_the_letters_where_the_sound_is_another_ones(slip: str, name: str) -> None:
    one = keyed(family=("Новак",), given=(slip,))
    assert name in one.names
    assert not one.known


@pytest.mark.parametrize("spelt", ["Оля", "Сяргей", "Ганна", "Алена", "Дар’я", "Sergey"])
def test_a_name_that_is_spelt_as_the_table_has_it_is_no_slip(spelt: str) -> None:
    assert keyed(family=("Новак",), given=(spelt,)).known


def test_of_two_given_names_the_one_that_stands_as_a_family_name_here_is_it() -> None:
    others = [
        *(Record(number, ("Герман",), ("Пётр",)) for number in range(2, 5)),
        *(Record(number, ("Новак",), ("Таццяна",)) for number in range(5, 10)),
    ]
    turned = Record(1, ("Таццяна",), ("Герман",))
    assert prepare([turned])[0].swapped is False
    assert (prepare([turned, *others])[0].swapped, prepare([turned, *others])[1].swapped) == (True, False)


def test_a_misspelt_given_name_in_the_column_of_family_names_is_told_by_the_family_name_beside_it() -> None:
    others = [Record(number, ("Барабаншчыкава",), ("Ніна",)) for number in (2, 3)]
    turned = Record(1, ("Лвдміла",), ("Барабаншчыкава",))
    assert prepare([turned, *others])[0].swapped
    assert not prepare([turned])[0].swapped
