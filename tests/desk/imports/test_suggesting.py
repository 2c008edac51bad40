"""A list that gives names in one language: the other language's spelling is suggested to who asks, and marked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from busel.desk.mailing.audience import Audience
from busel.desk.mailing.recipients import recipients
from busel.desk.search.conditions import ids_where
from busel.desk.workspace.models import Contact
from desk.conftest import REGION
from desk.contacts.conftest import fields_of, typed, words
from desk.imports.conftest import upload
from desk.imports.test_import_pages import confirm, english, see_effects

if TYPE_CHECKING:
    from desk.conftest import Arrive, Desk, Organisation

LIST = "Фамилия;Имя;Отчество;Телефон\nКороткевич;Екатерина;Николаевна;80291234567\nИржи;Иржи;;80297654321\n".encode()
KATYA = {
    "family_ru": "Короткевич",
    "given_ru": "Екатерина",
    "patronymic_ru": "Николаевна",
    "family_be": "Караткевіч",
    "given_be": "Кацярына",
    "patronymic_be": "Мікалаеўна",
    "suggested": "family_be given_be patronymic_be",
}


def bring(arrive: Arrive, organisation: Organisation, data: bytes = LIST, **said: str) -> tuple[Desk, int]:
    desk = english(arrive("editor"))
    confirm(desk, see_effects(desk, upload(desk, data, division=organisation.journal(REGION)), **said))
    return desk, Contact.objects.get(family_ru="Короткевич").id


def test_nothing_is_spelt_unless_somebody_asks(arrive: Arrive, organisation: Organisation) -> None:
    desk, id_ = bring(arrive, organisation)
    assert fields_of(desk, id_) == {name: value for name, value in KATYA.items() if name.endswith("_ru")}


def test_likely_spellings_come_in_marked_and_guesses_stay_away(arrive: Arrive, organisation: Organisation) -> None:
    desk, id_ = bring(arrive, organisation, suggest="on")
    assert fields_of(desk, id_) == KATYA
    other = fields_of(desk, Contact.objects.get(family_ru="Иржи").id)
    assert ("given_be" in other, other["suggested"]) == (False, "family_be")


def test_they_are_seen_and_found_until_somebody_confirms_them(arrive: Arrive, organisation: Organisation) -> None:
    desk, id_ = bring(arrive, organisation, suggest="on")
    unconfirmed = {"field": "suggested", "is": True}
    assert id_ in ids_where(unconfirmed)
    assert "nobody has confirmed it yet" in words(desk.browser.get(f"/contacts/{id_}"))
    form = desk.browser.get(f"/contacts/{id_}/correct/names")
    assert words(form).count("Suggested by the program") == 3
    desk.browser.post(f"/contacts/{id_}/correct/names", typed(form))
    assert fields_of(desk, id_) == {name: value for name, value in KATYA.items() if name != "suggested"}
    assert id_ not in ids_where(unconfirmed)
    assert "nobody has confirmed" not in words(desk.browser.get(f"/contacts/{id_}"))


def test_another_section_that_is_saved_confirms_no_name(arrive: Arrive, organisation: Organisation) -> None:
    desk, id_ = bring(arrive, organisation, suggest="on")
    form = typed(desk.browser.get(f"/contacts/{id_}/correct/marks"))
    desk.browser.post(f"/contacts/{id_}/correct/marks", form | {"marks-no_calls": "on"})
    assert fields_of(desk, id_) == KATYA | {"no_calls": True}


def test_a_later_list_replaces_a_suggested_spelling_even_where_it_only_fills_in(
    arrive: Arrive, organisation: Organisation
) -> None:
    desk, id_ = bring(arrive, organisation, suggest="on")
    later = "Прозвішча (бел);Фамилия;Имя;Телефон\nКаратковіч;Короткевич;Екатерина;80291234567\n".encode()
    columns = upload(desk, later, division=organisation.journal(REGION))
    effects = confirm(desk, see_effects(desk, columns, column0="family_be"), on_match="fill")
    assert "What changes in people who are known Field How many Family name in Belarusian 1 The first" in words(effects)
    confirm(desk, effects, on_match="fill")
    found = fields_of(desk, id_)
    assert (found["family_be"], found["given_be"]) == ("Каратковіч", "Кацярына")
    assert found["suggested"] == "given_be patronymic_be"


def test_no_letter_says_a_spelling_that_nobody_confirmed(arrive: Arrive, organisation: Organisation) -> None:
    _desk, id_ = bring(arrive, organisation, suggest="on")
    ((_division, one),) = recipients(Audience(ids=(id_,)).people())
    assert (one.contact.family_be, one.contact.given_be, one.contact.family_ru) == ("", "", "Короткевич")


def test_what_was_chosen_is_kept_on_the_way_back(arrive: Arrive, organisation: Organisation) -> None:
    desk = english(arrive("editor"))
    columns = upload(desk, LIST, division=organisation.journal(REGION))
    effects = see_effects(desk, columns, suggest="on")
    back = desk.browser.post(str(effects.request["PATH_INFO"]), {"back": "yes"}, follow=True)  # type: ignore[attr-defined]  # the test client adds it
    assert "suggest" in typed(back)
