"""Names of several words, letter by letter; and what is found first among names that sound alike."""

from __future__ import annotations

import pytest

from busel.names.by_letters import alike, spelt_all
from busel.names.gazetteer import worded
from busel.names.named import Named
from busel.names.streets import worded as street_worded
from busel.names.wording import as_russian, words_of


def likeness(typed: str, meant: str) -> float:
    return alike(*spelt_all([words_of(typed), words_of(meant)]))


@pytest.mark.parametrize(
    ("typed", "nearer", "further"),
    [
        ("Тураўскі", "Туровский", "Турьевский"),
        ("Крупскай", "Крупской", "Крупская"),
        ("Бабынічы", "Бабыничи", "Бабиничи"),
        ("Новосёлки", "Навасёлкі", "Навасялкоў"),
        ("Кастрычнік", "Кастрычник", "Октябрь"),
        ("Kastryčnickaja", "Октябрьская", "Костринская"),
        ("Vialikaja Bierastavica", "Большая Берестовица", "Малая Берестовица"),
        ("Тракоўская Волька", "Волька Троковская", "Волька Горковская"),
    ],
)
def test_what_is_spelt_alike_is_nearer_than_what_only_sounds_so(typed: str, nearer: str, further: str) -> None:
    assert likeness(typed, nearer) > likeness(typed, further)


def test_what_both_languages_spell_by_rule_is_equal_and_a_name_is_not_like_nothing() -> None:
    assert (likeness("Мінск", "Минск"), likeness("Мінск", "") < 0.1) == (1.0, True)


def test_words_in_another_order_are_the_same_name() -> None:
    assert likeness("Мікалая Някрасава", "Некрасова Николая") == likeness("Мікалая Някрасава", "Николая Некрасова")


@pytest.mark.parametrize(
    ("latin", "russian"),
    [
        ("vialikaja", "большая"),
        ("vyalikaya", "большая"),
        ("čyrvonaja", "красная"),
        ("kastryčnika", "октября"),
        ("minsk", "minsk"),
    ],
)
def test_words_that_the_languages_translate_are_known_in_latin_letters(latin: str, russian: str) -> None:
    assert as_russian(latin) == russian


@pytest.mark.parametrize(
    ("typed", "first", "beside"),
    [
        ("Тураўскі п/с", "Туровский п/с", ["Турьевский с/с", "Туровский район"]),
        ("Ляховичский район", "Ляхавіцкі раён", ["Ляхавіцкі с/с", "Ляхавічы"]),
        ("Шылавічы", "Бол.Шиловичи", ["Шаловичи", "Рыловичи"]),
        ("Новыя Валосавічы", "Нов.Волосовичи", ["Старые Волосовичи", "Новые Волковичи"]),
        ("Старая Галынка", "Голынка", ["Новая Голынка", "Старая Милеевка"]),
        ("Бронная гара", "Бронная гора", ["Бронная Гора", "Бронная"]),
        ("Mahiloŭskaja vobłasć", "Могилёвская область", ["Могилёв", "Могилёвский район"]),
    ],
)
def test_of_places_that_sound_alike_the_one_that_is_spelt_so_is_first(
    typed: str, first: str, beside: list[str]
) -> None:
    named = Named([*beside, first], worded)
    assert [named.names[one.at] for one in named.nearest(typed, limit=1, least=0.5)] == [first]


@pytest.mark.parametrize(
    ("typed", "first", "beside"),
    [
        ("Крупскай", "Крупской", ["Крупская", "Крупский"]),
        ("Мікалая Някрасава", "Николая Некрасова", ["Некрасова", "Некрасовская"]),
        ("60-годдзя Кастрычніка", "60-летия Октября", ["60 лет Октября", "50-летия Октября"]),
    ],
)
def test_of_streets_that_sound_alike_the_one_that_is_spelt_so_is_first(
    typed: str, first: str, beside: list[str]
) -> None:
    named = Named([*beside, first], street_worded)
    assert [named.names[one.at] for one in named.nearest(typed, limit=1, least=0.5)] == [first]


def test_a_word_that_parts_two_places_is_no_name_where_it_stands_alone() -> None:
    assert (worded("Новая").bare, worded("Новая Голынка").bare, worded("Стародуб").bare) == ((), ["голынка"], ())


def test_no_name_is_more_than_equal() -> None:
    assert Named(["Малая Плотница"], worded).nearest("Малая Плотніца")[0].likeness == 1.0
