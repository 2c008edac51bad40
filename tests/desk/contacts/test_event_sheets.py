"""The sign-in sheet: printed with codes, typed back by them."""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING

from busel.contacts.sheet_codes import code_of
from busel.desk.oversight.log_reports import read_log
from busel.desk.people.events import attendances
from busel.desk.workspace.load import raw_connection
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
