"""Regions, districts and towns."""

from __future__ import annotations

from collections import Counter

import pytest

from busel.names.places import (
    districts,
    division,
    divisions,
    meant_settlements,
    place_key,
    regions,
    settlement,
    settlements,
)
from busel.names.tables import read_table

TOWNS = read_table("settlements.tsv")


def test_there_are_six_regions_and_minsk_city() -> None:
    assert [one.en for one in regions()] == [
        "Brest region",
        "Vitebsk region",
        "Homieĺ region",
        "Hrodna region",
        "Mahilioŭ region",
        "Minsk region",
        "Minsk city",
    ]


def test_there_are_118_districts() -> None:
    assert [len(districts(region.en)) for region in regions()] == [16, 21, 21, 17, 21, 22, 0]


def test_full_names_are_unique() -> None:
    names = [one.full_name for one in divisions()]
    assert (len(set(names)), names[40]) == (len(names), "Homieĺ region / Brahin district")


def test_a_division_is_shown_in_three_languages() -> None:
    zlobin = division("Жлобинский район")
    assert zlobin is not None
    assert [zlobin.shown(language) for language in ("be", "ru", "en")] == [
        "Жлобінскі раён",
        "Жлобинский район",
        "Žlobin district",
    ]


@pytest.mark.parametrize(
    ("text", "full_name"),
    [
        ("Жлобінскі раён", "Homieĺ region / Žlobin district"),
        ("жлобинский р-н", "Homieĺ region / Žlobin district"),
        ("Žlobin district", "Homieĺ region / Žlobin district"),
        ("Жлобинский", "Homieĺ region / Žlobin district"),
        ("Гомельская обл.", "Homieĺ region"),
        ("Гомельский район", "Homieĺ region / Homieĺ district"),
        ("Мінскі раён", "Minsk region / Minsk district"),
        ("горад Мінск", "Minsk city"),
    ],
)
def test_a_division_is_found_by_its_name_in_any_language(text: str, full_name: str) -> None:
    found = division(text)
    assert found is not None
    assert found.full_name == full_name


@pytest.mark.parametrize("text", ["", "Смоленская область", "раён", "обл."])
def test_another_name_is_no_division(text: str) -> None:
    assert division(text) is None


@pytest.mark.parametrize(
    ("text", "be", "ru"),
    [
        ("г. Бобруйск", "Бабруйск", "Бобруйск"),
        ("Бабруйск", "Бабруйск", "Бобруйск"),
        ("Babrujsk", "Бабруйск", "Бобруйск"),
        ("Babruysk", "Бабруйск", "Бобруйск"),
        ("БОБРУЙСК", "Бабруйск", "Бобруйск"),
        ("Речица", "Рэчыца", "Речица"),
        ("Марьина Горка", "Мар’іна Горка", "Марьина Горка"),
        ("Буда Кошелево", "Буда-Кашалёва", "Буда-Кошелёво"),
        ("г.п. Октябрьский", "Акцябрскі", "Октябрьский"),
        ("Столбцы", "Стоўбцы", "Столбцы"),
        ("Свислочь", "Свіслач", "Свислочь"),
        ("Жодино", "Жодзіна", "Жодино"),
        ("Менск", "Мінск", "Минск"),
        ("Койданаў", "Дзяржынск", "Дзержинск"),
        ("Берасьце", "Брэст", "Брест"),
        ("Ігумен", "Чэрвень", "Червень"),
    ],
)
def test_a_town_is_found_in_any_spelling(text: str, be: str, ru: str) -> None:
    found = settlement(text)
    assert found is not None
    assert (found.be, found.ru) == (be, ru)


@pytest.mark.parametrize("text", ["", "г.", "Смоленск", "вёска"])
def test_an_unknown_place_is_none(text: str) -> None:
    assert settlement(text) is None


