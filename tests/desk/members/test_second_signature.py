"""Where a division stands above others two coordinators let somebody in: proposed, compared again, decided."""

from __future__ import annotations

from collections.abc import Iterator
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest

from busel.desk import clock
from busel.desk.access.granting import carry_out, work_for
from busel.desk.access.grants import Terms, let_in, revoke
from busel.desk.access.proposing import let_in_or_propose, proposals
from busel.desk.access.stating import roster_of
from busel.desk.account.accounts import member_of
from busel.desk.clock import this_hour
from busel.desk.journals.aside import Cause
from busel.desk.journals.writing import NotBelievedError
from busel.desk.trustees import founding
from busel.registry.roles import Role
from busel.registry.roster import Roster
from busel.shelf.memory import MemoryShelf
from busel.vault.lock import CHEAP
from desk import conftest as here
from desk.conftest import ALL, MAZYR, POSTS, REGION, ZLOBIN, Organisation
from desk.contacts.conftest import journal_of, words
from desk.members.test_members_pages import about_access, account_of, answered, begin, give, path
from factories.shelf import ORGANISATION

if TYPE_CHECKING:
    from busel.desk.session import Session
    from busel.registry.statements import Member
    from desk.conftest import Arrive, Desk


@pytest.fixture
def organisation() -> Iterator[Organisation]:
    """A region that takes two signatures, with two districts that take one, and two coordinators."""
    POSTS["deputy"] = founding.Post(Role.COORDINATOR, ALL)
    plans = founding.above_others([founding.Plan(REGION), founding.Plan(ZLOBIN, REGION), founding.Plan(MAZYR, REGION)])
    shelf, charter = MemoryShelf(ORGANISATION), founding.Charter(plans, list(POSTS.values()))
    try:
        founded = founding.found(shelf, charter, organisation=ORGANISATION, hour=this_hour(), profile=CHEAP)
        yield here.Organisation(shelf, founded)
    finally:
        del POSTS["deputy"]


def roles(desk: Desk, account: bytes) -> list[Role | None]:
    return [roster_of(desk.session, journal_of(desk, name)).role_of(account, this_hour()) for name in ALL]


def member_viewer(organisation: Organisation) -> Member:
    return member_of(organisation.founded.accounts[list(POSTS).index("viewer")].keyring)


def propose_region(desk: Desk, viewer: bytes) -> Any:
    where = begin(desk, viewer)
    answered(desk, where, division=journal_of(desk, REGION).hex(), below="on")
    return give(desk, where, role="editor")


def test_a_region_waits_for_the_second_coordinator_and_its_districts_do_not(
    arrive: Arrive, organisation: Organisation
) -> None:
    desk, viewer = arrive("coordinator"), account_of(organisation, "viewer")
    done = propose_region(desk, viewer)
    assert len(done.context["waits"]) == 1
    assert roles(desk, viewer) == [None, Role.EDITOR, Role.EDITOR]
    assert about_access(desk) == []
    (own,) = desk.browser.get("/members/second/").context["mine"]
    assert desk.browser.post(own["url"], {"same": "yes"}).status_code == 200
    assert roles(desk, viewer)[0] is None

    desk = arrive("deputy")
    (task,) = about_access(desk)
    page = desk.browser.get(task.url)
    assert len(page.context["words"]) == 6
    assert page.context["by"] in words(page)
    assert arrive("viewer").browser.get("/account/").context["words"] == page.context["words"]
    desk = arrive("deputy")
    answer = desk.browser.post(task.url, {"same": "yes"}, follow=True)
    assert path(answer) == f"/members/accounts/{viewer.hex()}"
    assert roles(desk, viewer) == [Role.EDITOR] * 3
    assert about_access(desk) == []
    reader = arrive("viewer")
    assert len(reader.session.divisions(least=Role.EDITOR)) == 3
    assert reader.session.aside == []


@pytest.mark.parametrize("who", ["coordinator", "deputy"])
def test_it_is_taken_back_or_refused_and_nobody_is_let_in(arrive: Arrive, organisation: Organisation, who: str) -> None:
    viewer = account_of(organisation, "viewer")
    propose_region(arrive("coordinator"), viewer)
    desk = arrive(who)
    page = desk.browser.get("/members/second/")
    (row,) = [*page.context["mine"], *page.context["others"]]
    assert desk.browser.get(row["withdraw_url"]).status_code == 200
    assert len(desk.browser.get("/members/second/").context["mine" if who == "coordinator" else "others"]) == 1
    answer = desk.browser.post(row["withdraw_url"], {"confirmed": "yes"}, follow=True)
    assert (answer.context["mine"], answer.context["others"]) == ([], [])
    assert roles(desk, viewer)[0] is None
    late = desk.browser.get(row["url"], follow=True)
    assert path(late) == "/members/second/"
    assert "notice--info" in late.content.decode()


