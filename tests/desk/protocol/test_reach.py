"""What an account can see: what its keys open now, until they are changed, and what they would after a deed."""

from __future__ import annotations

from collections.abc import Callable
from types import SimpleNamespace

import pytest

from busel.desk import clock
from busel.desk.access.grants import Terms, grant, revoke
from busel.desk.access.reach import divisions_with_one_holder, handles_of_all, reach_after, reach_of, reaches
from busel.desk.journals.writing import write
from busel.desk.keys.rotation import rotate
from busel.desk.session import Session
from busel.journal.deed import Op
from busel.registry.roles import Role
from factories.desks import DISTRICT, HOUR, REGION, Organisation


@pytest.fixture(autouse=True)
def let_it_be(monkeypatch: pytest.MonkeyPatch) -> Callable[[int], None]:
    """Return what sets every desk's clock; it stands at the founding."""

    def set_to(hour: int) -> None:
        monkeypatch.setattr(clock, "time", SimpleNamespace(time=lambda: hour * clock.HOUR_SECONDS))

    set_to(HOUR)
    return set_to


def add(session: Session, journal: bytes, *ids: int) -> None:
    write(session, journal, "add_contact", [(id_, [Op("contact", id_, {"family_be": "Бусел"})]) for id_ in ids])


def fill(session: Session, organisation: Organisation) -> None:
    """Three people in the region, two in its district."""
    add(session, organisation.journal(REGION), 1, 2, 3)
    add(session, organisation.journal(DISTRICT), 4, 5)


def test_each_account_is_told_by_what_its_keys_open_worst_first(organisation: Organisation) -> None:
    with organisation.desk("coordinator").open().at_work() as session:
        fill(session, organisation)
        known = handles_of_all(session, [reach.account for reach in reaches(session)])
        found = [(known[reach.account], reach.people, reach.role) for reach in reaches(session)]
    handles = {who: organisation.credentials(who).handle for who in organisation.names}
    everywhere = [(handles[who], 5) for who in ("coordinator", "deputy", "editor")]
    assert sorted(one[:2] for one in found[:3]) == sorted(everywhere)
    assert sorted(one[:2] for one in found[3:5]) == sorted([(handles["other"], 2), (handles["viewer"], 2)])
    assert found[5:] == [(handles["collector"], 0, Role.COLLECTOR)]


def test_an_account_is_told_with_its_divisions_and_its_share(organisation: Organisation) -> None:
    with organisation.desk("coordinator").open().at_work() as session:
        fill(session, organisation)
        own = reach_of(session, session.account)
        viewer = reach_of(session, organisation.account("viewer"))
    assert [(one.name, one.people, one.role) for one in own.held] == [
        (REGION, 3, Role.COORDINATOR),
        (DISTRICT, 2, Role.COORDINATOR),
    ]
    assert (own.share, viewer.share, len(viewer.opened)) == (1.0, 0.4, 1)


def test_who_sees_one_division_tells_of_it_alone(organisation: Organisation) -> None:
    with organisation.desk("coordinator").open().at_work() as session:
        fill(session, organisation)
    with organisation.desk("viewer").open().at_work() as session:
        reach = reach_of(session, organisation.account("coordinator"))
    assert ([one.name for one in reach.held], reach.people, reach.of_all) == ([DISTRICT], 2, 2)


def test_who_was_let_go_is_counted_until_the_keys_are_changed(organisation: Organisation) -> None:
    journal, editor = organisation.journal(DISTRICT), organisation.account("editor")
    with organisation.desk("coordinator").open().at_work() as session:
        fill(session, organisation)
        revoke(session, journal, editor)
        before = reach_of(session, editor)
        rotate(session, journal)
        after = reach_of(session, editor)
    assert [(one.name, one.people, one.ended) for one in before.held] == [(REGION, 3, False), (DISTRICT, 2, True)]
    assert [(one.name, one.people, one.ended) for one in after.held] == [(REGION, 3, False)]


def test_whose_access_ran_out_is_counted_until_the_keys_are_changed(
    organisation: Organisation, let_it_be: Callable[[int], None]
) -> None:
    journal, viewer = organisation.journal(DISTRICT), organisation.account("viewer")
    with organisation.desk("coordinator").open().at_work() as session:
        fill(session, organisation)
        revoke(session, journal, viewer)
        rotate(session, journal)
        grant(session, journal, organisation.credentials("viewer").handle, Terms(Role.VIEWER, not_after=HOUR + 5))
        let_it_be(HOUR + 6)
        assert [(one.people, one.ended) for one in reach_of(session, viewer).held] == [(2, True)]
        rotate(session, journal)
        assert reach_of(session, viewer).held == ()


def test_what_a_grant_would_open_is_told_before_it_and_is_what_it_opens(organisation: Organisation) -> None:
    region, viewer = organisation.journal(REGION), organisation.account("viewer")
    terms = Terms(Role.EDITOR, not_after=HOUR + 100, history=False, may_export=True)
    with organisation.desk("coordinator").open().at_work() as session:
        fill(session, organisation)
        foretold = reach_after(session, viewer, granted={region: terms})
        grant(session, region, organisation.credentials("viewer").handle, terms)
        assert reach_of(session, viewer) == foretold
    assert (foretold.people, [one.history for one in foretold.held]) == (5, [False, True])


def test_what_a_removal_would_close_is_told_before_it_and_is_what_it_closes(organisation: Organisation) -> None:
    journal, editor = organisation.journal(REGION), organisation.account("editor")
    with organisation.desk("coordinator").open().at_work() as session:
        fill(session, organisation)
        foretold = reach_after(session, editor, ended=[journal])
        revoke(session, journal, editor)
        rotate(session, journal)
        assert reach_of(session, editor) == foretold
    assert foretold.people == 2


def test_a_lower_role_beside_a_higher_one_adds_nothing(organisation: Organisation) -> None:
    journal, editor = organisation.journal(DISTRICT), organisation.account("editor")
    with organisation.desk("coordinator").open().at_work() as session:
        fill(session, organisation)
        before = reach_of(session, editor)
        assert reach_after(session, editor, granted={journal: Terms(Role.VIEWER)}) == before
        assert reach_after(session, editor, granted={journal: Terms(Role.COLLECTOR)}) == before


def test_a_division_that_hangs_on_one_coordinator_is_told_until_there_are_two(organisation: Organisation) -> None:
    journal, deputy = organisation.journal(DISTRICT), organisation.account("deputy")
    with organisation.desk("coordinator").open().at_work() as session:
        assert divisions_with_one_holder(session) == []
        revoke(session, journal, deputy)
        rotate(session, journal)
        assert [(one.name, one.holder) for one in divisions_with_one_holder(session)] == [(DISTRICT, session.account)]
        grant(session, journal, organisation.credentials("editor").handle, Terms(Role.COORDINATOR))
        assert divisions_with_one_holder(session) == []
