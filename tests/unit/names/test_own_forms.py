"""Short forms that an organisation adds: they join what the table does not, and part nothing that it joins."""

from __future__ import annotations

import pytest

from busel.names.given import given_ids, names_of
from busel.names.keys import k1
from busel.names.own_forms import NO_FORMS, OwnForms, whole_names

OWN = OwnForms([("Бэці", "Лізавета"), ("Гедзя", "Гедымін"), ("Гедя", "Гедимин"), ("Аня", "Лізавета")])


def meant(word: str, own: OwnForms = OWN) -> frozenset[str]:
    return own.names_of(word, k1(word))


def test_an_added_form_stands_for_a_name_of_the_table_in_either_language() -> None:
    assert names_of("Бэці") == frozenset()
    assert meant("Бэці") == meant("Бети") == names_of("Лізавета")


def test_a_name_that_the_table_lacks_is_joined_with_its_form_in_either_language() -> None:
    assert meant("Гедзя") == meant("Гедымін") == meant("Гедимин") == frozenset({"Гедымін"})


def test_a_form_that_the_table_has_keeps_its_names_and_gets_one_more() -> None:
    assert meant("Аня") == names_of("Аня") | names_of("Лізавета")
    assert OWN.given_ids(k1("Аня")) == given_ids(k1("Аня")) | names_of("Лізавета")


@pytest.mark.parametrize("word", ["Саша", "Мікалай", "Кавалёў", ""])
def test_other_words_mean_what_they_meant(word: str) -> None:
    assert meant(word) == meant(word, NO_FORMS) == names_of(word)


def test_a_name_is_taken_for_itself_before_it_is_taken_for_a_pet_name() -> None:
    assert whole_names("Анна", k1("Анна")) == frozenset({"Ганна"})
    assert whole_names("Саша", k1("Саша")) == frozenset({"Аляксандр", "Аляксандра"})


def test_the_sounds_of_added_forms_are_told_by_name_and_only_those_are_short() -> None:
    assert list(OWN.sounds_of({"Гедымін"})) == [k1("Гедзя"), k1("Гедымін")]
    assert (OWN.is_short(k1("Гедзя")), OWN.is_short(k1("Гедымін"))) == (True, False)
    assert list(NO_FORMS.sounds_of({"Гедымін", "Ганна"})) == []
