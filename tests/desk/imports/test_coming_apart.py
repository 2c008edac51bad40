"""The page of columns shows how cells that hold several things come apart, before anything is brought in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from busel.contacts.shared import ShortForm
from busel.desk.actions.short_forms import add_short_form
from busel.desk.importing.wizards import under_way
from desk.conftest import ZLOBIN
from desk.imports.conftest import upload
from desk.imports.test_import_pages import chosen_columns, english, see_effects

if TYPE_CHECKING:
    from django.http import HttpResponse

    from desk.conftest import Arrive, Organisation

LIST = (
    "Ученик;Телефон;Адрес\n"
    "Иван Вишня;8029 123-45-67, дом. 223-45-67;г. Минск, ул. Мира, д. 5, пад. 2\n"
    "Анна Зима;80291234568;Лельчицкий р-н, д. Ляды, 3\n"
).encode()


def parts(answer: HttpResponse) -> dict[str, list[str]]:
    """Return the heading of each column that comes apart -> the first cell's parts."""
    return {
        column.header: [f"{part.label}: {part.value}" for part in column.cells[0].parts]
        for column in answer.context["apart"]
    }


def test_names_addresses_and_telephones_are_shown_in_parts(arrive: Arrive, organisation: Organisation) -> None:
    columns = upload(english(arrive("editor")), LIST, division=organisation.journal(ZLOBIN))
    assert parts(columns) == {
        "Ученик": ["Family name in Russian: Вишня", "Given name in Russian: Иван"],
        "Телефон": ["Phone: +375 29 123-45-67", "Phone at home: дом. 223-45-67"],
        "Адрес": [
            "Town or village in Russian: Минск",
            "Street in Russian: ул. Мира",
            "House: 5",
            "Notes: Адрес: г. Минск, ул. Мира, д. 5, пад. 2",
        ],
    }
    assert "Not all of this address is understood" in columns.content.decode()


def test_another_order_of_the_name_is_shown_and_then_brought_in(arrive: Arrive, organisation: Organisation) -> None:
    desk = english(arrive("editor"))
    columns = upload(desk, LIST, division=organisation.journal(ZLOBIN))
    other = chosen_columns(columns) | {"column0": "full_name_family_first"}
    again = desk.browser.post(columns.request["PATH_INFO"], other | {"look": "yes"})  # type: ignore[attr-defined]  # the test client adds it
    assert parts(again)["Ученик"] == ["Family name in Russian: Иван", "Given name in Russian: Вишня"]
    effects = see_effects(desk, again, column0="full_name_family_first")
    [wizard] = under_way()
    assert wizard.plan is not None
    assert "Иван" in effects.content.decode()
    assert [one.draft.contact["family_ru"] for one in wizard.plan.first] == ["Иван", "Анна"]


def test_short_forms_of_the_organisation_are_known_as_given_names(arrive: Arrive, organisation: Organisation) -> None:
    people = "Хто;Тэлефон\nГедзя Бобр;80291234567\nГедзя Зубр;80291234568\n".encode()
    told = []
    for added in (False, True):
        if added:
            add_short_form(arrive("administrator").session, ShortForm(form="Гедзя", name="Гедымін"))
        columns = upload(english(arrive("editor")), people, division=organisation.journal(ZLOBIN))
        told.append((parts(columns).get("Хто"), "We were not sure" in columns.content.decode()))
    known = (["Family name in Belarusian: Бобр", "Given name in Belarusian: Гедзя"], False)
    assert (told[0] == known, told[1]) == (False, known)


def test_in_which_order_the_list_names_people_is_shown_and_brought_in(
    arrive: Arrive, organisation: Organisation
) -> None:
    rows = ["Марк Адам", "Сяргей Кавалёў", "Ганна Бобр", "Пётр Мароз", "Вольга Зубр", "Мікола Цуба", "Ніна Гук"]
    desk = english(arrive("editor"))
    columns = upload(desk, "\n".join(["ПІБ", *rows]).encode(), division=organisation.journal(ZLOBIN))
    assert parts(columns)["ПІБ"] == ["Family name in Belarusian: Адам", "Given name in Belarusian: Марк"]
    assert "We were not sure" not in columns.content.decode()
    see_effects(desk, columns)
    [wizard] = under_way()
    assert wizard.plan is not None
    assert [wizard.plan.first[0].draft.contact[f"{part}_be"] for part in ("family", "given")] == ["Адам", "Марк"]


def test_a_list_with_nothing_to_take_apart_shows_nothing(arrive: Arrive, organisation: Organisation) -> None:
    plain = "Фамилия;Имя;Телефон\nМира;Иван;80291234567\n".encode()
    columns = upload(english(arrive("editor")), plain, division=organisation.journal(ZLOBIN))
    assert "comes apart" not in columns.content.decode()
