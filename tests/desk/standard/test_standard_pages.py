"""What we keep: everybody reads it, administrators change it, coordinators propose; what does not fit stays."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from busel.desk.inboxes.inbox import look_into_inboxes, open_entry
from busel.desk.keeping.standard import standard
from busel.desk.people.person import person as read_person
from busel.desk.workspace.models import Contact
from desk.conftest import MAZYR, ZLOBIN
from desk.contacts.conftest import typed, words
from desk.standard.conftest import form_of, person

if TYPE_CHECKING:
    from desk.conftest import Arrive, Organisation

EVERYBODY = ("administrator", "coordinator", "editor", "viewer", "collector", "auditor")


@pytest.mark.parametrize("who", EVERYBODY)
def test_everybody_reads_what_is_kept_and_why(arrive: Arrive, who: str) -> None:
    page = arrive(who).browser.get("/standard/")
    assert page.status_code == 200
    assert "Каб не турбаваць чалавека не ў час." in words(page)
    assert page.context["without_purpose"] == 0
    assert ("Дадаць поле" in words(page), page.context["may_propose"]) == (who == "administrator", who == "coordinator")


@pytest.mark.parametrize("who", ["editor", "viewer", "collector", "auditor"])
def test_who_neither_decides_nor_proposes_gets_no_form(arrive: Arrive, who: str) -> None:
    browser = arrive(who).browser
    assert browser.get("/standard/add").status_code == 403
    assert browser.post("/standard/fields/best_time/change", {"confirmed": "yes"}).status_code == 403
    assert browser.post("/standard/fields/best_time/move", {"down": "yes"}).status_code == 403
    assert browser.get("/standard/proposals").status_code == 403


def test_an_administrator_adds_a_field_after_seeing_what_it_is(arrive: Arrive) -> None:
    desk = arrive("administrator")
    sent = form_of(desk.browser.get("/standard/add")) | {
        "label_be": "Памер футболкі",
        "label_en": "Shirt size",
        "purpose_be": "Каб замовіць патрэбныя памеры.",
        "type": "choice",
        "section": "about",
        "asked_on": ["entry", "paper"],
        "values-0-en": "small",
        "values-1-be": "вялікі",
    }
    page = desk.browser.post("/standard/add", sent | {"check": "yes"})
    assert "Памер футболкі" in words(page)
    assert "shirt_size" not in standard().by_key
    page = desk.browser.post("/standard/add", sent | {"confirmed": "yes"})
    assert page["Location"] == "/standard/#shirt_size"
    field = standard().by_key["shirt_size"].field
    assert [(one.key, one.enabled) for one in field.values] == [("small", True), ("answer_1", True)]
    assert (field.type, field.section, field.forms) == ("choice", "about", ("entry", "paper"))
    desk = arrive("editor")
    assert "Памер футболкі" in words(desk.browser.get("/standard/"))


def test_a_field_without_name_or_a_choice_without_answers_is_refused_in_a_sentence(arrive: Arrive) -> None:
    desk = arrive("administrator")
    sent = form_of(desk.browser.get("/standard/add"))
    page = desk.browser.post("/standard/add", sent | {"check": "yes"})
    assert list(page.context["form"].errors) == ["label_be"]
    page = desk.browser.post("/standard/add", sent | {"label_be": "Х", "type": "choices", "check": "yes"})
    assert list(page.context["form"].errors) == ["type"]


def test_another_row_of_answers_keeps_what_was_typed(arrive: Arrive) -> None:
    desk = arrive("administrator")
    sent = form_of(desk.browser.get("/standard/add")) | {"label_be": "Х", "values-0-be": "а", "more": "yes"}
    page = desk.browser.post("/standard/add", sent)
    assert len(page.context["editor"].rows) == 8
    assert form_of(page)["values-0-be"] == "а"


def test_two_administrators_who_change_one_field_both_see_it_and_nothing_is_overwritten(arrive: Arrive) -> None:
    desk = arrive("administrator")
    first = form_of(desk.browser.get("/standard/fields/birth/change"))
    other = first | {"purpose_be": "Іншы.", "confirmed": "yes"}
    assert desk.browser.post("/standard/fields/birth/change", other).status_code == 303
    page = desk.browser.post("/standard/fields/birth/change", first | {"purpose_be": "Мой.", "confirmed": "yes"})
    assert page.context["changed_meanwhile"]
    assert standard().by_key["birth"].field.purpose["be"] == "Іншы."
    assert form_of(page)["purpose_be"] == "Мой."
    assert desk.browser.post("/standard/fields/birth/change", form_of(page) | {"confirmed": "yes"}).status_code == 303
    assert standard().by_key["birth"].field.purpose["be"] == "Мой."


def test_a_field_changes_places_with_its_neighbour_and_stays_there_at_the_end(arrive: Arrive) -> None:
    desk = arrive("administrator")

    def order() -> list[str]:
        return [kept.key for kept in dict(standard().sections())["reach"]]

    assert order() == ["phone", "email", "no_letters", "no_calls", "best_time", "keeps_in_touch"]
    desk.browser.post("/standard/fields/best_time/move", {"up": "yes"})
    desk.browser.post("/standard/fields/best_time/move", {"up": "yes"})
    assert order() == ["phone", "email", "best_time", "no_letters", "no_calls", "keeps_in_touch"]
    desk.browser.post("/standard/fields/phone/move", {"up": "yes"})
    desk.browser.post("/standard/fields/keeps_in_touch/move", {"down": "yes"})
    assert order() == ["phone", "email", "best_time", "no_letters", "no_calls", "keeps_in_touch"]
    desk.browser.post("/standard/fields/phone/move", {"down": "yes"})
    assert order()[:2] == ["email", "phone"]


def test_a_field_that_is_switched_off_keeps_its_data_and_is_asked_nowhere(
    arrive: Arrive, organisation: Organisation
) -> None:
    id_ = person(arrive("editor"), organisation, ZLOBIN, best_time="evening")
    desk = arrive("administrator")
    sent = form_of(desk.browser.get("/standard/fields/best_time/change"))
    del sent["enabled"]
    assert desk.browser.post("/standard/fields/best_time/change", sent | {"confirmed": "yes"}).status_code == 303
    desk = arrive("editor")
    page = desk.browser.get("/standard/fields/best_time")
    assert (page.context["filled"], page.context["is_off"]) == (1, True)
    assert "увечары" not in words(desk.browser.get(f"/contacts/{id_}"))
    found = read_person(desk.session, id_)
    assert found is not None
    assert found.contact["custom"] == {"best_time": "evening"}


def test_what_protects_people_cannot_be_switched_off(arrive: Arrive) -> None:
    desk = arrive("administrator")
    sent = form_of(desk.browser.get("/standard/fields/risk/change"))
    assert "enabled" not in sent
    desk.browser.post("/standard/fields/risk/change", sent | {"enabled": "", "purpose_be": "Х.", "confirmed": "yes"})
    assert standard().by_key["risk"].field.enabled


def test_a_change_of_type_shows_what_would_not_fit_by_division_and_value_and_leads_to_the_people(
    arrive: Arrive, organisation: Organisation
) -> None:
    desk = arrive("coordinator")
    for written in ("12", "шмат", "шмат"):
        person(desk, organisation, ZLOBIN, workplace=written)
    person(desk, organisation, MAZYR, workplace="некалькі")
    sent = form_of(desk.browser.get("/standard/fields/workplace/change")) | {"type": "number"}
    page = desk.browser.post("/standard/fields/workplace/change", sent | {"check": "yes"})
    assert (page.context["filled"], page.context["unfit"]) == (4, 3)
    assert [(row.value, row.people) for row in page.context["rows"]] == [("шмат", 2), ("некалькі", 1)]
    row = page.context["rows"][0]
    people = desk.browser.post("/standard/fields/workplace/change", sent | {"people": row.name}, follow=True)
    assert len(people.context["rows"] if "rows" in people.context else people.context["page"].object_list) == 2
    assert standard().by_key["workplace"].field.type == "text"


def test_a_value_that_does_not_fit_is_shown_as_written_and_stays_when_the_rest_is_corrected(
    arrive: Arrive, organisation: Organisation
) -> None:
    id_ = person(arrive("editor"), organisation, ZLOBIN, copies="шмат", can_help=["transport", "пірагі"])
    desk = arrive("editor")
    assert words(desk.browser.get(f"/contacts/{id_}")).count("як напісана") == 2
    page = desk.browser.get(f"/contacts/{id_}/correct/more")
    form = page.context["forms"][0]
    sent = {bound.html_name: bound.value() for bound in form if bound.value() not in (None, "", False, [])}
    assert sent["more-own_copies"] == "шмат"
    desk.browser.post(f"/contacts/{id_}/correct/more", sent | {"more-source": "сустрэча"})
    found = read_person(desk.session, id_)
    assert found is not None
    assert found.contact["source"] == "сустрэча"
    assert found.contact["custom"] == {"copies": "шмат", "can_help": ["transport", "пірагі"]}


def test_a_collector_is_asked_what_the_standard_says_and_nobody_elses_name(
    arrive: Arrive, organisation: Organisation
) -> None:
    desk = arrive("administrator")
    for key, ticked in (("notes", ["entry"]), ("keeps_in_touch", ["collector"])):
        url = f"/standard/fields/{key}/change"
        sent = form_of(desk.browser.get(url)) | {"asked_on": ticked, "confirmed": "yes"}
        assert desk.browser.post(url, sent).status_code == 303
    desk = arrive("collector")
    form = desk.browser.get("/entry/").context["form"]
    assert [name for name in form.fields if name.startswith("own_")] == ["own_best_time", "own_can_help"]
    assert "notes" not in form.fields
    sent = typed(desk.browser.get("/entry/")) | {"family": "Ясень", "own_best_time": "evening", "own_can_help": "calls"}
    assert desk.browser.post("/entry/", sent).status_code == 303
    desk = arrive("editor")
    look = look_into_inboxes(desk.session)
    [waiting] = look.envelopes.values()
    entry = open_entry(desk.session, waiting)
    assert entry is not None
    assert entry.people[0].contact["custom"] == {"best_time": "evening", "can_help": ["calls"]}
    assert waiting.division == organisation.journal(ZLOBIN)


def test_a_line_asks_the_organisations_own_fields_that_collectors_are_asked(
    arrive: Arrive, organisation: Organisation
) -> None:
    desk = arrive("editor")
    filled = typed(desk.browser.get("/entry/lines/"))
    filled |= {"division": organisation.journal(ZLOBIN).hex(), "written_in": "be", "sheet": "7"}
    filled |= {"0-family": "Ясень", "0-own_best_time": "evening", "1-own_best_time": "morning"}
    answer = desk.browser.post("/entry/lines/", filled)
    assert Contact.objects.get().custom == {"best_time": "evening"}
    [left] = [line for line in answer.context["lines"] if line.errors]
    assert (left["own_best_time"].value(), list(left.errors)) == ("morning", ["family"])


def test_own_fields_of_a_line_stay_folded_until_something_stands_in_them(
    arrive: Arrive, organisation: Organisation
) -> None:
    desk = arrive("editor")
    empty = desk.browser.get("/entry/lines/")
    assert [line.shows_own for line in empty.context["lines"]] == [False] * 10
    filled = typed(empty) | {"division": organisation.journal(ZLOBIN).hex(), "written_in": "be", "sheet": "7"}
    filled |= {"0-own_best_time": "morning", "1-birth": "31.02.1960"}
    left = desk.browser.post("/entry/lines/", filled).context["lines"][:2]
    assert [(line.shows_own, bool(line.errors)) for line in left] == [(True, True), (False, True)]


def test_who_opens_the_inbox_is_told_so_on_the_page_of_one_person(arrive: Arrive) -> None:
    told = "альбо іншы рэдактар не разгледзіце"
    assert told in words(arrive("editor").browser.get("/entry/"))
    assert told not in words(arrive("collector").browser.get("/entry/"))
