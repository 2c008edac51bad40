"""An account goes on with new keys: handovers, and the statement in a roster that lets the new key count."""

from __future__ import annotations

import msgspec
import pytest

from busel.registry.member import Handover, Member, key_after
from busel.registry.roles import Role
from busel.registry.roster import Roster
from busel.registry.statements import BY_ROOT, NewKey
from busel.vault.entropy import new_id
from busel.vault.sign import SigningKey
from factories.rosters import ORGANISATION, ROOT_KEY, Person, founded

SEALING = b"s" * 1216


def handover(person: Person, new: SigningKey, *, number: int = 1, by: SigningKey | None = None) -> Handover:
    before = by or person.key
    return Handover(
        organisation=ORGANISATION,
        account=person.id,
        number=number,
        before=before.public,
        signing=new.public,
        sealing=SEALING,
    ).sign(before)


def stated(
    roster: Roster, by: Person, whom: Person, hour: int, *handovers: Handover, key: SigningKey | None = None
) -> NewKey:
    place = roster.place(since=hour, by=by.id)
    return NewKey(**place, account=whom.id, handovers=list(handovers)).sign(key or by.key)


def member(person: Person, *handovers: Handover, key: SigningKey | None = None) -> Member:
    signing = key or person.key
    return Member(
        organisation=ORGANISATION,
        account=person.id,
        signing=signing.public,
        sealing=SEALING,
        mailbox=new_id(),
        deposit=b"d" * 32,
        handle="amber-otter",
        handovers=list(handovers),
    ).sign(signing)


class Taken:
    """Anna coordinates and has let Boris in, whose account was taken; he has other keys."""

    def __init__(self, role: Role = Role.EDITOR) -> None:
        self.anna, self.boris, self.new = Person(), Person(), SigningKey.new()
        self.roster, _first = founded(self.anna)
        self.grant = self.anna.grants(self.roster, self.boris, role, 101)
        assert self.roster.take(self.grant)
        self.handover = handover(self.boris, self.new)

    def let_go(self) -> None:
        assert self.roster.take(self.anna.revokes(self.roster, self.boris, 103, self.grant))


def test_after_the_statement_only_the_new_key_signs_and_the_old_one_is_remembered() -> None:
    taken = Taken()
    taken.let_go()
    assert taken.roster.take(stated(taken.roster, taken.anna, taken.boris, 103, taken.handover))
    assert taken.roster.keys[taken.boris.id] == taken.new.public
    assert taken.roster.keys_of(taken.boris.id) == (taken.boris.key.public, taken.new.public)
    old = taken.anna.grants(taken.roster, taken.boris, Role.EDITOR, 104)
    assert not taken.roster.take(old)
    new = taken.anna.grants(taken.roster, taken.boris, Role.EDITOR, 104, signing=taken.new.public)
    assert taken.roster.take(new)
    assert taken.roster.may(taken.boris.id, "edit_contact", 104)


def test_what_is_held_must_have_ended_before() -> None:
    taken = Taken()
    assert not taken.roster.take(stated(taken.roster, taken.anna, taken.boris, 103, taken.handover))
    assert taken.roster.keys_of(taken.boris.id) == (taken.boris.key.public,)


def test_no_coordinator_alone_puts_an_own_key_in_anothers_place() -> None:
    taken, forger = Taken(), SigningKey.new()
    taken.let_go()
    lies = [
        [handover(taken.boris, forger, by=taken.anna.key)],
        [handover(taken.boris, forger, by=forger)],
        [msgspec.structs.replace(taken.handover, signing=forger.public)],
        [msgspec.structs.replace(handover(taken.boris, forger, by=forger), before=taken.boris.key.public)],
        [msgspec.structs.replace(taken.handover, account=taken.anna.id).sign(taken.boris.key)],
        [msgspec.structs.replace(taken.handover, organisation=new_id()).sign(taken.boris.key)],
        [taken.handover, handover(taken.boris, forger, number=2, by=forger)],
        [],
    ]
    for lie in lies:
        assert not taken.roster.take(stated(taken.roster, taken.anna, taken.boris, 103, *lie)), lie
    assert taken.roster.take(stated(taken.roster, taken.anna, taken.boris, 103, taken.handover))


@pytest.mark.parametrize("role", [Role.COLLECTOR, Role.VIEWER, Role.EDITOR])
def test_only_a_coordinator_states_it(role: Role) -> None:
    taken, clara = Taken(), Person()
    assert taken.roster.take(taken.anna.grants(taken.roster, clara, role, 102))
    taken.let_go()
    assert not taken.roster.take(stated(taken.roster, clara, taken.boris, 103, taken.handover))
    assert not taken.roster.take(stated(taken.roster, taken.boris, taken.boris, 103, taken.handover))


def test_a_key_that_an_account_had_once_never_comes_back() -> None:
    taken = Taken()
    taken.let_go()
    assert taken.roster.take(stated(taken.roster, taken.anna, taken.boris, 103, taken.handover))
    back = handover(taken.boris, taken.boris.key, number=2, by=taken.new)
    assert not taken.roster.take(stated(taken.roster, taken.anna, taken.boris, 104, back))