def test_namesakes_are_all_found_the_district_centre_first() -> None:
    assert [(one.division, one.kind) for one in settlements("Свіслач")] == [
        ("Svislač district", "seat"),
        ("Asipovičy district", "town"),
        ("Puchavičy district", "town"),
        ("Hrodna district", "village"),
    ]


def test_a_place_whose_belarusian_name_no_source_tells_is_known_all_the_same() -> None:
    found = settlement("Вялікія Аўцюкі")
    assert found is not None
    assert (found.be, found.ru, found.shown("be"), found.division) == (
        "",
        "Великие Автюки",
        "Великие Автюки",
        "Kalinkavičy district",
    )


@pytest.mark.parametrize("language", ["be", "ru"])
def test_every_place_is_found_by_its_own_name_but_villages_that_share_it(language: str) -> None:
    shared = {name for name, count in Counter(row[language] for row in TOWNS).items() if count > 1}
    missed = [
        row
        for row in TOWNS
        if row[language]
        and ((found := settlement(row[language])) is None or found.shown(language) != row[language])
        and not (found is None and row["kind"] == "village" and row[language] in shared)
    ]
    assert missed == []
    assert len(shared) < len(TOWNS) / 8


@pytest.mark.parametrize(
    ("typed", "be", "kind"),
    [
        ("аг. Крево", "Крэва", "town"),
        ("Motal", "Моталь", "town"),
        ("Корма", "Карма", "seat"),
        ("НОВОСЕЛКИ", "Навасёлкі", "village"),
    ],
)
def test_of_several_that_sound_alike_the_largest_is_meant(typed: str, be: str, kind: str) -> None:
    found = settlement(typed)
    assert found is not None
    assert (found.be, found.kind) == (be, kind)


def test_every_town_lies_in_a_division_and_every_district_has_its_centre() -> None:
    names = {one.en for one in divisions()}
    centres = {row["division"] for row in TOWNS if row["kind"] == "seat"}
    assert {row["division"] for row in TOWNS if row["kind"] != "village"} <= names
    assert {row["division"] for row in TOWNS if row["kind"] == "village"} <= names | {""}
    assert {one.en for one in divisions() if one.parent} - centres == {"Minsk district"}


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("Бабруйк", "Бобруйск"),
        ("Гомиль", "Гомель"),
        ("Сталупцы", "Столбцы"),
        ("г. Жлобен", "Жлобин"),
        ("Maladzechno", "Молодечно"),
        ("Барысаў-Горад", "Борисов"),
    ],
)
def test_a_place_with_a_typo_is_offered_and_not_taken(typed: str, first: str) -> None:
    offered = [one.ru for one in meant_settlements(typed)]
    assert offered[:1] == [first] or settlement(typed) is not None
    assert len(offered) <= 5


def test_for_a_place_that_is_known_or_like_no_other_none_is_offered() -> None:
    assert meant_settlements("Бабруйск") == ()
    assert meant_settlements("Вашингтон") == ()
    assert meant_settlements("") == ()


def test_of_namesakes_the_one_in_the_district_is_meant() -> None:
    assert [one.division for one in settlements("Свіслач", within="Пуховичский район")] == ["Puchavičy district"]
    assert [one.division for one in settlements("Свіслач", within="Мінская вобласць")] == ["Puchavičy district"]
    assert len(settlements("Свіслач", within="Жлобинский район")) == 4
    found = settlement("Свислочь", within="Asipovičy district")
    assert found is not None
    assert found.division == "Asipovičy district"


def test_all_names_of_a_place_have_one_key() -> None:
    assert len({place_key(name) for name in ("г. Бобруйск", "Бабруйск", "Babrujsk", "БОБРУЙСК", "горад Бабруйск")}) == 1
    assert len({place_key(name) for name in ("Вялікі Лес", "Большой Лес", "Великий Лес", "Бол. Лес")}) == 1
    assert len({place_key(name) for name in ("Буда-Кашалёва", "Буда Кошелево")}) == 1
    assert place_key("Гомель") != place_key("Гарадок")
    assert place_key("г.") == ""
