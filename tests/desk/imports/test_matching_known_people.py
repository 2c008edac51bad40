from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from busel.desk.importing.outcomes import OnMatch, Outcome
from busel.desk.workspace.models import Address, Contact, Email, Phone, Tag

if TYPE_CHECKING:
    from desk.imports.conftest import Lists

HEAD = "Фамилия;Имя;Отчество;Телефон;Дата рождения\n"
KAVALIOU = "Ковалёв;Сергей;Иванович;80291234567;29.02.1960\n"


def outcomes(plan: Any) -> dict[str, int]:
    return {outcome.value: count for outcome, count in plan.counts.by_outcome.items() if count}


def test_the_same_person_in_the_other_language_is_known_by_telephone(lists: Lists) -> None:
    lists.bring(HEAD + KAVALIOU)
    plan = lists.plan("Прозвішча;Імя;Тэлефон\nКавалёў;Сяргей;+375 29 123-45-67\n")
    assert outcomes(plan) == {"skipped": 1}


def test_a_wife_with_her_husbands_telephone_is_somebody_new(lists: Lists) -> None:
    lists.bring(HEAD + KAVALIOU)
    assert outcomes(lists.plan(HEAD + "Ковалёва;Светлана;Игоревна;80291234567;\n")) == {"new": 1}


def test_a_son_with_his_fathers_given_name_and_telephone_is_somebody_new(lists: Lists) -> None:
    lists.bring(HEAD + KAVALIOU)
    assert outcomes(lists.plan(HEAD + "Ковалёв;Сергей;Сергеевич;80291234567;\n")) == {"new": 1}


def test_initials_do_not_contradict(lists: Lists) -> None:
    lists.bring(HEAD + KAVALIOU)
    assert outcomes(lists.plan("ФИО;Телефон\nКовалёв С. И.;80291234567\n")) == {"skipped": 1}
    assert outcomes(lists.plan("ФИО;Телефон\nКовалёв П. И.;80291234567\n")) == {"new": 1}


def test_another_family_with_the_same_telephone_is_somebody_new(lists: Lists) -> None:
    lists.bring(HEAD + KAVALIOU)
    assert outcomes(lists.plan(HEAD + "Дворник;Сергей;Иванович;80291234567;\n")) == {"new": 1}


def test_whole_name_and_day_of_birth_tell_a_person_without_telephone(lists: Lists) -> None:
    lists.bring(HEAD + KAVALIOU)
    assert outcomes(lists.plan(HEAD + "Ковалёв;Сергей;;;29.02.1960\n")) == {"skipped": 1}
    assert outcomes(lists.plan(HEAD + "Ковалёв;Сергей;;;28.02.1960\n")) == {"new": 1}


def test_a_year_of_birth_alone_tells_only_with_the_patronymic(lists: Lists) -> None:
    lists.bring(HEAD + "Ковалёв;Сергей;Иванович;;1960\n")
    assert outcomes(lists.plan(HEAD + "Ковалёв;Сергей;;;1960\n")) == {"new": 1}
    assert outcomes(lists.plan(HEAD + "Ковалёв;Сергей;Иванович;;1960\n")) == {"skipped": 1}


def test_two_who_may_be_meant_are_a_problem_and_never_a_guess(lists: Lists) -> None:
    lists.bring(HEAD + KAVALIOU + "Ковалёв;Сергей;Петрович;80291234567;\n")
    for on_match in OnMatch:
        plan = lists.plan(HEAD + "Ковалёв;Сергей;;80291234567;01.01.1961\n", on_match)
        assert outcomes(plan) == {"problem": 1}
        assert [problem.code for problem in plan.problems] == ["two-matches"]


def test_an_id_of_a_list_comes_first(lists: Lists) -> None:
    lists.bring("ID;Фамилия;Имя;Телефон\nЖ-1;Ковалёв;Сергей;80291234567\n")
    plan = lists.plan("ID;Фамилия;Имя;Телефон\nЖ-1;Ковалев;Сергей;80297654321\n")
    assert outcomes(plan) == {"skipped": 1}


