"""Freezing and opening again on pages: an administrator's list, a member's page, every reader's home."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from busel.desk.access.drafts import Draft
from busel.desk.access.grants import Terms, let_in
from busel.desk.account.accounts import member_of
from busel.desk.actions.access import change_keys
from busel.desk.freezes.watching import keep_watch
from busel.desk.web.access_summary import summary
from busel.registry.roles import Role
from busel.shelf.protocol import FrozenError
from desk.conftest import POSTS, ZLOBIN
from desk.contacts.conftest import journal_of
from fixtures.words import say

if TYPE_CHECKING:
    from desk.conftest import Arrive, Desk, Organisation


def account_of(organisation: Organisation, who: str) -> str:
    return organisation.founded.accounts[list(POSTS).index(who)].keyring.account.id.hex()


def handle_of(organisation: Organisation, who: str) -> str:
    return organisation.founded.accounts[list(POSTS).index(who)].credentials.handle


def row_of(desk: Desk, handle: str) -> dict[str, Any]:
    rows = desk.browser.get("/accounts/").context["rows"]
    return next(row for row in rows if row["handle"] == handle)


def confirmed(desk: Desk, url: str) -> Any:
    """Look at the page that asks once more, then say yes."""
    asked = desk.browser.get(url)
    assert asked.status_code == 200
    assert 'value="yes"' in asked.text
    return desk.browser.post(url, {"confirmed": "yes"}, follow=True)


def test_an_administrator_sees_every_account_and_freezes_one_with_one_press(
    arrive: Arrive, organisation: Organisation
) -> None:
    desk, handle = arrive("administrator"), handle_of(organisation, "viewer")
    rows = desk.browser.get("/accounts/").context["rows"]
    assert {row["handle"] for row in rows} == {handle_of(organisation, who) for who in POSTS}
    assert {row["is_shut"] for row in rows} == {False}
    answer = confirmed(desk, row_of(desk, handle)["freeze_url"])
    assert answer.status_code == 200
    assert f"«{handle}»" in answer.text
    row = row_of(desk, handle)
    assert (row["is_shut"], row["has_agreed"], row["freeze_url"] != "") == (True, False, True)
    assert desk.browser.get("/accounts/").context["rows"][0]["handle"] == handle  # who is shut stands first
    with pytest.raises(FrozenError):
        organisation.session("viewer")


def test_a_freeze_that_was_not_confirmed_freezes_nobody(arrive: Arrive, organisation: Organisation) -> None:
    desk = arrive("administrator")
    url = row_of(desk, handle_of(organisation, "viewer"))["freeze_url"]
    for answer in (desk.browser.get(url), desk.browser.post(url)):
        assert answer.status_code == 200
    assert organisation.session("viewer").token


def test_two_agree_from_two_desks_and_each_page_says_who_is_next(arrive: Arrive, organisation: Organisation) -> None:
    account, handle = account_of(organisation, "viewer"), handle_of(organisation, "viewer")
    desk = arrive("coordinator")
    page = confirmed(desk, f"/members/accounts/{account}/freeze")
    assert page.context["row"]["is_shut"]
    confirmed(desk, f"/members/accounts/{account}/thaw")
    member = desk.browser.get(f"/members/accounts/{account}").context["row"]
    assert (member["has_agreed"], member["is_shut"]) == (True, True)
    desk = arrive("administrator")
    row = row_of(desk, handle)
    assert (row["has_agreed"], row["thaw"]) == (False, member["thaw"])
    confirmed(desk, row["thaw_url"])
    assert not row_of(desk, handle)["is_shut"]
    assert organisation.session("viewer").token


def test_every_readers_home_says_that_keys_are_owed_after_a_freeze(arrive: Arrive, organisation: Organisation) -> None:
    handle, account = handle_of(organisation, "viewer"), account_of(organisation, "viewer")
    confirmed(arrive("administrator"), f"/accounts/{account}/freeze")
    desk = arrive("coordinator")
    assert desk.browser.get("/").context["keys"] is None
    keep_watch(desk.session)
    keys = desk.browser.get("/").context["keys"]
    assert handle in keys.text
    assert keys.rotate_url
    reader = arrive("editor").browser.get("/").context["keys"]
    assert handle in reader.text
    assert (reader.names, reader.rotate_url) == (keys.names, "")


@pytest.mark.parametrize("who", ["coordinator", "editor", "viewer", "collector", "auditor"])
def test_nobody_else_opens_the_offices_pages(arrive: Arrive, organisation: Organisation, who: str) -> None:
    desk, account = arrive(who), account_of(organisation, "viewer")
    urls = ("/accounts/", f"/accounts/{account}/freeze", f"/accounts/{account}/thaw")
    answers = [desk.browser.post(url, {"confirmed": "yes", "days": "3"}) for url in urls]
    assert {answer.status_code for answer in answers} == {403}
    assert organisation.session("viewer").token


@pytest.mark.parametrize("who", ["administrator", "editor", "viewer", "collector", "auditor"])
def test_only_coordinators_freeze_from_a_members_page(arrive: Arrive, organisation: Organisation, who: str) -> None:
    desk, account = arrive(who), account_of(organisation, "coordinator")
    for part in ("freeze", "thaw"):
        answer = desk.browser.post(f"/members/accounts/{account}/{part}", {"confirmed": "yes"})
        assert answer.status_code == 403
    assert organisation.session("coordinator").token


def test_an_account_that_is_not_known_is_not_found(arrive: Arrive) -> None:
    for who, start in (("administrator", "/accounts/"), ("coordinator", "/members/accounts/")):
        desk = arrive(who)
        for wrong in ("0" * 32, "nobody"):
            assert desk.browser.post(f"{start}{wrong}/freeze", {"confirmed": "yes"}).status_code == 404


def test_the_idle_limit_is_set_and_a_wrong_number_gets_a_sentence(arrive: Arrive) -> None:
    desk = arrive("administrator")
    for wrong in ("2", "91", "soon", ""):
        form = desk.browser.post("/accounts/", {"days": wrong}).context["form"]
        assert len(form.errors["days"]) == 1
    assert desk.browser.post("/accounts/", {"days": "30"}, follow=True).status_code == 200
    assert desk.session.shelf.states(desk.session.token, []).idle_days == 30
    assert desk.browser.get("/accounts/").context["form"]["days"].value() == 30


def test_a_frozen_member_stays_on_the_page_of_members(arrive: Arrive, organisation: Organisation) -> None:
    desk, account = arrive("coordinator"), account_of(organisation, "viewer")
    confirmed(desk, f"/members/accounts/{account}/freeze")
    again = desk.browser.post(f"/members/accounts/{account}/freeze", {"confirmed": "yes"}, follow=True)
    assert again.context["row"]["is_shut"]
    listed = desk.browser.get("/members/").context["page"]
    assert [row["handle"] for row in listed if row["is_frozen"]] == [handle_of(organisation, "viewer")]


def test_once_the_keys_are_changed_a_frozen_member_reads_nothing_and_the_page_says_so(
    arrive: Arrive, organisation: Organisation
) -> None:
    desk, handle = arrive("coordinator"), handle_of(organisation, "viewer")
    confirmed(desk, f"/members/accounts/{account_of(organisation, 'viewer')}/freeze")
    assert change_keys(desk.session, [bundle.journal for bundle in desk.session.divisions()]) == {}
    (row,) = [one for one in desk.browser.get("/exposed").context["accounts"] if one.handle == handle]
    assert (row.people, row.where) == (0, say("nothing while it is frozen"))


def test_who_has_both_roles_gives_one_agreement_and_is_told_who_gives_the_other(
    arrive: Arrive, organisation: Organisation
) -> None:
    account, handle = account_of(organisation, "viewer"), handle_of(organisation, "viewer")
    both = member_of(organisation.founded.accounts[list(POSTS).index("administrator")].keyring)
    desk = arrive("coordinator")
    let_in(desk.session, journal_of(desk, ZLOBIN), both, Terms(Role.COORDINATOR))
    desk = arrive("administrator")
    confirmed(desk, row_of(desk, handle)["freeze_url"])
    answer = confirmed(desk, f"/members/accounts/{account}/thaw")
    row = row_of(desk, handle)
    assert row["same_hand"] in desk.browser.get("/accounts/").text
    assert row["thaw_url"] not in desk.browser.get("/accounts/").text
    assert "notice--success" in answer.text
    refused = confirmed(desk, f"/accounts/{account}/thaw")
    assert "notice--error" in refused.text
    with pytest.raises(FrozenError):
        organisation.session("viewer")


def test_a_page_that_makes_an_administrator_coordinate_says_what_that_means(
    arrive: Arrive, organisation: Organisation
) -> None:
    desk = arrive("coordinator")
    both = member_of(organisation.founded.accounts[list(POSTS).index("administrator")].keyring)
    told = []
    for role in (Role.EDITOR, Role.COORDINATOR):
        draft = Draft(both, both.handle, chosen={journal_of(desk, ZLOBIN): False}, role=role, until=0)
        told.append(summary(desk.session, draft).consequences)
    assert [len(one) for one in told] == [0, 1]
    assert both.handle in str(told[1])
