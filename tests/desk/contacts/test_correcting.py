from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from busel.desk.people.person import person
from busel.journal.deed import Op
from desk.conftest import ZLOBIN
from desk.contacts.conftest import add, elsewhere, fields_of, kavalou, records_of, typed, words

if TYPE_CHECKING:
    from desk.conftest import Arrive, Desk, Organisation


def open_section(desk: Desk, id_: int, section: str) -> tuple[str, dict[str, str]]:
    url = f"/contacts/{id_}/correct/{section}"
    return url, typed(desk.browser.get(url))


def records(desk: Desk, id_: int, kind: str) -> list[dict[str, Any]]:
    found = person(desk.session, id_)
    assert found is not None
    return [{name: value for name, value in one.items() if name != "contact"} for one in found.all(kind)]


def test_two_organisers_at_the_same_field_both_see_both_and_nothing_is_lost(
    arrive: Arrive, organisation: Organisation
) -> None:
    desk = arrive("editor")
    id_ = kavalou(desk, ZLOBIN)
    url, form = open_section(desk, id_, "names")
    theirs = Op("contact", id_, {"family_be": "Каваль"}, {"family_be": "Кавалёў"})
    elsewhere(organisation, "other editor", ZLOBIN, [theirs], subject=id_)

    answer = desk.browser.post(url, form | {"names-family_be": "Кавалевіч", "names-asked_former": "Кавалёў"})
    assert answer.status_code == 200
    assert [(one.old, one.new) for one in answer.context["conflict"]] == [("Кавалёў", "Каваль")]
    again = typed(answer)
    assert again["names-family_be"] == "Кавалевіч"
    assert fields_of(desk, id_)["family_be"] == "Каваль"

    assert desk.browser.post(url, again | {"names-asked_former": "Каваль"}).status_code == 303
    assert fields_of(desk, id_)["family_be"] == "Кавалевіч"


def test_two_organisers_at_different_fields_do_not_meet(arrive: Arrive, organisation: Organisation) -> None:
    desk = arrive("editor")
    id_ = kavalou(desk, ZLOBIN)
    url, form = open_section(desk, id_, "names")
    theirs = Op("contact", id_, {"family_be": "Каваль"}, {"family_be": "Кавалёў"})
    elsewhere(organisation, "other editor", ZLOBIN, [theirs], subject=id_)
    assert desk.browser.post(url, form | {"names-nickname": "Каваль малы"}).status_code == 303
    found = person(desk.session, id_)
    assert found is not None
    assert (found.contact["family_be"], found.contact["nickname"]) == ("Каваль", "Каваль малы")


def test_a_field_that_was_empty_for_both_is_a_conflict_too(arrive: Arrive, organisation: Organisation) -> None:
    desk = arrive("editor")
    id_ = add(desk, ZLOBIN, family_be="Ліс")
    url, form = open_section(desk, id_, "names")
    theirs = Op("contact", id_, {"given_be": "Янка"}, {"given_be": None})
    elsewhere(organisation, "other editor", ZLOBIN, [theirs], subject=id_)
    answer = desk.browser.post(url, form | {"names-given_be": "Пётр"})
    assert [(one.old, one.new) for one in answer.context["conflict"]] == [("", "Янка")]


def test_a_telephone_that_cannot_be_dialled_is_kept_as_written_with_a_warning(arrive: Arrive) -> None:
    desk = arrive("editor")
    id_ = add(desk, ZLOBIN, family_be="Ліс")
    url, form = open_section(desk, id_, "phones")
    answer = desk.browser.post(url, form | {"phone-0-text": "2-14-55 (пасля 18)"}, follow=True)
    assert records(desk, id_, "phone") == [{"written": "2-14-55 (пасля 18)"}]
    assert "2-14-55 (пасля 18): " in words(answer)


def test_a_telephone_is_stored_as_it_is_dialled(arrive: Arrive) -> None:
    desk = arrive("editor")
    id_ = add(desk, ZLOBIN, family_be="Ліс")
    url, form = open_section(desk, id_, "phones")
    desk.browser.post(url, form | {"phone-0-text": "8 (029) 123 45 67"})
    assert records(desk, id_, "phone") == [{"number": "+375291234567", "written": "8 (029) 123 45 67"}]


def test_another_row_is_added_without_saving_and_one_is_taken_away(arrive: Arrive) -> None:
    desk = arrive("editor")
    id_ = kavalou(desk, ZLOBIN)
    url, form = open_section(desk, id_, "phones")
    more = typed(desk.browser.post(url, form | {"more": "phone"}))
    assert more["phone-count"] == "3"
    desk.browser.post(url, more | {"phone-0-remove": "on", "phone-2-text": "+375 33 303-03-03"})
    assert records(desk, id_, "phone") == [{"number": "+375333030303"}]


