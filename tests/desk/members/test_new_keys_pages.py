"""“My account may have been taken”, on pages: new keys on one desk, six words and one press on another."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import msgspec
import pytest

from busel.desk.access import rotating
from busel.desk.access.renewed import ALARMS
from busel.desk.access.stating import roster_of
from busel.desk.account.own_papers import PAPERS, forget
from busel.desk.running import options
from busel.desk.session import SignInRefusedError, Typed, sign_in
from busel.desk.trustees import founding
from busel.registry.roles import Role
from busel.vault.lock import CHEAP
from desk.conftest import ALL, POSTS, ZLOBIN, new_organisation
from desk.contacts.conftest import journal_of
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
    """Return an organisation in which two people coordinate."""
    POSTS["deputy"] = founding.Post(Role.COORDINATOR, ALL)
    yield new_organisation()
    del POSTS["deputy"]


def credentials_of(organisation: Organisation, who: str) -> Any:
    return organisation.founded.accounts[list(POSTS).index(who)].credentials


def with_new_keys(desk: Desk, organisation: Organisation, who: str) -> Typed:
    """Walk the owner's pages; return what signs in from now on."""
    start = desk.browser.get("/account/taken")
    assert "/account/taken/keys" in start.text
    proof = {"passphrase": credentials_of(organisation, who).passphrase}
    paper = desk.browser.post("/account/taken/keys", proof, follow=True)
    told = PAPERS.drawn
    assert told is not None
    assert paper.context["passphrase"] == told.passphrase.split()
    kept = desk.browser.post("/account/renew/again", {"passphrase": told.passphrase}, follow=True)
    assert kept.redirect_chain[-1][0] == "/papers/"
    assert say("The new keys are in force. Everything old opens nothing any more: burn the papers.") in kept.text
    return Typed(told.handle, told.passphrase)


def test_the_owner_makes_new_keys_reads_six_words_and_a_coordinator_gives_the_keys_with_one_press(
    arrive: Arrive, organisation: Organisation
) -> None:
    owner = arrive("viewer")
    typed = with_new_keys(owner, organisation, "viewer")
    with pytest.raises(SignInRefusedError):
        organisation.session("viewer")
    home = owner.browser.get("/")
    words = home.context["new_key_words"]
    assert len(words) == 6
    assert home.context["new_key_divisions"] != []
    assert say("Your account has new keys") in home.text

    coordinator = arrive("coordinator")
    page = coordinator.browser.get("/")
    (task,) = [one for one in page.context["tasks"] if "/members/renewed/" in one.url]
    assert task.count == 1
    asked = coordinator.browser.get(task.url)
    assert asked.context["words"] == words
    assert task.url in coordinator.browser.get("/inbox/").text
    before = coordinator.session.ledgers[journal_of(coordinator, ZLOBIN)].bundle.epoch
    done = coordinator.browser.post(task.url, {"same": "yes"})
    assert done["Location"] == "/members/keys/"
    assert eventually(lambda: not rotating.current().at_work, 20)
    assert coordinator.session.ledgers[journal_of(coordinator, ZLOBIN)].bundle.epoch == before + 1
    assert [one for one in coordinator.browser.get("/").context["tasks"] if "/members/renewed/" in one.url] == []
    account = owner.session.account
    roster = roster_of(coordinator.session, journal_of(coordinator, ZLOBIN))
    assert roster.keys[account] == owner.session.keyring.account.signing.public
    assert sign_in(organisation.shelf, organisation.founded.organisation, typed, profile=CHEAP).account == account


def test_a_wrong_passphrase_and_wrong_words_change_nothing(arrive: Arrive, organisation: Organisation) -> None:
    desk = arrive("editor")
    answer = desk.browser.post("/account/taken/keys", {"passphrase": "wrong"})
    assert answer.context["proof"].errors != {}
    assert PAPERS.drawn is None
    desk.browser.post("/account/taken/keys", {"passphrase": credentials_of(organisation, "editor").passphrase})
    assert PAPERS.drawn is not None
    answer = desk.browser.post("/account/renew/again", {"passphrase": "seven other words that are not these"})
    assert answer.context["form"].errors != {}
    assert desk.session.keyring.account.handovers == []
    assert organisation.session("editor").token


