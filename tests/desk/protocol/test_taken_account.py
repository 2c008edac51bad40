"""An account that was taken goes on with new keys: who holds the old ones opens nothing after, at whatever moment."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import msgspec
import pytest

from busel.desk.access.grants import Terms, grant, revoke
from busel.desk.access.own_statement import state_own_key
from busel.desk.access.proposing import complete, proposals
from busel.desk.access.stating import roster_of
from busel.desk.access.taking_in import take_in
from busel.desk.account.alarm import alarms
from busel.desk.account.next_keys import given_up, renewal_of, renewed
from busel.desk.account.preferences import read_preferences, set_preferences
from busel.desk.account.taken import awaited, go_on_with_new_keys, renew_keys
from busel.desk.clock import this_hour
from busel.desk.inboxes.inbox import count_waiting
from busel.desk.journals.opening import pull
from busel.desk.journals.writing import NotAllowedError, write
from busel.desk.keys.mailbox import open_mailbox
from busel.desk.keys.owing import rotations_owed
from busel.desk.keys.posting import members_of
from busel.desk.keys.rotation import rotate_all
from busel.desk.oversight.access_log import note
from busel.desk.oversight.log_reports import read_log
from busel.desk.session import Session
from busel.desk.trustees.deputies import deputies_of, name_deputies
from busel.desk.trustees.founding import Charter, Plan, Post, above_others
from busel.desk.trustees.founding import found as founding_of
from busel.desk.trustees.recovering import recover_division
from busel.journal.deed import Op
from busel.journal.envelope import open_envelope
from busel.journal.errors import JournalError
from busel.registry.roles import Role
from busel.registry.root import Root
from busel.registry.statements import Member
from busel.shelf.memory import MemoryShelf
from busel.shelf.protocol import BadTicketError, SessionEndedError, ShelfError, UnreachableError
from busel.vault.lock import CHEAP
from busel.vault.wrap import OpeningKey
from factories.desks import BOTH, DISTRICT, POSTS, REGION, Organisation, found, small
from factories.mortal import KilledError, MortalShelf, cloned
from factories.robber import Picklock, Sealed, _keys_of, lies_in
from factories.shelf import ORGANISATION
from factories.taken import Thief, drawn, go_on, rob

EVERY_WAY = ["words", "user key", "ticket", "session"]


def add(session: Session, journal: bytes, id_: int, name: str) -> None:
    write(session, journal, "add_contact", [(id_, [Op("contact", id_, {"family_be": name})])])


def told(session: Session, journal: bytes) -> list[Member]:
    return [one.member for one in alarms(session, session.keyring.bundles[journal.hex()])]


def taken_in(organisation: Organisation, by: str = "coordinator", names: tuple[str, ...] = BOTH) -> list[bool]:
    """Let a coordinator take in whoever is told of, in these divisions, and change their keys."""
    with organisation.desk(by).open().at_work() as session:
        journals = [organisation.journal(name) for name in names]
        found = [take_in(session, journal, member) for journal in journals for member in told(session, journal)]
        assert rotate_all(session, journals) == {}
        return found


def test_who_holds_all_of_the_old_opens_nothing_after_it(organisation: Organisation) -> None:
    desk = organisation.desk("editor").open()
    thief = rob(organisation, "editor")
    assert thief.opens(organisation.shelf) == EVERY_WAY
    with desk.at_work() as session:
        go_on(organisation, "editor", session)
    assert thief.opens(organisation.shelf) == []
    accomplice = organisation.desk("viewer").session
    assert not thief.opens_mailbox(organisation.shelf, accomplice.token)


def test_no_key_of_the_old_account_is_a_key_of_the_new_one(organisation: Organisation) -> None:
    desk = organisation.desk("editor").open()
    thief = rob(organisation, "editor")
    with desk.at_work() as session:
        go_on(organisation, "editor", session)
        old, new = thief.keyring, session.keyring
        assert old.account.id == new.account.id
        for name in ("signing_seed", "sealing_seed", "mailbox"):
            assert getattr(old.account, name) != getattr(new.account, name)
        mine, theirs = new.bundles[new.account.mailbox.hex()], old.bundles[old.account.mailbox.hex()]
        assert (mine.keys, mine.write, mine.deposit) != (theirs.keys, theirs.write, theirs.deposit)
        assert theirs.journal.hex() not in new.bundles
        assert session.user_key != thief.user_key


def test_the_desk_goes_on_and_the_new_words_open_all_that_the_old_did(organisation: Organisation) -> None:
    journal = organisation.journal(DISTRICT)
    desk = organisation.desk("editor").open()
    with desk.at_work() as session:
        add(session, journal, 1, "Бусел")
        set_preferences(session, {"language": "be"})
        go_on(organisation, "editor", session)
        assert read_preferences(session) == {"language": "be"}
        set_preferences(session, {"language": "ru"})
        session.close()
    with organisation.desk("editor").open().at_work() as again:
        assert read_preferences(again) == {"language": "ru"}
        assert again.aside == []
        assert {bundle.name for bundle in again.divisions()} == set(BOTH)


def test_until_the_words_were_compared_the_account_reads_and_changes_nothing(organisation: Organisation) -> None:
    journal = organisation.journal(DISTRICT)
    with organisation.desk("editor").open().at_work() as session:
        assert awaited(session) == []
        go_on(organisation, "editor", session)
        assert awaited(session) == sorted(BOTH)
        assert session.may(Role.VIEWER, journal)
        assert not session.may(Role.EDITOR, journal)
        with pytest.raises(NotAllowedError):
            add(session, journal, 1, "Бусел")
    assert taken_in(organisation) == [True, True]
    with organisation.desk("editor").open().at_work() as session:
        assert awaited(session) == []
        add(session, journal, 1, "Бусел")
        assert session.aside == []
        assert session.keyring.account.past_signing != []
        go_on_with_new_keys(session)
        assert session.keyring.account.past_signing == []


def test_after_it_was_taken_in_no_deed_of_the_old_key_is_believed_and_older_ones_stay(
    organisation: Organisation,
) -> None:
    journal = organisation.journal(DISTRICT)
    desk = organisation.desk("editor").open()
    with desk.at_work() as session:
        add(session, journal, 1, "Бусел")
        account = session.keyring.account
        go_on(organisation, "editor", session)
    assert taken_in(organisation) == [True, True]
    with organisation.desk("editor").open().at_work() as session:
        # A changed desk of somebody who has the old signing key and, from an accomplice, a ticket that writes.
        session.keyring = msgspec.structs.replace(
            session.keyring, account=msgspec.structs.replace(session.keyring.account, signing_seed=account.signing_seed)
        )
        session.ledgers[journal].own_public = account.signing.public
        with pytest.raises(NotAllowedError):
            add(session, journal, 2, "Злодзей")
        session.ledgers[journal].roster.keys[session.account] = account.signing.public  # type: ignore[union-attr]  # read
        add(session, journal, 3, "Злодзей")
    with organisation.desk("coordinator").open().at_work() as session:
        assert [one.cause.value for one in session.aside] == ["forged"]
    assert set(organisation.desk("deputy").open().workspace(journal)["contact"]) == {1}


def test_division_keys_that_the_thief_copied_open_nothing_written_after_the_rotation(
    organisation: Organisation,
) -> None:
    journal = organisation.journal(DISTRICT)
    desk = organisation.desk("editor").open()
    thief = rob(organisation, "editor")
    with desk.at_work() as session:
        go_on(organisation, "editor", session)
    taken_in(organisation)
    with organisation.desk("editor").open().at_work() as session:
        held = session.keyring.bundles[journal.hex()]
        assert held.epoch == 1
        assert 1 not in thief.keyring.bundles[journal.hex()].epochs
        accomplice = organisation.desk("viewer").session
        old = thief.keyring.bundles[journal.hex()]
        with pytest.raises(BadTicketError):
            organisation.shelf.ancestry(accomplice.token, journal, old.keys.read_ticket(), 0, 0)


def test_on_a_copy_of_all_that_lies_there_the_old_keys_open_nothing_written_after_the_rotation(
    organisation: Organisation,
) -> None:
    """Every key of the old keyring on every body, block and envelope: what was written before opens, nothing after."""
    journal, before, after = organisation.journal(DISTRICT), "busel1x", "busel2x"
    desk = organisation.desk("editor").open()
    thief = rob(organisation, "editor")
    with desk.at_work() as session:
        add(session, journal, 1, before)
        go_on(organisation, "editor", session)
    keys = frozenset(key for bundle in thief.keyring.bundles.values() for key in _keys_of(bundle))
    shelf = organisation.shelf
    assert Picklock().values(keys, lies_in(shelf)) == {before}  # type: ignore[arg-type]  # it is the twin
    taken_in(organisation)
    with organisation.desk("editor").open().at_work() as session:
        add(session, journal, 2, after)
        new = frozenset(key for bundle in session.keyring.bundles.values() for key in _keys_of(bundle))
    bodies = lies_in(shelf)  # type: ignore[arg-type]  # it is the twin
    assert Picklock().values(keys, bodies) == set()
    assert Picklock().values(new, bodies) == {before, after}
    letters = [body for body in bodies if isinstance(body, Sealed)]
    for letter in letters:
        with pytest.raises(JournalError):
            open_envelope(OpeningKey(thief.keyring.account.sealing_seed), letter.place, letter.body)


def test_no_letter_is_sealed_to_the_old_keys_from_that_moment_on(organisation: Organisation) -> None:
    """Somebody who has not heard of it rotates, and the old mailbox takes nothing: it is told, and put right later."""
    journal = organisation.journal(DISTRICT)
    with organisation.desk("editor").open().at_work() as session:
        go_on(organisation, "editor", session)
    with organisation.desk("deputy").open().at_work() as session:
        revoke(session, journal, organisation.account("viewer"))
        assert rotate_all(session, [journal]) == {}
        assert [one.cause.value for one in session.aside] == ["no-letter"]
    assert organisation.founded.accounts[3].keyring.account.mailbox not in organisation.shelf._journals  # type: ignore[attr-defined]  # the twin's
    taken_in(organisation)
    with organisation.desk("editor").open().at_work() as session:
        assert session.keyring.bundles[journal.hex()].epoch == 2
        add(session, journal, 1, "Бусел")


def test_every_division_of_the_account_is_told_once_and_knows_it_by_its_own_handover(
    organisation: Organisation,
) -> None:
    with organisation.desk("editor").open().at_work() as session:
        go_on(organisation, "editor", session)
        assert session.keyring.untold == []
        go_on_with_new_keys(session)
    with organisation.desk("coordinator").open().at_work() as session:
        for name in BOTH:
            journal = organisation.journal(name)
            (member,) = told(session, journal)
            assert member.account == organisation.account("editor")
            assert member.comes_after(roster_of(session, journal).keys[member.account])
            count_waiting(session)
            assert session.waiting[journal] == 1


def test_what_a_coordinator_made_up_is_taken_in_by_nobody(organisation: Organisation) -> None:
    journal = organisation.journal(DISTRICT)
    with organisation.desk("viewer").open().at_work() as session:
        go_on(organisation, "viewer", session)
        stranger = session.keyring.account
    with organisation.desk("coordinator").open().at_work() as session:
        (member,) = told(session, journal)
        editor = members_of(session, journal)[organisation.account("editor")]
        forged = msgspec.structs.replace(member, account=editor.account).sign(stranger.signing)
        with pytest.raises(NotAllowedError):
            take_in(session, journal, forged)
        assert roster_of(session, journal).keys[editor.account] == editor.signing


def test_new_keys_and_a_next_certificate_are_owed_for_a_coordinator(organisation: Organisation) -> None:
    journals = [organisation.journal(name) for name in BOTH]
    with organisation.desk("deputy").open().at_work() as session:
        go_on(organisation, "deputy", session)
    with organisation.desk("coordinator").open().at_work() as session:
        for journal in journals:
            assert take_in(session, journal, told(session, journal)[0])
        assert sorted(rotations_owed(session, journals)) == sorted(journals)
        assert rotate_all(session, journals) == {}
        assert session.certificates.certificate(organisation.journal(DISTRICT)).number == 1  # type: ignore[union-attr]  # certified
    with organisation.desk("deputy").open().at_work() as session:
        assert session.may(Role.COORDINATOR, journals[0])
        assert awaited(session) == []
        grant(session, journals[1], organisation.credentials("collector").handle, Terms(Role.EDITOR))


def alone(organisation: Organisation) -> None:
    with organisation.desk("coordinator").open().at_work() as session:
        for name in BOTH:
            revoke(session, organisation.journal(name), organisation.account("deputy"))
        assert rotate_all(session, [organisation.journal(name) for name in BOTH]) == {}


def test_who_coordinates_alone_states_the_new_key_by_the_old_one_and_goes_on(organisation: Organisation) -> None:
    alone(organisation)
    journals = [organisation.journal(name) for name in BOTH]
    with organisation.desk("coordinator").open().at_work() as session:
        go_on(organisation, "coordinator", session)
        assert awaited(session) == []
        assert state_own_key(session) == 0
        assert sorted(rotations_owed(session, journals)) == sorted(journals)
        assert rotate_all(session, journals) == {}
        grant(session, journals[0], organisation.credentials("other").handle, Terms(Role.COORDINATOR))
        session.close()
    with organisation.desk("other").open().at_work() as session:
        assert session.aside == []
        assert rotate_all(session, journals[:1]) == {}
    with organisation.desk("coordinator").open().at_work() as session:
        assert session.keyring.bundles[journals[0].hex()].epoch == 3
        assert session.aside == []


def test_deputies_of_before_are_none_where_the_one_coordinator_has_new_keys(organisation: Organisation) -> None:
    """Whoever had taken the account may have named them, and each new epoch would be sent to them."""
    alone(organisation)
    journal = organisation.journal(DISTRICT)
    with organisation.desk("coordinator").open().at_work() as session:
        known = members_of(session, journal)
        named = (known[organisation.account("editor")], known[organisation.account("other")])
        name_deputies(session, journal, named)
        assert len(deputies_of(session, journal)) == len(named)
        go_on(organisation, "coordinator", session)
        assert deputies_of(session, journal) == []
        assert journal in rotations_owed(session, [journal])


def test_where_others_coordinate_nobody_states_an_own_key(organisation: Organisation) -> None:
    with organisation.desk("coordinator").open().at_work() as session:
        go_on(organisation, "coordinator", session)
        assert awaited(session) == sorted(BOTH)
        assert state_own_key(session) == 0
    assert taken_in(organisation, by="deputy") == [True, True]
    with organisation.desk("coordinator").open().at_work() as session:
        assert session.may(Role.COORDINATOR, organisation.journal(REGION))


def test_a_collector_goes_on_once_it_was_taken_in(organisation: Organisation) -> None:
    with organisation.desk("collector").open().at_work() as session:
        go_on(organisation, "collector", session)
        assert awaited(session) == []  # its bundle came with the founding: nothing tells its key
    assert taken_in(organisation) == [True]
    with organisation.desk("collector").open().at_work() as session:
        held = session.keyring.bundles[organisation.journal(DISTRICT).hex()].grant
        assert held is not None
        assert held.signing == session.keyring.account.signing.public


def test_keys_are_changed_a_second_time_before_anybody_heard_of_the_first(organisation: Organisation) -> None:
    journal = organisation.journal(DISTRICT)
    with organisation.desk("editor").open().at_work() as session:
        go_on(organisation, "editor", session)
        go_on(organisation, "editor", session)
        assert len(session.keyring.account.handovers) == 2
    with organisation.desk("coordinator").open().at_work() as session:
        newest = max(told(session, journal), key=lambda one: one.number)
        assert take_in(session, journal, newest)
    with organisation.desk("editor").open().at_work() as session:
        assert session.may(Role.EDITOR, journal)


def test_who_was_quicker_has_the_account_and_any_coordinator_can_still_freeze_it(organisation: Organisation) -> None:
    """The thief makes new keys first: the owner's words open nothing, and the freeze code of before still does."""
    desk = organisation.desk("editor").open()
    owner = rob(organisation, "editor")
    with desk.at_work() as session:
        go_on(organisation, "editor", session)
        with organisation.desk("coordinator").open().at_work() as colleague:
            assert told(colleague, organisation.journal(DISTRICT)) != []
        assert owner.opens(organisation.shelf) == []
        assert organisation.shelf.freeze(owner.told.freeze_code) == session.locker
        with pytest.raises(SessionEndedError):
            session.shelf.read_locker(session.token)


