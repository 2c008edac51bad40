"""An account that runs the office was taken: it goes on with new keys once another administrator has stated them.

The old key and another administrator both sign; who holds all of the old opens nothing new after each step; a sole
administrator goes on by the trustees.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import msgspec
import pytest

from busel.desk.access.inviting import Wish, invite, outstanding
from busel.desk.access.office_renewed import look, note_vouched, take_in_office
from busel.desk.access.stating import roster_of
from busel.desk.account.taken import awaited, awaits_office, go_on_with_new_keys, renew_keys
from busel.desk.account.vouching import vouch
from busel.desk.journals.writing import NotAllowedError, write
from busel.desk.keys.organisation import (
    organisation_keys_owed,
    others_run_office,
    runs_office,
    shared_journals,
)
from busel.desk.keys.rotation import rotate_all
from busel.desk.session import Session
from busel.desk.trustees.founding import Post
from busel.desk.trustees.recovering import recover_office
from busel.journal.deed import Op
from busel.journal.envelope import open_envelope
from busel.journal.errors import JournalError
from busel.registry.roles import Role
from busel.registry.root import Root
from busel.shelf.memory import MemoryShelf
from busel.shelf.protocol import BadTicketError
from busel.vault.lock import CHEAP
from busel.vault.wrap import OpeningKey
from factories.desks import DISTRICT, POSTS, REGION, Organisation, found
from factories.mortal import KilledError, MortalShelf, cloned
from factories.robber import Picklock, Sealed, _keys_of, lies_in
from factories.taken import Thief, drawn, go_on, rob

WHO, OTHER = "administrator", "second"


def two(shelf: MemoryShelf) -> Organisation:
    """Return a region with one district whose office two people run."""
    return found(shelf, {**POSTS, OTHER: Post(Role.ADMINISTRATOR)}, (REGION, ""), (DISTRICT, REGION))


@pytest.fixture
def organisation(shelf: MemoryShelf) -> Organisation:
    return two(shelf)


def note_in(session: Session, id_: int, text: str) -> None:
    """Write something into both journals, as an administrator does."""
    for journal in shared_journals(session):
        write(session, journal, "set_standard", [(id_, [Op("tag_type", id_, {"label": text})])])


def taken_in(organisation: Organisation, by: str = OTHER) -> None:
    """Let the other administrator take in whoever waits, and change the keys that all accounts share."""
    with organisation.desk(by).open().at_work() as session:
        for one in look(session):
            take_in_office(session, one)
        assert look(session) == []
        if organisation_keys_owed(session):
            assert rotate_all(session, shared_journals(session)) == {}
        assert not organisation_keys_owed(session)
        assert session.aside == []


def runs(organisation: Organisation, who: str = WHO) -> Session:
    """Prove that an account runs the office: it invites, and everybody believes it."""
    with organisation.desk(who).open().at_work() as session:
        before = len(outstanding(session))
        invite(session, Wish(organisation.journal(DISTRICT)), profile=CHEAP)
        assert session.aside == []
    with organisation.desk(OTHER if who != OTHER else WHO).open().at_work() as other:
        assert other.aside == []
        assert len(outstanding(other)) == before + 1
    return session


def test_who_holds_all_of_an_administrators_old_keys_opens_nothing_after_it(organisation: Organisation) -> None:
    desk = organisation.desk(WHO).open()
    thief = rob(organisation, WHO)
    with desk.at_work() as session:
        go_on(organisation, WHO, session)
    assert thief.opens(organisation.shelf) == []
    assert not thief.opens_mailbox(organisation.shelf, organisation.desk("viewer").session.token)


def test_until_another_administrator_has_stated_it_the_account_reads_and_runs_nothing(
    organisation: Organisation,
) -> None:
    with organisation.desk(WHO).open().at_work() as session:
        assert runs_office(session)
        assert others_run_office(session)
        assert not awaits_office(session)
        note_in(session, 1, "before")
        go_on(organisation, WHO, session)
        assert awaits_office(session)
        assert awaited(session) == []
        with pytest.raises(NotAllowedError):
            shared_journals(session)
        with pytest.raises(NotAllowedError):
            invite(session, Wish(organisation.journal(DISTRICT)), profile=CHEAP)
    taken_in(organisation)
    with organisation.desk(WHO).open().at_work() as session:
        assert not awaits_office(session)
        assert session.keyring.account.past_signing != []
        go_on_with_new_keys(session)
        assert session.keyring.account.past_signing == []
        assert [session.keyring.bundles[one.hex()].epoch for one in shared_journals(session)] == [1, 1]
    runs(organisation)


def test_after_it_no_deed_of_the_old_key_is_believed_and_older_ones_stay(organisation: Organisation) -> None:
    with organisation.desk(WHO).open().at_work() as session:
        note_in(session, 1, "before")
        old = session.keyring.account
        go_on(organisation, WHO, session)
    with organisation.desk(OTHER).open().at_work() as session:
        (one,) = look(session)
        take_in_office(session, one)
    with organisation.desk(WHO).open().at_work() as session:
        # A changed desk of somebody who has the old signing key and, from an accomplice, the tickets of today.
        office = shared_journals(session)[0]
        account = msgspec.structs.replace(session.keyring.account, signing_seed=old.signing_seed)
        session.keyring = msgspec.structs.replace(session.keyring, account=account)
        roster = roster_of(session, office)
        roster.keys[session.account] = old.signing.public
        session.ledgers[office].own_public = old.signing.public
        write(session, office, "set_standard", [(2, [Op("tag_type", 2, {"label": "after"})])])
    with organisation.desk(OTHER).open().at_work() as session:
        assert [one.cause.value for one in session.aside] == ["forged"]
    state = organisation.desk(OTHER).open().state(office)
    assert state["tag_type"] == {1: {"label": "before"}}


def test_on_a_copy_of_all_that_lies_there_the_old_keys_open_nothing_written_after_the_rotation(
    organisation: Organisation,
) -> None:
    before, after = "busel1x", "busel2x"
    desk = organisation.desk(WHO).open()
    with desk.at_work() as session:
        note_in(session, 1, before)
    thief = rob(organisation, WHO)
    with desk.at_work() as session:
        go_on(organisation, WHO, session)
    keys = frozenset(key for bundle in thief.keyring.bundles.values() for key in _keys_of(bundle))
    shelf: Any = organisation.shelf
    assert Picklock().values(keys, lies_in(shelf)) == {before}
    taken_in(organisation)
    with organisation.desk(WHO).open().at_work() as session:
        note_in(session, 2, after)
        new = frozenset(key for bundle in session.keyring.bundles.values() for key in _keys_of(bundle))
        journals = shared_journals(session)
    bodies = lies_in(shelf)
    assert Picklock().values(keys, bodies) == set()
    assert Picklock().values(new, bodies) == {before, after}
    for letter in (body for body in bodies if isinstance(body, Sealed)):
        with pytest.raises(JournalError):
            open_envelope(OpeningKey(thief.keyring.account.sealing_seed), letter.place, letter.body)
    accomplice = organisation.desk("viewer").session
    for journal in journals:
        bundle = thief.keyring.bundles[journal.hex()]
        with pytest.raises(BadTicketError):
            organisation.shelf.ancestry(accomplice.token, journal, bundle.keys.read_ticket(), 0, 0)
        with pytest.raises(BadTicketError):
            organisation.shelf.take(accomplice.token, journal, bundle.write, [])


def test_an_administrators_account_is_not_vouched_for_by_a_coordinator(organisation: Organisation) -> None:
    with organisation.desk(WHO).open().at_work() as session:
        go_on(organisation, WHO, session)
    with organisation.desk(OTHER).open().at_work() as session:
        (one,) = look(session)
    with organisation.desk("coordinator").open().at_work() as session:
        assert vouch(session, organisation.journal(REGION), one.member)
    with organisation.desk(OTHER).open().at_work() as session:
        assert note_vouched(session) == 0
        assert [waiting.member for waiting in look(session)] == [one.member]


def test_a_sole_administrator_goes_on_by_the_trustees_and_the_slips_that_are_out_stay(shelf: MemoryShelf) -> None:
    organisation = found(shelf, POSTS, (REGION, ""), (DISTRICT, REGION))
    desk = organisation.desk(WHO).open()
    thief = rob(organisation, WHO)
    with desk.at_work() as session:
        invite(session, Wish(organisation.journal(DISTRICT)), profile=CHEAP)
        assert not others_run_office(session)
        go_on(organisation, WHO, session)
        assert awaits_office(session)
        assert thief.opens(organisation.shelf) == []
        recover_office(session, Root(organisation.founded.master))
        assert not awaits_office(session)
        assert not organisation_keys_owed(session)
    with organisation.desk(WHO).open().at_work() as session:
        assert session.aside == []
        assert [session.keyring.bundles[one.hex()].epoch for one in shared_journals(session)] == [1, 1]
        assert len(outstanding(session)) == 1
        assert look(session) == []
        note_in(session, 1, "after")


def test_both_administrators_change_their_keys_one_after_the_other(organisation: Organisation) -> None:
    with organisation.desk(WHO).open().at_work() as session:
        go_on(organisation, WHO, session)
    taken_in(organisation)
    with organisation.desk(OTHER).open().at_work() as session:
        go_on(organisation, OTHER, session)
    taken_in(organisation, by=WHO)
    runs(organisation, OTHER)
    with organisation.desk("viewer").open().at_work() as session:
        commons = session.keyring.named("commons")
        assert commons is not None
        assert commons.epoch == 2
        assert session.aside == []


def test_keys_that_are_changed_twice_before_anybody_heard_are_stated_once(organisation: Organisation) -> None:
    with organisation.desk(WHO).open().at_work() as session:
        go_on(organisation, WHO, session)
        go_on(organisation, WHO, session)
    with organisation.desk(OTHER).open().at_work() as session:
        newest = max(look(session), key=lambda one: one.member.number)
        take_in_office(session, newest)
        assert look(session) == []
    runs(organisation)


# Ends at any moment


def died_at_each(begun: Organisation, who: str, doing: Any) -> Any:
    """Yield the organisation after each possible death of `who`'s desk while it does something."""
    for asked in (False, True):
        at, died = 0, True
        while died:
            shelf = cloned(begun.shelf)  # type: ignore[arg-type]  # it is one
            mortal = MortalShelf(shelf)
            desk = replace(begun, shelf=mortal).desk(who).open()  # type: ignore[arg-type]  # it stands for one
            told: dict[str, Any] = {}
            with desk.at_work() as session:
                go_on_doing = doing(session, told)
                mortal.arm(at, asked=asked)
                try:
                    go_on_doing()
                    died = mortal.calls > at and mortal._is_dead
                except KilledError:
                    died = True
            desk.end()
            yield replace(begun, shelf=shelf, known={**begun.known, **told})
            at += 1
        assert at > 3


