"""Two deputies: neither can do anything alone; both together go on when the coordinators are gone."""

from __future__ import annotations

import msgspec
import pytest

from busel.desk.access.grants import Terms, grant, revoke
from busel.desk.access.stating import roster_of
from busel.desk.access.taking_in import take_in
from busel.desk.account.alarm import alarms
from busel.desk.journals.writing import NotAllowedError, write
from busel.desk.keys.owing import rotations_owed
from busel.desk.keys.posting import members_of
from busel.desk.keys.rotation import rotate
from busel.desk.session import Session
from busel.desk.trustees import deputies
from busel.desk.trustees.deputies import (
    KeysChangedError,
    OneAccountError,
    deputies_of,
    hand_over,
    name_deputies,
    take_over,
)
from busel.journal.deed import Op
from busel.journal.errors import NotOpenedError
from busel.registry.deputies import leave, put_together
from busel.registry.deputyship import Half
from busel.registry.former_deputies import ended_with_a_removal, former_deputies
from busel.registry.keyring import Keyring
from busel.registry.roles import Role
from busel.registry.roster import Tip
from busel.shelf.memory import MemoryShelf
from busel.vault.entropy import new_id
from factories.desks import DISTRICT, REGION, Organisation
from factories.mortal import KilledError, MortalShelf, cloned
from factories.taken import go_on, rob

VIEWER, COLLECTOR = "viewer", "collector"


@pytest.fixture
def journal(organisation: Organisation) -> bytes:
    return organisation.journal(DISTRICT)


def named(organisation: Organisation, session: Session, journal: bytes) -> None:
    members = members_of(session, journal)
    both = members[organisation.account(VIEWER)], members[organisation.account(COLLECTOR)]
    name_deputies(session, journal, both)


@pytest.fixture
def left(organisation: Organisation, journal: bytes) -> Organisation:
    """A district left to a viewer and a collector."""
    with organisation.desk("coordinator").open().at_work() as session:
        write(session, journal, "add_contact", [(1, [Op("contact", 1, {"family_be": "Бусел"})])])
        named(organisation, session, journal)
    return organisation


def test_both_together_take_over_and_change_the_keys(left: Organisation, journal: bytes) -> None:
    collector, viewer = left.desk(COLLECTOR).open(), left.desk(VIEWER).open()
    with collector.at_work() as session:
        assert not session.keyring.bundle(journal).epochs
        with pytest.raises(LookupError):
            take_over(session, journal)
    with viewer.at_work() as session:
        assert hand_over(session, journal).account == left.account(COLLECTOR)
    collector = left.desk(COLLECTOR).open()
    with collector.at_work() as session:
        take_over(session, journal)
        with pytest.raises(LookupError):
            take_over(session, journal)
        for gone in ("coordinator", "deputy"):
            revoke(session, journal, left.account(gone))
        assert rotations_owed(session, [journal]) == [journal]
    assert collector.workspace(journal)["contact"] == {1: {"family_be": "Бусел"}}
    for who in ("editor", "viewer"):
        desk = left.desk(who).open()
        assert desk.session.aside == []
        with desk.at_work() as session:
            assert session.ledgers[journal].roster.holds(left.account(COLLECTOR), Role.COORDINATOR, 490_000)


def test_one_alone_opens_nothing_and_lets_nobody_in(left: Organisation, journal: bytes) -> None:
    viewer, editor = left.desk(VIEWER).open(), left.desk("editor").open()
    with viewer.at_work() as session:
        mine = session.keyring.deputyships[journal.hex()]
        for guess in (mine.half, bytes(32)):
            with pytest.raises(deputies.NotOpenedError):
                deputies.put_together(mine, guess, organisation=session.keyring.organisation)
        # Its own signature twice: not by two.
        own = session.keyring.account
        hand_over(session, journal)
    with editor.at_work() as session:  # who may write there puts the viewer's false grant for it
        place = session.ledgers[journal].roster.place(since=490_000, by=own.id)
        proposal = deputies.Proposal(
            organisation=session.keyring.organisation,
            id=new_id(),
            division=journal,
            account=own.id,
            signing=own.signing.public,
            role=Role.COORDINATOR,
            since=490_000,
            not_after=0,
            from_now_on=False,
            may_export=False,
            by=left.account(COLLECTOR),
            number=place["number"],
            previous=place["previous"],
        ).sign(own.signing)
        grant_ = deputies.Grant(
            **place,
            id=proposal.id,
            account=own.id,
            signing=own.signing.public,
            role=Role.COORDINATOR,
            not_after=0,
            from_epoch=0,
            may_export=False,
            proposal=proposal,
        ).sign(own.signing)
        assert session.ledgers[journal].roster.with_all([grant_]) is None