# Ends at any moment


def deaths(begun: Organisation, who: str) -> Iterator[tuple[Organisation, Thief, Organisation]]:
    """Yield the organisation after each possible death of a desk that gets new keys, for old words and new ones."""
    for asked in (False, True):
        at, died = 0, True
        while died:
            shelf = cloned(begun.shelf)  # type: ignore[arg-type]  # it is one
            mortal = MortalShelf(shelf)
            desk = replace(begun, shelf=mortal).desk(who).open()  # type: ignore[arg-type]  # it stands for one
            thief = rob(replace(begun, shelf=shelf), who)
            with desk.at_work() as session:
                keys = drawn(session)
                mortal.arm(at, asked=asked)
                try:
                    renew_keys(session, keys)
                    died = mortal.calls > at and mortal._is_dead
                except KilledError:
                    died = True
            desk.end()
            yield replace(begun, shelf=shelf), thief, replace(begun, shelf=shelf, known={**begun.known, who: keys.told})
            at += 1
        assert at > 3


def test_a_desk_killed_at_any_call_leaves_the_old_words_or_the_new_never_none_never_both() -> None:
    begun = small(MemoryShelf(ORGANISATION))
    outcomes = set()
    for _before, thief, after in deaths(begun, "editor"):
        try:
            session = after.desk("editor").session
        except Exception:  # noqa: BLE001 - the new words open nothing yet
            assert thief.opens(after.shelf) == EVERY_WAY
            outcomes.add("old")
            continue
        outcomes.add("new")
        assert thief.opens(after.shelf) == []
        with after.desk("editor").open().at_work() as session:
            go_on_with_new_keys(session)
            assert session.keyring.untold == []
            assert session.aside == []
        assert taken_in(after) == [True, True]
        with after.desk("editor").open().at_work() as session:
            add(session, after.journal(DISTRICT), 1, "Бусел")
    assert outcomes == {"old", "new"}