def test_a_division_that_missed_one_change_goes_on_by_both_handovers() -> None:
    taken, third = Taken(), SigningKey.new()
    taken.let_go()
    second = handover(taken.boris, third, number=2, by=taken.new)
    assert not taken.roster.take(stated(taken.roster, taken.anna, taken.boris, 103, second))
    assert taken.roster.take(stated(taken.roster, taken.anna, taken.boris, 103, taken.handover, second))
    assert taken.roster.keys[taken.boris.id] == third.public


def test_the_root_states_it_as_everything() -> None:
    taken = Taken()
    taken.let_go()
    place = taken.roster.place(since=103, by=BY_ROOT)
    assert taken.roster.take(NewKey(**place, account=taken.boris.id, handovers=[taken.handover]).sign(ROOT_KEY))


def test_who_coordinates_alone_states_it_of_itself_with_the_key_before() -> None:
    anna, new = Person(), SigningKey.new()
    roster, _first = founded(anna)
    handed = handover(anna, new)
    assert not roster.take(stated(roster, anna, anna, 103, handed, key=new))
    assert roster.take(stated(roster, anna, anna, 103, handed))
    assert roster.keys[anna.id] == new.public
    assert roster.role_of(anna.id, 104) is Role.COORDINATOR
    boris = Person()
    assert not roster.take(anna.grants(roster, boris, Role.VIEWER, 104))
    anna.key = new
    assert roster.take(anna.grants(roster, boris, Role.VIEWER, 104))


def test_where_another_one_coordinates_nobody_states_it_of_itself() -> None:
    anna, boris, new = Person(), Person(), SigningKey.new()
    roster, _first = founded(anna, boris)
    assert not roster.take(stated(roster, anna, anna, 103, handover(anna, new)))
    assert roster.take(boris.revokes(roster, anna, 103, *roster.grants[anna.id]))
    assert roster.take(stated(roster, boris, anna, 103, handover(anna, new)))


def test_a_coordinator_whose_keys_were_changed_leaves_a_next_certificate_owed() -> None:
    taken = Taken(Role.COORDINATOR)
    taken.let_go()
    assert taken.roster.take(stated(taken.roster, taken.anna, taken.boris, 103, taken.handover))
    again = taken.anna.grants(taken.roster, taken.boris, Role.COORDINATOR, 103, signing=taken.new.public)
    assert taken.roster.take(again)
    assert taken.roster.needs_certificate(0, 104)
    assert taken.roster.take(taken.anna.begins(taken.roster, 1, 105, certificate=1))
    assert not taken.roster.needs_certificate(1, 106)


def test_who_never_coordinated_leaves_none_owed() -> None:
    taken = Taken()
    taken.let_go()
    assert taken.roster.take(stated(taken.roster, taken.anna, taken.boris, 103, taken.handover))
    assert not taken.roster.needs_certificate(0, 104)


def test_deputies_end_with_the_grants_of_one_of_them() -> None:
    taken, clara = Taken(), Person()
    assert taken.roster.take(taken.anna.grants(taken.roster, clara, Role.EDITOR, 101))
    assert taken.roster.take(taken.anna.names(taken.roster, taken.boris, clara, 102))
    taken.let_go()
    assert taken.roster.deputies() == {}


def test_a_member_is_sound_with_a_whole_chain_of_handovers_only() -> None:
    boris, new, third = Person(), SigningKey.new(), SigningKey.new()
    first, second = handover(boris, new), handover(boris, third, number=2, by=new)
    assert member(boris).is_sound()
    assert (member(boris).number, member(boris, first, key=new).number) == (0, 1)
    assert member(boris, first, key=new).is_sound()
    assert member(boris, first, second, key=third).is_sound()
    unsound = [
        member(boris, first, key=third),
        member(boris, second, key=third),
        member(boris, second, first, key=new),
        member(boris, first, first, key=new),
        member(Person(), first, key=new),
        member(boris, msgspec.structs.replace(first, sealing=b"other").sign(boris.key), key=new),
        member(boris, msgspec.structs.replace(first, number=0).sign(boris.key), key=new),
        msgspec.structs.replace(member(boris, first, key=new), handovers=[]),
        msgspec.structs.replace(member(boris, first, key=new), handle="another"),
    ]
    assert [one.is_sound() for one in unsound] == [False] * len(unsound)
    assert member(boris, first, key=new).comes_after(boris.key.public)
    assert not member(boris, first, key=new).comes_after(new.public)


def test_without_handovers_a_member_is_signed_as_it_was_before_there_were_any() -> None:
    plain = member(Person())
    assert plain.words().count(b"busel/1 sign member") == 1
    assert plain.words().endswith(b"amber-otter")


def test_handovers_lead_from_any_key_on_the_way() -> None:
    boris, new, third = Person(), SigningKey.new(), SigningKey.new()
    chain = [handover(boris, new), handover(boris, third, number=2, by=new)]
    whose = {"organisation": ORGANISATION, "account": boris.id}
    assert key_after(chain, known=boris.key.public, **whose) == third.public
    assert key_after(chain, known=new.public, **whose) == third.public
    assert key_after(chain, known=third.public, **whose) is None
    assert key_after([], known=new.public, **whose) is None
