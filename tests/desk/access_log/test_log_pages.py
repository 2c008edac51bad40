"""The pages of the access log: for auditors without a name, for coordinators with those of their own divisions."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
import pytest

from busel.desk import clock
from busel.desk.journals.idle import IdleFolding
from busel.desk.oversight import access_log
from busel.desk.oversight.log_reports import read_log
from busel.desk.running import process
from busel.desk.session import Session
from busel.registry.coordinators import opening_keys
from busel.registry.keyring import Bundle
from busel.registry.log_reading import Flaw
from busel.vault.sign import SigningKey
from busel.vault.wrap import OpeningKey
from desk.conftest import MAZYR, ZLOBIN
from desk.contacts.conftest import add, kavalou, words

if TYPE_CHECKING:
    from desk.conftest import Arrive, Desk, Organisation


def come(arrive: Arrive, who: str) -> Desk:
    """Arrive, and read the pages in English."""
    desk = arrive(who)
    desk.browser.cookies["language"] = "en"
    return desk


NOON = 500_001 - 500_001 % 24 + 9
"""An hour since 1970 that is noon in Minsk."""
NIGHT = NOON + 12 + 2


@pytest.fixture
def at_noon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(access_log, "this_hour", lambda: NOON)
    monkeypatch.setattr("busel.desk.oversight.log_looking.this_hour", lambda: NOON + 20)


def test_an_auditor_sees_accounts_deeds_and_numbers_and_no_name(organisation: Organisation, arrive: Arrive) -> None:
    desk = arrive("editor")
    handle = desk.session.keyring.account.handle
    id_ = kavalou(desk, ZLOBIN)
    desk.browser.get(f"/contacts/{id_}")
    auditor = come(arrive, "auditor")
    page = words(auditor.browser.get("/access-log"))
    for shown in (handle, "Opened somebody’s page", "Homieĺ region / Žlobin district"):
        assert shown in page, shown
    assert "Кавалёў" not in page
    assert str(id_) not in page


def test_an_empty_log_says_what_will_stand_there(arrive: Arrive) -> None:
    page = words(come(arrive, "auditor").browser.get("/access-log"))
    assert "Nobody opened anything" in page
    assert "Nothing stands out" in page


@pytest.mark.parametrize("who", ["editor", "viewer", "collector", "administrator"])
def test_others_are_refused(arrive: Arrive, who: str) -> None:
    assert arrive(who).browser.get("/access-log").status_code == 403


def test_what_is_looked_for_is_found_and_does_not_stand_in_the_address(
    organisation: Organisation, arrive: Arrive
) -> None:
    desk = arrive("editor")
    handle = desk.session.keyring.account.handle
    here, there = kavalou(desk, ZLOBIN), add(desk, MAZYR, given_be="Алесь")
    desk.browser.get(f"/contacts/{here}")
    desk.browser.get(f"/contacts/{there}/history")
    auditor = come(arrive, "auditor")
    answer = auditor.browser.post("/access-log", {"days": "30", "deed": "open_history"})
    assert answer["Location"] == "/access-log"
    page = words(auditor.browser.get("/access-log"))
    assert "Opened somebody’s history" in page.split("Entries")[1]
    assert "Opened somebody’s page" not in page.split("Entries")[1]
    auditor.browser.post("/access-log", {"division": organisation.journal(ZLOBIN).hex()})
    page = words(auditor.browser.get("/access-log")).split("Entries")[1]
    assert (handle in page, "Mazyr" in page) == (True, False)
    auditor.browser.post("/access-log", {"account": "77" * 16, "days": "x", "division": "zz"})
    assert "Nothing of that kind" in words(auditor.browser.get("/access-log"))


@pytest.mark.usefixtures("at_noon")
def test_many_people_in_little_time_stand_out_first(organisation: Organisation, arrive: Arrive) -> None:
    desk = arrive("editor")
    handle = desk.session.keyring.account.handle
    for contact in range(41):
        access_log.note(desk.session, "open_contact", organisation.journal(ZLOBIN), [contact])
    page = words(come(arrive, "auditor").browser.get("/access-log"))
    assert f"{handle} opened 41 people on" in page
    assert "between 12:00 and 13:00" in page


@pytest.mark.usefixtures("at_noon")
def test_ordinary_work_does_not_stand_out(organisation: Organisation, arrive: Arrive) -> None:
    desk = arrive("editor")
    for contact in range(40):
        access_log.note(desk.session, "open_contact", organisation.journal(ZLOBIN), [contact])
    access_log.note(desk.session, "print_letters", organisation.journal(ZLOBIN), range(500))
    assert "Nothing stands out" in words(come(arrive, "auditor").browser.get("/access-log"))


def test_work_at_night_stands_out(organisation: Organisation, arrive: Arrive, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(access_log, "this_hour", lambda: NIGHT)
    monkeypatch.setattr("busel.desk.oversight.log_looking.this_hour", lambda: NIGHT + 1)
    assert clock.local_hour(NIGHT) == 2
    desk = arrive("editor")
    handle = desk.session.keyring.account.handle
    access_log.note(desk.session, "open_contact", organisation.journal(ZLOBIN), [1])
    assert f"{handle} was at work at night" in words(come(arrive, "auditor").browser.get("/access-log"))


@pytest.mark.usefixtures("at_noon")
@pytest.mark.parametrize("exports", [[600], [1, 2, 3]])
def test_a_burst_of_exports_stands_out(organisation: Organisation, arrive: Arrive, exports: list[int]) -> None:
    desk = arrive("editor")
    handle = desk.session.keyring.account.handle
    for people in exports:
        access_log.note(desk.session, "export_contacts", organisation.journal(ZLOBIN), range(people))
    page = words(come(arrive, "auditor").browser.get("/access-log"))
    assert f"{handle} printed or exported {sum(exports)} people on" in page


def test_the_auditors_home_page_says_what_stands_out_and_where_to_look(
    organisation: Organisation, arrive: Arrive
) -> None:
    desk = arrive("editor")
    for contact in range(41):
        access_log.note(desk.session, "open_contact", organisation.journal(ZLOBIN), [contact])
    page = words(come(arrive, "auditor").browser.get("/"))
    assert "Open the access log" in page
    assert "Stand out in the access log" in page


def test_an_auditor_is_told_that_somebody_tampered(organisation: Organisation, arrive: Arrive) -> None:
    desk = arrive("editor")
    for contact in range(3):
        access_log.note(desk.session, "open_contact", organisation.journal(ZLOBIN), [contact])
    organisation.shelf._journals[organisation.journal(ZLOBIN)].log.pop(1)
    auditor = come(arrive, "auditor")
    page = words(auditor.browser.get("/access-log"))
    assert "Entries were taken out of it" in page
    assert "Does not hold together" in words(auditor.browser.get("/"))


def test_a_coordinator_sees_the_names_of_their_own_divisions_and_that_is_logged(
    organisation: Organisation, arrive: Arrive
) -> None:
    desk = arrive("editor")
    handle = desk.session.keyring.account.handle
    id_ = kavalou(desk, ZLOBIN)
    desk.browser.get(f"/contacts/{id_}")
    coordinator = come(arrive, "coordinator")
    answer = coordinator.browser.get("/access-log")
    page = words(answer)
    for shown in (handle, "Opened somebody’s page", "Кавалёў Сяргей"):
        assert shown in page, shown
    assert f'href="/contacts/{id_}"' in answer.content.decode()
    reading = read_log(coordinator.session, organisation.journal(ZLOBIN))
    assert [(entry.deed, entry.contacts) for entry in reading.entries] == [
        ("open_contact", (id_,)),
        ("read_access_log", (id_,)),
    ]
    assert reading.findings == []


def test_a_forged_account_is_told_to_who_knows_the_roster(organisation: Organisation, arrive: Arrive) -> None:
    desk = arrive("editor")
    access_log.note(desk.session, "open_contact", organisation.journal(ZLOBIN), [1])
    keyring = desk.session.keyring
    forged = msgspec.structs.replace(keyring.account, signing_seed=SigningKey.new().seed)
    desk.session.keyring = msgspec.structs.replace(keyring, account=forged)
    desk.session.logbook.chains.clear()
    access_log.note(desk.session, "open_contact", organisation.journal(ZLOBIN), [2])
    coordinator = come(arrive, "coordinator")
    reading = read_log(coordinator.session, organisation.journal(ZLOBIN))
    assert [entry.contacts for entry in reading.entries] == [(1,)]
    assert {finding.flaw for finding in reading.findings} == {Flaw.FORGED}
    assert "not signed by the account" in words(coordinator.browser.get("/access-log"))


def test_a_coordinator_who_left_opens_nothing_that_is_logged_afterwards(
    organisation: Organisation, arrive: Arrive
) -> None:
    former = arrive("coordinator").session
    keys = opening_keys(_bundle(former, ZLOBIN))
    desk = arrive("editor")
    access_log.note(desk.session, "open_contact", organisation.journal(ZLOBIN), [1])
    certificate = desk.session.certificates.certificate(organisation.journal(ZLOBIN))
    assert certificate is not None
    assert keys[0].public == certificate.sealing
    chain = desk.session.logbook.chains[organisation.journal(ZLOBIN)]
    changed = msgspec.structs.replace(certificate, sealing=OpeningKey.new().public)
    desk.session.certificates._believed[organisation.journal(ZLOBIN)] = changed
    access_log.note(desk.session, "open_contact", organisation.journal(ZLOBIN), [2])
    assert desk.session.logbook.chains[organisation.journal(ZLOBIN)].id != chain.id
    reading = read_log(arrive("coordinator").session, organisation.journal(ZLOBIN))
    assert [entry.contacts for entry in reading.entries] == [(1,)]
    assert [finding.flaw for finding in reading.findings] == [Flaw.CHANGED]


def _bundle(session: Session, name: str) -> Bundle:
    bundle = session.keyring.named(name)
    assert bundle is not None
    return bundle


@pytest.mark.usefixtures("at_noon")
def test_an_entry_of_a_kind_that_nobody_knows_stands_out_first(organisation: Organisation, arrive: Arrive) -> None:
    desk = arrive("editor")
    access_log.note(desk.session, "admire_contact", organisation.journal(ZLOBIN), [1])
    page = words(come(arrive, "auditor").browser.get("/access-log"))
    assert f"{desk.session.keyring.account.handle} did what Busel does not know" in page


@pytest.mark.usefixtures("at_noon")
def test_a_kind_of_doing_that_nobody_did_can_be_looked_for_and_stays_chosen(
    organisation: Organisation, arrive: Arrive
) -> None:
    access_log.note(arrive("editor").session, "open_contact", organisation.journal(ZLOBIN), [1])
    auditor = come(arrive, "auditor")
    for deed, shown in (("export_contacts", 0), ("open_contact", 1)):
        auditor.browser.post("/access-log", {"deed": deed})
        answer = auditor.browser.get("/access-log")
        assert f'<option value="{deed}" selected>' in answer.content.decode()
        assert answer.context["page"].paginator.count == shown
    auditor.browser.post("/access-log", {"account": "77" * 16})
    assert "somebody who did nothing in these days" in words(auditor.browser.get("/access-log"))


@pytest.mark.usefixtures("at_noon")
def test_a_coordinators_home_page_says_what_stood_out_when_the_desk_last_looked(
    organisation: Organisation, arrive: Arrive, monkeypatch: pytest.MonkeyPatch
) -> None:
    editor = arrive("editor")
    for contact in range(41):
        access_log.note(editor.session, "open_contact", organisation.journal(ZLOBIN), [contact])
    coordinator = come(arrive, "coordinator")
    assert "Stand out in the access log" not in words(coordinator.browser.get("/"))
    monkeypatch.setattr(process.current, "quiet_seconds", lambda: 10_000.0)
    idle = IdleFolding(coordinator.session)
    for _ in range(20):
        if (thread := idle.look()) is not None:
            thread.join()
    assert "Stand out in the access log" in words(coordinator.browser.get("/"))
    other = come(arrive, "editor")
    IdleFolding(other.session).look()
    assert "Stand out in the access log" not in words(other.browser.get("/"))
