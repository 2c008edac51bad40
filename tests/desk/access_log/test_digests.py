"""Months that are over are laid together: a long report reads a few entries, and says the same."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from busel.desk import clock
from busel.desk.actions.access_log import fold_log
from busel.desk.journals.idle import IdleFolding
from busel.desk.journals.writing import NotAllowedError
from busel.desk.oversight import access_log, log_digests
from busel.desk.oversight.log_asking import Asking
from busel.desk.oversight.log_digests import Doings, digests, doings, months_due
from busel.desk.oversight.log_reports import read_log
from busel.desk.running import process
from busel.desk.session import Session
from busel.registry.access_log import Folded, Noted, ids_to_bytes
from desk.conftest import ZLOBIN

if TYPE_CHECKING:
    from desk.conftest import Arrive, Organisation

THIS = clock.month_of(clock.this_hour())
LAST = clock.month_of(THIS[0] - 1)
BEFORE = clock.month_of(LAST[0] - 1)
AT_WORK = 100
"""Hours after the beginning of a month."""


At = Callable[[int], None]


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch) -> At:
    def go(hour: int) -> None:
        monkeypatch.setattr(access_log, "this_hour", lambda: hour)

    return go


def work(session: Session, journal: bytes, *contacts: int) -> None:
    access_log.note(session, "open_contact", journal, contacts)
    access_log.note(session, "find_contacts", journal, [*contacts, 99])
    access_log.note(session, "print_letters", journal, contacts[:1])


def test_months_begin_and_end_where_people_say_so() -> None:
    assert clock.month_of(0) == (0, 31 * 24 - 1)
    first, last = clock.month_of(500_000)
    assert (str(clock.moment(first)), str(clock.moment(last))) == (
        "2027-01-01 00:00:00+00:00",
        "2027-01-31 23:00:00+00:00",
    )


def test_a_report_says_the_same_with_and_without_a_digest(organisation: Organisation, arrive: Arrive, at: At) -> None:
    editor = arrive("editor").session
    journal, account = organisation.journal(ZLOBIN), editor.account
    for month, contacts in ((BEFORE, (1, 2)), (LAST, (3, 4)), (THIS, (5,))):
        at(month[0] + AT_WORK if month is not THIS else clock.this_hour())
        work(editor, journal, *contacts)
    other = arrive("other editor").session
    at(LAST[0] + AT_WORK)
    work(other, journal, 7, 8)
    coordinator = arrive("coordinator").session
    until = clock.this_hour()
    whole = doings(coordinator, journal, account, since=BEFORE[0], until=until)
    assert whole == Doings(BEFORE[0], {1, 2, 3, 4, 5}, {1, 3, 5}, {1, 2, 3, 4, 5, 99})
    for month in (BEFORE, LAST):
        fold_log(coordinator, journal, *month)
    assert [(one.since, one.until) for one in digests(coordinator, journal)] == [BEFORE, LAST]
    assert doings(coordinator, journal, account, since=BEFORE[0], until=until) == whole
    assert doings(coordinator, journal, other.account, since=BEFORE[0], until=until).opened == {7, 8}
    told_whole = doings(coordinator, journal, account, since=LAST[0] + 1, until=until)
    assert (told_whole.since, told_whole.opened) == (LAST[0], {3, 4, 5})
    assert read_log(coordinator, journal).findings == []


def test_a_digest_is_used_and_the_entries_are_not_read_again(
    organisation: Organisation, arrive: Arrive, at: At, monkeypatch: pytest.MonkeyPatch
) -> None:
    editor = arrive("editor").session
    journal = organisation.journal(ZLOBIN)
    at(LAST[0] + AT_WORK)
    work(editor, journal, 1)
    coordinator = arrive("coordinator").session
    fold_log(coordinator, journal, *LAST)
    monkeypatch.setattr(log_digests, "read_log", None)
    assert doings(coordinator, journal, editor.account, since=LAST[0], until=LAST[1]).opened == {1}


def test_very_many_people_fit(organisation: Organisation, arrive: Arrive, at: At) -> None:
    editor = arrive("editor").session
    journal = organisation.journal(ZLOBIN)
    at(LAST[0] + AT_WORK)
    access_log.note(editor, "print_letters", journal, range(2_500))
    coordinator = arrive("coordinator").session
    fold_log(coordinator, journal, *LAST)
    assert doings(coordinator, journal, editor.account, since=LAST[0], until=LAST[1]).taken == set(range(2_500))


def test_only_a_coordinators_digest_counts(organisation: Organisation, arrive: Arrive, at: At) -> None:
    editor = arrive("editor").session
    journal = organisation.journal(ZLOBIN)
    with pytest.raises(NotAllowedError):
        fold_log(editor, journal, *LAST)
    folded = Folded(editor.account, *LAST, "opened")
    forged = access_log.write_apart(
        editor, journal, [Noted("fold_log", clock.this_hour(), ids_to_bytes([1]), folded=folded)]
    )
    coordinator = arrive("coordinator").session
    pointing = log_digests.Digest(*LAST, *forged, 0)
    found = Doings(LAST[0])
    log_digests._add_digest(
        coordinator, journal, pointing, account=editor.account, found=found, asking=Asking(coordinator)
    )
    assert found.opened == set()


def test_an_idle_coordinators_desk_lays_last_month_together_once(
    organisation: Organisation, arrive: Arrive, at: At, monkeypatch: pytest.MonkeyPatch
) -> None:
    editor = arrive("editor").session
    journal = organisation.journal(ZLOBIN)
    at(LAST[0] + AT_WORK)
    work(editor, journal, 1)
    coordinator = arrive("coordinator").session
    monkeypatch.setattr(process.current, "quiet_seconds", lambda: 1_000.0)
    idle = IdleFolding(coordinator)
    for _ in range(4):
        thread = idle.look()
        assert thread is not None
        thread.join()
    assert idle.look() is None
    assert list(months_due(coordinator, journal)) == []
    assert [(one.since, one.until) for one in digests(coordinator, journal)] == [(0, LAST[1])]
    assert doings(coordinator, journal, editor.account, since=LAST[0], until=LAST[1]).opened == {1}
    assert doings(coordinator, journal, editor.account, since=0, until=LAST[1]).opened == {1}


def test_an_idle_editors_desk_lays_none_together(
    organisation: Organisation, arrive: Arrive, monkeypatch: pytest.MonkeyPatch
) -> None:
    editor = arrive("editor").session
    monkeypatch.setattr(process.current, "quiet_seconds", lambda: 1_000.0)
    assert IdleFolding(editor).look() is None
