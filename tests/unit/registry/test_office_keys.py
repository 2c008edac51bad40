"""New keys in commons and office, stated by another administrator; and of auditors, by both signatures."""

from __future__ import annotations

import msgspec

from busel.registry.auditor_keys import AuditorKey, sealing_key
from busel.registry.member import Handover
from busel.registry.roles import Role
from busel.registry.roster import Roster
from busel.registry.statements import BY_DIVISION_KEY, Auditor, Grant, NewKey
from busel.vault.entropy import new_id
from busel.vault.sign import SigningKey
from busel.vault.wrap import OpeningKey
from factories.rosters import ORGANISATION, ROOT_KEY, Person
from unit.registry.test_new_keys import handover

HOUR = 100


class Office:
    """Anna and Boris administrate; his account was taken, and he has other keys."""

    def __init__(self) -> None:
        self.anna, self.boris, self.new = Person(), Person(), SigningKey.new()
        root = ROOT_KEY.public
        self.roster = Roster(ORGANISATION, new_id(), root, root)
        for one in (self.anna, self.boris):
            assert self.roster.take(self.granted(one))
        self.handover = handover(self.boris, self.new)

    def granted(self, who: Person, *, by: bytes = BY_DIVISION_KEY, key: SigningKey = ROOT_KEY) -> Grant:
        return Grant(
            **self.roster.place(since=HOUR, by=by),
            id=new_id(),
            account=who.id,
            signing=who.key.public,
            role=Role.ADMINISTRATOR,
            not_after=0,
            from_epoch=0,
            may_export=False,
        ).sign(key)

    def stated(
        self, by: Person, *handovers: Handover, whom: Person | None = None, key: SigningKey | None = None
    ) -> NewKey:
        place = self.roster.place(since=HOUR + 1, by=by.id)
        account = (whom or self.boris).id
        return NewKey(**place, account=account, handovers=list(handovers)).sign(key or by.key)


def test_after_another_administrators_statement_the_grants_stay_and_only_the_new_key_signs() -> None:
    office = Office()
    assert office.roster.take(office.stated(office.anna, office.handover))
    assert office.roster.keys[office.boris.id] == office.new.public
    assert office.roster.keys_of(office.boris.id) == (office.boris.key.public, office.new.public)
    assert office.roster.may(office.boris.id, "invite", HOUR + 2)
    mine = office.stated(office.boris, handover(office.anna, SigningKey.new()), whom=office.anna)
    assert not office.roster.take(mine)
    assert office.roster.take(mine.sign(office.new))


def test_no_administrator_alone_puts_an_own_key_in_anothers_place() -> None:
    office, forger = Office(), SigningKey.new()
    lies = [
        [handover(office.boris, forger, by=office.anna.key)],
        [handover(office.boris, forger, by=forger)],
        [msgspec.structs.replace(office.handover, signing=forger.public)],
        [msgspec.structs.replace(office.handover, account=office.anna.id).sign(office.boris.key)],
        [office.handover, handover(office.boris, forger, number=2, by=forger)],
        [],
    ]
    for lie in lies:
        assert not office.roster.take(office.stated(office.anna, *lie)), lie
    assert office.roster.take(office.stated(office.anna, office.handover))


def test_nobody_states_it_of_themselves_in_the_office() -> None:
    """Nor where nobody else administrates: there the trustees do."""
    office = Office()
    assert not office.roster.take(office.stated(office.boris, office.handover))
    assert not office.roster.take(office.stated(office.boris, office.handover, key=office.new))
    alone = Office()
    alone.roster = Roster(ORGANISATION, new_id(), ROOT_KEY.public, ROOT_KEY.public)
    assert alone.roster.take(alone.granted(alone.boris))
    assert not alone.roster.take(alone.stated(alone.boris, alone.handover))
    assert not alone.roster.take(alone.stated(alone.anna, alone.handover))


def test_an_administrator_gives_no_grant_and_ends_none() -> None:
    office, clara = Office(), Person()
    assert not office.roster.take(office.granted(clara, by=office.anna.id, key=office.anna.key))
    (held,) = office.roster.grants[office.boris.id]
    assert not office.roster.take(office.anna.revokes(office.roster, office.boris, HOUR + 1, held))
    assert set(office.roster.grants) == {office.anna.id, office.boris.id}


def test_an_administrator_of_a_divisions_roster_states_nothing() -> None:
    """The rule is that of commons and office, whose rosters begin with the root's key."""
    office = Office()
    office.roster.first = SigningKey.new().public
    assert not office.roster.take(office.stated(office.anna, office.handover))


def test_an_auditor_goes_on_by_the_key_before_and_an_administrator_together() -> None:
    office, audits, new = Office(), Person(), SigningKey.new()
    named = Auditor(
        organisation=ORGANISATION, account=audits.id, sealing=b"old", number=3, since=HOUR, signing=audits.key.public
    ).sign(ROOT_KEY)
    sealing, other = OpeningKey.new().public, OpeningKey.new().public
    step = msgspec.structs.replace(handover(audits, new), sealing=sealing).sign(audits.key)

    def key(
        *handovers: Handover, by: Person = office.anna, signer: SigningKey | None = None, **more: int
    ) -> AuditorKey:
        told = {"number": 3, "order": 0, **more}
        statement = AuditorKey(
            organisation=ORGANISATION, account=audits.id, handovers=list(handovers), by=by.id, since=HOUR, **told
        )
        return statement.sign(signer or by.key)

    def sealed(*keys: AuditorKey, of: Auditor = named) -> bytes:
        return sealing_key(of, keys, office.roster)

    assert sealed() == b"old"
    assert sealed(key(step)) == sealing
    stranger = Person()
    lies = [
        key(handover(audits, new, by=office.anna.key)),  # an administrator alone
        key(step, by=audits),  # the old key alone
        key(step, by=stranger),  # and somebody who never administrated
        key(step, signer=stranger.key),
        key(step, number=2),  # of a statement that the trustees have replaced
        key(),
        key(msgspec.structs.replace(step, sealing=b"no key").sign(audits.key)),
    ]
    for lie in lies:
        assert sealed(lie) == b"old"
    assert sealed(key(step), of=msgspec.structs.replace(named, sealing=b"")) == b""
    later = msgspec.structs.replace(handover(audits, SigningKey.new()), sealing=other).sign(audits.key)
    assert sealed(key(later, order=1), key(step)) == other
    assert office.roster.take(office.stated(office.boris, handover(office.anna, SigningKey.new()), whom=office.anna))
    assert sealed(key(step)) == sealing  # what an administrator said stays true when that one has other keys


def test_a_statement_says_all_that_it_signs() -> None:
    office, audits = Office(), Person()
    step = handover(audits, SigningKey.new())
    whole = AuditorKey(
        organisation=ORGANISATION, account=audits.id, number=0, order=0, handovers=[step], by=office.anna.id, since=HOUR
    ).sign(office.anna.key)
    for change in ({"account": new_id()}, {"number": 1}, {"order": 1}, {"handovers": []}, {"since": 1}):
        assert not msgspec.structs.replace(whole, **change).is_signed_by(office.anna.key.public)