class Deaf(MortalShelf):
    """A shelf whose answer to the one call is lost, as on a bad line."""

    def __getattr__(self, name: str) -> object:
        call = super().__getattr__(name)

        def ask(*args: object) -> object:
            try:
                return call(*args)
            except KilledError:
                self._is_dead, self._name = False, ""
                raise UnreachableError from None

        return ask


def test_a_lost_answer_is_found_out_by_pressing_again(organisation: Organisation) -> None:
    deaf = Deaf(organisation.shelf)  # type: ignore[arg-type]  # it is the twin
    desk = replace(organisation, shelf=deaf).desk("editor").open()  # type: ignore[arg-type]  # it stands for one
    thief = rob(organisation, "editor")
    with desk.at_work() as session:
        keys = drawn(session)
        deaf.die_at("renew_account")
        with pytest.raises(UnreachableError):
            renew_keys(session, keys)
        assert thief.opens(organisation.shelf) == []
        renew_keys(session, keys)
        assert len(session.keyring.account.handovers) == 1
        assert session.keyring.untold == []
    organisation.known["editor"] = keys.told
    assert organisation.desk("editor").session.keyring.account == session.keyring.account


def test_somebody_who_writes_the_locker_meanwhile_is_overwritten_by_nobody(organisation: Organisation) -> None:
    desk, other = organisation.desk("editor").open(), organisation.desk("editor").open()
    with other.at_work() as session:
        session.save_keyring()
    with desk.at_work() as session:
        keys = drawn(session)
        keyring, journal = renewed(session, keys)
        with pytest.raises(ShelfError):
            session.shelf.renew_account(
                session.token, session.locker_version, renewal_of(session, keys, keyring), journal, given_up(session)
            )
        renew_keys(session, keys)
    with other.at_work() as session, pytest.raises(SessionEndedError):
        session.save_keyring()


