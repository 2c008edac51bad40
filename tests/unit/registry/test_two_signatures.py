"""Where two coordinators sign a grant; and what is owed after somebody was let go."""

from __future__ import annotations

import pytest

from busel.registry.roles import Role
from factories.rosters import Person, founded


def test_where_two_sign_a_grant_by_one_is_not_believed() -> None:
    anna, boris, clara = Person(), Person(), Person()
    roster, _first = founded(anna, boris, signatures=2)
    assert not roster.take(anna.grants(roster, clara, Role.VIEWER, 101))
    proposal = anna.proposes(roster, clara, Role.VIEWER, 101)
    assert not roster.take(anna.grants(roster, clara, Role.VIEWER, 101, id=proposal.id, proposal=proposal))
    assert roster.take(boris.grants(roster, clara, Role.VIEWER, 101, id=proposal.id, proposal=proposal))
    assert roster.role_of(clara.id, 102) is Role.VIEWER


@pytest.mark.parametrize(
    "other",
    [{"role": Role.COORDINATOR}, {"not_after": 900}, {"from_epoch": 2}, {"may_export": True}, {"id": bytes(16)}],
    ids=lambda other: next(iter(other)),
)
def test_the_second_coordinator_changes_no_terms(other: dict[str, object]) -> None:
    anna, boris, clara = Person(), Person(), Person()
    roster, _first = founded(anna, boris, signatures=2)
    proposal = anna.proposes(roster, clara, Role.VIEWER, 101)
    fields = {"role": Role.VIEWER, "id": proposal.id, **other}
    assert not roster.take(boris.grants(roster, clara, hour=101, proposal=proposal, **fields))


def test_a_proposal_is_a_coordinators_and_makes_one_grant() -> None:
    anna, boris, clara, dasha = Person(), Person(), Person(), Person()
    roster, _first = founded(anna, boris, signatures=2)
    by_nobody = clara.proposes(roster, clara, Role.COORDINATOR, 101)
    assert not roster.take(boris.grants(roster, clara, Role.COORDINATOR, 101, id=by_nobody.id, proposal=by_nobody))
    proposal = anna.proposes(roster, dasha, Role.EDITOR, 101)
    grant = boris.grants(roster, dasha, Role.EDITOR, 101, id=proposal.id, proposal=proposal)
    assert roster.take(grant)
    assert roster.take(anna.revokes(roster, dasha, 102, grant))
    assert not roster.take(boris.grants(roster, dasha, Role.EDITOR, 103, id=proposal.id, proposal=proposal))


@pytest.mark.parametrize("gone", [0, 1], ids=["whom it lets in", "who proposed it"])
def test_a_proposal_is_over_once_the_account_or_who_proposed_it_was_let_go(gone: int) -> None:
    """Chain order decides: the removal, the proposal and the late grant are all of one hour, or of any."""
    anna, boris, clara, dasha = Person(), Person(), Person(), Person()
    roster, first = founded(anna, boris, clara, signatures=2)
    kept, used = (anna.proposes(roster, dasha, role, 101) for role in (Role.VIEWER, Role.EDITOR))
    grant = boris.grants(roster, dasha, Role.EDITOR, 101, id=used.id, proposal=used)
    assert roster.take(grant)
    assert roster.take(clara.revokes(roster, (dasha, anna)[gone], 101, (grant, first[0])[gone]))
    if gone == 1:  # and she is let in again
        again = boris.proposes(roster, anna, Role.COORDINATOR, 101)
        assert roster.take(clara.grants(roster, anna, Role.COORDINATOR, 101, id=again.id, proposal=again))
    assert not roster.still_counts(kept)
    for hour in (101, 100, 9999):
        assert not roster.take(boris.grants(roster, dasha, Role.VIEWER, hour, id=kept.id, proposal=kept))
    anew = anna.proposes(roster, dasha, Role.VIEWER, 101)
    assert roster.take(boris.grants(roster, dasha, Role.VIEWER, 101, id=anew.id, proposal=anew))


def test_a_proposal_outlives_what_concerns_others() -> None:
    anna, boris, clara, dasha = Person(), Person(), Person(), Person()
    roster, first = founded(anna, boris, clara, signatures=2)
    kept = anna.proposes(roster, dasha, Role.VIEWER, 101)
    assert roster.take(anna.revokes(roster, clara, 102, first[2]))
    assert roster.take(anna.begins(roster, 1, 102))
    assert roster.take(boris.grants(roster, dasha, Role.VIEWER, 103, id=kept.id, proposal=kept))


