"""Parts of many logs are asked for together, and a reader sees the same as if it had asked for each by itself."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest

from busel.desk import clock
from busel.desk.actions.access_log import fold_log
from busel.desk.exposure.report import exposure_of
from busel.desk.oversight import access_log
from busel.desk.oversight.log_asking import Asking
from busel.desk.session import Session
from busel.shelf.log_calls import LogPart, LogWant
from desk.conftest import ZLOBIN

if TYPE_CHECKING:
    from desk.conftest import Arrive, Organisation

LAST = clock.month_of(clock.month_of(clock.this_hour())[0] - 1)


def ticket_of(session: Session, journal: bytes) -> bytes:
    return session.ledgers[journal].bundle.keys.read_ticket()


def noted(exchanges: list[str], name: str, call: Callable[..., Any]) -> Callable[..., Any]:
    def asked(*args: Any) -> Any:
        exchanges.append(name)
        return call(*args)

    return asked


def test_what_is_announced_is_what_is_told_in_any_order(organisation: Organisation, arrive: Arrive) -> None:
    session, journal = arrive("editor").session, organisation.journal(ZLOBIN)
    for contact in range(9):
        access_log.note(session, "open_contact", journal, [contact])
    ticket = ticket_of(session, journal)
    wants = [LogWant(journal, ticket, after, after + 3) for after in range(-1, 8, 2)]
    asking = Asking(session, [*wants, wants[0]])
    for want in [wants[3], *wants[::2], wants[3]]:
        alone = session.shelf.read_log(session.token, journal, ticket, want.after, want.below)
        assert asking.part(journal, ticket, want.after, want.below) == alone
        assert len(alone.entries) == min(2, 8 - want.after)


def test_an_answer_that_ends_early_is_gone_on_with(
    organisation: Organisation, arrive: Arrive, monkeypatch: pytest.MonkeyPatch
) -> None:
    session, journal = arrive("editor").session, organisation.journal(ZLOBIN)
    for contact in range(7):
        access_log.note(session, "open_contact", journal, [contact])
    ticket, asked = ticket_of(session, journal), []

    def two_at_a_time(token: bytes, wants: list[LogWant]) -> list[LogPart]:
        asked.append(len(wants))
        part = session.shelf.read_log(token, journal, ticket, wants[0].after, wants[0].after + 3)
        told = [row for row in part.entries if row.place < wants[0].below]
        return [LogPart(part.last, told, more=told[-1].place + 1 < min(wants[0].below, 7))]

    monkeypatch.setattr(session.shelf, "read_logs", two_at_a_time, raising=False)
    asking = Asking(session, [LogWant(journal, ticket, -1, 5), LogWant(journal, ticket, 3)])
    places, after = [], -1
    while after < 4:
        part = asking.part(journal, ticket, after, 5)
        places += [row.place for row in part.entries]
        after = places[-1]
    assert places == [0, 1, 2, 3, 4]
    assert [row.place for row in asking.part(journal, ticket, 3).entries] == [4, 5]
    assert [row.place for row in asking.part(journal, ticket, 5).entries] == [6]
    assert asked == [2, 2, 2, 1, 1]


@pytest.mark.parametrize("told", [[], [LogPart(3, [], more=True)]])
def test_a_shelf_that_tells_nothing_is_asked_singly_and_holds_nobody_up(
    organisation: Organisation, arrive: Arrive, monkeypatch: pytest.MonkeyPatch, told: list[LogPart]
) -> None:
    session, journal = arrive("editor").session, organisation.journal(ZLOBIN)
    access_log.note(session, "open_contact", journal, [1])
    monkeypatch.setattr(session.shelf, "read_logs", lambda _token, _wants: told, raising=False)
    ticket = ticket_of(session, journal)
    asking = Asking(session, [LogWant(journal, ticket, -1), LogWant(journal, ticket, 0)])
    assert [row.place for row in asking.part(journal, ticket, -1).entries] == [0]
    assert asking.part(journal, ticket, 0).entries == []


def test_a_report_asks_for_months_and_entries_of_all_divisions_at_once(
    organisation: Organisation, arrive: Arrive, monkeypatch: pytest.MonkeyPatch
) -> None:
    editor = arrive("editor").session
    journal = organisation.journal(ZLOBIN)
    with monkeypatch.context() as earlier:
        earlier.setattr(access_log, "this_hour", lambda: LAST[0] + 9)
        access_log.note(editor, "open_contact", journal, [1, 2])
    coordinator = arrive("coordinator").session
    fold_log(coordinator, journal, 0, LAST[1])
    access_log.note(editor, "open_contact", journal, [3])
    exchanges: list[str] = []
    shelf = type(coordinator.shelf)
    for name in ("read_log", "read_logs"):
        monkeypatch.setattr(shelf, name, noted(exchanges, name, getattr(shelf, name)))
    report = exposure_of(coordinator, editor.account)
    [one] = [one for one in report.divisions if one.journal == journal]
    assert {1, 2, 3} <= one.traces.opened
    assert exchanges.count("read_logs") == 1
    assert exchanges.count("read_log") <= exchanges.count("read_logs")
