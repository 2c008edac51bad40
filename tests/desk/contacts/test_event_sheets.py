"""The sign-in sheet: printed with codes, typed back by them."""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING

import pytest

from busel.contacts.shared import Event
from busel.contacts.sheet_codes import MODULUS, code_of, read_code
from busel.desk.actions.events import save_event
from busel.desk.oversight import brakes
from busel.desk.oversight.log_reports import read_log
from busel.desk.people.events import attendances
from busel.desk.workspace.load import raw_connection
from busel.registry.roles import Role
from desk.conftest import ZLOBIN
from desk.contacts.conftest import add, words
from desk.contacts.test_events import ask, fields, make

if TYPE_CHECKING:
    from desk.conftest import Arrive, Organisation


def text_of(pdf: bytes) -> str:
    """Return the text of a PDF as pdftotext reads it from top to bottom."""
    return subprocess.run(
        ["pdftotext", "-layout", "-", "-"], input=pdf, capture_output=True, check=True
    ).stdout.decode()


def test_the_sheet_names_in_order_who_may_come_and_the_log_says_so(arrive: Arrive, organisation: Organisation) -> None:
    desk = arrive("editor")
    bez, arech, said_no = (
        add(desk, ZLOBIN, family_be=family, given_be=given)
        for family, given in (("Бэз", "Ян #eval(1)"), ("Арэх", "Ганна"), ("Віт", "Пётр"))
    )
    record = make(desk, title="Сход *усіх*", day="01.02.2120")
    ask(desk, record, bez, arech, said_no)
    last = next(one for one in attendances(raw_connection(), record) if one.contact == said_no)
    desk.browser.post(f"/events/{record}/answers", {f"r{last.record}-was": "|", f"r{last.record}-answer": "no"})
    assert desk.browser.get(f"/events/{record}/sheet").context["count"] == 2
    answer = desk.browser.post(f"/events/{record}/sheet", {"names": "short", "empty": "3"})
    assert answer["Content-Type"] == "application/pdf"
    text = text_of(answer.content)
    assert "Сход *усіх*" in text
    lines = [" ".join(line.split()) for line in text.splitlines() if "-" in line and line.strip()[:1].isdigit()]
    assert lines == [f"{code_of(1, record)} Ганна А.", f"{code_of(2, record)} Ян #eval(1) Б."]
    again = desk.browser.post(f"/events/{record}/sheet", {"names": "full", "empty": "0"})
    assert f"{code_of(1, record)} Ганна Арэх" in " ".join(text_of(again.content).split())
    entries = read_log(arrive("auditor").session, organisation.journal(ZLOBIN)).entries
    noted = [one for one in entries if one.deed == "print_sheet"]
    assert [sorted(one.contacts) for one in noted] == [sorted([bez, arech])] * 2


def test_many_codes_are_typed_back_at_once_and_each_line_is_answered(arrive: Arrive) -> None:
    desk = arrive("editor")
    anna, ivan, piotr = (add(desk, ZLOBIN, family_be=one, given_be="А") for one in ("Арэх", "Бэз", "Віт"))
    record = make(desk)
    ask(desk, record, anna, ivan, piotr)
    assert desk.browser.post(f"/events/{record}/sheet", {"names": "short", "empty": "0"}).status_code == 200
    first, second, third = (code_of(number, record) for number in (1, 2, 3))
    wrong = third[:-1] + str((int(third[-1]) + 1) % 10)
    typed = f"{first}\n{second.replace('-', '')}, {first}\n{wrong}\n{code_of(77, record)}\n"
    page = desk.browser.post(f"/events/{record}/came", {"codes": typed})
    kinds = [(one["typed"], one["name"], one["kind"]) for one in page.context["answers"]]
    assert kinds == [
        (first, "Арэх А", "success"),
        (second.replace("-", ""), "Бэз А", "success"),
        (first, "Арэх А", ""),
        (wrong, "", "danger"),
        (code_of(77, record), "", "danger"),
    ]
    assert page.context["form"]["codes"].value() == wrong
    assert (page.context["noted"], page.context["wrong"], page.context["attended"]) == (2, 1, 2)
    assert [fields(desk, one).get("attended") for one in (anna, ivan, piotr)] == ["yes", "yes", None]
    again = desk.browser.post(f"/events/{record}/came", {"codes": first})
    assert (again.context["noted"], again.context["attended"]) == (0, 2)


def test_nothing_typed_and_far_too_much_are_said(arrive: Arrive) -> None:
    desk = arrive("editor")
    record = make(desk)
    assert list(desk.browser.post(f"/events/{record}/came", {"codes": " "}).context["form"].errors) == ["codes"]
    page = desk.browser.post(f"/events/{record}/came", {"codes": "1-11\n" * 501})
    assert list(page.context["form"].errors) == ["codes"]
    page = desk.browser.post(f"/events/{record}/sheet", {"names": "x", "empty": "9999"})
    assert (page.status_code, sorted(page.context["form"].errors)) == (200, ["empty", "names"])


def test_a_number_that_two_desks_gave_out_marks_nobody(arrive: Arrive) -> None:
    desk = arrive("editor")
    anna, ivan = (add(desk, ZLOBIN, family_be=one) for one in ("Арэх", "Бэз"))
    record = make(desk)
    ask(desk, record, anna, ivan)
    with raw_connection() as raw:
        raw.execute("UPDATE workspace_attendance SET code = 1 WHERE event = ?", (record,))
    page = desk.browser.post(f"/events/{record}/came", {"codes": code_of(1, record)})
    assert [one["kind"] for one in page.context["answers"]] == ["danger"]
    assert [fields(desk, one).get("attended") for one in (anna, ivan)] == [None, None]
    assert "Арэх" not in words(page)


def test_whom_the_brake_stops_gets_no_sheet_and_nobody_a_number(
    arrive: Arrive, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = arrive("editor")
    some = [add(desk, ZLOBIN, family_be=f"Бэз{number}") for number in range(3)]
    record = make(desk)
    ask(desk, record, *some)
    desk.session.logbook.weights.clear()
    monkeypatch.setitem(brakes.MOST, Role.EDITOR, (0, 0))
    monkeypatch.setattr(brakes, "allowed", lambda _session: (1, 1))
    assert desk.browser.post(f"/events/{record}/sheet", {"names": "short", "empty": "0"}).status_code == 429
    assert [one.code for one in attendances(raw_connection(), record)] == [0, 0, 0]
    monkeypatch.undo()
    assert desk.browser.post(f"/events/{record}/sheet", {"names": "short", "empty": "0"}).status_code == 200
    assert sorted(one.code for one in attendances(raw_connection(), record)) == [1, 2, 3]


def test_no_two_events_of_a_desk_have_codes_that_are_taken_for_each_other(arrive: Arrive) -> None:
    desk = arrive("editor")
    journal = next(one.journal for one in desk.session.divisions() if one.name == ZLOBIN)
    made = (Event(type="meeting", title=f"{number}", closed=number < 10) for number in range(97))
    records = [save_event(desk.session, journal, one) for one in made]
    assert len({record % MODULUS for record in records}) == MODULUS
    assert {read_code(code_of(7, records[0]), other) for other in records[1:]} == {0}
    later = save_event(desk.session, journal, Event(type="meeting", title="the next one"))
    assert later % MODULUS in {record % MODULUS for record in records[:10]}  # only where a closed one is