def test_papers_that_are_only_renewed_after_it_was_thought_better_of_make_no_new_keys(
    arrive: Arrive, organisation: Organisation
) -> None:
    desk, proof = arrive("editor"), {"passphrase": credentials_of(organisation, "editor").passphrase}
    desk.browser.post("/account/taken/keys", proof)
    desk.browser.post("/account/renew", proof)
    assert PAPERS.drawn is not None
    desk.browser.post("/account/renew/again", {"passphrase": PAPERS.drawn.passphrase})
    assert desk.session.keyring.account.handovers == []


def test_an_editor_with_new_keys_is_told_that_nothing_can_be_changed_yet(
    arrive: Arrive, organisation: Organisation
) -> None:
    desk = arrive("editor")
    with_new_keys(desk, organisation, "editor")
    assert desk.browser.get("/find").status_code == 200
    answer = desk.browser.get("/contacts/add", follow=True)
    assert answer.redirect_chain == [("/", 303)]
    assert say("This waits until a coordinator has compared six words with you; they stand here.") in answer.text


def test_words_that_differ_put_the_message_away_and_give_nothing(arrive: Arrive, organisation: Organisation) -> None:
    owner = arrive("viewer")
    with_new_keys(owner, organisation, "viewer")
    coordinator = arrive("coordinator")
    url = next(one.url for one in coordinator.browser.get("/").context["tasks"] if "/members/renewed/" in one.url)
    refusal = coordinator.browser.get(f"{url}/refuse")
    assert say("Put the message away") in refusal.text
    assert coordinator.browser.post(f"{url}/refuse", {"confirmed": "yes"})["Location"] == "/members/"
    gone = coordinator.browser.get(url, follow=True)
    assert say("Somebody has decided about this account already.") in gone.text
    known = roster_of(coordinator.session, journal_of(coordinator, ZLOBIN)).keys[owner.session.account]
    assert known != owner.session.keyring.account.signing.public


def test_nothing_is_given_to_an_account_that_is_frozen(arrive: Arrive, organisation: Organisation) -> None:
    """The thief was quicker: one coordinator has frozen it, and another one does not know."""
    owner = arrive("viewer")
    with_new_keys(owner, organisation, "viewer")
    account = owner.session.account
    coordinator = arrive("coordinator")
    url = next(one.url for one in coordinator.browser.get("/").context["tasks"] if "/members/renewed/" in one.url)
    coordinator.browser.post(f"/members/accounts/{account.hex()}/freeze", {"confirmed": "yes"})
    page = coordinator.browser.get(url)
    assert page.context["is_frozen"]
    assert say("The same words: give the keys anew") not in page.text
    coordinator.browser.post(url, {"same": "yes"})
    roster = roster_of(coordinator.session, journal_of(coordinator, ZLOBIN))
    assert roster.keys[account] != owner.session.keyring.account.signing.public


def test_who_does_not_coordinate_sees_no_such_page(arrive: Arrive, organisation: Organisation) -> None:
    owner = arrive("viewer")
    with_new_keys(owner, organisation, "viewer")
    coordinator = arrive("coordinator")
    url = next(one.url for one in coordinator.browser.get("/").context["tasks"] if "/members/renewed/" in one.url)
    editor = arrive("editor")
    assert editor.browser.get(url).status_code == 403
    assert editor.browser.post(url, {"same": "yes"}).status_code == 403


def test_a_sole_administrator_is_told_before_and_after_that_the_trustees_have_to_meet(
    arrive: Arrive, organisation: Organisation
) -> None:
    owner = arrive("administrator")
    page = owner.browser.get("/account/taken").text
    assert say("Ask the trustees to meet.") in page
    assert "busel recover --administrator" in page
    with_new_keys(owner, organisation, "administrator")
    home = owner.browser.get("/")
    assert home.context["new_key_office"]
    assert not home.context["new_key_others"]
    assert "busel recover --administrator" in home.text


def test_nothing_of_the_words_stands_in_an_address(arrive: Arrive, organisation: Organisation) -> None:
    owner = arrive("viewer")
    with_new_keys(owner, organisation, "viewer")
    coordinator = arrive("coordinator")
    url = next(one.url for one in coordinator.browser.get("/").context["tasks"] if "/members/renewed/" in one.url)
    assert re.fullmatch(r"/members/renewed/[0-9a-f]{64}", url)
