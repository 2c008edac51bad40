"""The roster: who holds what, by statements alone; what is forged, played again or out of order is not believed."""

from __future__ import annotations

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from busel.registry.deeds import DEEDS, needed
from busel.registry.roles import Role
from busel.registry.roster import Roster
from busel.registry.statements import BY_DIVISION_KEY, Grant, Revocation
from busel.vault.entropy import new_id
from busel.vault.sign import SigningKey

ORGANISATION, DIVISION = new_id(), new_id()
DIVISION_KEY = SigningKey.new()


class Person:
    def __init__(self) -> None:
        self.id, self.key = new_id(), SigningKey.new()

    def grants(self, whom: Person, role: Role, hour: int, **other: object) -> Grant:
        return granted(whom, role, hour, by=self.id, **other).sign(self.key)

    def revokes(self, whom: Person, hour: int, *ended: Grant) -> Revocation:
        digests = [grant.digest() for grant in ended]
        return Revocation(
            organisation=ORGANISATION, division=DIVISION, account=whom.id, since=hour, grants=digests, by=self.id
        ).sign(self.key)


def granted(whom: Person, role: Role, hour: int, **other: object) -> Grant:
    fields = {
        "organisation": ORGANISATION,
        "id": new_id(),
        "division": DIVISION,
        "account": whom.id,
        "signing": whom.key.public,
        "role": role,
        "since": hour,
        "not_after": 0,
        "from_epoch": 0,
        "may_export": False,
        "by": BY_DIVISION_KEY,
    }
    return Grant(**{**fields, **other})  # type: ignore[arg-type]  # a test's own keywords


def founded(*coordinators: Person) -> tuple[Roster, list[Grant]]:
    roster = Roster(ORGANISATION, DIVISION, DIVISION_KEY.public)
    first = [granted(one, Role.COORDINATOR, 100).sign(DIVISION_KEY) for one in coordinators]
    assert [roster.take(one) for one in first] == [True] * len(first)
    return roster, first


def test_a_coordinator_lets_in_and_lets_go() -> None:
    anna, boris = Person(), Person()
    roster, _first = founded(anna)
    grant = anna.grants(boris, Role.EDITOR, 101)
    assert roster.take(grant)
    assert roster.may(boris.id, "edit_contact", 102)
    assert not roster.may(boris.id, "grant", 102)
    assert roster.take(anna.revokes(boris, 103, grant))
    assert roster.role_of(boris.id, 103) is None
    assert roster.keys[boris.id] == boris.key.public  # old deeds stay true


def test_a_grant_ends_with_its_hour() -> None:
    anna, boris = Person(), Person()
    roster, _first = founded(anna)
    assert roster.take(anna.grants(boris, Role.VIEWER, 101, not_after=110))
    assert [roster.role_of(boris.id, hour) for hour in (110, 111)] == [Role.VIEWER, None]
    assert set(roster.in_force(110)) == {anna.id, boris.id}
    assert set(roster.in_force(111)) == {anna.id}


@pytest.mark.parametrize("role", [Role.COLLECTOR, Role.VIEWER, Role.EDITOR])
def test_only_coordinators_let_in(role: Role) -> None:
    anna, boris, clara = Person(), Person(), Person()
    roster, _first = founded(anna)
    assert roster.take(anna.grants(boris, role, 101))
    statement = boris.grants(clara, Role.VIEWER, 102)
    assert not roster.take(statement)
    assert roster.refused == [statement]


def test_who_was_let_go_lets_nobody_in_not_even_under_an_older_hour() -> None:
    anna, boris, clara = Person(), Person(), Person()
    roster, _first = founded(anna)
    grant = anna.grants(boris, Role.COORDINATOR, 101)
    assert roster.take(grant)
    assert roster.take(anna.revokes(boris, 105, grant))
    for hour in (101, 104, 105, 106):
        assert not roster.take(boris.grants(clara, Role.VIEWER, hour))


def test_a_grant_that_ended_is_not_played_again() -> None:
    anna, boris = Person(), Person()
    roster, _first = founded(anna)
    grant = anna.grants(boris, Role.EDITOR, 105)
    assert roster.take(grant)
    assert roster.take(anna.revokes(boris, 105, grant))
    assert not roster.take(grant)
    assert roster.take(anna.grants(boris, Role.EDITOR, 105))
    assert roster.role_of(boris.id, 105) is Role.EDITOR


def test_a_member_has_one_key_for_ever() -> None:
    anna, boris = Person(), Person()
    roster, _first = founded(anna)
    assert roster.take(anna.grants(boris, Role.EDITOR, 101))
    assert not roster.take(anna.grants(boris, Role.EDITOR, 102, signing=SigningKey.new().public))
    assert roster.keys[boris.id] == boris.key.public


