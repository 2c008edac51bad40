"""Activity by organiser: counted from the deeds that are believed, by whom, kind and month; each number leads on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from busel.desk.actions.contacts import edit_contact, erase_contact
from busel.desk.clock import today_iso
from busel.desk.people.editing import Edit
from busel.desk.reports.organisers import ADDED, CHANGED, READING, read_work
from desk.conftest import MAZYR, ZLOBIN
from desk.contacts.conftest import add, journal_of, words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from desk.conftest import Arrive, Desk

URL = "/reports/organisers/"


@pytest.fixture(autouse=True)
def nothing_read() -> Iterator[None]:
    yield
    READING.forget()


def happened(desk: Desk, division: str, contact: int, *, type_: str, day: str) -> None:
    fields = {"type": type_, "day": day, "subject": "х"}
    edit_contact(desk.session, journal_of(desk, division), contact, edits=[Edit("activity", 0, None, fields)])


@pytest.fixture
def worked(arrive: Arrive) -> dict[str, Any]:
    """Two people at work: who they are, and with whom."""
    desk = arrive("editor")
    first, second = add(desk, ZLOBIN, family_be="Першы"), add(desk, MAZYR, family_be="Другі")
    happened(desk, ZLOBIN, first, type_="call", day=today_iso())
    happened(desk, ZLOBIN, first, type_="call", day=today_iso())
    happened(desk, MAZYR, second, type_="visit", day="1999-01-01")
    one = desk.session
    desk = arrive("other editor")
    edit_contact(
        desk.session,
        journal_of(desk, ZLOBIN),
        first,
        edits=[Edit("contact", first, {"family_be": "Першы"}, {"family_be": "Пяршак"})],
    )
    return {"one": one, "other": desk.session, "first": first, "second": second}


def test_each_account_stands_there_with_what_it_did(arrive: Arrive, worked: dict[str, Any]) -> None:
    work = read_work(arrive("coordinator").session)
    month = today_iso()[:7]
    one, other = worked["one"].account, worked["other"].account
    assert work.people == {
        (one, ADDED, month): {worked["first"], worked["second"]},
        (one, "call", month): {worked["first"]},
        (one, "visit", month): {worked["second"]},
        (other, CHANGED, month): {worked["first"]},
    }


def test_a_number_leads_to_its_people(arrive: Arrive, worked: dict[str, Any]) -> None:
    desk = arrive("coordinator")
    READING.read(desk.session).ended.wait(20)
    page = desk.browser.get(URL)
    rows = {handle: {str(head): (count, cell) for head, count, cell in cells} for handle, cells in page.context["rows"]}
    own = rows[worked["one"].keyring.account.handle]
    assert own["Дададзеныя людзі"][0] == 2
    assert own["Званок"][0] == 1
    for count, cell in own.values():
        if count:
            found = desk.browser.get(desk.browser.post(URL, {"cell": cell})["Location"])
            assert found.context["page"].paginator.count == count
    assert desk.browser.post(URL, {"cell": "nobody"})["Location"] == URL
    month = f"{URL}?month={today_iso()[:7]}"
    assert len(desk.browser.get(month).context["rows"]) == 2
    assert desk.browser.get(f"{URL}?month=1999-01").status_code == 404


def test_who_was_erased_is_counted_nowhere(arrive: Arrive, worked: dict[str, Any]) -> None:
    desk = arrive("coordinator")
    erase_contact(desk.session, journal_of(desk, MAZYR), worked["second"])
    assert all(worked["second"] not in people for people in read_work(desk.session).people.values())


def test_only_who_coordinates_sees_who_did_how_much(arrive: Arrive) -> None:
    assert arrive("editor").browser.get(URL).status_code == 403
    desk = arrive("coordinator")
    READING.read(desk.session).ended.wait(20)
    assert "Нічога не зроблена" in words(desk.browser.get(URL))
