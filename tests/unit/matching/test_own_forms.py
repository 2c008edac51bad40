"""Duplicates are weighed with the short forms that the organisation added, and only where they are handed over."""

from __future__ import annotations

from busel.matching.judging import Weighed, judge
from busel.matching.outcomes import Outcome, Point, Verdict
from busel.matching.preparing import prepare
from busel.matching.records import Record
from busel.names.own_forms import NO_FORMS, OwnForms

OWN = OwnForms([("Гедзя", "Гедымін"), ("Бэці", "Лізавета")])
WHOLE = Record(1, ("Кавалёў",), ("Гедымін",), (), "1960-02-29", "m", ("+375291234567",))
SHORT = Record(2, ("Ковалёв",), ("Гедя",), (), "1960-02-29", "m", ("+375291234567",))


def said(own: OwnForms) -> list[Verdict]:
    return judge(prepare([WHOLE, SHORT], own), [Weighed(1, 2, 12.0)])


def test_a_name_and_its_added_form_are_shown_as_one_person_and_a_person_says_so() -> None:
    [verdict] = said(OWN)
    assert verdict.outcome is Outcome.REVIEW
    assert Point.GIVEN_SHORT_FORM in verdict.agree


def test_a_false_form_makes_nobody_certain_who_was_not_so_without_it() -> None:
    twins = [SHORT._replace(key=key, given=(name,)) for key, name in enumerate(("Алесь", "Міхась"))]
    false = OwnForms([("Алесь", "Міхась")])
    outcomes = [[one.outcome for one in judge(prepare(twins, own), [Weighed(0, 1, 12.0)])] for own in (NO_FORMS, false)]
    assert outcomes == [[], [Outcome.REVIEW]]


def test_a_false_form_lets_no_chain_be_certain_whose_ends_bear_two_names() -> None:
    names = ("Вячаслаў", "Слава", "Яраслаў")
    chain = [SHORT._replace(key=key, given=(name,)) for key, name in enumerate(names)]
    weighed = [Weighed(one, other, 40.0) for one, other in ((0, 1), (1, 2), (0, 2))]
    false = OwnForms([("Вячаслаў", "Яраслаў")])
    assert {one.outcome for own in (NO_FORMS, false) for one in judge(prepare(chain, own), weighed)} == {Outcome.REVIEW}


def test_a_name_that_the_table_knows_stays_certain_with_added_forms() -> None:
    people = [SHORT._replace(key=key, given=(name,)) for key, name in enumerate(("Лізавета", "Ліза"))]
    [verdict] = judge(prepare(people, OWN), [Weighed(0, 1, 12.0)])
    assert verdict.outcome is Outcome.CERTAIN


def test_without_the_added_form_they_are_two() -> None:
    assert [one.outcome for one in said(NO_FORMS) if one.outcome is Outcome.CERTAIN] == []


def test_a_word_that_was_added_is_no_slip_of_another_name() -> None:
    own = OwnForms([("Николац", "Гедымін")])
    slip = Record(1, ("Кавалёў",), ("Николац",))
    assert prepare([slip])[0].names == ("Мікалай",)
    assert prepare([slip], own)[0].names == ("Гедымін",)


def test_names_that_stand_in_each_others_place_are_told_by_an_added_form() -> None:
    swapped = Record(1, ("Гедзя",), ("Кавалёў",))
    assert [prepare([swapped], own)[0].swapped for own in (NO_FORMS, OWN)] == [False, True]
