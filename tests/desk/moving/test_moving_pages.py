"""The pages of moving: where to, who is on the way, what an inbox says of somebody from another division."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from busel.desk.actions.contacts import edit_contact
from busel.desk.inboxes.deciding import INBOX
from busel.desk.people.editing import Edit
from busel.desk.people.moving import all_on_the_way
from busel.desk.workspace.models import Contact
from desk.conftest import MAZYR, REGION, ZLOBIN
from desk.contacts.conftest import kavalou, words
from fixtures.words import say

if TYPE_CHECKING:
    from desk.conftest import Arrive, Desk, Organisation


@pytest.fixture(autouse=True)
def an_empty_table() -> Iterator[None]:
    yield
    INBOX.forget()


def send(desk: Desk, organisation: Organisation, id_: int, to: str) -> None:
    answer = desk.browser.post(
        f"/contacts/{id_}/move",
        {"division": organisation.journal(to).hex(), "with_history": "on", "confirmed": "yes"},
    )
    assert answer.status_code == 303


def where() -> list[str]:
    return sorted(Contact.objects.values_list("division__name", flat=True))


def test_the_page_names_every_other_division_and_says_what_stays(arrive: Arrive) -> None:
    desk = arrive("mixed")
    id_ = kavalou(desk, MAZYR)
    assert f"/contacts/{id_}/move" in desk.browser.get(f"/contacts/{id_}").content.decode()
    page = words(desk.browser.get(f"/contacts/{id_}/move"))
    assert ("Жлобінскі раён" in page, "Гомельская вобласць" in page) == (True, True)
    answer = desk.browser.post(f"/contacts/{id_}/move", {"division": "", "confirmed": "yes"})
    assert answer.status_code == 200
    assert all_on_the_way(desk.session) == []


def test_a_person_goes_through_the_inbox_and_both_sides_are_told(arrive: Arrive, organisation: Organisation) -> None:
    desk = arrive("mixed")
    id_ = kavalou(desk, MAZYR)
    send(desk, organisation, id_, ZLOBIN)
    assert "/moves/" in desk.browser.get(f"/contacts/{id_}").content.decode()
    assert desk.browser.get(f"/contacts/{id_}/move")["Location"] == "/moves/"
    assert "Кавалёў" in words(desk.browser.get("/moves/"))
    desk = arrive("editor")
    page = desk.browser.get("/inbox/").content.decode()
    [name] = [one.name for one in INBOX._look.envelopes.values()]
    assert f"/inbox/{name}/" in page
    assert "Мазырскі раён" in words(desk.browser.get(f"/inbox/{name}/"))
    desk.browser.post(f"/inbox/{name}/", {"alone": "accept"})
    assert where() == sorted([MAZYR, ZLOBIN])
    there = Contact.objects.get(division__name=ZLOBIN).pk
    assert str(say("Added the person")) in words(desk.browser.get(f"/contacts/{there}/history"))
    desk = arrive("mixed")
    assert desk.browser.get("/inbox/").status_code == 200
    assert where() == [ZLOBIN]
    assert desk.browser.get(f"/contacts/{id_}").status_code == 404


def test_a_stranger_is_said_to_be_one(arrive: Arrive, organisation: Organisation) -> None:
    desk = arrive("mixed")
    send(desk, organisation, kavalou(desk, MAZYR), REGION)
    desk = arrive("editor")
    desk.browser.get("/inbox/")
    [name] = [one.name for one in INBOX._look.envelopes.values()]
    assert "notice--warning" in desk.browser.get(f"/inbox/{name}/").content.decode()


def test_who_changes_both_divisions_moves_somebody_with_one_press(arrive: Arrive, organisation: Organisation) -> None:
    desk = arrive("editor")
    id_ = kavalou(desk, MAZYR)
    send(desk, organisation, id_, ZLOBIN)
    assert (where(), all_on_the_way(desk.session)) == ([ZLOBIN], [])


def test_a_person_is_taken_back_with_one_press_and_put_away_there(arrive: Arrive, organisation: Organisation) -> None:
    desk = arrive("mixed")
    send(desk, organisation, kavalou(desk, MAZYR), ZLOBIN)
    [way] = all_on_the_way(desk.session)
    assert desk.browser.post(f"/moves/{way.id}", {"do": "back"}).status_code == 303
    desk = arrive("editor")
    desk.browser.get("/inbox/")
    [name] = [one.name for one in INBOX._look.envelopes.values()]
    assert desk.browser.post(f"/inbox/doubtful/{name}", {"confirmed": "yes"}).status_code == 303
    desk = arrive("mixed")
    desk.browser.get("/moves/")
    assert (where(), all_on_the_way(desk.session)) == ([MAZYR], [])


def test_what_was_changed_meanwhile_asks_before_it_goes(arrive: Arrive, organisation: Organisation) -> None:
    desk = arrive("mixed")
    id_ = kavalou(desk, MAZYR)
    send(desk, organisation, id_, ZLOBIN)
    edit = Edit("contact", id_, {}, {"notes": "пераехаў"})
    edit_contact(desk.session, organisation.journal(MAZYR), id_, edits=[edit])
    desk = arrive("editor")
    desk.browser.get("/inbox/")
    [name] = [one.name for one in INBOX._look.envelopes.values()]
    desk.browser.post(f"/inbox/{name}/", {"alone": "accept"})
    desk = arrive("mixed")
    desk.browser.get("/moves/")
    [way] = all_on_the_way(desk.session)
    assert way.record.state == "changed"
    assert desk.browser.post(f"/moves/{way.id}", {"do": "out"}).status_code == 200
    assert where() == sorted([MAZYR, ZLOBIN])
    assert desk.browser.post(f"/moves/{way.id}", {"do": "out", "confirmed": "yes"}).status_code == 303
    assert where() == [ZLOBIN]


@pytest.mark.parametrize("who", ["viewer", "collector"])
def test_who_may_not_change_people_sends_nobody(arrive: Arrive, who: str) -> None:
    id_ = kavalou(arrive("editor"), ZLOBIN)
    desk = arrive(who)
    urls = [f"/contacts/{id_}/move", "/moves/", "/moves/1"]
    assert [desk.browser.get(url).status_code for url in urls] == [403] * 3
    assert desk.browser.post("/moves/1", {"do": "back"}).status_code == 403


def test_a_move_that_is_over_and_a_press_that_is_none_change_nothing(
    arrive: Arrive, organisation: Organisation
) -> None:
    desk = arrive("mixed")
    send(desk, organisation, kavalou(desk, MAZYR), ZLOBIN)
    [way] = all_on_the_way(desk.session)
    assert desk.browser.post("/moves/1", {"do": "back"}).status_code == 303
    assert [desk.browser.post(f"/moves/{way.id}", {"do": do}).status_code for do in ("", "stand", "out")] == [404] * 3
    assert [one.record.state for one in all_on_the_way(desk.session)] == ["sent"]
