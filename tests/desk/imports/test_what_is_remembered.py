"""What a list leaves behind beside its people: headings and kept mappings, and never anything of a person."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from busel.desk.importing.learning import holds_a_person
from busel.desk.workspace.models import Contact, Item
from desk.conftest import REGION
from desk.imports.conftest import follow, upload
from desk.imports.test_import_pages import confirm, english, see_effects, text_of
from desk.imports.test_steps import path_of

if TYPE_CHECKING:
    from desk.conftest import Arrive, Organisation

NO_HEADINGS = "Зубр;Вера;Жлобин\nДворник;Пётр;Гомель\nЮрчук;Алесь;Мозырь\n".encode()


@pytest.mark.parametrize(
    ("headers", "holds"),
    [
        (["Прозвішча", "Імя", "Тэлефон"], False),
        (["Первое", "Второе", "", "2019"], False),
        (["Зубр", "Вера", "Жлобин"], True),
        (["Кто привёл", "Зубр Вера Ивановна"], True),
        (["Первое", "+375 29 123 45 67"], True),
        (["Первое", "vera@example.org"], True),
        (["Первое", "29.02.1960"], True),
        (["я " * 200_000], False),
    ],
)
def test_a_row_of_headings_that_holds_a_person_is_known(headers: list[str], *, holds: bool) -> None:
    assert holds_a_person(headers) == holds


def test_a_row_of_people_taken_for_headings_is_never_remembered(arrive: Arrive, organisation: Organisation) -> None:
    desk = english(arrive("editor"))
    seen = upload(desk, NO_HEADINGS, division=organisation.journal(REGION))
    back = follow(desk, desk.browser.post(path_of(seen), {"back": "yes"}))
    table = {"table": "0", "header_row": "1", "look_again": "yes"}
    again = follow(desk, desk.browser.post(path_of(back), table))
    columns = follow(desk, desk.browser.post(path_of(again), {"go_on": "yes"}))
    roles = {"column0": "family", "column1": "notes", "column2": "ignore"}
    refused = see_effects(desk, columns, **roles, keep_as="Списки")
    assert "stands something of a person" in text_of(refused)
    confirm(desk, see_effects(desk, columns, **roles))
    assert Contact.objects.count() == 2
    assert Item.objects.filter(kind__in=["heading", "mapping"]).count() == 0
