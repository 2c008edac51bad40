"""Somebody else in the same row: the mother's name and telephone become a person of their own, tied to the row's."""

from __future__ import annotations

import pytest

from busel.desk.importing.outcomes import OnMatch, Outcome
from busel.desk.importing.sending import people_to_send
from busel.desk.workspace.bonds import Relationship
from busel.desk.workspace.models import Address, Contact, Phone
from busel.sheets.draft import TIE_AS_NOTE, TIE_UNSURE
from desk.imports.conftest import Lists, reading_of

HEADINGS = "Фамилия;Имя;Телефон;Мать;Телефон матери"
ROW = "Навик;Анна;80291234567;Навик Ольга Петровна;80297654321"
LIST = f"{HEADINGS}\n{ROW}\n"
TWO = "Фамилия;Имя;Отчество;Телефон\nНавик;Ольга;Петровна;80297654321\nНавик;Ольга;Ильинична;80297654321\n"
UNSURE = "Мать: Навик Ольга\nТелефон матери: 80297654321"


def ties() -> list[tuple[str, str, str]]:
    """Return each relationship: who is the mother or the husband, of whom, which kind."""
    given = dict(Contact.objects.values_list("id", "given_ru"))
    return sorted((given[one.contact_id], one.type, given[one.other]) for one in Relationship.objects.all())


def test_a_mother_with_a_telephone_comes_in_beside_the_row_and_is_related(lists: Lists) -> None:
    plan = lists.bring(LIST, tags=("сход",))
    assert (plan.counts[Outcome.NEW], plan.rows, plan.beside, len(plan.contacts)) == (1, 1, 1, 2)
    mother = Contact.objects.get(given_ru="Ольга")
    assert (mother.family_ru, mother.patronymic_ru, mother.sex) == ("Навик", "Петровна", "f")
    assert list(Phone.objects.filter(contact=mother).values_list("number", flat=True)) == ["+375297654321"]
    assert ties() == [("Ольга", "parent", "Анна")]


def test_the_same_list_again_finds_both_and_changes_nothing(lists: Lists) -> None:
    begun = lists.bring(LIST)
    again = lists.plan(LIST, OnMatch.UPDATE)
    assert (again.counts[Outcome.UNCHANGED], again.beside, again.pieces) == (1, 0, [])
    lists.bring(LIST, begun=begun)
    assert (Contact.objects.count(), Relationship.objects.count()) == (2, 1)


def test_who_has_a_row_of_their_own_is_found_whichever_comes_first(lists: Lists) -> None:
    plan = lists.bring(f"{LIST}Навик;Ольга;80297654321;;\n")
    assert (plan.counts[Outcome.NEW], plan.beside) == (2, 0)
    assert ties() == [("Ольга", "parent", "Анна")]


def test_two_who_name_each_other_are_related_once(lists: Lists) -> None:
    lists.bring(
        "Фамилия;Имя;Телефон;Фамилия мужа или жены;Имя мужа или жены;Телефон супруга\n"
        "Навик;Анна;80291234567;Навик;Пётр;80297654321\nНавик;Пётр;80297654321;Навик;Анна;80291234567\n"
    )
    assert (Contact.objects.count(), len(ties()), ties()[0][1]) == (2, 1, "spouse")


@pytest.mark.parametrize(
    ("headings", "cells", "note"),
    [
        ("Мать", "Навик Ольга", "Мать: Навик Ольга"),
        ("Телефон матери", "80297654321", "Телефон матери: 80297654321"),
        (
            "Ребенок;Дата рождения ребенка",
            "Навик Яна;01.02.2020",
            "Ребенок: Навик Яна\nДата рождения ребенка: 01.02.2020",
        ),
    ],
)
def test_who_could_not_be_found_again_is_a_note(lists: Lists, headings: str, cells: str, note: str) -> None:
    plan = lists.bring(f"Фамилия;Имя;Телефон;{headings}\nНавик;Анна;80291234567;{cells}\n")
    assert (plan.beside, plan.warned[TIE_AS_NOTE]) == (0, 1)
    assert Contact.objects.get().notes == note


def test_a_telephone_in_the_cell_of_the_name_is_one(lists: Lists) -> None:
    plan = lists.bring("Фамилия;Имя;Супруг(а)\nНавик;Анна;Навик Пётр, +375 29 765-43-21\n")
    assert plan.beside == 1
    assert list(Phone.objects.values_list("number", flat=True)) == ["+375297654321"]


def test_what_is_wrong_with_the_other_keeps_the_row_out(lists: Lists) -> None:
    plan = lists.plan("Фамилия;Имя;Мать;Почта матери\nНавик;Анна;Навик Ольга;ольга-example.org\n")
    assert [(one.column, one.code) for one in plan.problems] == [("Почта матери", "email-unreadable")]
    assert plan.counts[Outcome.PROBLEM] == 1


def test_one_of_two_who_may_be_meant_is_not_guessed(lists: Lists) -> None:
    lists.bring(TWO)
    plan = lists.bring(f"{HEADINGS}\nНавик;Анна;80291234567;Навик Ольга;80297654321\n")
    assert (plan.beside, plan.warned, Relationship.objects.count()) == (0, {TIE_UNSURE: 1}, 0)
    assert Contact.objects.get(given_ru="Анна").notes == UNSURE
    for on_match, counts in ((OnMatch.SKIP, Outcome.SKIPPED), (OnMatch.UPDATE, Outcome.UNCHANGED)):
        again = lists.bring(f"{HEADINGS}\nНавик;Анна;80291234567;Навик Ольга;80297654321\n", on_match)
        assert (again.counts[counts], again.pieces, Contact.objects.get(given_ru="Анна").notes) == (1, [], UNSURE)


@pytest.mark.parametrize("house", ["", "7"])
@pytest.mark.parametrize("on_match", [OnMatch.UPDATE, OnMatch.FILL])
def test_who_is_known_gets_the_note_too_and_is_counted_once(lists: Lists, on_match: OnMatch, house: str) -> None:
    lists.bring(TWO)
    lists.bring("Фамилия;Имя;Телефон;Заметки\nНавик;Анна;80291234567;поёт\n")
    cells = f"Навик;Анна;80291234567;Навик Ольга;80297654321;Навик Ольга;80297654321;{house}"
    plan = lists.bring(f"{HEADINGS};Родитель;Телефон родителя;Дом\n{cells}\n", on_match)
    assert (plan.counts[Outcome.UPDATED], plan.rows, sum(plan.people)) == (1, 1, 1)
    assert plan.changed["contact", "notes"] == 1
    more = "Родитель: Навик Ольга\nТелефон родителя: 80297654321"
    assert Contact.objects.get(given_ru="Анна").notes == f"поёт\n{UNSURE}\n{more}"
    assert list(Address.objects.values_list("house", flat=True)) == [house] * bool(house)


def test_what_a_collector_sends_says_the_other_in_a_note(lists: Lists) -> None:
    [[person]] = people_to_send(reading_of(LIST))
    assert person.contact["notes"] == "Мать: Навик Ольга Петровна\nТелефон матери: 80297654321"