def test_after_new_keys_the_halves_are_new_and_old_ones_are_refused_in_words(
    left: Organisation, journal: bytes
) -> None:
    with left.desk(VIEWER).open().at_work() as session:
        old = session.keyring.deputyships[journal.hex()]
        hand_over(session, journal)
    with left.desk("coordinator").open().at_work() as session:
        rotate(session, journal)
    collector = left.desk(COLLECTOR).open()
    with collector.at_work() as session:
        assert session.keyring.deputyships[journal.hex()].epoch == 1
        with pytest.raises(KeysChangedError):
            take_over(session, journal)
    with left.desk(VIEWER).open().at_work() as session:
        new = session.keyring.deputyships[journal.hex()]
        assert (new.epoch, new.half != old.half) == (1, True)
        hand_over(session, journal)
    with left.desk(COLLECTOR).open().at_work() as session:
        take_over(session, journal)
        rotate(session, journal)
    with left.desk("editor").open().at_work() as session:
        assert session.keyring.bundle(journal).epoch == 2


def test_deputies_who_are_named_no_more_let_nobody_in(left: Organisation, journal: bytes) -> None:
    with left.desk(VIEWER).open().at_work() as session:
        hand_over(session, journal)
    with left.desk("coordinator").open().at_work() as session:
        assert len(deputies_of(session, journal)) == 2
        name_deputies(session, journal, None)
        assert deputies_of(session, journal) == []
    with left.desk(COLLECTOR).open().at_work() as session, pytest.raises(NotAllowedError):
        take_over(session, journal)


def test_only_a_coordinator_names_them_and_two_they_are(organisation: Organisation, journal: bytes) -> None:
    with organisation.desk("editor").open().at_work() as session, pytest.raises(NotAllowedError):
        named(organisation, session, journal)
    with organisation.desk("coordinator").open().at_work() as session:
        one = members_of(session, journal)[organisation.account(VIEWER)]
        with pytest.raises(OneAccountError):
            name_deputies(session, journal, (one, one))


def test_a_half_of_anybody_else_is_thrown_out(left: Organisation, journal: bytes) -> None:
    with left.desk("other").open().at_work() as session:
        collector = members_of(session, journal)[left.account(COLLECTOR)]
        stolen = deputies.Deputyship(
            journal=journal,
            name=DISTRICT,
            epoch=0,
            half=bytes(32),
            sealed=b"",
            other=collector,
            number=0,
            previous=bytes(32),
        )
        session.keyring = msgspec.structs.replace(session.keyring, deputyships={journal.hex(): stolen})
        hand_over(session, journal)
    with left.desk(COLLECTOR).open().at_work() as session:
        assert session.keyring.halves == {}


@pytest.mark.parametrize("asked", [False, True], ids=["before", "after"])
def test_killed_at_any_call_it_is_done_again(left: Organisation, journal: bytes, asked: bool) -> None:  # noqa: FBT001 - a parameter of pytest's
    with left.desk(VIEWER).open().at_work() as session:
        hand_over(session, journal)
    left.desk(COLLECTOR).open().end()  # the half is on the keyring now
    assert isinstance(left.shelf, MemoryShelf)
    calls, killed = 0, True
    while killed:
        begun = Organisation(cloned(left.shelf), left.founded, left.names, left.known)
        with begun.desk(COLLECTOR).open().at_work() as session:
            session.shelf = mortal = MortalShelf(session.shelf)  # type: ignore[assignment]  # it stands for one
            mortal.arm(calls, asked=asked)
            try:
                take_over(session, journal)
                killed = False
            except KilledError:
                calls += 1
        with begun.desk(COLLECTOR).open().at_work() as session:
            if killed and not session.may(Role.COORDINATOR, journal):
                take_over(session, journal)
            assert session.may(Role.COORDINATOR, journal)
            grant(session, journal, left.credentials("viewer").handle, Terms(Role.EDITOR))
    assert calls > 2


def test_who_is_named_again_beside_somebody_else_never_holds_both_halves(left: Organisation, journal: bytes) -> None:
    """Of one epoch: the first half of one pair and the second of another do not fit."""
    with left.desk("coordinator").open().at_work() as session:
        members, bundle = members_of(session, journal), session.keyring.bundles[journal.hex()]
        organisation = session.keyring.organisation
    viewer, collector, editor = (members[left.account(who)] for who in (VIEWER, COLLECTOR, "editor"))
    pairs = ((viewer, collector), (editor, viewer), (collector, viewer), (viewer, editor))
    lefts = [leave(bundle, pair, organisation=organisation, end=Tip()) for pair in pairs]
    own = [both[pair.index(viewer)] for pair, both in zip(pairs, lefts, strict=True)]
    for mine in own:
        for other in own:
            with pytest.raises(NotOpenedError):
                put_together(mine, other.half, organisation=organisation)
    one, other = lefts[0]
    assert put_together(one, other.half, organisation=organisation).journal == journal


