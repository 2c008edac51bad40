"""Access to several divisions in one deed: given, taken away, changed, and cut off at any call."""

from __future__ import annotations

from dataclasses import replace

import msgspec
import pytest

from busel.desk.access.granting import Work, below, carry_out, takes_away, unfinished, work_for
from busel.desk.access.grants import Terms, grant, newcomers
from busel.desk.access.stating import roster_of
from busel.desk.clock import this_hour
from busel.desk.journals.half_done import half_done
from busel.desk.journals.writing import NotAllowedError
from busel.desk.keys.custodies import kept
from busel.desk.keys.owing import rotations_owed
from busel.desk.keys.posting import members_of
from busel.desk.session import Session
from busel.registry.roles import Role
from busel.shelf.memory import MemoryShelf
from busel.vault.lock import CHEAP
from factories.desks import BOTH, DISTRICT, REGION, Organisation, small
from factories.mortal import KilledError, MortalShelf, cloned
from factories.newcomers import add_account
from factories.shelf import ORGANISATION


def with_newcomer(organisation: Organisation) -> Organisation:
    with organisation.desk("administrator").open().at_work() as session:
        organisation.known["newcomer"] = add_account(session, division=organisation.journal(REGION), profile=CHEAP)
    return organisation


def welcome(session: Session, organisation: Organisation, terms: Terms) -> Work:
    """Return the work that lets the newcomer into the region and its district."""
    region = organisation.journal(REGION)
    (came,) = newcomers(session, region)
    work = work_for(came.hello.member, below(session, region), terms)
    return msgspec.structs.replace(work, hello=came.envelope.hex(), hello_division=region.hex())


def roles(session: Session, organisation: Organisation, account: bytes) -> list[Role | None]:
    return [roster_of(session, organisation.journal(name)).role_of(account, this_hour()) for name in BOTH]


def test_a_whole_subtree_is_given_in_one_deed_and_the_newcomer_opens_all_of_it(organisation: Organisation) -> None:
    with_newcomer(organisation)
    with organisation.desk("coordinator").open().at_work() as session:
        work = welcome(session, organisation, Terms(Role.EDITOR, not_after=this_hour() + 24))
        carry_out(session, work)
        assert roles(session, organisation, work.member.account) == [Role.EDITOR, Role.EDITOR]
        assert newcomers(session, organisation.journal(REGION)) == []
        assert unfinished(session) == []
    deeds = set()
    for name in BOTH:
        with organisation.desk("deputy").open().at_work() as session:
            (deed,) = session.ledgers[organisation.journal(name)].shared.values()
            deeds.add((deed.id, tuple(deed.places)))
            assert half_done(session) == []
    assert deeds == {(bytes.fromhex(work.deed), tuple(organisation.journal(name) for name in BOTH))}
    newcomer = organisation.desk("newcomer").open()
    assert [bundle.name for bundle in newcomer.session.divisions(least=Role.EDITOR)] == list(BOTH)
    assert newcomer.session.aside == []


def test_what_came_with_the_hello_is_kept_so_that_coordinators_can_freeze_and_thaw(organisation: Organisation) -> None:
    made = with_newcomer(organisation).known["newcomer"]
    region = organisation.journal(REGION)
    with organisation.desk("coordinator").open().at_work() as session:
        work = welcome(session, organisation, Terms(Role.VIEWER))
        carry_out(session, work)
        (custody,) = kept(session, session.keyring.bundle(region))[work.member.account]
        assert (custody.freeze_code, custody.thaw_half) == (made.freeze_code, made.thaw_halves[1])
        assert newcomers(session, region) == []


def killed_at(begun: Organisation, at: int, *, asked: bool) -> tuple[Organisation, Work, bool]:
    """Let the coordinator's desk end at one call of the work; return what is left, and whether it did end."""
    shelf = cloned(begun.shelf)  # type: ignore[arg-type]  # the memory twin
    mortal, died = MortalShelf(shelf), False
    desk = replace(begun, shelf=mortal).desk("coordinator").open()
    with desk.at_work() as session:
        work = welcome(session, begun, Terms(Role.VIEWER))
        mortal.arm(at, asked=asked)
        try:
            carry_out(session, work)
        except KilledError:
            died = True
    desk.end()
    return replace(begun, shelf=shelf), work, died


