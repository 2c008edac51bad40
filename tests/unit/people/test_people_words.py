"""The words that synthetic people are made of, and the organisation around them."""

from __future__ import annotations

import re

import pytest

from busel.cli.people import demo_fields, demo_mapping, demo_saved_searches, demo_templates, districts_of_belarus
from busel.cli.people.chance import Weighted, by_rank, draws_of
from busel.cli.people.tables import rows
from busel.contacts.standard import BY_KEY
from busel.outreach.placeholders import check, parse
from busel.sheets.targets import TARGETS

ONLY_RUSSIAN = re.compile("[ищъ]", re.IGNORECASE)
ONLY_BELARUSIAN = re.compile("[іў’']", re.IGNORECASE)
NEVER_BEFORE_SOFT = re.compile("[жшчртд][еёіюяь]", re.IGNORECASE)


def test_there_are_more_than_1500_surnames_and_120_given_names_and_none_twice() -> None:
    surnames, given = rows("surnames"), rows("given")
    assert len(surnames) > 1500
    assert len(given) > 120
    assert len({row["be_m"] for row in surnames}) == len(surnames)
    assert len({(row["sex"], row["be"]) for row in given}) == len(given)


@pytest.mark.parametrize("table", ["surnames", "given", "streets", "villages"])
def test_each_column_is_written_with_the_letters_of_its_language(table: str) -> None:
    for row in rows(table):
        for column, word in row.items():
            foreign = ONLY_RUSSIAN if "be" in column.split("_") else ONLY_BELARUSIAN
            assert not foreign.search(word), (column, word)


@pytest.mark.parametrize("table", ["surnames", "given", "streets", "villages"])
def test_belarusian_words_have_no_soft_vowel_after_a_hard_consonant(table: str) -> None:
    for row in rows(table):
        for column, word in row.items():
            if "be" in column.split("_"):
                assert not NEVER_BEFORE_SOFT.search(word), word


def test_surnames_have_the_feminine_that_their_ending_asks_for() -> None:
    endings = {"ов": "ова", "ев": "ева", "ёв": "ёва", "ин": "ина", "ский": "ская", "цкий": "цкая"}
    for row in rows("surnames"):
        ending = next((e for e in endings if row["ru_m"].endswith(e)), "")
        expected = row["ru_m"].removesuffix(ending) + endings[ending] if ending else row["ru_m"]
        assert row["ru_f"] == expected
        assert (row["be_f"] == row["be_m"]) == (row["ru_f"] == row["ru_m"])


def test_a_mans_name_gives_patronymics_to_his_children_and_a_womans_none() -> None:
    for row in rows("given"):
        patronymics = [row["son_be"], row["daughter_be"], row["son_ru"], row["daughter_ru"]]
        if row["sex"] == "f":
            assert patronymics == [""] * 4
        else:
            assert [word[-2:] for word in patronymics] == ["іч", "на", "ич", "на"]


def test_a_weighted_value_is_drawn_as_often_as_it_weighs() -> None:
    coin = Weighted(["a", "b"], [1, 3])
    assert [coin.at(drawn) for drawn in (0.0, 0.2499, 0.25, 0.9999999)] == ["a", "a", "b", "b"]
    assert [by_rank("xy", flattened=0).at(drawn) for drawn in (0.66, 0.67)] == ["x", "y"]


def test_weights_must_be_as_many_as_values() -> None:
    with pytest.raises(ValueError, match="one weight"):
        Weighted(["a", "b"], [1])
    with pytest.raises(ValueError, match="one weight"):
        Weighted([], [])


def test_draws_of_one_purpose_do_not_move_those_of_another() -> None:
    assert draws_of(1, "a")() == draws_of(1, "a")()
    assert draws_of(1, "a")() != draws_of(1, "b")()


def test_every_letter_of_the_demo_is_in_both_languages_and_greets_the_reader() -> None:
    for template in demo_templates():
        assert sorted(template.bodies) == ["be", "ru"]
        for body in template.bodies.values():
            assert check(body) == []
            assert parse(body).uses("greeting")


def test_every_field_tells_in_three_languages_what_it_is_and_why_it_is_kept() -> None:
    fields = demo_fields()
    assert len({field.key for field in fields}) == len(fields)
    for field in fields:
        assert sorted(field.purpose) == ["be", "en", "ru"]
        assert sorted(field.labels) == ([] if field.key in BY_KEY else ["be", "en", "ru"])
        assert all((*field.labels.values(), *field.purpose.values()))


def test_there_are_three_saved_searches_or_more_with_titles_of_their_own() -> None:
    titles = [search.title for search in demo_saved_searches()]
    assert len(set(titles)) == len(titles) >= 3


def test_the_mapping_leads_to_targets_that_exist() -> None:
    assert set(demo_mapping().columns.values()) <= set(TARGETS)


def test_people_live_in_118_districts_and_minsk_city_each_with_a_town_and_a_name_of_its_own() -> None:
    found = districts_of_belarus()
    assert len({district.full_name for district in found}) == len(found) == 119
    assert found[-1].full_name == "Minsk city"
    assert [district.full_name for district in found if not district.settlements] == []
    zlobin = next(district for district in found if district.district == "Žlobin district")
    assert zlobin.full_name == "Homieĺ region / Žlobin district"
    assert zlobin.settlements[0] == ("Жлобін", "Жлобин")
    assert len(set(zlobin.settlements)) == len(zlobin.settlements) >= 10
