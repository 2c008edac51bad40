"""Who stands first: names in any order, language and role, with slips of the hand."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from busel.desk.actions.contacts import edit_contact
from busel.desk.people.editing import Edit
from busel.desk.search.text import Reason, meant_by
from desk.conftest import ZLOBIN
from desk.contacts.conftest import add, journal_of

if TYPE_CHECKING:
    from desk.conftest import Arrive


def _first(query: str, people: dict[int, str]) -> list[str]:
    return [people[hit.contact] for hit in meant_by(query)]


def _people(arrive: Arrive, *records: dict[str, Any]) -> dict[int, str]:
    desk = arrive("editor")
    return {add(desk, ZLOBIN, **record): "/".join(record.values()) for record in records}


@pytest.mark.parametrize(
    "query",
    [
        "Сергей Ковалёв",
        "ковалев сергей",
        "Сяргей Кавалёў",
        "Siarhei Kavaliou",
        "Sergey Kovalev",
        "Siarhiej Kavaloŭ",
        "Серёжа Ковалев",
        "Сергей Ковадёв",
        "Сяргей Кавлаёў",
        "Ковалёв С",
    ],
)
def test_a_person_comes_first_however_the_name_is_typed(arrive: Arrive, query: str) -> None:
    people = _people(
        arrive,
        {"family_be": "Лісоўскі", "given_be": "Сяргей"},
        {"family_be": "Кавалеўскі", "given_be": "Сяргей"},
        {"family_be": "Кавалёў", "given_be": "Сяргей"},
        {"family_be": "Кавалёў", "given_be": "Мікола"},
    )
    assert _first(query, people)[:1] == ["Кавалёў/Сяргей"]


def test_a_name_in_the_wrong_columns_is_found_below_the_right_ones(arrive: Arrive) -> None:
    people = _people(
        arrive,
        {"family_ru": "Сергей", "given_ru": "Ковалёв"},
        {"family_ru": "Ковалёв", "given_ru": "Сергей"},
    )
    assert set(_first("Сергей Ковалёв", people)) == {"Сергей/Ковалёв", "Ковалёв/Сергей"}


def test_a_family_name_comes_before_the_patronymic_that_sounds_the_same(arrive: Arrive) -> None:
    people = _people(
        arrive,
        {"family_be": "Лісоўскі", "given_be": "Мікалай", "patronymic_be": "Раманавіч"},
        {"family_be": "Рамановіч", "given_be": "Мікалай"},
    )
    assert _first("Мікалай Рамановіч", people) == ["Рамановіч/Мікалай", "Лісоўскі/Мікалай/Раманавіч"]
    assert _first("Романович", people)[:1] == ["Рамановіч/Мікалай"]


def test_a_patronymic_only_decides_between_those_who_bear_the_name(arrive: Arrive) -> None:
    people = _people(
        arrive,
        {"family_ru": "Ковалёв", "given_ru": "Сергей", "patronymic_ru": "Петрович"},
        {"family_ru": "Ковалёв", "given_ru": "Сергей"},
        {"family_ru": "Ковалёв", "given_ru": "Сергей", "patronymic_ru": "Иванович"},
        {"family_ru": "Лис", "given_ru": "Сергей", "patronymic_ru": "Иванович"},
    )
    found = _first("Кавалёў Сяргей Іванавіч", people)
    assert found == ["Ковалёв/Сергей/Иванович", "Ковалёв/Сергей", "Ковалёв/Сергей/Петрович"]


def test_of_two_names_that_sound_the_same_the_nearer_spelling_comes_first(arrive: Arrive) -> None:
    people = _people(arrive, {"family_ru": "Акулов", "given_ru": "Иван"}, {"family_ru": "Окулов", "given_ru": "Иван"})
    assert _first("Иван Окулов", people) == ["Окулов/Иван", "Акулов/Иван"]
    assert _first("Ivan Okulov", people) == ["Окулов/Иван", "Акулов/Иван"]


def test_what_is_merely_alike_is_never_called_the_same_name(arrive: Arrive) -> None:
    people = _people(
        arrive,
        {"family_ru": "Бардин", "given_ru": "Иван"},
        {"family_ru": "Бурдин", "given_ru": "Иван"},
    )
    hits = meant_by("Иван Бардин")
    assert [people[hit.contact] for hit in hits] == ["Бардин/Иван", "Бурдин/Иван"]
    assert [hit.score >= 0.92 for hit in hits] == [True, False]
    assert hits[1].reasons == (Reason.ALIKE, Reason.AS_WRITTEN)


def test_another_given_name_is_not_taken_for_a_misspelt_one(arrive: Arrive) -> None:
    people = _people(
        arrive, {"family_ru": "Лисова", "given_ru": "Мария"}, {"family_ru": "Лисова", "given_ru": "Марина"}
    )
    hits = meant_by("Марина Лисова")
    assert people[hits[0].contact] == "Лисова/Марина"
    assert all(hit.score < 0.92 for hit in hits[1:])


def test_an_initial_stands_for_the_given_name_in_both_languages(arrive: Arrive) -> None:
    people = _people(
        arrive,
        {"family_be": "Кавалёў", "given_be": "Ігар"},
        {"family_ru": "Ковалёв", "given_ru": "Сергей"},
    )
    assert _first("Ковалёв И.", people) == ["Кавалёў/Ігар"]


@pytest.mark.parametrize("query", ["Loukachenko", "Łukaszenka", "Лукашэнкаў", "Лукшаэнка", "Лукошенко", "Lukasjenka"])
def test_a_family_name_alone_comes_before_those_that_begin_so(arrive: Arrive, query: str) -> None:
    people = _people(
        arrive,
        {"family_ru": "Лукашевич"},
        {"family_ru": "Лукашенко"},
        {"family_ru": "Лукашов"},
        {"family_ru": "Луканин"},
        {"family_ru": "Макаренко"},
    )
    assert _first(query, people)[:1] == ["Лукашенко"]


def test_what_is_not_alike_is_nobodys_name_though_it_stands_alone(arrive: Arrive) -> None:
    people = _people(arrive, {"family_ru": "Лукашенко"}, {"family_ru": "Макаренко"})
    assert _first("Шчучын", people) == []


def test_a_filter_makes_nobody_alike_where_enough_bear_the_name_itself(arrive: Arrive) -> None:
    bearers = [{"family_ru": "Коваленко", "given_ru": given} for given in _MEN]
    people = _people(arrive, *bearers, {"family_ru": "Каваленка"}, {"family_ru": "Комаленко"})
    by_name = {name: contact for contact, name in people.items()}
    few = {by_name[name] for name in ("Коваленко/Иван", "Каваленка", "Комаленко")}
    assert [people[hit.contact] for hit in meant_by("Коваленко", among=few)] == ["Коваленко/Иван", "Каваленка"]
    none = {by_name["Комаленко"]}
    assert [people[hit.contact] for hit in meant_by("Коваленко", among=none)] == ["Комаленко"]


def test_a_rare_and_a_usual_name_find_who_bears_both_in_any_order(arrive: Arrive) -> None:
    others = [{"family_ru": "Лисов", "given_ru": given} for given in _MEN]
    ivans = [{"family_ru": family, "given_ru": "Иван"} for family in ("Сорока", "Ворона", "Галка", "Чайка")]
    people = _people(arrive, *others, *ivans, {"family_ru": "Иван", "given_ru": "Сорока"})
    assert sorted(_first("Иван Сорока", people)[:2]) == ["Иван/Сорока", "Сорока/Иван"]
    assert sorted(_first("Сорока Иван", people)[:2]) == ["Иван/Сорока", "Сорока/Иван"]
    assert _first("Иван Лисов", people)[:1] == ["Лисов/Иван"]


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("Jarasłaŭ Prychodźka", "Приходько/Яослав"),
        ("Валерыя Гаўрылько", "Гаврлько/Валерия"),
        ("Роман Леонов", "Лявонаў/Раман"),
        ("Zoya Salauyova", "Салаўёва/Зоя"),
        ("Maryja Arciuch", "Арцюх/Марыя"),
    ],
)
def test_a_record_with_a_slip_or_in_the_other_language_is_found(arrive: Arrive, query: str, first: str) -> None:
    people = _people(
        arrive,
        {"family_ru": "Приходько", "given_ru": "Яослав"},
        {"family_ru": "Гаврлько", "given_ru": "Валерия"},
        {"family_be": "Лявонаў", "given_be": "Раман"},
        {"family_be": "Салаўёва", "given_be": "Зоя"},
        {"family_be": "Арцюх", "given_be": "Марыя"},
        {"family_ru": "Соловей", "given_ru": "Зоя"},
        {"family_ru": "Бенов", "given_ru": "Роман"},
    )
    assert _first(query, people)[:1] == [first]


def test_of_two_given_names_that_differ_by_a_letter_the_one_that_was_typed_comes_first(arrive: Arrive) -> None:
    people = _people(
        arrive,
        {"family_be": "Sauchanka", "given_be": "Maryya"},
        {"family_ru": "Савченко", "given_ru": "Марина"},
        {"family_ru": "Савченко", "given_ru": "Евгения"},
        {"family_ru": "Савченко", "given_ru": "Евгений"},
    )
    assert _first("Марына Саўчанка", people)[0] == "Савченко/Марина"
    for query in ("Яўгенія Саўчанка", "Yauhieniya Sauchanka", "Jaŭhienija Saŭčanka"):
        assert _first(query, people)[:2] == ["Савченко/Евгения", "Савченко/Евгений"]


def test_beside_a_known_family_name_a_rare_spelling_is_its_slip_and_a_usual_one_another_family(arrive: Arrive) -> None:
    others = [{"family_ru": "Бармин", "given_ru": given} for given in _MEN]
    slipped = {"family_ru": "Бархин", "given_ru": "Иван"}
    people = _people(arrive, {"family_ru": "Бардин", "given_ru": "Олег"}, slipped, *others)
    assert _first("Иван Бардин", people)[:2] == ["Бархин/Иван", "Бармин/Иван"]


def test_where_nobody_bears_the_family_name_that_was_typed_the_usual_one_was_meant(arrive: Arrive) -> None:
    others = [{"family_ru": "Бармин", "given_ru": given} for given in _MEN]
    people = _people(arrive, {"family_ru": "Бархин", "given_ru": "Иван"}, *others)
    assert _first("Иван Бардин", people)[:2] == ["Бармин/Иван", "Бархин/Иван"]


def test_a_pet_name_that_only_sounds_like_another_one_is_not_taken_for_it(arrive: Arrive) -> None:
    people = _people(arrive, {"family_ru": "Лисова", "given_ru": "Алла"}, {"family_ru": "Лисова", "given_ru": "Ольга"})
    assert _first("Оля Лисова", people)[0] == "Лисова/Ольга"
    assert _first("Аля Лисова", people)[0] == "Лисова/Алла"


_MEN = ("Иван", "Сергей", "Николай", "Василий", "Михаил", "Андрей", "Виктор", "Юрий", "Павел", "Олег", "Игорь")
_MEN += ("Антон", "Денис", "Максим", "Роман", "Степан", "Кирилл", "Глеб", "Тарас", "Демьян", "Лука", "Марк")


@pytest.mark.parametrize(
    "query", ["Кавальчук Алена", "Ковальчук Елена", "Kavalchuk Alena", "Кавальчук", "Алёна Кавальчук"]
)
def test_who_is_called_so_today_stands_above_who_was_called_so_before(arrive: Arrive, query: str) -> None:
    people = _people(
        arrive,
        {"family_be": "Абрамчык", "given_be": "Алена", "former_family": "Кавальчук"},
        {"family_ru": "Ковальчук", "given_ru": "Елена"},
        {"family_be": "Кавальчук", "given_be": "Алена"},
    )
    assert set(_first(query, people)[:2]) == {"Ковальчук/Елена", "Кавальчук/Алена"}
    assert _first(query, people)[2] == "Абрамчык/Алена/Кавальчук"


def test_a_surname_of_before_that_is_taken_away_finds_nobody_any_more(arrive: Arrive) -> None:
    desk = arrive("editor")
    id_ = add(desk, ZLOBIN, family_be="Абрамчык", given_be="Алена", former_family="Кавальчук")
    assert [hit.contact for hit in meant_by("Кавальчук")] == [id_]
    edit = Edit("contact", id_, {"former_family": "Кавальчук"}, {})
    edit_contact(desk.session, journal_of(desk, ZLOBIN), id_, edits=[edit])
    assert not meant_by("Кавальчук")