def test_who_has_married_is_known_by_id_and_telephone(lists: Lists) -> None:
    lists.bring("ID;Фамилия;Имя;Телефон\n7;Дворник;Анна;80291234567\n")
    plan = lists.bring("ID;Фамилия;Имя;Телефон\n7;Ковалёва;Анна;80291234567\n", OnMatch.UPDATE)
    assert outcomes(plan) == {"updated": 1}
    assert (Contact.objects.get().family_ru, Contact.objects.get().former_family) == ("Ковалёва", "Дворник")


@pytest.mark.parametrize("on_match", list(OnMatch))
def test_an_old_list_knows_who_has_married_and_leaves_the_surname_of_today(lists: Lists, on_match: OnMatch) -> None:
    lists.bring("Фамилия;Девичья фамилия;Имя;Телефон;Дата рождения\nИванова;Ковальчук;Елена;;01.02.1980\n")
    lists.bring("Прозвішча;Імя;Тэлефон\nІванова;Алена;80291234567\n", OnMatch.FILL)
    plan = lists.bring("Прозвішча;Імя;Дата нараджэння;Крыніца\nКавальчук;Алена;01.02.1980;2015\n", on_match)
    assert (outcomes(plan), plan.problems) == ({"skipped" if on_match is OnMatch.SKIP else "updated": 1}, [])
    [one] = Contact.objects.filter(birth="1980-02-01")
    assert (one.family_ru, one.family_be, one.former_family) == ("Иванова", "", "Ковальчук")


def test_a_surname_that_takes_the_place_of_one_that_is_spelt_so_leaves_none_of_before(lists: Lists) -> None:
    lists.bring("ID;Фамилия;Имя\n7;Ковалёв;Сергей\n")
    lists.bring("ID;Фамилия;Имя\n7;Ковалев;Сергей\n", OnMatch.UPDATE)
    assert Contact.objects.get().former_family == ""


def test_surnames_of_before_are_added_to_and_never_replaced(lists: Lists) -> None:
    lists.bring("ID;Фамилия;Прежняя фамилия\n7;Иванова;Ковальчук\n")
    lists.bring('ID;Прозвішча;Ранейшае прозвішча\n7;Іванова;"Кавальчук, Ліс"\n', OnMatch.UPDATE)
    lists.bring("ID;Фамилия;Девичья фамилия\n7;Иванова;-\n", OnMatch.UPDATE)
    assert Contact.objects.get().former_family == "Ковальчук, Ліс"


def test_numbers_of_rows_of_another_list_are_not_taken_for_ids(lists: Lists) -> None:
    lists.bring("№;Фамилия;Имя\n1;Ковалёв;Сергей\n2;Дворник;Пётр\n")
    plan = lists.bring("№;Фамилия;Имя\n1;Мельник;Ольга\n2;Зайцев;Илья\n", OnMatch.UPDATE)
    assert outcomes(plan) == {"problem": 2}
    assert {problem.code for problem in plan.problems} == {"id-of-another"}
    assert sorted(Contact.objects.values_list("family_ru", flat=True)) == ["Дворник", "Ковалёв"]


def test_a_person_twice_in_one_list_comes_in_once(lists: Lists) -> None:
    plan = lists.bring(HEAD + KAVALIOU + KAVALIOU + "Ковалёв;Сергей;Иванович;80291234567;01.01.1970\n")
    assert outcomes(plan) == {"new": 1, "skipped": 1, "problem": 1}
    assert [(problem.row, problem.code, problem.value) for problem in plan.problems] == [(4, "row-again", "2")]
    assert Contact.objects.count() == 1


def test_only_people_of_the_chosen_division_are_compared(lists: Lists) -> None:
    from busel.desk.actions.imports import preview_import  # noqa: PLC0415 - once Django is set up
    from busel.vault.entropy import new_id  # noqa: PLC0415 - the same
    from desk.imports.conftest import reading_of  # noqa: PLC0415 - the same

    lists.bring(HEAD + KAVALIOU)
    other = next(one.journal for one in lists.session.divisions() if one.journal != lists.journal)
    assert outcomes(preview_import(lists.session, other, reading_of(HEAD + KAVALIOU), seed=new_id())) == {"new": 1}