@pytest.mark.parametrize("asked", [False, True])
def test_it_may_end_anywhere_is_told_at_the_next_sign_in_and_goes_on(*, asked: bool) -> None:
    begun = with_newcomer(small(MemoryShelf(ORGANISATION)))
    at, died, told = 0, True, []
    while died:
        organisation, work, died = killed_at(begun, at, asked=asked)
        at += 1
        with organisation.desk("coordinator").open().at_work() as session:
            works = unfinished(session)
            told.append(len(works))
            held = roles(session, organisation, work.member.account)
            if not works:  # it had not begun, or it is whole
                assert held == ([Role.VIEWER, Role.VIEWER] if any(told) else [None, None])
                continue
            carry_out(session, works[0])
            assert (unfinished(session), half_done(session)) == ([], [])
            assert newcomers(session, organisation.journal(REGION)) == []
            rosters = [roster_of(session, organisation.journal(name)) for name in BOTH]
            assert [len(roster.grants[work.member.account]) for roster in rosters] == [1, 1]
        newcomer = organisation.desk("newcomer").open()
        assert [bundle.name for bundle in newcomer.session.divisions()] == list(BOTH)
        assert newcomer.session.aside == []
        newcomer.end()
    assert set(told) == {0, 1}


def test_a_note_whose_grant_was_ended_meanwhile_does_not_give_it_again(organisation: Organisation) -> None:
    with_newcomer(organisation)
    with organisation.desk("coordinator").open().at_work() as session:
        work = welcome(session, organisation, Terms(Role.VIEWER))
        carry_out(session, work)
        carry_out(session, work_for(work.member, work.journals, None))
        carry_out(session, work)
        assert roles(session, organisation, work.member.account) == [None, None]
        assert set(rotations_owed(session, work.journals)) == set(work.journals)


def test_a_lower_role_ends_the_higher_one_and_owes_new_keys_a_longer_one_does_not(organisation: Organisation) -> None:
    journal = organisation.journal(DISTRICT)
    with organisation.desk("coordinator").open().at_work() as session:
        member = members_of(session, journal)[organisation.account("editor")]
        longer, lower = Terms(Role.COORDINATOR), Terms(Role.VIEWER, not_after=this_hour() + 48)
        held = roster_of(session, journal).grants[member.account]
        assert (takes_away(held, longer), takes_away(held, lower)) == (False, True)
        carry_out(session, work_for(member, [journal], longer))
        assert rotations_owed(session, [journal]) == []
        carry_out(session, work_for(member, [journal], lower, ends_others=True))
        (left,) = roster_of(session, journal).grants[member.account]
        assert (left.role, left.not_after) == (Role.VIEWER, lower.not_after)
        assert rotations_owed(session, [journal]) == [journal]


@pytest.mark.parametrize("terms", [None, Terms(Role.VIEWER)])
def test_nobody_ends_their_own_role(organisation: Organisation, terms: Terms | None) -> None:
    journal = organisation.journal(DISTRICT)
    with organisation.desk("coordinator").open().at_work() as session:
        mine = members_of(session, journal)[session.account]
        with pytest.raises(NotAllowedError):
            carry_out(session, work_for(mine, [journal], terms, ends_others=True))
        assert unfinished(session) == []


def test_who_does_not_coordinate_all_places_gives_nothing_in_any(organisation: Organisation) -> None:
    region, district = (organisation.journal(name) for name in BOTH)
    with organisation.desk("coordinator").open().at_work() as session:
        grant(session, district, organisation.credentials("other").handle, Terms(Role.COORDINATOR))
    with organisation.desk("other").open().at_work() as session:
        member = members_of(session, district)[organisation.account("viewer")]
        with pytest.raises(NotAllowedError):
            carry_out(session, work_for(member, [district, region], Terms(Role.EDITOR)))
        assert roster_of(session, district).role_of(member.account, this_hour()) is Role.VIEWER
        with pytest.raises(NotAllowedError):
            below(session, region)
        assert below(session, district) == [district]


def test_every_term_is_read_back_from_the_note_as_it_was_meant(organisation: Organisation) -> None:
    journal = organisation.journal(DISTRICT)
    with organisation.desk("coordinator").open().at_work() as session:
        member = members_of(session, journal)[organisation.account("viewer")]
        for terms in (Terms(Role.EDITOR, not_after=9, history=False, may_export=True), Terms(Role.COLLECTOR), None):
            work = work_for(member, [journal], terms, ends_others=terms is not None)
            assert work.terms == terms
            assert type(work)(**{**work.fields(), "member": member, "role": work.role}) == work
