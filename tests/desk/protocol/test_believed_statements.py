"""What a coordinator states is what every desk believes, whatever hour the newest statement bears; or it is refused."""

from __future__ import annotations

from collections.abc import Callable
from types import SimpleNamespace

import pytest

from busel.desk import clock
from busel.desk.access.grants import Terms, grant, revoke
from busel.desk.access.stating import NotCountedError, roster_of
from busel.desk.journals.folding import fold_journal
from busel.desk.journals.kept_aside import OF_A_JOURNAL, KeptAside, kept_aside
from busel.desk.journals.ledger import Cause
from busel.desk.journals.writing import NotBelievedError, write
from busel.desk.keys.owing import rotations_owed
from busel.desk.keys.rotation import rotate
from busel.journal.deed import Op
from busel.registry.roles import Role
from busel.registry.stated_hours import CLOCKS_DIFFER
from busel.registry.statements import Revocation, statement_fields
from busel.shelf.protocol import BadTicketError, Want
from factories.changed_desk import lay, without_asking
from factories.desks import DISTRICT, HOUR, Organisation

LAST = HOUR + 30 * 24
AHEAD = HOUR + 365 * 24
"""An hour that a clock which runs ahead shows."""
SetTo = Callable[[int], None]


@pytest.fixture
def journal(organisation: Organisation) -> bytes:
    return organisation.journal(DISTRICT)


@pytest.fixture(autouse=True)
def let_it_be(monkeypatch: pytest.MonkeyPatch) -> SetTo:
    """Return what sets every desk's clock; it stands at the founding."""

    def set_to(hour: int) -> None:
        monkeypatch.setattr(clock, "time", SimpleNamespace(time=lambda: hour * clock.HOUR_SECONDS))

    set_to(HOUR)
    return set_to


@pytest.fixture
def dated(organisation: Organisation, journal: bytes, let_it_be: SetTo) -> None:
    """Let the deputy coordinate until an hour; then a clock that runs ahead grants something past it."""
    with organisation.desk("coordinator").open().at_work() as session:
        revoke(session, journal, organisation.account("deputy"))
        rotate(session, journal)
        terms = Terms(Role.COORDINATOR, not_after=LAST)
        grant(session, journal, organisation.credentials("deputy").handle, terms)
        let_it_be(AHEAD)
        grant(session, journal, organisation.credentials("other").handle, Terms(Role.VIEWER))
    let_it_be(HOUR + 1)


def is_locked_out(organisation: Organisation, journal: bytes, who: str) -> None:
    """After a rotation what they hold opens nothing at the shelf, and their mailbox has brought nothing newer."""
    with organisation.desk(who).open().at_work() as session:
        held = session.keyring.bundle(journal)
        assert held is not None
        with pytest.raises(BadTicketError):
            session.shelf.fetch(session.token, [Want(journal, held.keys.read_ticket())])


@pytest.mark.usefixtures("dated")
def test_a_dated_coordinator_revokes_and_grants_after_a_statement_from_the_future(
    organisation: Organisation, journal: bytes
) -> None:
    editor, collector = organisation.account("editor"), organisation.account("collector")
    with organisation.desk("deputy").open().at_work() as session:
        grant(session, journal, organisation.credentials("collector").handle, Terms(Role.EDITOR))
        assert revoke(session, journal, editor)
        rotate(session, journal)
        assert not rotations_owed(session, [journal])
        fold_journal(session, journal)
    is_locked_out(organisation, journal, "editor")
    with organisation.desk("coordinator").open().at_work() as session:
        assert session.aside == []
        roster = roster_of(session, journal)
        assert (roster.role_of(editor, HOUR + 1), roster.role_of(collector, HOUR + 1)) == (None, Role.EDITOR)
        assert roster.refused == []


@pytest.mark.parametrize("ends", [True, False], ids=["revoke", "grant"])
def test_a_statement_that_lost_a_race_to_a_newer_one_is_made_anew(
    organisation: Organisation,
    journal: bytes,
    let_it_be: SetTo,
    ends: bool,  # noqa: FBT001 - a parameter of pytest's
) -> None:
    deputy, editor = organisation.desk("deputy").open(), organisation.account("editor")
    with organisation.desk("coordinator").open().at_work() as session:
        let_it_be(HOUR + 1)
        grant(session, journal, organisation.credentials("other").handle, Terms(Role.VIEWER))
    let_it_be(HOUR)  # the deputy's clock is some seconds behind, over the end of an hour
    with deputy.at_work() as session:
        if ends:
            assert revoke(session, journal, editor)
            rotate(session, journal)
            assert not rotations_owed(session, [journal])
        else:
            grant(session, journal, organisation.credentials("collector").handle, Terms(Role.EDITOR))
    with organisation.desk("coordinator").open().at_work() as session:
        assert session.aside == []
        assert roster_of(session, journal).role_of(editor, HOUR + 1) is (None if ends else Role.EDITOR)
        collector = roster_of(session, journal).role_of(organisation.account("collector"), HOUR + 1)
        assert collector is (Role.COLLECTOR if ends else Role.EDITOR)
    if ends:
        is_locked_out(organisation, journal, "editor")