def test_an_administrators_desk_killed_at_any_call_leaves_the_old_words_or_the_new(shelf: MemoryShelf) -> None:
    begun = two(shelf)

    def doing(session: Session, told: dict[str, Any]) -> Any:
        keys = drawn(session)
        told[WHO] = keys.told
        return lambda: renew_keys(session, keys)

    thief: Thief = rob(begun, WHO)
    outcomes = set()
    for after in died_at_each(begun, WHO, doing):
        try:
            after.desk(WHO)
        except Exception:  # noqa: BLE001 - the new words open nothing yet
            outcomes.add("old")
            continue
        outcomes.add("new")
        assert "words" not in thief.opens(after.shelf)
        with after.desk(WHO).open().at_work() as session:
            go_on_with_new_keys(session)
            assert session.keyring.untold == []
        taken_in(after)
        runs(after)
    assert outcomes == {"old", "new"}


def test_stating_it_may_end_at_any_call_and_goes_on(shelf: MemoryShelf) -> None:
    begun = two(shelf)
    with begun.desk(WHO).open().at_work() as session:
        go_on(begun, WHO, session)

    def doing(session: Session, _told: dict[str, Any]) -> Any:
        (one,) = look(session)
        return lambda: take_in_office(session, one)  # that new keys may end anywhere: test_shared_keys.py

    for after in died_at_each(begun, OTHER, doing):
        taken_in(after)
        with after.desk(WHO).open().at_work() as session:
            assert not awaits_office(session)
            assert session.aside == []
            for journal in shared_journals(session):
                assert len(roster_of(session, journal).grants[session.account]) == 1
            note_in(session, 1, "after")
