"""Who is exposed: on a coordinator's home page, the page of all accounts, and the page of one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
import pytest
from django.conf import settings
from django.urls import reverse

from busel.desk.journals.writing import write
from busel.desk.keys.posting import members_of
from busel.desk.web.region_groups import by_region
from busel.journal.deed import Op
from busel.registry.statements import statement_fields
from desk.conftest import MAZYR, POSTS, REGION, ZLOBIN
from desk.contacts.conftest import add, journal_of, words

if TYPE_CHECKING:
    from desk.conftest import Arrive, Desk, Organisation


def page_of(organisation: Organisation, who: str) -> str:
    account = organisation.founded.accounts[list(POSTS).index(who)].keyring.account.id
    return reverse("account_reach", settings.KEYED_URLCONF, args=[account.hex()])


def handle(organisation: Organisation, who: str) -> str:
    return organisation.founded.accounts[list(POSTS).index(who)].credentials.handle


def fill(desk: Desk) -> None:
    for number in range(4):
        add(desk, ZLOBIN, family_be=f"Ліс {number}")
    add(desk, MAZYR, family_be="Бор")


def test_a_coordinator_sees_at_home_whose_capture_exposes_most(arrive: Arrive, organisation: Organisation) -> None:
    desk = arrive("coordinator")
    fill(desk)
    rows = desk.browser.get("/").context["exposed"]
    assert [row.people for row in rows] == [5, 5, 5, 5, 4]
    assert sum(row.is_own for row in rows) == 1
    assert rows[-1].handle == handle(organisation, "viewer")
    assert rows[-1].url == page_of(organisation, "viewer")


def test_a_division_with_one_coordinator_waits_at_home(arrive: Arrive) -> None:
    desk = arrive("coordinator")
    hanging = [task for task in desk.browser.get("/").context["tasks"] if task.url.endswith("#one-holder")]
    assert [task.count for task in hanging] == [3]
    page = desk.browser.get(hanging[0].url)
    assert 'id="one-holder"' in page.content.decode()
    assert [one.handle for one in page.context["one_holder"]] == [desk.session.keyring.account.handle] * 3


@pytest.mark.parametrize("who", ["editor", "viewer", "collector", "administrator", "auditor"])
def test_others_are_shown_nothing_of_it(arrive: Arrive, organisation: Organisation, who: str) -> None:
    browser = arrive(who).browser
    assert browser.get("/").context["exposed"] == []
    assert [browser.get(url).status_code for url in ("/exposed", page_of(organisation, "viewer"))] == [403, 403]


def test_all_accounts_stand_on_one_page_the_worst_first(arrive: Arrive, organisation: Organisation) -> None:
    desk = arrive("coordinator")
    fill(desk)
    accounts = desk.browser.get("/exposed").context["accounts"]
    assert [row.people for row in accounts] == [5, 5, 5, 5, 4, 0]
    assert accounts[-1].handle == handle(organisation, "collector")


def test_a_handle_that_two_accounts_claim_is_told_with_the_beginning_of_their_ids(
    arrive: Arrive, organisation: Organisation
) -> None:
    desk, claimed = arrive("coordinator"), handle(organisation, "viewer")
    journal, record = journal_of(desk, REGION), 2**63 - 1  # the last record counts
    mine = msgspec.structs.replace(members_of(desk.session, journal)[desk.session.account], handle=claimed)
    signed = mine.sign(desk.session.keyring.account.signing)
    write(desk.session, journal, "grant", [(record, [Op("member", record, statement_fields(signed))])])
    told = {row.handle for row in desk.browser.get("/exposed").context["accounts"] if row.handle.startswith(claimed)}
    ids = (desk.session.account, organisation.founded.accounts[list(POSTS).index("viewer")].keyring.account.id)
    assert told == {f"{claimed} ({account.hex()[:8]})" for account in ids}


def test_one_account_is_shown_with_its_divisions_and_its_share(arrive: Arrive, organisation: Organisation) -> None:
    desk = arrive("coordinator")
    fill(desk)
    answer = desk.browser.get(page_of(organisation, "viewer"))
    assert [(one.people, one.role) for one in answer.context["held"]] == [(4, "чытач")]
    assert answer.context["row"].share == "80\N{NO-BREAK SPACE}%"
    assert handle(organisation, "viewer") in words(answer)


def test_a_long_list_of_divisions_is_folded_region_by_region_and_a_short_one_is_not() -> None:
    names = [f"{region} / {at}" for region in ("А", "Б") for at in range(13)]
    folded = by_region(["Б", *names], lambda name: name, count=len)
    assert [(one.name, len(one.rows), one.counted) for one in folded] == [("Б", 14, 1 + 10 * 5 + 3 * 6), ("А", 13, 68)]
    assert by_region(names[:24], lambda name: name, count=len) == []
    assert by_region([f"А / {at}" for at in range(125)], lambda name: name, count=len) == []


def test_an_account_that_nobody_knows_here_has_no_page(arrive: Arrive) -> None:
    desk = arrive("coordinator")
    assert desk.browser.get(reverse("account_reach", settings.KEYED_URLCONF, args=["0" * 32])).status_code == 404
    assert desk.browser.get("/exposed/nobody").status_code == 404
