"""The organisation learns from corrections, and keeps readings by the names of headings."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from busel.desk.importing.learning import key_of, learned_headings
from busel.desk.importing.mappings import kept_mappings
from desk.conftest import REGION, ZLOBIN
from desk.imports.conftest import upload
from desk.imports.test_import_pages import chosen_columns, confirm, english, see_effects, text_of

if TYPE_CHECKING:
    from desk.conftest import Arrive, Organisation

STRANGE = "Кто;Что;Звонить\nКовалёв;Сергей;80291234567\n"


def test_a_corrected_guess_is_made_for_the_next_list(arrive: Arrive, organisation: Organisation) -> None:
    desk, journal = english(arrive("editor")), organisation.journal(REGION)
    columns = upload(desk, STRANGE.encode(), division=journal)
    confirm(desk, see_effects(desk, columns, column0="family", column1="given"))
    other = upload(desk, "Звонить;Кто;Год\n80297654321;Дворник;5\n".encode(), division=journal)
    assert chosen_columns(other)["column1"] == "family"
    assert "as you did last time" in text_of(other)
    assert {one.heading.heading: one.means for one in learned_headings(desk.session)} == {
        "кто": "family",
        "что": "given",
    }


def test_what_was_chosen_most_often_wins(arrive: Arrive, organisation: Organisation) -> None:
    desk, journal = english(arrive("editor")), organisation.journal(REGION)
    for number, target in enumerate(("family", "family", "given")):
        data = f"Кто;Телефон\nКовалёв;8029123456{number}\n".encode()
        confirm(desk, see_effects(desk, upload(desk, data, division=journal), column0=target))
    (one,) = learned_headings(desk.session)
    assert (one.heading.targets, one.means) == ({"family": 2, "given": 1}, "family")


@pytest.mark.parametrize("heading", ["80291234567", "vera@example.org", "12.04.1961", "дом 12345", "слово " * 20])
def test_what_is_no_heading_is_never_remembered(heading: str) -> None:
    assert key_of(heading) == ""


def test_a_collector_gets_guesses_alone(arrive: Arrive, organisation: Organisation) -> None:
    desk = english(arrive("collector"))
    columns = upload(desk, STRANGE.encode(), division=organisation.journal(ZLOBIN))
    assert "We guessed by headings and values alone" in text_of(columns)
    assert 'name="keep_as"' not in columns.content.decode()


def test_a_kept_reading_survives_a_column_put_in_between_and_tells_what_is_gone(
    arrive: Arrive, organisation: Organisation
) -> None:
    desk, journal = english(arrive("editor")), organisation.journal(REGION)
    data = "Первое;Второе;Третье;Год\nСергей;Ковалёв;сад;1\n".encode()
    columns = upload(desk, data, division=journal)
    see_effects(desk, columns, column0="given", column1="family", column2="notes", keep_as="Списки Веры")
    again = upload(desk, "Первое;Город;Второе;Год\nПётр;Гомель;Дворник;2\n".encode(), division=journal)
    assert (chosen_columns(again)["column0"], chosen_columns(again)["column2"]) == ("given", "family")
    assert "New in this list, and guessed: Город. Not in this list: Третье." in text_of(again)


def test_a_kept_reading_is_renamed_and_deleted(arrive: Arrive, organisation: Organisation) -> None:
    desk = english(arrive("editor"))
    columns = upload(desk, STRANGE.encode(), division=organisation.journal(REGION))
    see_effects(desk, columns, column0="given", column1="family", keep_as="Списки Веры")
    (kept,) = kept_mappings(desk.session)
    desk.browser.post(f"/import/readings/{kept.record}/rename", {"title": " "})
    assert [one.title for one in kept_mappings(desk.session)] == ["Списки Веры"]
    desk.browser.post(f"/import/readings/{kept.record}/rename", {"title": "Рынок"})
    assert "Рынок" in text_of(desk.browser.get("/import/readings/"))
    assert [one.title for one in kept_mappings(desk.session)] == ["Рынок"]
    desk.browser.post(f"/import/readings/{kept.record}/delete")
    assert kept_mappings(desk.session) == []


def test_a_learned_heading_is_forgotten(arrive: Arrive, organisation: Organisation) -> None:
    desk = english(arrive("editor"))
    columns = upload(desk, STRANGE.encode(), division=organisation.journal(REGION))
    confirm(desk, see_effects(desk, columns, column0="family"))
    (one,) = learned_headings(desk.session)
    desk.browser.post(f"/import/headings/{one.record}/forget")
    assert learned_headings(desk.session) == []
