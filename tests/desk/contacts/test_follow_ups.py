"""Whom to come back to: one's own first, the overdue at the top, done with one press."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from busel.desk.actions.contacts import edit_contact
from busel.desk.clock import today_date, today_iso
from busel.desk.people.editing import Edit
from busel.desk.people.follow_ups import who_may_take
from busel.desk.workspace.models import Activity
from desk.conftest import MAZYR, ZLOBIN
from desk.contacts.conftest import add, journal_of, kavalou, typed, words

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
    assert not [task for task in desk.browser.get("/").context["tasks"] if task.url == URL]
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


def test_a_colleague_who_edits_the_division_can_be_given_the_work(arrive: Arrive) -> None:
    desk = arrive("editor")
    id_ = kavalou(desk, ZLOBIN)
    url = f"/contacts/{id_}/one-more/activity"
    page = desk.browser.get(url)
    accounts = who_may_take(desk.session, [journal_of(desk, ZLOBIN)])
    own, other = list(accounts)[:2]
    assert own == desk.session.account.hex()
    assert accounts[other] in page.content.decode()
    answer = desk.browser.post(url, typed(page) | note_for(page, other))
    assert answer.status_code == 303, words(answer)
    assert Activity.objects.get().assignee == other
    stranger = desk.browser.post(url, typed(page) | note_for(page, "00" * 16))
    assert (stranger.status_code, Activity.objects.count()) == (200, 1)


def note_for(page: object, assignee: str) -> dict[str, str]:
    """Return what is typed into the short form, with its prefix."""
    prefix = next(name for name in typed(page) if name.endswith("-subject")).removesuffix("subject")
    return {f"{prefix}subject": "назіранне", f"{prefix}due": "01.02.2120", f"{prefix}assignee": assignee}


def test_the_people_of_a_search_get_one_each_without_those_whom_it_would_endanger(arrive: Arrive) -> None:
    desk = arrive("editor")
    first, second = add(desk, ZLOBIN, family_be="Ліс"), add(desk, MAZYR, family_be="Ліс")
    add(desk, ZLOBIN, family_be="Ліс", risk=True)
    found = desk.browser.post("/search", {"q": "Ліс"}, follow=True)
    url = f"/follow-ups/plan?result={found.context['result_id']}"
    page = desk.browser.get(url)
    assert (page.context["count"], page.context["left_out"]) == (2, 1)
    wrong = desk.browser.post(url, {"due": "31.02.2026", "subject": "", "type": "call"})
    assert (wrong.status_code, sorted(wrong.context["form"].errors)) == (200, ["due", "subject"])
    answer = desk.browser.post(url, {"due": "01.02.2120", "subject": "паклікаць", "type": "call"})
    assert (answer.status_code, answer["Location"]) == (303, URL)
    stored = Activity.objects.values_list("contact_id", "type", "due", "subject", "assignee")
    own = desk.session.account.hex()
    assert set(stored) == {(one, "call", "2120-02-01", "паклікаць", own) for one in (first, second)}


def test_what_happened_is_shown_by_type(arrive: Arrive) -> None:
    desk = arrive("editor")
    id_ = kavalou(desk, ZLOBIN)
    mean_to(desk, id_, day(5), "пазваніць")
    fields = {"type": "visit", "day": today_iso(), "subject": "заходзілі"}
    edit_contact(desk.session, journal_of(desk, ZLOBIN), id_, edits=[Edit("activity", 0, None, fields)])
    shown = {
        asked: [one.subject for one in desk.browser.get(f"/contacts/{id_}?happened={asked}").context["activities"]]
        for asked in ("", "visit", "x")
    }
    assert [len(shown[""]), shown["visit"], len(shown["x"])] == [2, ["заходзілі"], 2]