@pytest.mark.parametrize("end", [{"number": 9}, {"previous": bytes(32)}, {"number": 1}], ids=str)
def test_a_proposal_names_an_end_that_the_roster_had(end: dict[str, object]) -> None:
    """Else it could name one that has not come, and outlive every removal until then."""
    anna, boris, clara = Person(), Person(), Person()
    roster, _first = founded(anna, boris, signatures=2)
    proposal = anna.proposes(roster, clara, Role.VIEWER, 101, **end)
    assert not roster.take(boris.grants(roster, clara, Role.VIEWER, 101, id=proposal.id, proposal=proposal))


# Deputies


def test_where_two_sign_one_names_no_deputies_whom_two_did_not_let_in() -> None:
    anna, boris, clara, dasha = Person(), Person(), Person(), Person()
    roster, _first = founded(anna, boris, signatures=2)
    assert not roster.take(anna.names(roster, clara, dasha, 101))
    for whom in (clara, dasha):
        proposal = anna.proposes(roster, whom, Role.COLLECTOR, 101)
        assert roster.take(boris.grants(roster, whom, Role.COLLECTOR, 101, id=proposal.id, proposal=proposal))
    assert not roster.take(anna.names(roster, clara, anna, 102))
    false = Person()
    false.id = dasha.id
    assert not roster.take(anna.names(roster, clara, false, 102))
    assert roster.take(anna.names(roster, clara, dasha, 102))
    assert roster.deputies().keys() == {clara.id, dasha.id}


def test_deputies_end_with_one_of_them_and_with_who_named_them() -> None:
    for gone in range(3):
        anna, boris, clara, dasha = Person(), Person(), Person(), Person()
        roster, _first = founded(anna, boris)
        assert roster.take(boris.grants(roster, clara, Role.VIEWER, 101))
        assert roster.take(boris.grants(roster, dasha, Role.VIEWER, 101))
        assert roster.take(anna.names(roster, clara, dasha, 102))
        whom = (anna, clara, dasha)[gone]
        [held] = roster.grants[whom.id]
        assert roster.take(boris.revokes(roster, whom, 103, held))
        assert roster.deputies() == {}
        proposal = dasha.proposes(roster, clara, Role.COORDINATOR, 104)
        again = {"id": proposal.id, "proposal": proposal}
        assert not roster.take(clara.grants(roster, clara, Role.COORDINATOR, 104, **again))
        assert roster.take(boris.names(roster, clara, dasha, 105))
        assert roster.deputies().keys() == {clara.id, dasha.id}


# What is owed


def test_a_grant_that_ends_owes_new_keys_unless_it_was_over_when_they_were_made() -> None:
    anna, boris = Person(), Person()
    roster, _first = founded(anna)
    assert roster.take(anna.grants(roster, boris, Role.VIEWER, 101, not_after=110))
    [grant] = roster.grants[boris.id]
    assert [roster.ended_since(0, hour) for hour in (110, 111)] == [[], [grant]]
    assert roster.take(anna.begins(roster, 1, 110))  # in its last hour it got the keys
    assert roster.ended_since(1, 111) == [grant]
    assert roster.take(anna.begins(roster, 2, 111))
    assert roster.ended_since(2, 9999) == []
    assert roster.role_of(boris.id, 105) is Role.VIEWER  # nothing was stated about it


def test_a_coordinators_end_owes_a_certificate_until_one_was_made_after_it() -> None:
    anna, boris, clara = Person(), Person(), Person()
    roster, first = founded(anna, boris)
    assert not roster.needs_certificate(0, 101)
    assert roster.take(anna.begins(roster, 1, 101))
    assert roster.take(anna.revokes(roster, boris, 102, first[1]))
    assert roster.needs_certificate(0, 103)
    assert roster.take(anna.begins(roster, 2, 103))  # with the old certificate
    assert roster.needs_certificate(0, 104)
    assert roster.take(anna.begins(roster, 3, 104, certificate=1))
    assert not roster.needs_certificate(1, 105)
    assert roster.take(anna.grants(roster, clara, Role.COORDINATOR, 105, not_after=110))
    assert [roster.needs_certificate(1, hour) for hour in (110, 111)] == [False, True]
    assert roster.take(anna.begins(roster, 4, 111, certificate=2))
    assert not roster.needs_certificate(2, 112)
