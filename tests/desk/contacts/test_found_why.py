"""Why somebody was found, in words; and what may have been meant where nobody was."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from busel.desk.actions.contacts import erase_contact
from busel.desk.oversight.log_reports import read_log
from busel.desk.search.free_text import TEXTS
from desk.conftest import MAZYR, ZLOBIN
from desk.contacts.conftest import PHONE, add, journal_of, words

if TYPE_CHECKING:
    from desk.conftest import Arrive, Desk, Organisation


def _search(desk: Desk, **asked: Any) -> Any:
    return desk.browser.get(desk.browser.post("/search", asked)["Location"])


def _why(desk: Desk, query: str) -> list[str]:
    return [row.reason for row in _search(desk, q=query).context["page"]]


@pytest.mark.parametrize(
    ("query", "why"),
    [
        ("Мікалай Кавалёў", "тое самае імя ў расійскім напісанні, іншая форма імя"),
        ("Николай Ковалёв", "імя як напісана"),
        ("Коля Ковалёв", "скарочана ад «Мікалай»"),
        ("Nikolay Kovalev", "тое самае імя кірыліцай"),
        ("Николай Коваллв", "амаль тое самае напісанне"),
        ("Николай Кова", "імя пачынаецца так"),
        ("Ковалёв Н.", "ініцыял"),
        ("29 123 45 67", "тэлефон"),
    ],
)
def test_why_somebody_was_found_is_said_in_words(arrive: Arrive, query: str, why: str) -> None:
    desk = arrive("editor")
    add(desk, ZLOBIN, [PHONE], family_ru="Ковалёв", given_ru="Николай")
    assert _why(desk, query) == [why]


@pytest.mark.parametrize(
    ("query", "why"),
    [
        ("Кавальчук", "ранейшае прозвішча Кавальчук"),
        ("Алена Кавальчук", "ранейшае прозвішча Кавальчук"),
        ("Ковальчук Алена", "ранейшае прозвішча Кавальчук, імя ў іншым напісанні"),
        ("Kavalchuk", "ранейшае прозвішча Кавальчук, тое самае імя кірыліцай"),
        ("Іванова Кавальчук", "ранейшае прозвішча Кавальчук"),
        ("Кавбльчук Алена", "ранейшае прозвішча Кавальчук, амаль тое самае напісанне"),
        ("Алена Іванова", "імя як напісана"),
    ],
)
def test_who_has_married_is_found_by_the_surname_of_before_and_it_is_named(
    arrive: Arrive, query: str, why: str
) -> None:
    desk = arrive("editor")
    add(desk, ZLOBIN, family_be="Іванова", given_be="Алена", former_family="Лісоўская, Кавальчук")
    assert _why(desk, query) == [why]


def test_a_short_form_that_stands_in_the_list_is_told_too(arrive: Arrive) -> None:
    desk = arrive("editor")
    add(desk, ZLOBIN, family_ru="Ковалёв", given_ru="Коля")
    assert _why(desk, "Николай Ковалёв") == ["скарочана ад «Мікалай»"]


def test_who_is_called_nearly_so_stands_in_the_list_and_is_not_offered_once_more(arrive: Arrive) -> None:
    desk = arrive("editor")
    add(desk, ZLOBIN, family_be="Кавалёў", given_be="Мікалай")
    for query in ("Мікалай Кавалюў", "Кавалюўв"):
        answer = _search(desk, q=query)
        assert "Дакладна так тут ніхто не завецца" in words(answer)
        assert [row.called.first for row in answer.context["page"]] == ["Кавалёў Мікалай"]
        assert answer.context["meant"] == []


def test_a_name_that_the_first_page_does_not_show_is_offered_as_a_button(arrive: Arrive) -> None:
    desk = arrive("editor")
    for _ in range(25):
        add(desk, ZLOBIN, family_be="Бармін", given_be="Мікалай")
    add(desk, ZLOBIN, family_be="Бархіна", given_be="Мікалай")
    answer = _search(desk, q="Мікалай Бардзін")
    assert answer.context["meant"] == ["Бархіна Мікалай"]
    assert _search(desk, q="Бардзін").context["meant"] == ["Бархіна"]
    again = _search(desk, meant="Бархіна Мікалай", **{"from": answer.context["result_id"]})
    assert again.context["query"] == "Бархіна Мікалай"
    assert again.context["meant"] == []
    assert next(row.called.first for row in again.context["page"]) == "Бархіна Мікалай"


def test_where_nobody_is_found_names_near_by_are_offered(arrive: Arrive) -> None:
    desk = arrive("editor")
    add(desk, ZLOBIN, family_be="Лук’янаў", given_be="Мікалай")
    answer = _search(desk, q="Кастусь Лукьянов")
    assert "Нікога не знойдзена" in words(answer)
    assert answer.context["meant"] == ["Лук’янаў"]


def test_nobody_is_offered_whom_the_account_does_not_read(arrive: Arrive) -> None:
    add(arrive("editor"), MAZYR, family_be="Лук’янаў")
    viewer = arrive("viewer")
    assert _search(viewer, q="Лукьяноф").context["meant"] == []


def test_nobody_is_offered_who_was_taken_out(arrive: Arrive) -> None:
    desk = arrive("coordinator")
    person = add(desk, ZLOBIN, family_be="Лук’янаў")
    erase_contact(desk.session, journal_of(desk, ZLOBIN), person)
    assert _search(desk, q="Кастусь Лукьянов").context["meant"] == []


def test_a_filter_stays_when_another_name_is_chosen(arrive: Arrive) -> None:
    desk = arrive("editor")
    add(desk, ZLOBIN, family_be="Лук’янаў", given_be="Мікалай")
    answer = _search(desk, q="Кастусь Лукьянов", division=ZLOBIN)
    again = _search(desk, meant="Лук’янаў", **{"from": answer.context["result_id"]})
    assert [chip.name for chip in again.context["chips"]] == ["division"]


def test_no_name_that_is_offered_stands_in_an_address_or_a_title(arrive: Arrive) -> None:
    desk = arrive("editor")
    add(desk, ZLOBIN, family_be="Лук’янаў", given_be="Мікалай")
    answer = _search(desk, q="Кастусь Лукьянов")
    page = answer.content.decode()
    assert answer.context["meant"] == ["Лук’янаў"]
    assert "<title>Вынікі пошуку" in page
    assert not [part for part in page.split('href="')[1:] if "Лук" in part.split('"')[0]]
    assert not [part for part in page.split('action="')[1:] if "Лук" in part.split('"')[0]]


def test_whom_a_name_that_is_offered_tells_of_stands_in_the_access_log(
    organisation: Organisation, arrive: Arrive
) -> None:
    desk = arrive("editor")
    person = add(desk, ZLOBIN, family_be="Лук’янаў", given_be="Мікалай")
    assert _search(desk, q="Кастусь Лукьянов").context["meant"] == ["Лук’янаў"]
    reading = read_log(arrive("auditor").session, organisation.journal(ZLOBIN))
    assert [(one.deed, set(one.contacts)) for one in reading.entries] == [("count_few", {person})]


def test_a_short_form_with_which_the_name_begins_is_another_form_of_it(arrive: Arrive) -> None:
    desk = arrive("editor")
    add(desk, ZLOBIN, family_be="Шаўчук", given_be="Юлія")
    assert _why(desk, "Юля") == ["іншая форма імя"]


def test_where_nobody_lives_in_the_house_the_street_comes_before_a_name_that_is_near(arrive: Arrive) -> None:
    desk = arrive("editor")
    add(desk, ZLOBIN, family_be="Савіцкі", given_be="Рыгор")
    on_it = [("address", {"settlement_be": "Жлобін", "street_be": "вул. Савецкая", "house": "12"})]
    add(desk, ZLOBIN, on_it, family_be="Навік", given_be="Ганна")
    TEXTS.make_ready()
    assert next(row.called.first for row in _search(desk, q="Савецкая 5").context["page"]) == "Навік Ганна"


def test_a_name_is_offered_once_though_it_stands_in_both_languages(arrive: Arrive) -> None:
    desk = arrive("editor")
    add(desk, ZLOBIN, family_be="Лук’янаў", family_ru="Лукьянов")
    assert _search(desk, q="Кастусь Лукьяноф").context["meant"] == ["Лукьянов"]


def test_names_are_offered_in_the_language_in_which_was_typed(arrive: Arrive) -> None:
    desk = arrive("editor")
    for _ in range(25):
        add(desk, ZLOBIN, family_be="Бармін", given_be="Мікалай", family_ru="Бармин", given_ru="Николай")
    add(desk, ZLOBIN, family_be="Бархіна", given_be="Мікалай", family_ru="Бархина", given_ru="Николай")
    assert _search(desk, q="Мікалай Бардзін").context["meant"] == ["Бархіна Мікалай"]
    assert _search(desk, q="Николай Бардин").context["meant"] == ["Бархина Николай"]