def test_what_the_other_one_proposed_already_is_completed_by_giving_the_same(
    arrive: Arrive, organisation: Organisation
) -> None:
    viewer = account_of(organisation, "viewer")
    propose_region(arrive("coordinator"), viewer)
    desk = arrive("deputy")
    done = propose_region(desk, viewer)
    assert done.context["waits"] == []
    assert roles(desk, viewer) == [Role.EDITOR] * 3


def test_the_check_page_says_that_a_second_one_must_agree(arrive: Arrive, organisation: Organisation) -> None:
    desk = arrive("coordinator")
    where = begin(desk, account_of(organisation, "viewer"))
    until = answered(desk, path(answered(desk, where, division=journal_of(desk, REGION).hex())), role="collector")
    check = answered(desk, path(until), lasts="30")
    assert any("agree" in str(line) or "згод" in str(line) for line in check.context["told"].consequences)


def test_what_waits_is_counted_on_the_page_of_members(arrive: Arrive, organisation: Organisation) -> None:
    assert arrive("coordinator").browser.get("/members/").context["second"] == 0
    propose_region(desk := arrive("coordinator"), account_of(organisation, "viewer"))
    assert desk.browser.get("/members/").context["second"] == 1


def test_what_was_proposed_before_a_removal_is_offered_no_more(
    arrive: Arrive, organisation: Organisation, monkeypatch: pytest.MonkeyPatch
) -> None:
    viewer, began = account_of(organisation, "viewer"), this_hour()

    def at(hours: int, who: str) -> tuple[Session, bytes]:
        monkeypatch.setattr(clock, "time", SimpleNamespace(time=lambda: (began + hours) * clock.HOUR_SECONDS))
        desk = arrive(who)
        return desk.session, journal_of(desk, REGION)

    session, region = at(0, "coordinator")
    member = member_viewer(organisation)
    for role in (Role.VIEWER, Role.EDITOR):
        assert not let_in_or_propose(session, region, member, Terms(role))
    session, region = at(1, "deputy")
    assert let_in_or_propose(session, region, member, Terms(Role.EDITOR))
    assert [one.terms.role for one in proposals(session, region)] == [Role.VIEWER]
    session, region = at(2, "coordinator")
    revoke(session, region, viewer)
    session, region = at(3, "deputy")
    assert proposals(session, region) == []
    assert not let_in_or_propose(session, region, member, Terms(Role.VIEWER))  # alone it lets nobody in again
    session, region = at(4, "coordinator")
    assert let_in_or_propose(session, region, member, Terms(Role.VIEWER))


def test_a_proposal_kept_in_secret_lets_nobody_in_again_after_a_removal(
    arrive: Arrive, organisation: Organisation, monkeypatch: pytest.MonkeyPatch
) -> None:
    """All within one hour: a changed desk of the second coordinator writes the grant, and every desk refuses it."""
    desk, viewer = arrive("coordinator"), account_of(organisation, "viewer")
    session, region = desk.session, journal_of(desk, REGION)
    member = member_viewer(organisation)
    for role in (Role.VIEWER, Role.EDITOR):
        assert not let_in_or_propose(session, region, member, Terms(role))
    session = arrive("deputy").session
    kept = next(one.proposal for one in proposals(session, region) if one.terms.role is Role.VIEWER)
    assert let_in_or_propose(session, region, member, Terms(Role.EDITOR))
    revoke(arrive("coordinator").session, region, viewer)
    session = arrive("deputy").session
    with pytest.raises(NotBelievedError):
        let_in(session, region, member, Terms(Role.VIEWER, proposal=kept))
    with monkeypatch.context() as changed:
        changed.setattr(Roster, "still_counts", lambda _roster, _proposal: True)
        let_in(session, region, member, Terms(Role.VIEWER, proposal=kept))
    desk = arrive("coordinator")
    assert roles(desk, viewer)[0] is None
    assert [one.cause for one in desk.session.aside] == [Cause.FORGED]


def test_a_lowered_role_waits_for_the_second_coordinator_and_their_proposal_outlives_the_end_of_the_higher_one(
    arrive: Arrive, organisation: Organisation
) -> None:
    viewer = account_of(organisation, "viewer")
    propose_region(arrive("coordinator"), viewer)
    propose_region(arrive("deputy"), viewer)
    desk = arrive("coordinator")
    region, member = (
        journal_of(desk, REGION),
        member_viewer(organisation),
    )
    lowered = work_for(member, [region], Terms(Role.VIEWER), ends_others=True)
    assert carry_out(desk.session, lowered) == [region]
    assert roles(desk, viewer)[0] is None
    (task,) = about_access(desk := arrive("deputy"))
    desk.browser.post(task.url, {"same": "yes"})
    assert roles(desk, viewer)[0] is Role.VIEWER