def test_a_date_that_is_none_is_refused_with_a_sentence_and_what_was_typed_stays(arrive: Arrive) -> None:
    desk = arrive("editor")
    id_ = add(desk, ZLOBIN, family_be="Ліс")
    url, form = open_section(desk, id_, "more")
    answer = desk.browser.post(url, form | {"more-birth": "31.02.1960", "more-source": "сход"})
    assert answer.status_code == 200
    assert typed(answer)["more-birth"] == "31.02.1960"
    assert 'href="#id_more-birth"' in answer.content.decode()
    assert fields_of(desk, id_) == {"family_be": "Ліс"}


def test_a_date_is_kept_as_far_as_it_is_known(arrive: Arrive) -> None:
    desk = arrive("editor")
    id_ = add(desk, ZLOBIN, family_be="Ліс")
    url, form = open_section(desk, id_, "more")
    desk.browser.post(url, form | {"more-birth": "02.1960"})
    assert fields_of(desk, id_)["birth"] == "1960-02"
    assert typed(desk.browser.get(url))["more-birth"] == "02.1960"


def test_numbers_of_other_lists_are_corrected(arrive: Arrive) -> None:
    desk = arrive("editor")
    id_ = add(desk, ZLOBIN, family_be="Ліс", external_ids=["17"])
    url, form = open_section(desk, id_, "more")
    assert desk.browser.post(url, form | {"more-external_ids": "17, А-5"}).status_code == 303
    assert fields_of(desk, id_)["external_ids"] == ["17", "А-5"]


def test_a_district_brings_its_region(arrive: Arrive) -> None:
    desk = arrive("editor")
    id_ = add(desk, ZLOBIN, family_be="Ліс")
    url, form = open_section(desk, id_, "addresses")
    desk.browser.post(url, form | {"address-0-district": "Žlobin district", "address-0-house": "5"})
    assert records(desk, id_, "address") == [{"region": "Homieĺ region", "district": "Žlobin district", "house": "5"}]


def test_the_other_language_is_suggested_and_nothing_is_saved(arrive: Arrive) -> None:
    desk = arrive("editor")
    id_ = add(desk, ZLOBIN, family_be="Ліс", given_be="Мікалай")
    url, form = open_section(desk, id_, "names")
    answer = desk.browser.post(url, form | {"suggest": "yes"})
    assert typed(answer)["names-given_ru"] == "Николай"
    assert fields_of(desk, id_) == {"family_be": "Ліс", "given_be": "Мікалай"}
    desk.browser.post(url, typed(answer))
    assert fields_of(desk, id_)["given_ru"] == "Николай"


def test_a_name_is_never_invented_in_silence(arrive: Arrive) -> None:
    desk = arrive("editor")
    id_ = add(desk, ZLOBIN, family_be="Ліс", given_be="Мікалай")
    url, form = open_section(desk, id_, "names")
    desk.browser.post(url, form | {"names-nickname": "Мікола"})
    assert "given_ru" not in fields_of(desk, id_)


def test_nobody_is_left_without_name_and_telephone(arrive: Arrive) -> None:
    desk = arrive("editor")
    id_ = add(desk, ZLOBIN, family_be="Ліс")
    url, form = open_section(desk, id_, "names")
    assert desk.browser.post(url, form | {"names-family_be": ""}).status_code == 200
    assert fields_of(desk, id_) == {"family_be": "Ліс"}


def test_marks_and_support_are_set_and_taken_back(arrive: Arrive) -> None:
    desk = arrive("editor")
    id_ = add(desk, ZLOBIN, family_be="Ліс")
    url, form = open_section(desk, id_, "marks")
    desk.browser.post(url, form | {"marks-risk": "on", "marks-support": "2"})
    assert fields_of(desk, id_) == {"family_be": "Ліс", "risk": True, "support": 2}
    url, form = open_section(desk, id_, "marks")
    form.pop("marks-risk")
    desk.browser.post(url, form | {"marks-support": "0"})
    assert fields_of(desk, id_) == {"family_be": "Ліс"}


def test_a_form_that_lies_about_what_stood_there_overwrites_nothing_unseen(arrive: Arrive) -> None:
    desk = arrive("editor")
    id_ = kavalou(desk, ZLOBIN)
    url, form = open_section(desk, id_, "names")
    for lie in ("{", "5", "[]", '{"family_be": 5}', "null"):
        answer = desk.browser.post(url, form | {"names-base": lie, "names-family_be": "Іншы"})
        assert answer.status_code == 200, lie
    assert fields_of(desk, id_)["family_be"] == "Кавалёў"


