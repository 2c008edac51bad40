"""New keys on an administrator's pages: own ones, other people's, six words before anything is sent."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

import msgspec
import pytest

from busel.desk.access import rotating
from busel.desk.access.renewed import ALARMS
from busel.desk.access.stating import roster_of
from busel.desk.account.own_papers import forget
from busel.desk.keys.counted import counted
from busel.desk.keys.organisation import shared_journals
from busel.desk.oversight.auditing import auditors
from busel.desk.running import options
from busel.desk.trustees import founding
from busel.registry.roles import Role
from desk.conftest import POSTS, new_organisation
from desk.members.test_new_keys_pages import credentials_of, with_new_keys
from fixtures.served import eventually
from fixtures.words import say

if TYPE_CHECKING:
    from desk.conftest import Arrive, Desk, Organisation


@pytest.fixture(autouse=True)
def _clean(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(options, "chosen", msgspec.structs.replace(options.chosen, lock_profile="cheap"))
    yield
    forget()
    ALARMS.forget()
    rotating.forget()


@pytest.fixture
def organisation() -> Iterator[Organisation]:
    """Return an organisation whose office two people run."""
    POSTS["second"] = founding.Post(Role.ADMINISTRATOR)
    yield new_organisation()
    del POSTS["second"]


def asked_at(desk: Desk) -> str:
    """Return where the home page leads to the words of an account with new keys."""
    (task,) = [one for one in desk.browser.get("/").context["tasks"] if "/accounts/renewed/" in one.url]
    return str(task.url)


def settled(desk: Desk, url: str) -> None:
    """Press that the words are the same, and wait until the shared keys are changed."""
    done = desk.browser.post(url, {"same": "yes"})
    assert done["Location"] == "/accounts/keys"
    assert eventually(lambda: not rotating.current().at_work, 20)
    assert [one for one in desk.browser.get("/").context["tasks"] if "/accounts/renewed/" in one.url] == []


def test_who_runs_the_office_makes_new_keys_and_another_administrator_lets_them_count(
    arrive: Arrive, organisation: Organisation
) -> None:
    owner = arrive("administrator")
    page = owner.browser.get("/account/taken").text
    assert say("Read six words to another administrator.") in page
    assert say("Read six words to a coordinator.") not in page
    with_new_keys(owner, organisation, "administrator")
    home = owner.browser.get("/")
    words = home.context["new_key_words"]
    assert len(words) == 6
    assert home.context["new_key_office"]
    assert home.context["new_key_others"]
    for url in ("/accounts/", "/accounts/keys", "/accounts/invitations/", "/accounts/invitations/new", "/standard/"):
        assert owner.browser.get(url, follow=True).status_code in (200, 403), url
    account, signing = owner.session.account, owner.session.keyring.account.signing.public
    other = arrive("second")
    url = asked_at(other)
    asked = other.browser.get(url)
    assert asked.context["words"] == words
    assert asked.context["administrates"]
    settled(other, url)
    assert all(roster_of(other.session, one).keys[account] == signing for one in shared_journals(other.session))


def test_the_office_compares_six_words_before_it_sends_anything(arrive: Arrive, organisation: Organisation) -> None:
    owner = arrive("viewer")
    with_new_keys(owner, organisation, "viewer")
    account, signing = owner.session.account, owner.session.keyring.account.signing.public
    words = owner.browser.get("/account/").context["words"]
    desk = arrive("administrator")
    office = shared_journals(desk.session)[0]
    assert [one.signing for one in counted(desk.session, office)[account]] != [signing]
    url = asked_at(desk)
    assert re.fullmatch(r"/accounts/renewed/[0-9a-f]{64}", url)
    assert desk.browser.get(url).context["words"] == words
    settled(desk, url)
    assert [one.signing for one in counted(desk.session, office)[account]] == [signing]
    gone = desk.browser.get(url, follow=True)
    assert say("Somebody has decided about this account already.") in gone.text


def test_words_that_differ_send_nothing_and_put_the_message_away(arrive: Arrive, organisation: Organisation) -> None:
    owner = arrive("viewer")
    with_new_keys(owner, organisation, "viewer")
    account, signing = owner.session.account, owner.session.keyring.account.signing.public
    desk = arrive("administrator")
    url = asked_at(desk)
    assert say("Put the message away") in desk.browser.get(f"{url}/refuse").text
    assert desk.browser.post(f"{url}/refuse", {"confirmed": "yes"})["Location"] == "/accounts/"
    office = shared_journals(desk.session)[0]
    assert signing not in [one.signing for one in counted(desk.session, office)[account]]


def test_nothing_is_sent_to_a_frozen_account(arrive: Arrive, organisation: Organisation) -> None:
    owner = arrive("viewer")
    with_new_keys(owner, organisation, "viewer")
    account, signing = owner.session.account, owner.session.keyring.account.signing.public
    organisation.shelf.freeze(credentials_of(organisation, "viewer").freeze_code)
    desk = arrive("administrator")
    url = asked_at(desk)
    page = desk.browser.get(url)
    assert page.context["is_frozen"]
    assert say("The same words: send the keys") not in page.text
    desk.browser.post(url, {"same": "yes"})
    office = shared_journals(desk.session)[0]
    assert signing not in [one.signing for one in counted(desk.session, office)[account]]


def test_an_auditors_log_is_sealed_to_the_new_keys_once_the_words_were_compared(
    arrive: Arrive, organisation: Organisation
) -> None:
    owner = arrive("auditor")
    with_new_keys(owner, organisation, "auditor")
    account, sealing = owner.session.account, owner.session.keyring.account.sealing.public
    assert auditors(owner.session)[account] != sealing
    desk = arrive("administrator")
    url = asked_at(desk)
    assert desk.browser.get(url).context["audits"]
    settled(desk, url)
    assert auditors(desk.session)[account] == sealing


def test_who_runs_no_office_sees_no_such_page(arrive: Arrive, organisation: Organisation) -> None:
    owner = arrive("viewer")
    with_new_keys(owner, organisation, "viewer")
    url = asked_at(arrive("administrator"))
    coordinator = arrive("coordinator")
    assert coordinator.browser.get(url).status_code == 403
    assert coordinator.browser.post(url, {"same": "yes"}).status_code == 403
