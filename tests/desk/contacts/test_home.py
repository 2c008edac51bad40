from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

import pytest
from django.conf import settings
from django.db import connection
from django.urls import reverse

from busel.contacts.problems import Code
from busel.desk.journals.ledger import Aside, Cause
from busel.desk.keys import endings
from busel.desk.search.text import Reason
from busel.desk.web import aside_words, problem_words, reason_words
from busel.desk.web.deed_words import DEED_WORDS
from busel.desk.web.own_preferences import OwnJournal
from busel.desk.web.preferences import Preferences
from busel.registry.deeds import DEEDS
from busel.shelf.protocol import Envelope
from desk.conftest import ZLOBIN
from desk.contacts.conftest import add, journal_of, words

if TYPE_CHECKING:
    from desk.conftest import Arrive


@pytest.mark.parametrize("who", ["editor", "coordinator"])
def test_an_empty_zone_begins_with_a_list(arrive: Arrive, who: str) -> None:
    step = arrive(who).browser.get("/").context["next_step"]
    assert step.url == reverse("import", settings.KEYED_URLCONF)


def test_a_collector_begins_with_entering(arrive: Arrive) -> None:
    answer = arrive("collector").browser.get("/")
    assert answer.context["stats"] == []
    assert answer.context["next_step"].url == reverse("entry", settings.KEYED_URLCONF)


@pytest.mark.parametrize(("who", "name"), [("administrator", "accounts"), ("auditor", "access_log")])
def test_who_opens_no_division_is_led_to_what_the_account_is_for(arrive: Arrive, who: str, name: str) -> None:
    step = arrive(who).browser.get("/").context["next_step"]
    assert step.url == reverse(name, settings.KEYED_URLCONF)


def test_who_has_nothing_to_do_here_is_told_what_the_account_is_for(arrive: Arrive) -> None:
    answer = arrive("viewer").browser.get("/")
    assert answer.context["next_step"] is None
    heading, sentence = answer.context["empty"]
    assert str(heading) in words(answer)
    assert str(sentence) in words(answer)


def test_once_people_are_there_the_next_step_is_to_find_one(arrive: Arrive) -> None:
    desk = arrive("editor")
    add(desk, ZLOBIN, family_be="Ліс")
    answer = desk.browser.get("/")
    assert answer.context["next_step"].url == "/find"
    assert (answer.context["stats"][0].value, answer.context["stats"][0].url) == (1, "/find")


def test_what_waits_in_the_inbox_is_the_next_step(arrive: Arrive) -> None:
    desk = arrive("editor")
    journal = journal_of(desk, ZLOBIN)
    deposit = desk.session.certificates.inbox_key(journal).deposit
    for number in range(3):
        desk.session.shelf.deposit(desk.session.token, journal, deposit, Envelope(bytes([number]) * 16, bytes(600)))
    answer = desk.browser.get("/")
    assert answer.context["next_step"].url == reverse("inbox", settings.KEYED_URLCONF)
    assert [task.count for task in answer.context["tasks"]] == [3]


def test_what_was_kept_aside_is_told(arrive: Arrive) -> None:
    desk = arrive("editor")
    journal = journal_of(desk, ZLOBIN)
    desk.session.aside.append(Aside(journal, 4, Cause.FORGED))
    desk.session.ledgers[journal].aside.append(Aside(journal, 5, Cause.DAMAGED))
    assert [task.count for task in desk.browser.get("/").context["tasks"]] == [2]
    things = desk.browser.get("/kept-aside").context["things"]
    assert [(thing["place"], thing["why"]) for thing in things] == [
        (4, aside_words.WORDS[Cause.FORGED]),
        (5, aside_words.WORDS[Cause.DAMAGED]),
    ]


def test_an_error_page_can_be_left_quickly_too(arrive: Arrive) -> None:
    answer = arrive("editor").browser.get("/nowhere")
    assert answer.status_code == 404
    assert 'action="/leave"' in answer.content.decode()


def test_a_zone_of_one_district_is_called_by_its_own_name(arrive: Arrive) -> None:
    page = arrive("viewer").browser.get("/").content.decode()
    assert '<span class="bar__zone">Жлобінскі раён</span>' in page
    assert '<h1>Жлобінскі раён</h1><p class="title__other">Гомельская вобласць</p>' in page


def test_an_older_desk_that_was_ended_is_told_once(arrive: Arrive) -> None:
    desk = arrive("editor")
    desk.member.ended_older = True
    first, second = words(desk.browser.get("/")), words(desk.browser.get("/"))
    assert len(first) > len(second)


def test_the_last_visit_is_told_in_the_organisations_time(arrive: Arrive) -> None:
    desk = arrive("editor")
    desk.member.last_seen = 24 * 365 * 50
    assert "03:00" in words(desk.browser.get("/"))


@pytest.mark.parametrize("code", Code)
def test_every_problem_has_a_sentence(code: Code) -> None:
    assert str(problem_words.sentence(code))


@pytest.mark.parametrize("reason", Reason)
def test_every_reason_has_words(reason: Reason) -> None:
    assert reason in reason_words.WORDS


@pytest.mark.parametrize("cause", Cause)
def test_every_cause_has_a_sentence(cause: Cause) -> None:
    assert str(aside_words.WORDS[cause])


def test_only_deeds_that_exist_have_words() -> None:
    assert DEED_WORDS.keys() - DEEDS.keys() == set()


def test_while_the_tables_are_indexed_pages_come_in_the_organisations_language(arrive: Arrive) -> None:
    desk = arrive("editor")
    own = OwnJournal(desk.session)
    own.write(Preferences("ru", "dark"))
    indexing = sqlite3.connect(connection.settings_dict["NAME"], uri=True, isolation_level=None)
    connection.cursor().execute("PRAGMA busy_timeout=10")
    indexing.execute("BEGIN EXCLUSIVE")
    try:
        assert OwnJournal(desk.session).read() == Preferences()
    finally:
        indexing.execute("ROLLBACK")
        indexing.close()
    assert OwnJournal(desk.session).read() == Preferences("ru", "dark")


def test_a_page_in_whose_moment_a_division_is_closed_is_asked_for_once_more(
    arrive: Arrive, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = arrive("editor")
    desk.browser.raise_request_exception = False
    add(desk, ZLOBIN, family_be="Бэз")
    bundle = next(one for one in desk.session.divisions() if one.name == ZLOBIN)

    def closed(*_asked: object) -> object:
        endings._close(desk.session, bundle, None, comes_back=False)
        return desk.session.numbers[bundle.journal]  # as whoever still counts what was listed asks

    monkeypatch.setattr("busel.desk.web.views.home.stats", closed)
    answer = desk.browser.get("/")
    assert (answer.status_code, answer["Location"]) == (303, "/")
    monkeypatch.undo()
    assert desk.browser.get("/").status_code == 200


def test_an_error_of_another_kind_is_told_as_one(arrive: Arrive, monkeypatch: pytest.MonkeyPatch) -> None:
    desk = arrive("editor")
    desk.browser.raise_request_exception = False
    monkeypatch.setattr("busel.desk.web.views.home.stats", lambda *_asked: {}["nothing"])
    assert desk.browser.get("/").status_code == 500
