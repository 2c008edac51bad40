"""The roster: who holds what, by statements alone; what is forged, played again or out of order is not believed."""

from __future__ import annotations

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from busel.registry.deeds import DEEDS, needed
from busel.registry.roles import Role
from busel.registry.roster import Roster
from busel.registry.stated_hours import CLOCKS_DIFFER, ahead_of
from busel.registry.statements import BY_DIVISION_KEY, BY_ROOT, InRoster, Revocation
from busel.vault.entropy import new_id
from busel.vault.sign import SigningKey
from factories.rosters import DIVISION_KEY, ROOT_KEY, Person, empty, founded, granted


def test_a_coordinator_lets_in_and_lets_go() -> None:
    anna, boris = Person(), Person()
    roster, _first = founded(anna)
    grant = anna.grants(roster, boris, Role.EDITOR, 101)
    assert roster.take(grant)
    assert roster.may(boris.id, "edit_contact", 102)
    assert not roster.may(boris.id, "grant", 102)
    assert roster.take(anna.revokes(roster, boris, 103, grant))
    assert roster.role_of(boris.id, 103) is None
    assert roster.keys[boris.id] == boris.key.public  # old deeds stay true


def test_a_grant_ends_with_its_hour() -> None:
    anna, boris = Person(), Person()
    roster, _first = founded(anna)
    assert roster.take(anna.grants(roster, boris, Role.VIEWER, 101, not_after=110))
    assert [roster.role_of(boris.id, hour) for hour in (110, 111)] == [Role.VIEWER, None]
    assert set(roster.in_force(110)) == {anna.id, boris.id}
    assert set(roster.in_force(111)) == {anna.id}


@pytest.mark.parametrize("role", [Role.COLLECTOR, Role.VIEWER, Role.EDITOR])
def test_only_coordinators_let_in(role: Role) -> None:
    anna, boris, clara = Person(), Person(), Person()
    roster, _first = founded(anna)
    assert roster.take(anna.grants(roster, boris, role, 101))
    statement = boris.grants(roster, clara, Role.VIEWER, 102)
    assert not roster.take(statement)
    assert roster.refused == [statement]


def test_who_was_let_go_lets_nobody_in_not_even_under_an_older_hour() -> None:
    anna, boris, clara = Person(), Person(), Person()
    roster, _first = founded(anna)
    grant = anna.grants(roster, boris, Role.COORDINATOR, 101)
    assert roster.take(grant)
    assert roster.take(anna.revokes(roster, boris, 105, grant))
    for hour in (101, 104, 105, 106):
        assert not roster.take(boris.grants(roster, clara, Role.VIEWER, hour))


def test_a_grant_that_ended_is_not_played_again() -> None:
    anna, boris = Person(), Person()
    roster, _first = founded(anna)
    grant = anna.grants(roster, boris, Role.EDITOR, 105)
    assert roster.take(grant)
    assert roster.take(anna.revokes(roster, boris, 105, grant))
    assert not roster.take(grant)
    assert roster.take(anna.grants(roster, boris, Role.EDITOR, 105))
    assert roster.role_of(boris.id, 105) is Role.EDITOR


def test_a_member_has_one_key_for_ever() -> None:
    anna, boris = Person(), Person()
    roster, _first = founded(anna)
    assert roster.take(anna.grants(roster, boris, Role.EDITOR, 101))
    assert not roster.take(anna.grants(roster, boris, Role.EDITOR, 102, signing=SigningKey.new().public))
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
        {"number": 0},
        {"number": 2},
        {"previous": bytes(32)},
        {"signature": bytes(64)},
    ],
    ids=lambda change: next(iter(change)),
)
def test_no_changed_field_of_a_grant_is_believed(change: dict[str, object]) -> None:
    anna, boris = Person(), Person()
    roster, _first = founded(anna)
    grant = msgspec.structs.replace(anna.grants(roster, boris, Role.VIEWER, 101), **change)
    assert not roster.take(grant)
    assert roster.grants.get(boris.id) is None


def test_another_division_or_organisation_does_not_lend_its_statements() -> None:
    anna, boris = Person(), Person()
    roster, _first = founded(anna)
    for where in ({"division": new_id()}, {"organisation": new_id()}):
        assert not roster.take(anna.grants(roster, boris, Role.VIEWER, 101, **where))


@settings(max_examples=40)
@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3), st.sampled_from(list(Role)[:4]), st.booleans())))
def test_a_snapshots_roster_is_the_tails(steps: list[tuple[int, int, Role, bool]]) -> None:
    """Whatever was granted and revoked by whomever, under whatever clocks: read in any order it is the same roster."""
    people = [Person() for _ in range(4)]
    roster, _first = founded(people[0])
    for who, whom, role, ends in steps:
        held, hour = roster.grants.get(people[whom].id, []), 300 - 50 * who  # four clocks, days apart
        if ends:
            roster.take(people[who].revokes(roster, people[whom], hour, *held))
        else:
            roster.take(people[who].grants(roster, people[whom], role, hour))
    again = empty()
    again.take_all(reversed(roster.statements))
    assert (again.grants, again.keys, again.tip, again.refused) == (roster.grants, roster.keys, roster.tip, [])


def chain_of_five() -> tuple[Roster, Person]:
    anna, boris, clara = Person(), Person(), Person()
    roster, _first = founded(anna)
    grant = anna.grants(roster, boris, Role.EDITOR, 101)
    roster.take(grant)
    roster.take(anna.revokes(roster, boris, 102, grant))
    roster.take(anna.grants(roster, clara, Role.VIEWER, 103))
    roster.take(anna.begins(roster, 1, 104))
    return roster, boris


