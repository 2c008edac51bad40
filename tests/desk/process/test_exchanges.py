"""What a page asks of the shelf: one exchange, with what it shows and for what is new, and nothing else unneeded."""

from __future__ import annotations

import re
from typing import Any

from django.urls import URLPattern

from busel.desk.web import notices
from busel.desk.web.policy import is_repeatable
from busel.desk.web.urls import urlpatterns
from busel.journal.deed import Op
from desk.conftest import MAZYR, ZLOBIN
from desk.contacts.conftest import add, elsewhere, words


class Counted:
    """A shelf that notes what it is asked."""

    def __init__(self, shelf: Any) -> None:
        self.kept = shelf
        self.calls: list[str] = []

    def __getattr__(self, name: str) -> Any:
        def call(*given: Any, **named: Any) -> Any:
            self.calls.append(name)
            return getattr(self.kept, name)(*given, **named)

        return call


ROUTES = [str(one.pattern) for one in urlpatterns if isinstance(one, URLPattern)]
PAGES = [f"/{route}" for route in ROUTES if "<" not in route]
NOTHING_TO_BRING = {"/sign-in", "/sign-out", "/leave", "/preferences/language", "/preferences/theme"}
COUNTS_THE_INBOX = {"/", "/inbox/", "/members/", "/members/newcomers/", "/reports/quality/"}
MADE_FIRST = {"/find"}
"""Pages that may be made twice are asked about afterwards, in the exchange that lays their entries."""
READS_THE_LOGS = "/access-log"
"""Where the logs of all divisions end, then of each what is new in it."""
READS_THE_HISTORY = "/reports/organisers/"
"""Of each division, the first time."""
DIVISIONS = 3
CHANGES = {"append", "switch", "stage", "take", "deposit", "write_locker"}
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="[^"]*"')


def expected(page: str) -> list[str]:
    if page in NOTHING_TO_BRING:
        return []
    if page == READS_THE_LOGS:
        return ["fetch", "read_logs", *["read_log"] * DIVISIONS]
    if page == READS_THE_HISTORY:
        return ["fetch", *["history", "fetch"] * DIVISIONS]
    if page in MADE_FIRST:
        return ["log"]
    return ["fetch", "waiting"] if page in COUNTS_THE_INBOX else ["fetch"]


def test_each_page_has_one_exchange_that_asks_for_news(arrive: Any) -> None:
    desk = arrive("coordinator")
    counted = desk.session.shelf = Counted(desk.session.shelf)
    asked = {}
    for page in PAGES:
        desk.browser.get(page)
        asked[page], counted.calls = counted.calls, []
    assert asked == {page: expected(page) for page in PAGES}
    assert len(PAGES) > 12


def test_logs_that_were_read_before_are_asked_for_news_together(arrive: Any) -> None:
    for who in ("coordinator", "auditor"):
        desk = arrive(who)
        desk.browser.get(READS_THE_LOGS)
        counted = desk.session.shelf = Counted(desk.session.shelf)
        desk.browser.get(READS_THE_LOGS)
        assert counted.calls == ["fetch", "read_logs"]


def test_a_page_with_people_asks_once_and_names_all_its_divisions_together(arrive: Any) -> None:
    desk = arrive("editor")
    for division in (ZLOBIN, MAZYR):
        add(desk, division, given_be="Алесь", family_be="Савіч")
    result = desk.browser.post("/search", {"q": "Савіч"})["Location"]
    counted = desk.session.shelf = Counted(desk.session.shelf)
    desk.browser.get(result)
    assert counted.calls == ["log"]


def entries(organisation: Any) -> list[Any]:
    return list(organisation.shelf._journals[organisation.journal(ZLOBIN)].log)


def nickname(organisation: Any, id_: int, *, was: str | None, now: str) -> None:
    """Let somebody correct a person at another desk."""
    op = Op("contact", id_, {"nickname": now}, {} if was is None else {"nickname": was})
    elsewhere(organisation, "editor", ZLOBIN, [op], subject=id_)


def settled(arrive: Any) -> tuple[Any, int]:
    """Return a coordinator's desk to which nothing came of late, and somebody there."""
    desk = arrive("coordinator")
    id_ = add(desk, ZLOBIN, family_be="Савіч")
    desk.browser.get("/find")
    return desk, id_


def test_a_page_that_was_made_of_what_is_stale_is_made_anew_and_logged_once(organisation: Any, arrive: Any) -> None:
    desk, id_ = settled(arrive)
    counted = desk.session.shelf = Counted(desk.session.shelf)
    nickname(organisation, id_, was=None, now="Бусел")
    before = len(entries(organisation))
    assert "Бусел" in words(desk.browser.get(f"/contacts/{id_}"))
    assert counted.calls == ["log", "fetch", "log"]
    assert len(entries(organisation)) == before + 1


def test_where_news_came_of_late_they_are_brought_first_and_nothing_is_made_twice(
    organisation: Any, arrive: Any
) -> None:
    desk, id_ = settled(arrive)
    nickname(organisation, id_, was=None, now="Бусел")
    desk.browser.get(f"/contacts/{id_}")
    counted = desk.session.shelf = Counted(desk.session.shelf)
    nickname(organisation, id_, was="Бусел", now="Жораў")
    assert "Жораў" in words(desk.browser.get(f"/contacts/{id_}"))
    assert counted.calls == ["fetch", "log"]
    for calls in (["fetch", "log"], ["log"]):
        counted.calls = []
        desk.browser.get(f"/contacts/{id_}")
        assert counted.calls == calls


def test_what_a_stale_page_said_is_said_on_the_page_that_is_seen(organisation: Any, arrive: Any) -> None:
    desk, id_ = settled(arrive)
    notices.say("info", "Лялька гатова.")
    nickname(organisation, id_, was=None, now="Бусел")
    assert words(desk.browser.get("/find")).count("Лялька гатова.") == 1
    assert "Лялька гатова." not in words(desk.browser.get("/find"))


def test_somebody_who_was_added_elsewhere_in_the_same_moment_is_found(organisation: Any, arrive: Any) -> None:
    desk, _id = settled(arrive)
    op = Op("contact", 77, {"family_be": "Кажан"}, {})
    elsewhere(organisation, "editor", ZLOBIN, [op], subject=77)
    assert "Кажан" in words(desk.browser.get("/contacts/77"))


def test_pages_that_may_be_made_twice_change_nothing(arrive: Any) -> None:
    desk = arrive("coordinator")
    id_ = add(desk, ZLOBIN, given_be="Алесь", family_be="Савіч")
    result = desk.browser.post("/search", {"q": "Савіч"})["Location"]
    marked = {one.name for one in urlpatterns if isinstance(one, URLPattern) and is_repeatable(one.callback, "GET")}
    pages = {
        "find": "/find",
        "results": result,
        "contact": f"/contacts/{id_}",
        "contact_edit": f"/contacts/{id_}/correct/names",
        "contact_history": f"/contacts/{id_}/history",
        "contact_happened": f"/contacts/{id_}/happened",
    }
    assert marked == pages.keys()
    for page in pages.values():
        desk.browser.get(page)
        counted = desk.session.shelf = Counted(desk.session.shelf)
        first, second = (TOKEN.sub("", desk.browser.get(page).content.decode()) for _ in range(2))
        assert first == second
        assert "log" in counted.calls
        assert not CHANGES & set(counted.calls)
        desk.session.shelf = counted.kept
