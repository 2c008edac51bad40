"""What a person sees of an end: days before on the home page, and a sentence when it has come."""

from __future__ import annotations

from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest
from django.utils.timezone import localtime
from django.utils.translation import override

from busel.desk import clock
from busel.desk.access.grants import Terms, grant, revoke
from busel.desk.web import notices
from busel.desk.web.ending_words import ending_notices
from busel.desk.web.formats import format_day
from busel.registry.roles import Role
from desk.conftest import ZLOBIN
from desk.contacts.conftest import add, journal_of, words
from desk.contacts.test_adding import form, people

if TYPE_CHECKING:
    from desk.conftest import Arrive, Desk

HOURS = 48


def dated(desk: Desk, hours: int) -> int:
    """Let a coordinator's own access end in so many hours; return the last one."""
    session, journal = desk.session, journal_of(desk, ZLOBIN)
    endless = list(session.ledgers[journal].roster.grants[session.account])
    last = clock.this_hour() + hours
    grant(session, journal, session.account.hex(), Terms(Role.COORDINATOR, not_after=last))
    revoke(session, journal, session.account, endless)
    return last


def told(answer: Any) -> list[str]:
    """Return the sentences about endings, which the page must show."""
    texts = [str(one.text) for one in answer.context["endings"]]
    assert all(text in words(answer) for text in texts)
    return texts


def test_home_tells_of_an_end_before_and_after(arrive: Arrive, monkeypatch: pytest.MonkeyPatch) -> None:
    desk = arrive("coordinator")
    id_ = add(desk, ZLOBIN, family_be="Ліс")
    assert told(desk.browser.get("/")) == []
    last = dated(desk, HOURS)
    day = localtime(clock.moment(last)).date()
    home = desk.browser.get("/")
    (soon,) = told(home)
    assert any(format_day(day, language) in soon for language in ("be", "ru", "en"))
    assert home.context["keys"].rotate_url == "/members/keys/"
    monkeypatch.setattr(clock, "time", SimpleNamespace(time=lambda: (last + 1) * clock.HOUR_SECONDS))
    (ended,) = told(desk.browser.get("/"))
    assert ended != soon
    assert desk.browser.get(f"/contacts/{id_}").status_code == 404
    assert people() == []


def test_each_language_has_words_and_days_of_its_own(arrive: Arrive) -> None:
    desk = arrive("coordinator")
    dated(desk, HOURS)
    texts = set()
    for language in ("be", "ru", "en"):
        with override(language):
            texts |= {one.text for one in ending_notices(desk.session, language)}
    assert len(texts) == 3


def test_who_writes_where_a_division_cannot_be_read_on_is_told_so(arrive: Arrive) -> None:
    desk = arrive("editor")
    filled = form(desk, names__family_be="Ліс")
    desk.session.ledgers[journal_of(desk, ZLOBIN)].link = None
    answer = desk.browser.post("/contacts/add", filled)
    assert (answer.status_code, answer["Location"]) == (303, "/kept-aside")
    assert [one.kind for one in notices.take()] == ["error"]
    assert people() == []
