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


def test_a_name_and_its_added_form_are_one_person() -> None:
    [verdict] = said(OWN)
    assert verdict.outcome is Outcome.CERTAIN
    assert Point.GIVEN_SHORT_FORM in verdict.agree


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
