"""Whom to come back to: one's own first, the overdue at the top, done with one press."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from busel.desk.actions.contacts import edit_contact
from busel.desk.clock import today_date, today_iso
from busel.desk.editing import Edit
from busel.desk.workspace.models import Activity
from desk.conftest import MAZYR, ZLOBIN
from desk.contacts.conftest import add, journal_of, kavalou, words

if TYPE_CHECKING:
    from desk.conftest import Arrive, Desk

URL = "/follow-ups/"


def day(days: int) -> str:
    return (today_date() + timedelta(days=days)).isoformat()


def mean_to(desk: Desk, id_: int, due: str, subject: str, *, assignee: str = "") -> None:
    fields = {"type": "call", "day": today_iso(), "subject": subject, "due": due}
    fields["assignee"] = assignee or desk.session.account.hex()
    edit_contact(desk.session, journal_of(desk, ZLOBIN), id_, edits=[Edit("activity", 0, None, fields)])


def test_ones_own_stand_first_and_the_overdue_at_the_top(arrive: Arrive) -> None:
    desk = arrive("editor")
    id_ = kavalou(desk, ZLOBIN)
    mean_to(desk, id_, day(5), "пазней")
    mean_to(desk, id_, day(-3), "спазніліся")
    mean_to(desk, id_, day(1), "чужое", assignee="00" * 16)
    page = words(desk.browser.get(URL))
    assert page.index("спазніліся") < page.index("пазней")
    assert "чужое" not in page
    assert "чужое" in words(desk.browser.get(f"{URL}all/"))


def test_home_counts_what_is_due_by_today(arrive: Arrive) -> None:
    desk = arrive("editor")
    id_ = kavalou(desk, ZLOBIN)
    assert f'href="{URL}"' not in desk.browser.get("/").content.decode()
    for due in (day(-1), today_iso(), day(1)):
        mean_to(desk, id_, due, "х")
    page = desk.browser.get("/")
    assert [task.count for task in page.context["tasks"] if task.url == URL] == [2]


def test_one_press_finishes_it_and_stays_on_the_list(arrive: Arrive) -> None:
    desk = arrive("editor")
    id_ = kavalou(desk, ZLOBIN)
    mean_to(desk, id_, today_iso(), "перазваніць")
    record = Activity.objects.get().pk
    answer = desk.browser.post(f"{URL}{id_}/{record}/done", {"whose": "all"})
    assert (answer.status_code, answer["Location"]) == (303, f"{URL}all/")
    assert Activity.objects.get().done == today_iso()
    assert "перазваніць" not in words(desk.browser.get(URL))
    assert desk.browser.post(f"{URL}{id_}/{record}/done").status_code == 303


def test_who_only_reads_sees_them_and_finishes_none(arrive: Arrive) -> None:
    editor = arrive("editor")
    id_ = kavalou(editor, ZLOBIN)
    mean_to(editor, id_, today_iso(), "перазваніць")
    desk = arrive("viewer")
    record = Activity.objects.get().pk
    page = desk.browser.get(f"{URL}all/")
    assert "перазваніць" in words(page)
    assert f"{id_}/{record}/done" not in page.content.decode()
    assert desk.browser.post(f"{URL}{id_}/{record}/done").status_code == 403


def test_who_edits_elsewhere_finishes_none_here(arrive: Arrive) -> None:
    editor = arrive("editor")
    id_ = kavalou(editor, ZLOBIN)
    mean_to(editor, id_, today_iso(), "перазваніць")
    desk = arrive("mixed")
    add(desk, MAZYR, family_be="Ліс")
    record = Activity.objects.get().pk
    assert desk.browser.post(f"{URL}{id_}/{record}/done").status_code == 403
    assert Activity.objects.get().done == ""


def test_an_empty_list_says_how_something_comes_to_stand_there(arrive: Arrive) -> None:
    page = arrive("editor").browser.get(URL)
    assert page.status_code == 200
    assert 'class="empty"' in page.content.decode()
