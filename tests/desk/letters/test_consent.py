"""Letters to very many people: a coordinator agrees with one press; a run of a usual size asks nobody."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from busel.desk.actions.exports import NotAgreedError, answer_request
from busel.desk.actions.printing import Printing, ask_to_print, note_printing
from busel.desk.exporting.requests import State, find_request, mine, requests, taken_alone, to_answer
from busel.desk.journals.writing import NotAllowedError
from busel.desk.mailing import consent, jobs
from busel.desk.mailing.consent import Standing, standing_of
from busel.desk.workspace.models import Item

ZLOBIN, MAZYR = "Homieĺ region / Žlobin district", "Homieĺ region / Mazyr district"
INVITATION, THANKS = "Запрашэнне на сход", "Падзяка"
IN_ZLOBIN, IN_MAZYR = 14, 10
LETTERS = IN_ZLOBIN + IN_MAZYR


@pytest.fixture(autouse=True)
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let twenty letters be very many."""
    monkeypatch.setattr(consent, "MOST_LETTERS_ALONE", 20)
    monkeypatch.setattr("busel.desk.web.views.letters.MOST_LETTERS_ALONE", 20)


@pytest.fixture
def people(zone: Any) -> dict[bytes, int]:
    return {zone.journal(ZLOBIN): IN_ZLOBIN, zone.journal(MAZYR): IN_MAZYR}


@pytest.fixture
def come(arrive: Callable[[str], Any]) -> Iterator[Callable[[str], Any]]:
    """Arrive with pages in English and with nothing that another one left in RAM."""

    def come(who: str) -> Any:
        jobs.forget()
        desk = arrive(who)
        desk.browser.cookies["language"] = "en"
        return desk

    yield come
    jobs.forget()


def page(desk: Any, address: str) -> str:
    return str(desk.browser.get(address).content.decode())


def test_a_run_of_a_usual_size_asks_nobody_and_is_counted(zone: Any, walk: Any) -> None:
    walk.print(zone.letters[INVITATION], where=f"search:{zone.search}")
    assert taken_alone(zone.session, letters=True) == 7
    assert taken_alone(zone.session) == 0  # files and letters have a limit each
    walk.print(zone.letters[THANKS], where=f"search:{zone.search}")
    assert taken_alone(zone.session, letters=True) == 14
    preview = walk.choose(zone.letters[THANKS], where=f"search:{zone.search}")
    assert walk.confirm(preview) == preview  # 21 in a day are too many, in several runs too
    assert taken_alone(zone.session, letters=True) == 14


def test_very_many_wait_for_a_coordinator_and_are_printed_after_one_press(
    zone: Any, walk: Any, come: Callable[[str], Any]
) -> None:
    preview = walk.choose(zone.letters[INVITATION])
    assert walk.confirm(preview) == preview
    assert not Item.objects.filter(kind="export").exists()
    walk.browser.post(preview, {"ask": "yes"})
    walk.browser.post(preview, {"ask": "yes"})
    assert len(mine(zone.session, letters=True)) == 1
    assert mine(zone.session) == []  # nothing for the page of exports
    assert walk.confirm(preview) == preview
    coordinator = come("coordinator")
    assert "Consent to an export" in page(coordinator, "/")
    shown = page(coordinator, "/export/requests")
    assert f"asks to print {LETTERS} letters" in shown
    assert INVITATION in shown
    [asked] = to_answer(coordinator.session)
    coordinator.browser.post(f"/export/requests/{asked.record}", {"answer": "agree"})
    editor = come("editor")
    assert "Print the letters" in page(editor, "/")
    again = type(walk)(editor.browser)
    done = again.print(zone.letters[INVITATION])
    assert done.endswith("/done")
    assert find_request(editor.session, asked.record).state is State.TAKEN  # type: ignore[union-attr]  # it is there
    assert taken_alone(editor.session, letters=True) == 0
    preview = again.choose(zone.letters[INVITATION])
    assert again.confirm(preview) == preview  # once


def test_consent_is_for_this_letter_and_no_more_people(
    zone: Any, people: dict[bytes, int], come: Callable[[str], Any]
) -> None:
    ask_to_print(zone.session, INVITATION, people)
    session = come("coordinator").session
    [asked] = to_answer(session)
    answer_request(session, asked.record, agrees=True)
    session = come("editor").session
    zlobin, mazyr = people
    assert standing_of(session, INVITATION, people)[0] is Standing.AGREED
    assert standing_of(session, INVITATION, people | {mazyr: IN_MAZYR - 1})[0] is Standing.AGREED
    assert standing_of(session, THANKS, people)[0] is Standing.TO_ASK
    assert standing_of(session, INVITATION, people | {zlobin: IN_ZLOBIN + 1})[0] is Standing.TO_ASK
    with pytest.raises(NotAgreedError):
        note_printing(session, Printing(THANKS, people))
    printing = Printing(INVITATION, people)
    note_printing(session, printing)
    note_printing(session, printing)  # trying again notes it once
    assert [one.state for one in requests(session)] == [State.TAKEN]
    with pytest.raises(NotAgreedError):
        note_printing(session, Printing(INVITATION, people))


def test_who_asks_does_not_answer_and_a_refusal_is_told(
    zone: Any, people: dict[bytes, int], come: Callable[[str], Any]
) -> None:
    ask_to_print(zone.session, INVITATION, people)
    [own] = mine(zone.session, letters=True)
    with pytest.raises(NotAllowedError):
        answer_request(zone.session, own.record, agrees=True)
    session = come("coordinator").session
    answer_request(session, own.record, agrees=False)
    editor = come("editor")
    assert standing_of(editor.session, INVITATION, people)[0] is Standing.REFUSED
    with pytest.raises(NotAgreedError):
        note_printing(editor.session, Printing(INVITATION, people))


def test_where_nobody_else_coordinates_the_page_says_so(
    zone: Any, people: dict[bytes, int], come: Callable[[str], Any]
) -> None:
    coordinator = come("coordinator")
    ledger = coordinator.session.ledgers[next(iter(people))]
    others = [
        account
        for account, held in ledger.roster.grants.items()
        if account != coordinator.session.account and any(one.role.value == "coordinator" for one in held)
    ]
    for account in others:
        for one in people:
            coordinator.session.ledgers[one].roster.grants.pop(account, None)
    answer = coordinator.browser.post("/letters", {"where": "everybody", "template": str(zone.letters[INVITATION])})
    assert "There nobody else coordinates" in page(coordinator, answer["Location"])
