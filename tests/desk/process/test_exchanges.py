"""What a page asks of the shelf: news first, in one exchange, and nothing else where nothing else is needed."""

from __future__ import annotations

from typing import Any

from django.urls import URLPattern

from busel.desk.web.urls import urlpatterns
from desk.conftest import MAZYR, ZLOBIN
from desk.contacts.conftest import add


class Counted:
    """A shelf that notes what it is asked."""

    def __init__(self, shelf: Any) -> None:
        self._shelf = shelf
        self.calls: list[str] = []

    def __getattr__(self, name: str) -> Any:
        def call(*given: Any, **named: Any) -> Any:
            self.calls.append(name)
            return getattr(self._shelf, name)(*given, **named)

        return call


ROUTES = [str(one.pattern) for one in urlpatterns if isinstance(one, URLPattern)]
PAGES = [f"/{route}" for route in ROUTES if "<" not in route]
NOTHING_TO_BRING = {"/sign-in", "/sign-out", "/leave", "/preferences/language", "/preferences/theme"}
COUNTS_THE_INBOX = {"/", "/inbox/", "/members/", "/members/newcomers/"}
READS_THE_LOGS = "/access-log"
"""Of each division: where the log ends, then what is new in it."""
DIVISIONS = 3


def expected(page: str) -> list[str]:
    if page in NOTHING_TO_BRING:
        return []
    if page == READS_THE_LOGS:
        return ["fetch", *["read_log"] * (2 * DIVISIONS)]
    return ["fetch", "waiting"] if page in COUNTS_THE_INBOX else ["fetch"]


def test_before_each_page_stands_one_exchange_that_brings_the_news(arrive: Any) -> None:
    desk = arrive("coordinator")
    counted = desk.session.shelf = Counted(desk.session.shelf)
    asked = {}
    for page in PAGES:
        desk.browser.get(page)
        asked[page], counted.calls = counted.calls, []
    assert asked == {page: expected(page) for page in PAGES}
    assert len(PAGES) > 12


def test_a_page_with_people_asks_once_more_and_names_all_its_divisions_together(arrive: Any) -> None:
    desk = arrive("editor")
    for division in (ZLOBIN, MAZYR):
        add(desk, division, given_be="Алесь", family_be="Савіч")
    result = desk.browser.post("/search", {"q": "Савіч"})["Location"]
    counted = desk.session.shelf = Counted(desk.session.shelf)
    desk.browser.get(result)
    assert counted.calls == ["fetch", "log"]
