"""After thirteen months an auditor's idle desk lays entries together and lets them go; what is missing else is told."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import msgspec
import pytest

from busel.desk import clock
from busel.desk.actions.access_log import fold_log, let_log_go
from busel.desk.journals.idle import IdleFolding
from busel.desk.journals.writing import NotAllowedError
from busel.desk.oversight import access_log
from busel.desk.oversight.letting_go import plan_letting_go
from busel.desk.oversight.log_digests import Doings, doings
from busel.desk.oversight.log_gone import standing
from busel.desk.oversight.log_reports import read_log
from busel.desk.running import process
from busel.desk.session import Session
from busel.registry.log_reading import Flaw
from busel.shelf import rules
from busel.shelf.protocol import BadTicketError
from desk.conftest import ZLOBIN
from desk.contacts.conftest import words

if TYPE_CHECKING:
    from desk.conftest import Arrive, Organisation

NOW = clock.this_hour()
At = Callable[[int], None]


def months_ago(count: int) -> int:
    """Return an hour in the first week of that month."""
    hour = NOW
    for _ in range(count):
        hour = clock.month_of(hour)[0] - 1
    return clock.month_of(hour)[0] + 100


@pytest.fixture
def at(organisation: Organisation, monkeypatch: pytest.MonkeyPatch) -> At:
    """Let it be another hour, for who logs and for the shelf."""

    def go(hour: int) -> None:
        monkeypatch.setattr(access_log, "this_hour", lambda: hour)
        monkeypatch.setattr(organisation.shelf, "_today", lambda: hour // 24)

    return go


def work(session: Session, journal: bytes, *contacts: int) -> None:
    access_log.note(session, "open_contact", journal, contacts)
    access_log.note(session, "find_contacts", journal, [*contacts, 99])
    access_log.note(session, "print_letters", journal, contacts[:1])
    access_log.note(session, "stopped_by_brake", journal, (), count=1)


@pytest.fixture
def journal(organisation: Organisation, arrive: Arrive, at: At) -> bytes:
    """Return a division in which an editor worked sixteen, fifteen and two months ago, and today."""
    journal = organisation.journal(ZLOBIN)
    for n, ago in enumerate((16, 15, 2, 0), 1):
        at(months_ago(ago) if ago else NOW)
        work(arrive("editor").session, journal, n, 10 + n)
    return journal


def places(organisation: Organisation, journal: bytes) -> list[int]:
    return [entry.place for entry in organisation.shelf._journals[journal].log]


def flaws(session: Session, journal: bytes) -> list[Flaw]:
    return [finding.flaw for finding in read_log(session, journal).findings]


def report(arrive: Arrive, organisation: Organisation, journal: bytes) -> Doings:
    editor = organisation.session("editor").account
    return doings(arrive("coordinator").session, journal, editor, since=0, until=NOW)


def test_a_month_after_the_other_goes_and_a_report_says_the_same(
    organisation: Organisation, arrive: Arrive, journal: bytes
) -> None:
    whole = report(arrive, organisation, journal)
    assert (whole.opened, whole.taken, whole.doubts) == ({1, 2, 3, 4, 11, 12, 13, 14}, {1, 2, 3, 4}, 0)
    auditor = arrive("auditor").session
    assert let_log_go(auditor, journal) == 4
    assert places(organisation, journal)[0] == 4
    assert let_log_go(auditor, journal) == 4
    assert let_log_go(auditor, journal) == 0
    assert places(organisation, journal)[0] == 8
    assert flaws(auditor, journal) == []
    assert report(arrive, organisation, journal) == whole
    assert flaws(arrive("coordinator").session, journal) == []
    assert flaws(arrive("auditor").session, journal) == []


def test_an_account_that_made_new_keys_keeps_nothing_from_going(
    organisation: Organisation, arrive: Arrive, at: At
) -> None:
    journal = organisation.journal(ZLOBIN)
    at(months_ago(16))
    session = arrive("editor").session
    access_log.note(session, "open_contact", journal, [1])
    access_log.note(session, "take_new_keys", journal, [])
    at(NOW)
    work(arrive("editor").session, journal, 2)
    assert let_log_go(arrive("auditor").session, journal) == 2


def test_coordinators_months_stay_and_the_auditors_own_stand_beside_them(
    organisation: Organisation, arrive: Arrive, journal: bytes, at: At
) -> None:
    at(months_ago(14))
    coordinator = arrive("coordinator").session
    fold_log(coordinator, journal, *clock.month_of(months_ago(16)))
    at(NOW)
    whole = report(arrive, organisation, journal)
    laid = [entry.place for entry in organisation.shelf._journals[journal].log][-4:]
    auditor = arrive("auditor").session
    assert [let_log_go(auditor, journal) for _ in range(3)] == [4, 4, 0]
    assert set(laid) <= set(places(organisation, journal))
    assert report(arrive, organisation, journal) == whole


def test_what_a_coordinator_left_out_of_a_summary_is_in_the_auditors(
    organisation: Organisation, arrive: Arrive, journal: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    editor = organisation.session("editor").account
    coordinator = arrive("coordinator").session
    monkeypatch.setattr("busel.desk.actions.access_log.fold", lambda *_given, **_named: iter(()))
    fold_log(coordinator, journal, 0, clock.month_of(months_ago(15))[1])
    assert doings(coordinator, journal, editor, since=0, until=NOW).opened == {3, 4, 13, 14}
    auditor = arrive("auditor").session
    assert [let_log_go(auditor, journal) for _ in range(2)] == [4, 4]
    assert report(arrive, organisation, journal).opened == {1, 2, 3, 4, 11, 12, 13, 14}


def test_only_an_auditor_lets_go(organisation: Organisation, arrive: Arrive, journal: bytes) -> None:
    for who in ("coordinator", "editor", "administrator"):
        session = arrive(who).session
        with pytest.raises(NotAllowedError):
            let_log_go(session, journal)
        for bundle in session.keyring.bundles.values():
            for ticket in (bundle.write, bundle.deposit, *(keys.read_ticket() for keys in bundle.epochs.values())):
                with pytest.raises((BadTicketError, rules.ShelfError)):
                    session.shelf.let_log_go(session.token, journal, ticket, 4, [], [])
    assert len(places(organisation, journal)) == 16


@pytest.mark.parametrize("cut", [0, 2, 5, 7])
def test_nothing_goes_while_anything_old_does_not_hold_together(
    organisation: Organisation, arrive: Arrive, journal: bytes, cut: int
) -> None:
    held = organisation.shelf._journals[journal]
    held.log = [entry for entry in held.log if entry.place != cut]
    auditor = arrive("auditor").session
    assert let_log_go(auditor, journal) == 0
    assert len(places(organisation, journal)) == 15


def test_what_is_cut_beyond_the_auditors_word_is_told(
    organisation: Organisation, arrive: Arrive, journal: bytes
) -> None:
    auditor = arrive("auditor").session
    assert [let_log_go(auditor, journal) for _ in range(2)] == [4, 4]
    held = organisation.shelf._journals[journal]
    whole = list(held.log)
    for cut in range(len(whole)):
        if cut == len(whole) - 1:
            continue  # an end that is cut is told to who has read it
        held.log = [*whole[:cut], *whole[cut + 1 :]]
        assert Flaw.CUT in flaws(arrive("auditor").session, journal), cut
        assert Flaw.CUT in flaws(arrive("coordinator").session, journal), cut


def test_a_word_of_who_is_no_auditor_covers_no_cut(
    organisation: Organisation, arrive: Arrive, journal: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    auditor = arrive("auditor").session
    plan = plan_letting_go(auditor, journal, standing(auditor, journal))
    assert plan is not None
    coordinator = arrive("coordinator").session
    access_log.write_apart(coordinator, journal, plan.notes)
    held = organisation.shelf._journals[journal]
    held.log = [entry for entry in held.log if entry.place >= plan.gone.below]
    for who in ("auditor", "coordinator"):
        assert Flaw.CUT in flaws(arrive(who).session, journal)


def test_a_session_that_is_at_work_when_the_month_ends_stays_whole(
    organisation: Organisation, arrive: Arrive, journal: bytes, at: At
) -> None:
    held = organisation.shelf._journals[journal]
    held.log, held.log_months = [], {}
    early, late = clock.month_of(months_ago(15))[1], clock.month_of(months_ago(15))[1] + 1
    other = arrive("other editor").session
    at(early)
    work(other, journal, 1)
    editor = arrive("editor").session
    access_log.note(editor, "open_contact", journal, [2])
    at(late)
    access_log.note(editor, "open_contact", journal, [3])
    at(NOW)
    access_log.note(arrive("viewer").session, "open_contact", journal, [4])
    auditor = arrive("auditor").session
    assert let_log_go(auditor, journal) == 4
    assert places(organisation, journal)[:2] == [4, 5]
    assert flaws(auditor, journal) == []
    assert let_log_go(auditor, journal) == 2
    assert flaws(arrive("auditor").session, journal) == []
    assert report(arrive, organisation, journal).opened == {2, 3}


def test_an_idle_auditors_desk_does_it_once_a_day(
    organisation: Organisation, arrive: Arrive, journal: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    auditor = arrive("auditor").session
    monkeypatch.setattr(process.current, "quiet_seconds", lambda: 1_000.0)
    idle = IdleFolding(auditor)
    for _ in range(3):
        thread = idle.look()
        assert thread is not None
        thread.join()
    assert idle.look() is None
    assert places(organisation, journal)[0] == 4
    monkeypatch.setattr("busel.desk.journals.idle.today", lambda: clock.today() + 1)
    for _ in range(3):
        thread = idle.look()
        assert thread is not None
        thread.join()
    assert places(organisation, journal)[0] == 8


def test_a_copy_of_what_went_can_be_held_against_the_word(
    organisation: Organisation, arrive: Arrive, journal: bytes
) -> None:
    auditor = arrive("auditor").session
    plan = plan_letting_go(auditor, journal, standing(auditor, journal))
    assert plan is not None
    held = organisation.shelf._journals[journal]
    at_first = held.log[0]
    held.log[0] = msgspec.structs.replace(at_first, body=at_first.body[:-1] + bytes([at_first.body[-1] ^ 1]))
    assert plan_letting_go(auditor, journal, standing(auditor, journal)) is None
    held.log[0] = at_first
    again = plan_letting_go(auditor, journal, standing(auditor, journal))
    assert again is not None
    assert again.gone.digest == plan.gone.digest


@pytest.fixture
def strange(organisation: Organisation, arrive: Arrive, at: At, journal: bytes) -> bytes:
    """Return that division, where a changed desk laid an entry of a kind of its own fifteen months ago."""
    held = organisation.shelf._journals[journal]
    held.log, held.log_months = [], {}
    at(months_ago(15))
    session = arrive("viewer").session
    access_log.note(session, "admire_contact", journal, [41, 42])
    work(arrive("editor").session, journal, 2)
    at(NOW)
    work(arrive("editor").session, journal, 4)
    return journal


def test_an_entry_that_nobody_knows_the_kind_of_keeps_old_entries_until_an_auditor_says_so(
    organisation: Organisation, arrive: Arrive, strange: bytes
) -> None:
    desk = arrive("auditor")
    desk.browser.cookies["language"] = "en"
    assert let_log_go(desk.session, strange) == 0
    assert "Entries for you to decide on" in words(desk.browser.get("/"))
    page = words(desk.browser.get("/access-log"))
    assert "Old entries of an unknown kind: Homieĺ region / Žlobin district" in page
    assert "“admire contact”" in page
    before = places(organisation, strange)
    desk.browser.post("/access-log/let-go", {"division": "zz"})
    assert places(organisation, strange) == before
    desk.browser.post("/access-log/let-go", {"division": strange.hex()})
    page = words(desk.browser.get("/access-log"))
    assert "5 old entries were laid together and let go." in page
    assert "Old entries of an unknown kind" not in page
    assert min(places(organisation, strange)) == 5
    assert flaws(arrive("auditor").session, strange) == []


def test_what_nobody_knows_the_kind_of_counts_as_opened_before_and_after(
    organisation: Organisation, arrive: Arrive, strange: bytes
) -> None:
    viewer = organisation.session("viewer").account
    for _ in range(2):
        told = doings(arrive("coordinator").session, strange, viewer, since=0, until=NOW)
        assert (told.opened, told.doubts) == ({41, 42}, 0)
        let_log_go(arrive("auditor").session, strange, by_hand=True)


def test_nothing_strange_goes_by_hand_while_something_old_was_tampered_with(
    organisation: Organisation, arrive: Arrive, strange: bytes
) -> None:
    held = organisation.shelf._journals[strange]
    held.log[2] = msgspec.structs.replace(held.log[2], body=bytes(len(held.log[2].body)))
    desk = arrive("auditor")
    desk.browser.cookies["language"] = "en"
    assert let_log_go(desk.session, strange) == 0
    before = places(organisation, strange)
    desk.browser.post("/access-log/let-go", {"division": strange.hex()})
    assert places(organisation, strange) == before
    assert "Nothing went" in words(desk.browser.get("/access-log"))


def test_only_auditors_let_strange_entries_go(organisation: Organisation, arrive: Arrive, strange: bytes) -> None:
    before = places(organisation, strange)
    for who in ("coordinator", "editor"):
        desk = arrive(who)
        desk.session.logbook.strange[strange] = []
        desk.browser.post("/access-log/let-go", {"division": strange.hex()})
    assert places(organisation, strange) == before
