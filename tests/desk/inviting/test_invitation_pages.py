"""An administrator's pages for invitations: a slip is shown once, stands in the list, and is taken back."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from busel.desk.access import inviting
from busel.desk.access.inviting import outstanding
from busel.desk.clock import today
from busel.desk.running import options
from busel.desk.session import SignInRefusedError, Typed, unlock
from busel.registry.roles import Role
from busel.vault.lock import PROFILES
from desk.conftest import ZLOBIN

if TYPE_CHECKING:
    from desk.conftest import Arrive, Organisation

NEW = "/accounts/invitations/new"


def slip_on(page: str) -> Typed:
    handle = re.search(r'<p class="lead code">([^<]+)</p>', page)
    assert handle is not None
    return Typed(
        handle[1],
        " ".join(re.findall(r"<li>([^<]+)</li>", page.split('<ol class="six">')[1].split("</ol>", maxsplit=1)[0])),
    )


def test_a_slip_is_made_shown_once_listed_and_taken_back(arrive: Arrive, organisation: Organisation) -> None:
    desk = arrive("administrator")
    browser, journal = desk.browser, organisation.journal(ZLOBIN)
    made = browser.post(NEW, {"division": journal.hex(), "role": "viewer", "days": "7"}, follow=True)
    typed = slip_on(made.content.decode())
    assert browser.get("/accounts/invitations/slip/card").content.startswith(b"%PDF")
    profile = PROFILES[options.chosen.lock_profile]
    unlocked = unlock(organisation.shelf, desk.session.keyring.organisation, typed, profile=profile)
    assert (unlocked.invitation.handle, unlocked.invitation.role) == (typed.handle, Role.VIEWER)
    # Once it is said to be on paper it is nowhere any more.
    listed = browser.post("/accounts/invitations/slip", follow=True).content.decode()
    assert typed.handle in listed
    assert typed.passphrase.split()[0] not in listed
    assert browser.get("/accounts/invitations/slip").status_code == 303
    (one,) = outstanding(desk.session)
    withdraw = f"/accounts/invitations/{one.id.hex()}/withdraw"
    assert browser.get(withdraw).status_code == 200
    assert outstanding(desk.session) == [one]
    browser.post(withdraw, {"confirmed": "yes"})
    assert outstanding(desk.session) == []
    with pytest.raises(SignInRefusedError):
        unlock(organisation.shelf, desk.session.keyring.organisation, typed, profile=profile)


@pytest.mark.parametrize(
    "wrong", [{"division": ""}, {"division": "ab"}, {"days": "0"}, {"days": "91"}, {"days": "x"}, {"role": "auditor"}]
)
def test_what_is_wrong_is_told_and_nobody_is_invited(
    arrive: Arrive, organisation: Organisation, wrong: dict[str, str]
) -> None:
    desk = arrive("administrator")
    given = {"division": organisation.journal(ZLOBIN).hex(), "role": "", "days": "7"} | wrong
    answer = desk.browser.post(NEW, given)
    assert (answer.status_code, "error" in answer.content.decode()) == (200, True)
    assert outstanding(desk.session) == []


def test_those_that_are_over_are_cleared_with_one_press_and_the_others_stay(
    arrive: Arrive, organisation: Organisation, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = arrive("administrator")
    for days in ("1", "2", "30"):
        desk.browser.post(NEW, {"division": organisation.journal(ZLOBIN).hex(), "role": "viewer", "days": days})
    assert desk.browser.get("/accounts/invitations/").context["clear_url"] == ""
    day = today() + 5
    monkeypatch.setattr(inviting, "today", lambda: day)
    assert [one.is_over for one in sorted(outstanding(desk.session), key=lambda one: one.last_day)] == [
        True,
        True,
        False,
    ]
    page = desk.browser.get("/accounts/invitations/")
    assert page.content.decode().count("chip--warning") == 2
    answer = desk.browser.post(page.context["clear_url"], follow=True)
    assert [one["is_over"] for one in answer.context["rows"]] == [False]
    assert answer.context["clear_url"] == ""
    assert len(organisation.shelf._invitations) == 1  # type: ignore[attr-defined]  # the twin's


@pytest.mark.parametrize("who", ["coordinator", "editor", "viewer", "collector", "auditor"])
def test_only_administrators_come_here(arrive: Arrive, who: str) -> None:
    desk = arrive(who)
    assert [desk.browser.get(path).status_code for path in (NEW, "/accounts/invitations/")] == [403, 403]


def test_an_invitation_that_is_not_there_is_not_found(arrive: Arrive) -> None:
    assert arrive("administrator").browser.get(f"/accounts/invitations/{'0' * 32}/withdraw").status_code == 404