CHANGED = (
    "Фамилия;Имя;Телефон;E-mail;Дата рождения;Населённый пункт;Улица;Метки;Примечание;Пол\n"
    "Ковалёв;Сергей;80291234567;s@example.org;29.02.1960;Гомель;ул. Новая;сход;второй;м\n"
)
FIRST = (
    "Фамилия;Имя;Телефон;E-mail;Дата рождения;Населённый пункт;Улица;Метки;Примечание;Пол\n"
    "Ковалёв;Сергей;80291234567;;28.02.1960;Гомель;;волонтёр;первый;\n"
)


def test_update_takes_filled_cells_and_adds_to_notes(lists: Lists) -> None:
    lists.bring(FIRST)
    plan = lists.bring(CHANGED, OnMatch.UPDATE)
    assert outcomes(plan) == {"updated": 1}
    person = Contact.objects.get()
    assert (person.birth, person.sex, person.notes) == ("1960-02-29", "m", "первый\nвторой")
    assert Email.objects.get().address == "s@example.org"
    assert [address.street_ru for address in Address.objects.all()] == ["ул. Новая"]
    assert sorted(Tag.objects.values_list("label__text", flat=True)) == ["волонтёр", "сход"]
    assert Phone.objects.count() == 1


def test_fill_touches_only_what_is_empty(lists: Lists) -> None:
    lists.bring(FIRST)
    lists.bring(CHANGED, OnMatch.FILL)
    person = Contact.objects.get()
    assert (person.birth, person.sex, person.notes) == ("1960-02-28", "m", "первый")
    assert [address.street_ru for address in Address.objects.all()] == ["ул. Новая"]
    assert list(Tag.objects.values_list("label__text", flat=True)) == ["волонтёр"]


def test_empty_cells_clear_nothing(lists: Lists) -> None:
    lists.bring(CHANGED)
    before = Contact.objects.values().get()
    plan = lists.bring("Фамилия;Имя;Телефон;E-mail;Примечание;Пол\nКовалёв;Сергей;80291234567;;;\n", OnMatch.UPDATE)
    assert outcomes(plan) == {"unchanged": 1}
    assert Contact.objects.values().get() == before


def test_the_plan_tells_each_field_that_changes(lists: Lists) -> None:
    lists.bring(FIRST)
    plan = lists.plan(CHANGED, OnMatch.UPDATE)
    assert dict(plan.changed) == {
        ("contact", "birth"): 1,
        ("contact", "sex"): 1,
        ("contact", "notes"): 1,
        ("address", "street_ru"): 1,
        ("email", ""): 1,
        ("tag", ""): 1,
    }


def test_with_several_addresses_another_one_is_added_and_none_overwritten(lists: Lists) -> None:
    lists.bring(FIRST)
    lists.bring(CHANGED.replace("Гомель", "Жлобин"), OnMatch.UPDATE)
    lists.session.ledgers  # noqa: B018 - the desk stays as it is
    assert [one.settlement_ru for one in Address.objects.all()] == ["Жлобин"]


@pytest.mark.parametrize("on_match", list(OnMatch))
def test_bringing_the_same_list_again_changes_nothing(lists: Lists, on_match: OnMatch) -> None:
    lists.bring(CHANGED)
    plan = lists.bring(CHANGED, on_match)
    assert plan.counts.left_as_they_are == 1
    assert plan.counts[Outcome.NEW] == 0
    assert len(plan.pieces) == 0


def test_a_tag_for_everybody_is_on_new_and_known_people(lists: Lists) -> None:
    lists.bring(FIRST)
    lists.bring(FIRST + "Дворник;Пётр;;;;;;;;\n", OnMatch.UPDATE, tags=("сход 28",))
    assert Tag.objects.filter(label__text="сход 28").count() == 2