def test_a_rotation_under_a_clock_that_runs_ahead_ends_no_grant_for_good(
    organisation: Organisation, journal: bytes, let_it_be: SetTo
) -> None:
    """Who had an end that has not come is let out of the new epoch, is owed its keys, and holds the grant still."""
    other = organisation.account("other")
    with organisation.desk("coordinator").open().at_work() as session:
        revoke(session, journal, other)
        rotate(session, journal)
        grant(session, journal, organisation.credentials("other").handle, Terms(Role.EDITOR, not_after=LAST))
        let_it_be(AHEAD)
        rotate(session, journal)
        let_it_be(HOUR + 1)
        roster = roster_of(session, journal)
        assert roster.role_of(other, HOUR + 1) is Role.EDITOR
        assert not rotations_owed(session, [journal])
        grant(session, journal, organisation.credentials("other").handle, Terms(Role.EDITOR, not_after=LAST))
        assert len(roster_of(session, journal).grants[other]) == 1  # the same grant: only its letter went again
    again = organisation.desk("other").open()
    assert again.session.may(Role.EDITOR, journal)
    assert again.session.aside == []


def stale_revocation(organisation: Organisation, journal: bytes, by: str) -> Revocation:
    """Return the end of the editor's grants, in a place that is taken: no roster takes it."""
    with organisation.desk(by).open().at_work() as session:
        held = roster_of(session, journal).grants[organisation.account("editor")]
        return Revocation(
            **{**roster_of(session, journal).place(since=HOUR, by=session.account), "number": 1},
            account=organisation.account("editor"),
            grants=[one.digest() for one in held],
        ).sign(session.keyring.account.signing)


def test_a_statement_that_no_desk_would_believe_is_not_written(organisation: Organisation, journal: bytes) -> None:
    op = Op("revocation", 9, {**statement_fields(stale_revocation(organisation, journal, "deputy")), "epoch": 0})
    with organisation.desk("deputy").open().at_work() as session:
        before = session.ledgers[journal].link
        with pytest.raises(NotBelievedError):
            write(session, journal, "revoke", [(9, [op])])
        assert session.ledgers[journal].link == before
        assert not rotations_owed(session, [journal])


def test_no_new_keys_go_out_while_a_removal_lies_there_that_nobody_believes(
    organisation: Organisation, journal: bytes
) -> None:
    """An editor who was removed lays a snapshot with the revocation spoiled, before the keys are changed."""
    editor, spoiled = organisation.account("editor"), stale_revocation(organisation, journal, "deputy")
    removed = organisation.desk("editor").open()
    with organisation.desk("deputy").open().at_work() as session:
        assert revoke(session, journal, editor)
    with removed.at_work() as session, without_asking():
        lie = {9: {**statement_fields(spoiled), "epoch": 0}}
        lay(session, journal, lambda state: state.records.update(revocation=lie))
    with organisation.desk("coordinator").open().at_work() as session:
        assert rotations_owed(session, [journal])
        before = session.ledgers[journal].bundle.epoch
        with pytest.raises(NotCountedError) as told:
            rotate(session, journal)
        assert told.value.accounts == {editor}
        assert session.ledgers[journal].bundle.epoch == before
        assert revoke(session, journal, editor)
        rotate(session, journal)
        assert not rotations_owed(session, [journal])
    is_locked_out(organisation, journal, "editor")


def test_a_change_of_access_that_is_dated_ahead_is_told(
    organisation: Organisation, journal: bytes, let_it_be: SetTo
) -> None:
    with organisation.desk("coordinator").open().at_work() as session:
        let_it_be(HOUR + CLOCKS_DIFFER + 1)
        grant(session, journal, organisation.credentials("collector").handle, Terms(Role.EDITOR))
        assert kept_aside(session) == []
    let_it_be(HOUR)
    with organisation.desk("viewer").open().at_work() as session:
        assert kept_aside(session) == [KeptAside(DISTRICT, OF_A_JOURNAL, Cause.AHEAD)]
        assert roster_of(session, journal).role_of(organisation.account("collector"), HOUR) is Role.EDITOR
    let_it_be(HOUR + 1)
    with organisation.desk("viewer").open().at_work() as session:
        assert kept_aside(session) == []