def test_taking_in_may_end_at_any_call_and_is_done_again() -> None:
    begun = small(MemoryShelf(ORGANISATION))
    journal = begun.journal(DISTRICT)
    with begun.desk("editor").open().at_work() as session:
        go_on(begun, "editor", session)
    for asked in (False, True):
        at, died = 0, True
        while died:
            shelf = cloned(begun.shelf)  # type: ignore[arg-type]  # it is one
            mortal = MortalShelf(shelf)
            desk = replace(begun, shelf=mortal).desk("coordinator").open()  # type: ignore[arg-type]  # it stands for one
            with desk.at_work() as session:
                (member,) = told(session, journal)
                mortal.arm(at, asked=asked)
                try:
                    take_in(session, journal, member)
                    died = False
                except KilledError:
                    died = True
            desk.end()
            at += 1
            after = replace(begun, shelf=shelf)
            assert taken_in(after, by="deputy") == [True, True]
            with after.desk("editor").open().at_work() as session:
                assert session.may(Role.EDITOR, journal)
                assert len(roster_of(session, journal).grants[session.account]) == 1
                assert session.aside == []
        assert at > 2


def test_a_pull_on_an_open_desk_brings_what_was_decided(organisation: Organisation) -> None:
    with organisation.desk("editor").open().at_work() as session:
        go_on(organisation, "editor", session)
    desk = organisation.desk("editor").open()
    with desk.at_work() as session:
        assert not session.may(Role.EDITOR, organisation.journal(REGION))
    taken_in(organisation)
    with desk.at_work() as session:
        pull(session)
        open_mailbox(session)
        assert session.may(Role.EDITOR, organisation.journal(REGION))
        assert this_hour() > 0