def test_deputies_who_are_it_no_more_owe_new_keys_until_they_are_changed(left: Organisation, journal: bytes) -> None:
    with left.desk("coordinator").open().at_work() as session:
        assert rotations_owed(session, [journal]) == []
        members = members_of(session, journal)
        others = members[left.account("editor")], members[left.account(VIEWER)]
        name_deputies(session, journal, others)
        assert rotations_owed(session, [journal]) == [journal]
        rotate(session, journal)
        assert rotations_owed(session, [journal]) == []
        name_deputies(session, journal, None)
        assert rotations_owed(session, [journal]) == [journal]
        named(left, session, journal)  # named again does not undo it: the others hold their halves
        assert rotations_owed(session, [journal]) == [journal]
        rotate(session, journal)
        assert rotations_owed(session, [journal]) == []
    with left.desk(VIEWER).open().at_work() as session:
        hand_over(session, journal)
    with left.desk(COLLECTOR).open().at_work() as session:
        take_over(session, journal)


def test_deputies_whom_a_removal_ended_are_owed_for_by_it_and_not_longer(left: Organisation, journal: bytes) -> None:
    with left.desk("coordinator").open().at_work() as session:
        assert not ended_with_a_removal(roster_of(session, journal))
        revoke(session, journal, left.account(COLLECTOR))
        assert ended_with_a_removal(roster_of(session, journal))
        assert rotations_owed(session, [journal]) == [journal]
        rotate(session, journal)
        assert rotations_owed(session, [journal]) == []
        assert former_deputies(roster_of(session, journal), 1) == []


@pytest.fixture
def region(organisation: Organisation) -> Organisation:
    """A region left to a viewer and a collector of its district, who hold nothing in the region."""
    where = organisation.journal(REGION)
    with organisation.desk("coordinator").open().at_work() as session:
        members = members_of(session, organisation.journal(DISTRICT))
        both = members[organisation.account(VIEWER)], members[organisation.account(COLLECTOR)]
        name_deputies(session, where, both)
    for who in (VIEWER, COLLECTOR):
        organisation.desk(who).open().session.close()
    return organisation


def handed_by_a_thief(session: Session, where: bytes, old: Keyring) -> None:
    """Put the half and the signature of a deputy's old keyring onto an accomplice's."""
    mine, account = session.keyring.deputyships[where.hex()], session.keyring.account
    proposal = deputies.Proposal(
        organisation=old.organisation,
        id=new_id(),
        division=where,
        account=account.id,
        signing=account.signing.public,
        role=Role.COORDINATOR,
        since=490_000,
        not_after=0,
        from_now_on=False,
        may_export=False,
        by=old.account.id,
        number=mine.number,
        previous=mine.previous,
    ).sign(old.account.signing)
    half = Half(journal=where, epoch=mine.epoch, half=old.deputyships[where.hex()].half, proposal=proposal)
    session.keyring = msgspec.structs.replace(session.keyring, halves={where.hex(): half})


@pytest.mark.parametrize(
    ("rotated", "refusal"),
    [(False, NotAllowedError), (True, KeysChangedError)],
    ids=["before the keys are changed", "after"],
)
def test_new_keys_of_a_deputy_who_holds_nothing_reach_the_division_and_the_old_ones_count_no_more(
    region: Organisation,
    rotated: bool,  # noqa: FBT001 - a parameter of pytest's
    refusal: type[Exception],
) -> None:
    where = region.journal(REGION)
    thief = rob(region, VIEWER)
    with region.desk(VIEWER).open().at_work() as session:
        go_on(region, VIEWER, session)
        assert session.keyring.untold == []
    with region.desk("coordinator").open().at_work() as session:
        assert not rotations_owed(session, [where])
        [told] = [one.member for one in alarms(session, session.keyring.bundles[where.hex()])]
        for _ in range(2):
            assert take_in(session, where, told)
        assert deputies_of(session, where) == []
        assert rotations_owed(session, [where]) == [where]
        if rotated:
            rotate(session, where)
            assert not rotations_owed(session, [where])
    with region.desk(COLLECTOR).open().at_work() as session:
        handed_by_a_thief(session, where, thief.keyring)
        with pytest.raises(refusal):
            take_over(session, where)
    for who in ("deputy", "editor"):
        desk = region.desk(who).open()
        assert desk.session.aside == []
        assert roster_of(desk.session, where).keys[region.account(VIEWER)] == told.signing


def test_until_a_coordinator_has_compared_the_words_the_old_key_of_a_deputy_counts(region: Organisation) -> None:
    where = region.journal(REGION)
    thief = rob(region, VIEWER)
    with region.desk(VIEWER).open().at_work() as session:
        go_on(region, VIEWER, session)
    with region.desk(COLLECTOR).open().at_work() as session:
        handed_by_a_thief(session, where, thief.keyring)
        take_over(session, where)