def test_a_record_of_somebody_else_cannot_be_named(arrive: Arrive) -> None:
    desk = arrive("editor")
    id_, other = add(desk, ZLOBIN, family_be="Ліс"), kavalou(desk, ZLOBIN)
    phone = next(iter(records_of(desk, other, "phone")))
    url, form = open_section(desk, id_, "phones")
    base = '{"number":"+375291234567"}'
    lie = {"phone-0-record": str(phone), "phone-0-base": base, "phone-0-text": "+375333030303"}
    assert desk.browser.post(url, form | lie).status_code == 404
    assert records(desk, other, "phone") == [{"number": "+375291234567"}]


def _married(desk: Desk, **names: str) -> tuple[int, Any]:
    """Somebody whose surname another one takes the place of, and the answer to the first press."""
    id_ = add(desk, ZLOBIN, family_be="Кавальчук", family_ru="Ковальчук", given_be="Алена")
    url, form = open_section(desk, id_, "names")
    return id_, desk.browser.post(url, form | {f"names-{name}": value for name, value in names.items()})


def test_a_surname_that_another_one_takes_the_place_of_is_offered_as_one_of_before(arrive: Arrive) -> None:
    desk = arrive("editor")
    id_, answer = _married(desk, family_be="Іванова", family_ru="Иванова")
    assert answer.status_code == 200
    assert "Захаваць «Кавальчук» як ранейшае прозвішча" in words(answer)
    assert fields_of(desk, id_)["family_be"] == "Кавальчук"
    again = typed(answer)
    assert (again["names-keep_former"], again["names-family_be"]) == ("on", "Іванова")
    assert desk.browser.post(answer.request["PATH_INFO"], again).status_code == 303
    kept = fields_of(desk, id_)
    assert (kept["family_be"], kept["family_ru"], kept["former_family"]) == ("Іванова", "Иванова", "Кавальчук")
    assert "ранейшае прозвішча: Кавальчук" in words(desk.browser.get(f"/contacts/{id_}"))


def test_a_surname_that_was_corrected_in_one_language_alone_is_filled_in_for_the_other_one(arrive: Arrive) -> None:
    desk = arrive("editor")
    id_, answer = _married(desk, family_be="Іванова")
    assert "Захаваць «Кавальчук» як ранейшае прозвішча" in words(answer)
    again = typed(answer)
    assert (again["names-family_be"], again["names-family_ru"]) == ("Іванова", "Иванова")
    desk.browser.post(answer.request["PATH_INFO"], again)
    kept = fields_of(desk, id_)
    assert (kept["family_be"], kept["family_ru"], kept["former_family"]) == ("Іванова", "Иванова", "Кавальчук")


def test_who_leaves_the_old_surname_in_the_other_language_after_the_question_has_it_so(arrive: Arrive) -> None:
    desk = arrive("editor")
    id_, answer = _married(desk, family_be="Іванова")
    again = typed(answer) | {"names-family_ru": "Ковальчук"}
    assert desk.browser.post(answer.request["PATH_INFO"], again).status_code == 303
    assert (fields_of(desk, id_)["family_be"], fields_of(desk, id_)["family_ru"]) == ("Іванова", "Ковальчук")


def test_who_was_written_wrongly_keeps_no_surname_of_before(arrive: Arrive) -> None:
    desk = arrive("editor")
    id_, answer = _married(desk, family_be="Іванова", family_ru="Иванова")
    left = {name: value for name, value in typed(answer).items() if name != "names-keep_former"}
    assert desk.browser.post(answer.request["PATH_INFO"], left).status_code == 303
    assert "former_family" not in fields_of(desk, id_)


@pytest.mark.parametrize(
    "names",
    [
        {"family_be": "Кавалчук", "family_ru": "Ковалчук"},
        {"family_be": "Іванова", "family_ru": "Иванова", "former_family": "Ковальчук"},
        {"family_be": "", "family_ru": ""},
    ],
)
def test_a_spelling_that_is_corrected_and_a_surname_that_was_told_are_asked_nothing(
    arrive: Arrive, names: dict[str, str]
) -> None:
    _id, answer = _married(arrive("editor"), **names)
    assert answer.status_code == 303


def test_who_takes_the_old_surname_back_after_the_question_has_none_of_before(arrive: Arrive) -> None:
    desk = arrive("editor")
    id_, answer = _married(desk, family_be="Іванова", family_ru="Иванова")
    again = typed(answer) | {"names-family_be": "Кавальчук", "names-family_ru": "Ковальчук"}
    assert desk.browser.post(answer.request["PATH_INFO"], again).status_code == 303
    assert "former_family" not in fields_of(desk, id_)


def test_several_surnames_of_before_stand_once_each_with_commas(arrive: Arrive) -> None:
    desk = arrive("editor")
    id_ = add(desk, ZLOBIN, family_be="Іванова")
    url, form = open_section(desk, id_, "names")
    desk.browser.post(url, form | {"names-former_family": " Лук'янава;Навік,  навік / Ліс"})
    assert fields_of(desk, id_)["former_family"] == "Лук’янава, Навік, Ліс"
