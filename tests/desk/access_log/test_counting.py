"""What is counted of fewer than ten people is noted as a list is, or not told more exactly than that."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from busel.desk.actions.searches import save_search
from busel.desk.oversight import brakes
from busel.desk.oversight.log_reports import read_log
from busel.registry.roles import Role
from desk.conftest import ZLOBIN
from desk.contacts.conftest import add, words
from desk.searching.test_building import Page

if TYPE_CHECKING:
    from desk.conftest import Arrive, Desk, Organisation

SUPPORTERS = {"field": "support", "any_of": [1]}


def people(desk: Desk, count: int, **fields: object) -> list[int]:
    return [add(desk, ZLOBIN, family_be=f"Савіч{n}", **fields) for n in range(count)]


def logged(organisation: Organisation, arrive: Arrive) -> list[tuple[str, set[int]]]:
    reading = read_log(arrive("auditor").session, organisation.journal(ZLOBIN))
    return [(one.deed, set(one.contacts)) for one in reading.entries]


def test_a_live_count_of_few_people_names_them_in_the_access_log_once(
    organisation: Organisation, arrive: Arrive
) -> None:
    desk = arrive("viewer")
    editor = arrive("editor")
    few = people(editor, 2, support=1)
    people(editor, 10, support=2)
    page = Page(arrive("viewer"))
    assert page.answer.context["people"] == 12
    support = page.add("support")
    page.press("count", **{f"n{support}__value": ["1"]})
    assert page.answer.context["people"] == 2
    assert "запісваецца ў журнал доступу" in words(page.answer)
    page.press("count")
    page.press("count", **{f"n{support}__value": ["5"]})
    assert page.answer.context["people"] == 0
    page.press("count", **{f"n{support}__value": ["2"]})
    assert page.answer.context["people"] == 10
    assert logged(organisation, arrive) == [("count_few", set(few))]
    assert desk.session.account != editor.session.account


def test_a_count_that_the_brake_stops_is_not_told_afterwards_either(
    organisation: Organisation, arrive: Arrive, monkeypatch: pytest.MonkeyPatch
) -> None:
    editor = arrive("editor")
    people(editor, 9)
    monkeypatch.setattr(brakes, "usual", lambda _session: (0.5, 300))
    desk = arrive("viewer")
    where = desk.browser.post("/searches/begin", {})["Location"]
    assert [desk.browser.get(where).status_code for _ in range(2)] == [429, 429]
    assert [deed for deed, _whom in logged(organisation, arrive)] == ["stopped_by_brake"] * 2


def test_saved_searches_tell_of_few_people_no_more_than_that(organisation: Organisation, arrive: Arrive) -> None:
    desk = arrive("editor")
    people(desk, 3, support=1)
    people(desk, 10, support=2)
    for title, where in (("Прыхільнікі", SUPPORTERS), ("Нікога", {"field": "support", "any_of": [4]})):
        save_search(desk.session, title, where)
    save_search(desk.session, "Усе", {"field": "support", "any_of": [1, 2]})
    for page in ("/", "/find", "/searches"):
        shown = words(desk.browser.get(page, follow=True))
        for title, count in (("Прыхільнікі", "0–9"), ("Нікога", "0–9"), ("Усе", "13")):
            assert title in shown, (page, title)
            assert count in shown.split(title)[1][:60], (page, title, shown.split(title)[1][:60])
    assert logged(organisation, arrive) == []


def crossed(desk: Desk, who: str = "") -> str:
    answer = desk.browser.post("/reports/cross", {"who": who, "rows": "support", "columns": "sex"})
    return words(desk.browser.get(answer["Location"]))


def test_a_cell_of_fewer_than_ten_says_no_more_than_that(organisation: Organisation, arrive: Arrive) -> None:
    desk = arrive("editor")
    people(desk, 11, support=2, sex="m")
    people(desk, 2, support=1, sex="f")
    shown = crossed(desk)
    assert "2 – падтрымлівае 11 0 11" in shown
    assert "1–9 0" in shown or "0 1–9" in shown
    assert "Хто яны, пакажа пошук" in shown
    assert logged(organisation, arrive) == []


def test_few_people_who_are_crossed_stand_in_the_access_log(organisation: Organisation, arrive: Arrive) -> None:
    desk = arrive("editor")
    people(desk, 11, support=2, sex="m")
    few = people(desk, 2, support=1, sex="f")
    save_search(desk.session, "Прыхільнікі", SUPPORTERS)
    record = desk.browser.get("/reports/cross").context["form"].fields["who"].choices[1][0]
    shown = crossed(desk, record)
    assert "1–9 " not in shown.split("Люд")[0]
    assert "запісваецца ў журнал доступу, як спіс" in shown
    assert logged(organisation, arrive) == [("count_few", set(few))]


@pytest.mark.parametrize("page", ["/reports/", "/reports/quality/", "/reports/quality/{}"])
def test_reports_on_few_people_name_them_in_the_access_log(
    organisation: Organisation, arrive: Arrive, page: str
) -> None:
    editor = arrive("editor")
    few = people(editor, 9)
    desk = arrive("viewer")
    address = page.format(desk.session.numbers[organisation.journal(ZLOBIN)])
    assert desk.browser.get(address).status_code == 200
    assert logged(organisation, arrive) == [("count_few", set(few))]
    people(arrive("editor"), 1)
    assert arrive("viewer").browser.get(address).status_code == 200
    assert len(logged(organisation, arrive)) == 1


def test_a_count_weighs_as_a_row_of_a_list_does() -> None:
    assert brakes.WEIGHTS["count_few"] == brakes.WEIGHTS["find_contacts"]
    assert Role.VIEWER in brakes.MOST
