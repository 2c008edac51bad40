"""Totals on pages: just what goes, whether it may; what waits above; the report with its sum and map."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from busel.desk.actions.totals import send_totals, send_totals_weekly
from busel.desk.clock import today
from busel.desk.inboxes.deciding import INBOX
from busel.desk.journals.idle import IdleFolding
from busel.desk.reports.totals import plan_of, plans
from busel.desk.running import process
from desk.conftest import MAZYR, REGION, ZLOBIN
from desk.contacts.conftest import HOME, words
from desk.totals.test_sending_totals import add_many, believed, later, of, put

if TYPE_CHECKING:
    from collections.abc import Iterator

    from desk.conftest import Arrive, Desk, Organisation

SENDING, REPORT = "/reports/send/", "/reports/totals/"


@pytest.fixture(autouse=True)
def an_empty_table() -> Iterator[None]:
    yield
    INBOX.forget()


def send_page(desk: Desk, organisation: Organisation, division: str = ZLOBIN) -> str:
    return f"{SENDING}{desk.session.numbers[organisation.journal(division)]}"


def told(page: object) -> dict[str, int]:
    return {str(one.label): one.count for part in page.context["parts"] for one in part.figures}  # type: ignore[attr-defined]  # Django's test answer


def to_send(desk: Desk) -> list[tuple[int, str]]:
    """Return how many are due, by the home page, and where it leads."""
    tasks = desk.browser.get("/").context["tasks"]
    return [(one.count, one.url) for one in tasks if str(one.title) == "Адправіць зводку"]


def test_a_coordinator_sees_just_what_goes_and_sends_it(arrive: Arrive, organisation: Organisation) -> None:
    desk = arrive("coordinator")
    add_many(desk, ZLOBIN, 12, [HOME], support=1)
    url = send_page(desk, organisation)
    page = desk.browser.get(url)
    figures = told(page)
    assert (figures["Людзі"], figures["Сем’і пад адным дахам"], figures["Жлобінскі раён"]) == (10, 0, 10)
    assert (page.context["coordinates"], page.context["next"]) == (True, None)
    assert desk.browser.post(url, {"do": "send"})["Location"] == url
    page = desk.browser.get(url)
    assert page.context["next"] is not None
    assert "Адправіць зводку:" not in words(page)
    desk.browser.post(url, {"do": "send"})
    assert "раз на тыдзень" in words(desk.browser.get(url))
    assert to_send(desk) == []


def test_an_editor_sees_what_would_go_and_that_a_coordinator_sends_it(
    arrive: Arrive, organisation: Organisation
) -> None:
    desk = arrive("editor")
    url = send_page(desk, organisation)
    assert desk.browser.get(url).context["coordinates"] is False
    desk.browser.post(url, {"do": "send"})
    plan = plan_of(desk.session, organisation.journal(ZLOBIN))
    assert plan is not None
    assert plan.last_day == 0
    assert [row["name"] for row in desk.browser.get(SENDING).context["rows"]] == [
        "Гомельская вобласць / Мазырскі раён",
        "Гомельская вобласць / Жлобінскі раён",
    ]
    assert desk.browser.get(send_page(desk, organisation, REGION)).status_code == 404
    assert arrive("viewer").browser.get(SENDING).status_code == 403


def test_what_waits_is_shown_and_accepted_above(arrive: Arrive, organisation: Organisation) -> None:
    desk = arrive("coordinator")
    add_many(desk, ZLOBIN, 12, [HOME])
    send_totals(desk.session, organisation.journal(ZLOBIN))
    desk = arrive("other editor")
    [row] = desk.browser.get("/inbox/").context["page"].object_list
    assert (row.what, row.doubt) == ("Зводка: Гомельская вобласць / Жлобінскі раён", "")
    assert told(desk.browser.get(row.url))["Людзі"] == 10
    number = desk.session.numbers[organisation.journal(REGION)]
    assert desk.browser.post(row.url, {"do": "accept"})["Location"] == f"{REPORT}{number}"
    page = desk.browser.get(REPORT)
    zlobin, mazyr = sorted(page.context["rows"], key=lambda one: one["name"])
    assert (zlobin["age"], zlobin["totals"].people, mazyr.get("totals")) == ("сёння", 10, None)
    assert (page.context["told"], page.context["sums"]["people"]) == (1, 10)
    shown = {one.name: (one.people, one.closed) for one in page.context["map"]}
    assert (shown["Жлобінскі раён"], shown["Мазырскі раён"]) == ((10, False), (0, True))
    assert desk.browser.get(row.url)["Location"] == "/inbox/"


def test_totals_are_rejected_and_taken_back(arrive: Arrive, organisation: Organisation) -> None:
    desk = arrive("coordinator")
    above = organisation.journal(REGION)
    put(desk.session, organisation, of(desk.session, organisation))
    put(desk.session, organisation, of(desk.session, organisation, MAZYR))
    desk = arrive("editor")
    rows = desk.browser.get("/inbox/").context["page"].object_list
    zlobin = next(row for row in rows if "Жлобінскі" in row.what)
    mazyr = next(row for row in rows if "Мазырскі" in row.what)
    desk.browser.post(zlobin.url, {"do": "reject"})
    desk.browser.post(mazyr.url, {"do": "accept"})
    assert {name: one is None for name, one in believed(desk.session, above).items()} == {ZLOBIN: True, MAZYR: False}
    [row] = [one for one in desk.browser.get(REPORT).context["rows"] if "back_url" in one]
    assert "Адклікаць" in words(desk.browser.get(row["back_url"]))
    desk.browser.post(row["back_url"], {"confirmed": "yes"})
    assert set(believed(desk.session, above).values()) == {None}


def test_what_is_no_news_or_not_signed_is_told_in_the_inbox(arrive: Arrive, organisation: Organisation) -> None:
    desk = arrive("coordinator")
    send_totals(desk.session, organisation.journal(ZLOBIN))
    desk.browser.post(desk.browser.get("/inbox/").context["page"].object_list[0].url, {"do": "accept"})
    put(desk.session, organisation, of(desk.session, organisation))
    [row] = desk.browser.get("/inbox/").context["page"].object_list
    assert "нічога новага" in str(row.doubt)
    desk.browser.post(row.url, {"confirmed": "yes"})
    assert desk.browser.get("/inbox/").context["page"].object_list == []


def test_home_says_when_totals_are_due(
    arrive: Arrive, organisation: Organisation, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = arrive("coordinator")
    send_totals(desk.session, organisation.journal(ZLOBIN))
    send_totals_weekly(desk.session, organisation.journal(MAZYR), on=True)
    assert to_send(desk) == [(1, send_page(desk, organisation, MAZYR))]
    later(monkeypatch, 7)
    assert to_send(arrive("coordinator")) == [(2, SENDING)]
    assert to_send(arrive("editor")) == []


def test_an_idle_coordinators_desk_sends_where_it_was_switched_on(
    arrive: Arrive, organisation: Organisation, monkeypatch: pytest.MonkeyPatch
) -> None:
    journal, above = organisation.journal(MAZYR), organisation.journal(REGION)
    monkeypatch.setattr(process.current, "quiet_seconds", lambda: 10_000.0)

    def idle(desk: Desk) -> None:
        looking = IdleFolding(desk.session)
        while (thread := looking.look()) is not None:
            thread.join()

    desk = arrive("coordinator")
    idle(desk)
    assert [plan.last_day for plan in plans(desk.session)] == [0, 0]
    send_totals_weekly(desk.session, journal, on=True)
    idle(arrive("editor"))
    assert arrive("editor").session.waiting.get(above, 0) == 0
    desk = arrive("coordinator")
    idle(desk)
    idle(desk)
    assert [plan.last_day for plan in plans(desk.session)] == [today(), 0]
    assert len(desk.browser.get("/inbox/").context["page"].object_list) == 1


def test_sending_each_week_is_switched_on_a_page(arrive: Arrive, organisation: Organisation) -> None:
    desk = arrive("coordinator")
    url = send_page(desk, organisation)
    desk.browser.post(url, {"do": "weekly"})
    assert desk.browser.get(url).context["weekly"] is True
    desk.browser.post(url, {"do": "by-hand"})
    assert desk.browser.get(url).context["weekly"] is False


def test_pages_of_totals_say_what_to_do_where_there_is_nothing(arrive: Arrive) -> None:
    desk = arrive("viewer")
    assert "няма падраздзяленняў" in words(desk.browser.get(REPORT))
    assert desk.browser.get(f"{REPORT}999").status_code in (200, 404)


def test_a_district_that_is_not_open_shows_a_dash_and_no_zero(arrive: Arrive) -> None:
    page = arrive("viewer").browser.get("/reports/")
    assert page.context["people"] == 0
    shown = {one.name: one.closed for one in page.context["map"]}
    assert (shown["Жлобінскі раён"], shown["Мазырскі раён"], shown["Рагачоўскі раён"]) == (False, True, True)
    assert not any(one.closed for one in arrive("editor").browser.get("/reports/").context["map"])
