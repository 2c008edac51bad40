"""The keys that all accounts share, on an administrator's pages: ending an account, what is due, one press."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

import pytest

from busel.desk.access import rotating
from busel.shelf.protocol import FrozenError
from desk.conftest import POSTS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from desk.conftest import Arrive, Desk, Organisation

SECONDS = 60


@pytest.fixture(autouse=True)
def _nothing_at_work() -> Iterator[None]:
    rotating.forget()
    yield
    rotating.forget()


def handle_of(organisation: Organisation, who: str) -> str:
    return organisation.founded.accounts[list(POSTS).index(who)].credentials.handle


def row_of(desk: Desk, handle: str) -> dict[str, Any]:
    rows = desk.browser.get("/accounts/").context["rows"]
    return next(row for row in rows if row["handle"] == handle)


def changed(desk: Desk, url: str) -> Any:
    """Press, and look until the keys are changed."""
    desk.browser.post(url)
    until = time.monotonic() + SECONDS
    while (page := desk.browser.get(url)).templates[0].name == "members/keys_work.html":
        assert time.monotonic() < until
        time.sleep(0.05)
    return page


def test_an_account_is_ended_and_the_home_page_says_that_the_shared_keys_are_due(
    arrive: Arrive, organisation: Organisation
) -> None:
    desk, handle = arrive("administrator"), handle_of(organisation, "viewer")
    assert desk.browser.get("/").context["shared_keys"] is None
    url = row_of(desk, handle)["end_url"]
    for answer in (desk.browser.get(url), desk.browser.post(url)):
        assert (answer.status_code, 'value="yes"' in answer.text) == (200, True)
    assert row_of(desk, handle)["has_ended"] is False
    answer = desk.browser.post(url, {"confirmed": "yes"}, follow=True)
    assert answer.templates[0].name == "accounts/shared_keys.html"
    assert answer.context["owed"] is True
    with pytest.raises(FrozenError):
        organisation.session("viewer")
    row = row_of(desk, handle)
    assert (row["has_ended"], row["freeze_url"], row["thaw_url"], row["end_url"]) == (True, "", "", "")
    assert desk.browser.get("/accounts/").context["rows"][-1]["handle"] == handle  # who is over stands last
    keys = desk.browser.get("/").context["shared_keys"]
    assert keys.rotate_url == "/accounts/keys"
    page = changed(desk, keys.rotate_url)
    assert (page.context["owed"], page.context["done"], page.context["failed"]) == (False, True, [])
    assert desk.browser.get("/").context["shared_keys"] is None
    assert desk.browser.post(url, {"confirmed": "yes"}).status_code == 303  # it has ended already


def test_they_may_be_changed_although_nothing_is_due(arrive: Arrive) -> None:
    desk = arrive("administrator")
    page = desk.browser.get("/accounts/keys")
    assert (page.context["owed"], page.context["done"]) == (False, False)
    commons = desk.session.keyring.named("commons")
    assert changed(desk, "/accounts/keys").context["done"] is True
    assert desk.session.keyring.named("commons").epoch == commons.epoch + 1


def test_no_administrator_is_ended_here_nor_anybody_unknown(arrive: Arrive, organisation: Organisation) -> None:
    desk = arrive("administrator")
    own = desk.session.account.hex()
    assert row_of(desk, handle_of(organisation, "administrator"))["end_url"] == ""
    answer = desk.browser.post(f"/accounts/{own}/end", {"confirmed": "yes"}, follow=True)
    assert answer.templates[0].name == "accounts/all.html"
    assert row_of(desk, handle_of(organisation, "administrator"))["has_ended"] is False
    assert desk.browser.get(f"/accounts/{'0' * 32}/end").status_code == 404


@pytest.mark.parametrize("who", ["coordinator", "viewer", "collector"])
def test_the_pages_are_nobody_elses(arrive: Arrive, organisation: Organisation, who: str) -> None:
    desk, account = arrive(who), organisation.founded.accounts[0].keyring.account.id.hex()
    for url in ("/accounts/keys", f"/accounts/{account}/end"):
        assert desk.browser.get(url).status_code == 403
        assert desk.browser.post(url, {"confirmed": "yes"}).status_code == 403
    assert desk.browser.get("/").context["shared_keys"] is None
