"""The two switches in a form that is half filled in: another language or look, and nothing typed is lost or done."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from busel.desk.actions.entries import receipts
from busel.desk.workspace.models import Contact, Item
from desk.conftest import ZLOBIN
from desk.contacts.conftest import fields_of, journal_of, kavalou, typed, words

if TYPE_CHECKING:
    from django.http import HttpResponse

    from desk.conftest import Arrive, Desk

ENGLISH = {"switch_language": "en"}


def switch(desk: Desk, url: str, **written: str) -> tuple[HttpResponse, dict[str, str]]:
    """Write something into a form and press the switch in its page; return the page and what its form would send."""
    before = desk.browser.get(url)
    assert 'form="typed"' in before.content.decode()
    answer = desk.browser.post(url, typed(before) | written | ENGLISH)
    assert answer["Content-Language"] == "en"
    assert answer.cookies["language"].value == "en"
    return answer, typed(answer)


def test_correcting_somebody_goes_on_in_the_other_language(arrive: Arrive) -> None:
    desk = arrive("editor")
    id_ = kavalou(desk, ZLOBIN)
    page, form = switch(desk, f"/contacts/{id_}/correct/names", **{"names-family_be": "Кавалеў"})
    assert "Family name in Belarusian" in words(page)
    assert form["names-family_be"] == "Кавалеў"
    assert fields_of(desk, id_)["family_be"] == "Кавалёў"


def test_adding_somebody_goes_on_and_adds_nobody(arrive: Arrive) -> None:
    desk = arrive("editor")
    division = journal_of(desk, ZLOBIN).hex()
    page, form = switch(desk, "/contacts/add", division=division, **{"names-family_be": "Новак"})
    assert (form["division"], form["names-family_be"]) == (division, "Новак")
    assert "Add a person" in words(page)
    assert Contact.objects.count() == 0


def test_a_line_from_paper_goes_on_and_is_not_sent(arrive: Arrive) -> None:
    desk = arrive("collector")
    page, form = switch(desk, "/entry/", family="Новак", notes="пасля 18")
    assert (form["family"], form["notes"]) == ("Новак", "пасля 18")
    assert "Please check" not in words(page)
    assert receipts(desk.session) == []


def test_the_text_of_a_letter_goes_on_and_is_not_saved(arrive: Arrive) -> None:
    desk = arrive("editor")
    page, form = switch(desk, "/letters/texts/new", title="Навіны", body_be="{зварот}!")
    assert (form["title"], form["body_be"]) == ("Навіны", "{зварот}!")
    assert "Please check" not in words(page)
    assert Item.objects.filter(kind="template").count() == 0


def test_the_columns_of_a_list_stay_as_they_were_chosen(arrive: Arrive) -> None:
    desk = arrive("editor")
    file = SimpleUploadedFile("list.csv", "Фамилия;Телефон;Метки\nНовак;80291234567;x\n".encode())
    seen = desk.browser.post("/import", {"file": file, "division": journal_of(desk, ZLOBIN).hex()})["Location"]
    url = desk.browser.post(seen, {"go_on": "yes"})["Location"]
    _page, form = switch(desk, url, column2="notes", keep_as="Мой спіс")
    assert (form["column2"], form["keep_as"]) == ("notes", "Мой спіс")
    effects = desk.browser.post(url, form)["Location"]
    _page, form = switch(desk, effects, on_match="fill", tags="рынак", confirmed="yes")
    assert form["tags"] == "рынак"
    assert Contact.objects.count() == 0


@pytest.mark.parametrize("pressed", [{"switch_theme": "dark"}, {"switch_theme": "plaid"}, {"switch_language": "xx"}])
def test_no_switch_does_what_the_form_would_do(arrive: Arrive, pressed: dict[str, str]) -> None:
    desk = arrive("editor")
    id_ = kavalou(desk, ZLOBIN)
    url = f"/contacts/{id_}/correct/names"
    form: dict[str, Any] = typed(desk.browser.get(url)) | {"names-family_be": "Кавалеў"}
    answer = desk.browser.post(url, form | pressed)
    assert (answer.status_code, fields_of(desk, id_)["family_be"]) == (200, "Кавалёў")
    theme = pressed.get("switch_theme")
    assert ('data-theme="dark"' in answer.content.decode()) == (theme == "dark")


def test_before_a_confirmation_the_switch_leads_back_to_where_one_came_from(arrive: Arrive) -> None:
    desk = arrive("editor")
    id_ = kavalou(desk, ZLOBIN)
    url = f"/contacts/{id_}/correct/names"
    desk.browser.post(url, typed(desk.browser.get(url)) | {"names-family_be": "Кавалеў"})
    deed = desk.browser.get(f"/contacts/{id_}/history").context["page"][0].undo_id
    asking = desk.browser.post(f"/contacts/{id_}/undo", {"deed": deed}).content.decode()
    assert asking.count(f'name="next" value="/contacts/{id_}/history"') == 2