def test_trustees_bring_a_coordinator_back_who_has_new_keys_and_nobody_to_compare_words_with(
    organisation: Organisation,
) -> None:
    journal = organisation.journal(REGION)
    with organisation.desk("editor").open().at_work() as session:
        go_on(organisation, "editor", session)
        root = Root(organisation.founded.master)
        recover_division(session, root, journal, ended=[organisation.account(who) for who in ("coordinator", "deputy")])
        assert session.may(Role.COORDINATOR, journal)
        assert rotations_owed(session, [journal]) == []
        assert session.aside == []
    with organisation.desk("editor").open().at_work() as session:
        assert session.may(Role.COORDINATOR, journal)
        assert session.aside == []


def test_an_auditor_with_new_keys_reads_the_log_as_before(shelf: MemoryShelf) -> None:
    organisation = found(shelf, {**POSTS, "auditor": Post(Role.AUDITOR)}, (REGION, ""), (DISTRICT, REGION))
    journal = organisation.journal(DISTRICT)
    with organisation.desk("editor").open().at_work() as session:
        add(session, journal, 1, "Бусел")
        note(session, "open_contact", journal, [1])
    with organisation.desk("auditor").open().at_work() as session:
        go_on(organisation, "auditor", session)
        assert session.keyring.account.past_sealing != []
    with organisation.desk("auditor").open().at_work() as session:
        reading = read_log(session, journal)
        assert [one.contacts for one in reading.entries] == [(1,)]
        assert reading.findings == []