@pytest.mark.parametrize("left_out", range(5))
def test_whoever_leaves_a_statement_out_loses_all_after_it_and_who_remembers_the_end_sees_it(left_out: int) -> None:
    roster, boris = chain_of_five()
    assert len(roster.statements) == 5
    cut = empty()
    cut.take_all([one for number, one in enumerate(roster.statements) if number != left_out])
    assert len(cut.statements) == left_out
    assert cut.refused == roster.statements[left_out + 1 :]
    assert not cut.passes(roster.tip)
    assert roster.passes(roster.tip)
    assert roster.role_of(boris.id, 105) is None


def test_two_statements_do_not_change_places_and_none_comes_from_another_chain() -> None:
    roster, _boris = chain_of_five()
    for one in range(4):
        statements: list[InRoster] = list(roster.statements)
        renumbered = msgspec.structs.replace(statements[one], number=one + 1)
        statements[one] = msgspec.structs.replace(statements[one + 1], number=one)
        statements[one + 1] = renumbered
        swapped = empty()
        swapped.take_all(statements)
        assert swapped.statements == roster.statements[:one]
    other, _ = chain_of_five()
    mixed = empty()
    mixed.take_all([*roster.statements[:2], *other.statements[2:]])
    assert mixed.statements == roster.statements[:2]


def test_the_divisions_key_lets_in_at_the_founding_only() -> None:
    anna, boris = Person(), Person()
    roster, _first = founded(anna)
    assert roster.take(granted(roster, boris, Role.EDITOR, 100).sign(DIVISION_KEY))
    assert roster.take(anna.begins(roster, 1, 101))
    assert not roster.take(granted(roster, Person(), Role.EDITOR, 102).sign(DIVISION_KEY))
    place = roster.place(since=102, by=BY_DIVISION_KEY)
    assert not roster.take(Revocation(**place, account=anna.id, grants=[]).sign(DIVISION_KEY))


def test_the_root_lets_in_at_any_time_and_nobody_else_in_its_name() -> None:
    anna, boris = Person(), Person()
    roster, _first = founded(anna, signatures=2)
    for key, believed in ((anna.key, False), (DIVISION_KEY, False), (ROOT_KEY, True)):
        assert roster.take(granted(roster, boris, Role.COORDINATOR, 500, by=BY_ROOT).sign(key)) is believed


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
    assert roster.take(anna.grants(roster, boris, Role.EDITOR, 101))
    assert roster.may_fold(boris.id, 102, new_epoch=False)
    assert not roster.may_fold(boris.id, 102, new_epoch=True)
    assert roster.may_fold(anna.id, 102, new_epoch=True)


@pytest.mark.parametrize(
    ("epoch", "certificate", "is_believed"),
    [
        (3, 1, True),
        (5, 4, True),
        (5, 5, False),
        (6, 1, False),
        (2**32 - 1, 1, False),
        (2, 1, False),
        (1, 1, False),
        (3, 0, False),
        (4, 2**32 - 1, False),
    ],
)
def test_an_epoch_is_stated_once_it_has_begun_with_no_more_new_certificates_than_epochs(
    epoch: int, certificate: int, *, is_believed: bool
) -> None:
    anna = Person()
    roster, _first = founded(anna)
    roster.epoch = 5
    assert roster.take(anna.begins(roster, 2, 101, certificate=1))
    assert roster.take(anna.begins(roster, epoch, 102, certificate=certificate)) is is_believed


def test_where_the_journals_epoch_is_not_known_only_the_numbers_are_bounded() -> None:
    anna = Person()
    roster, _first = founded(anna)
    assert roster.take(anna.begins(roster, 9, 101, certificate=9))
    assert not roster.take(anna.begins(roster, 12, 101, certificate=13))


def test_nobody_goes_behind_what_they_said_before() -> None:
    anna, boris, clara = Person(), Person(), Person()
    roster, _first = founded(anna, clara)
    grant = anna.grants(roster, boris, Role.COORDINATOR, 200, not_after=300)
    assert roster.take(grant)
    assert roster.take(boris.grants(roster, clara, Role.EDITOR, 290))
    back = msgspec.structs.replace(boris.revokes(roster, clara, 290), since=289).sign(boris.key)
    assert not roster.take(back)
    assert boris.revokes(roster, clara, 280).since == 290  # an honest desk's clock was put right meanwhile
    assert roster.take(anna.revokes(roster, boris, 201, grant))  # others have clocks of their own


def test_nobody_states_anything_of_a_time_before_they_coordinated() -> None:
    anna, boris, clara = Person(), Person(), Person()
    roster, _first = founded(anna)
    assert roster.take(anna.grants(roster, boris, Role.COORDINATOR, 200))
    assert not roster.take(boris.grants(roster, clara, Role.EDITOR, 200 - CLOCKS_DIFFER - 1))
    assert roster.take(boris.grants(roster, clara, Role.EDITOR, 200 - CLOCKS_DIFFER))


def test_an_hour_that_has_not_come_counts_for_everybody_and_is_told() -> None:
    anna, boris = Person(), Person()
    roster, _first = founded(anna)
    grant = anna.grants(roster, boris, Role.EDITOR, 1000)
    assert roster.take(grant)
    assert list(ahead_of(roster, 1000 - CLOCKS_DIFFER - 1)) == [grant]
    assert list(ahead_of(roster, 1000 - CLOCKS_DIFFER)) == []
    again = empty()
    again.take_all(roster.statements)
    assert again.tip == roster.tip


def test_an_epoch_bears_the_hour_of_its_switch_whoever_notes_it_later() -> None:
    anna, clara = Person(), Person()
    roster, _first = founded(anna)
    assert roster.take(anna.grants(roster, clara, Role.COORDINATOR, 300))
    late = msgspec.structs.replace(anna.begins(roster, 1, 300), since=250).sign(anna.key)
    assert roster.take(late)