@pytest.mark.parametrize(
    "change",
    [
        {"organisation": bytes(16)},
        {"division": bytes(16)},
        {"account": bytes(16)},
        {"id": bytes(16)},
        {"role": Role.COORDINATOR},
        {"since": 102},
        {"not_after": 9999},
        {"from_epoch": 3},
        {"may_export": True},
        {"by": BY_DIVISION_KEY},
        {"signing": bytes(32)},
        {"signature": bytes(64)},
    ],
    ids=lambda change: next(iter(change)),
)
def test_no_changed_field_of_a_grant_is_believed(change: dict[str, object]) -> None:
    anna, boris = Person(), Person()
    roster, _first = founded(anna)
    grant = msgspec.structs.replace(anna.grants(boris, Role.VIEWER, 101), **change)
    assert not roster.take(grant)
    assert roster.grants.get(boris.id) is None


def test_another_division_or_organisation_does_not_lend_its_statements() -> None:
    anna, boris = Person(), Person()
    roster, _first = founded(anna)
    for where in ({"division": new_id()}, {"organisation": new_id()}):
        assert not roster.take(anna.grants(boris, Role.VIEWER, 101, **where))


def test_statements_that_lost_their_order_come_to_the_same() -> None:
    anna, boris, clara = Person(), Person(), Person()
    roster, first = founded(anna)
    statements: list[Grant | Revocation] = [anna.grants(boris, Role.COORDINATOR, 101)]
    statements.append(boris.grants(clara, Role.EDITOR, 101))
    statements.append(anna.revokes(boris, 103, statements[0]))  # type: ignore[arg-type]  # a grant
    for one in statements:
        assert roster.take(one)
    again = Roster(ORGANISATION, DIVISION, DIVISION_KEY.public)
    by_kind = sorted([*first, *statements], key=lambda one: isinstance(one, Revocation))
    again.take_all(by_kind)
    assert (again.grants, again.keys, again.ended, again.refused) == (roster.grants, roster.keys, roster.ended, [])


def test_in_a_snapshot_whom_the_divisions_key_revokes_has_still_revoked_before() -> None:
    anna, boris = Person(), Person()
    roster, first = founded(anna)
    grant = anna.grants(boris, Role.EDITOR, 101)
    ends = [anna.revokes(boris, 101, grant), anna.revokes(anna, 101, *first)]
    ends[1] = msgspec.structs.replace(ends[1], by=BY_DIVISION_KEY).sign(DIVISION_KEY)
    assert [roster.take(one) for one in (grant, *ends)] == [True] * 3
    again = Roster(ORGANISATION, DIVISION, DIVISION_KEY.public)
    again.take_all([*first, grant, *ends])
    assert (again.grants, again.refused) == (roster.grants, [])


@settings(max_examples=40)
@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3), st.sampled_from(list(Role)[:4]), st.booleans())))
def test_a_snapshots_roster_is_the_tails(steps: list[tuple[int, int, Role, bool]]) -> None:
    """Whatever was granted and revoked by whomever: read as records by kind, it comes to the same roster."""
    people = [Person() for _ in range(4)]
    roster, first = founded(people[0])
    taken: list[Grant | Revocation] = [*first]
    for hour, (who, whom, role, ends) in enumerate(steps, 101):
        held = roster.grants.get(people[whom].id, [])
        statement: Grant | Revocation
        if ends:
            statement = people[who].revokes(people[whom], hour // 2, *held)
        else:
            statement = people[who].grants(people[whom], role, hour // 2)
        if hour // 2 >= roster.newest and roster.take(statement):
            taken.append(statement)
    again = Roster(ORGANISATION, DIVISION, DIVISION_KEY.public)
    grants = [one for one in taken if isinstance(one, Grant)]
    again.take_all([*grants, *(one for one in taken if isinstance(one, Revocation))])
    assert {account: held for account, held in again.grants.items() if held} == {
        account: held for account, held in roster.grants.items() if held
    }
    assert again.keys == roster.keys


def test_roles_cover_those_below_and_administrators_cover_no_division() -> None:
    ranked = [Role.COLLECTOR, Role.VIEWER, Role.EDITOR, Role.COORDINATOR]
    for higher, one in enumerate(ranked):
        assert [one.covers(other) for other in ranked] == [lower <= higher for lower in range(4)]
        assert not Role.ADMINISTRATOR.covers(one)
        assert not one.covers(Role.ADMINISTRATOR)
    assert [role for role in Role if role.reads] == [Role.VIEWER, Role.EDITOR, Role.COORDINATOR, Role.ADMINISTRATOR]


def test_a_deed_that_is_not_in_the_table_nobody_may() -> None:
    anna = Person()
    roster, _first = founded(anna)
    assert needed("conquer") is None
    assert not roster.may(anna.id, "conquer", 101)
    assert all(roster.may(anna.id, deed, 101) == (role in list(Role)[:4]) for deed, role in DEEDS.items())


def test_only_coordinators_begin_an_epoch() -> None:
    anna, boris = Person(), Person()
    roster, _first = founded(anna)
    assert roster.take(anna.grants(boris, Role.EDITOR, 101))
    assert roster.may_fold(boris.id, 102, new_epoch=False)
    assert not roster.may_fold(boris.id, 102, new_epoch=True)
    assert roster.may_fold(anna.id, 102, new_epoch=True)