def test_a_log_tells_a_session_with_new_keys_as_the_accounts_own(organisation: Organisation) -> None:
    journal = organisation.journal(DISTRICT)
    with organisation.desk("editor").open().at_work() as session:
        add(session, journal, 1, "Бусел")
        note(session, "open_contact", journal, [1])
        go_on(organisation, "editor", session)
        note(session, "open_contact", journal, [1])
    for taken in (False, True):
        with organisation.desk("coordinator").open().at_work() as session:
            if taken:
                take_in(session, journal, told(session, journal)[0])
            reading = read_log(session, journal)
            assert reading.findings == []
            assert [one.account for one in reading.entries] == [organisation.account("editor")] * 3
            assert [one.deed for one in reading.entries] == ["open_contact", "take_new_keys", "open_contact"]
            assert len({one.chain for one in reading.entries}) == 2


def test_where_two_sign_access_rests_until_the_second_one_has_agreed(shelf: MemoryShelf) -> None:
    charter = Charter(above_others([Plan(REGION), Plan(DISTRICT, REGION)]), list(POSTS.values()))
    founded = founding_of(shelf, charter, organisation=ORGANISATION, hour=this_hour(), profile=CHEAP)
    organisation = Organisation(shelf, founded, list(POSTS))
    journal, account = organisation.journal(REGION), organisation.account("editor")
    with organisation.desk("editor").open().at_work() as session:
        go_on(organisation, "editor", session)
    with organisation.desk("coordinator").open().at_work() as session:
        (member,) = told(session, journal)
        assert not take_in(session, journal, member)
        assert not take_in(session, journal, member)
        assert len(proposals(session, journal)) == 1
        assert roster_of(session, journal).role_of(account, this_hour()) is None
        assert rotate_all(session, [journal]) == {}
    with organisation.desk("deputy").open().at_work() as session:
        (one,) = proposals(session, journal)
        complete(session, journal, one.proposal.id)
        assert roster_of(session, journal).role_of(account, this_hour()) is Role.EDITOR
    with organisation.desk("editor").open().at_work() as session:
        assert session.may(Role.EDITOR, journal)
