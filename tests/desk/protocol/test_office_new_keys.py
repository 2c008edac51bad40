"""The office sends nothing to new keys of an account before somebody has compared six words with its owner."""

from __future__ import annotations

import msgspec
import pytest

from busel.desk.access.hellos import Inbox
from busel.desk.access.office_renewed import look, note_vouched, put_away, rivals, take_in_office
from busel.desk.access.renewed import ALARMS, Renewed
from busel.desk.account.alarm import tell_taken
from busel.desk.account.vouching import vouch
from busel.desk.actions.access import take_in_anew
from busel.desk.inboxes.inbox import count_waiting
from busel.desk.journals.writing import NotAllowedError, write
from busel.desk.keys.counted import counted
from busel.desk.keys.custodies import send_custody, take_in_custodies
from busel.desk.keys.organisation import organisation_keys_owed, shared_journals
from busel.desk.keys.rotation import rotate_all
from busel.desk.oversight.access_log import note
from busel.desk.oversight.auditing import auditors
from busel.desk.oversight.log_reports import read_log
from busel.desk.session import Session
from busel.desk.trustees.founding import Post
from busel.journal.deed import Op
from busel.registry.keyring import Keyring
from busel.registry.member import Handover
from busel.registry.roles import Role
from busel.registry.statements import Member
from busel.shelf.memory import MemoryShelf
from busel.vault.sign import SigningKey
from busel.vault.wrap import OpeningKey
from factories.desks import DISTRICT, POSTS, REGION, Organisation, found
from factories.taken import Thief, go_on, rob


def forged(thief: Thief) -> Keyring:
    """Return the robbed keyring, handed on twice to keys that the thief made up."""
    account, steps = thief.keyring.account, list[Handover]()
    key = account.signing
    for number in (1, 2):
        after, sealing = SigningKey.new(), OpeningKey.new()
        step = Handover(
            organisation=thief.organisation,
            account=account.id,
            number=number,
            before=key.public,
            signing=after.public,
            sealing=sealing.public,
        )
        steps.append(step.sign(key))
        key = after
    own = msgspec.structs.replace(account, signing_seed=key.seed, sealing_seed=sealing.seed, handovers=steps)
    return msgspec.structs.replace(thief.keyring, account=own)


def tell_as(organisation: Organisation, thief: Thief) -> Keyring:
    """Let a thief tell the office of made-up keys, in an accomplice's session; return the keyring with them."""
    keyring = forged(thief)
    with organisation.desk("collector").open().at_work() as accomplice:
        office = accomplice.keyring.office
        assert office is not None
        accomplice.keyring = msgspec.structs.replace(
            keyring, office=office, untold=[office.journal], bundles={**keyring.bundles}
        )
        accomplice.save_keyring = lambda: None  # type: ignore[method-assign]  # a changed desk
        assert tell_taken(accomplice) == 1
    return keyring


def the_one(session: Session, member: Member | bytes) -> Renewed:
    """Return what waits in the office about these keys."""
    signing = member if isinstance(member, bytes) else member.signing
    return next(one for one in look(session) if one.member.signing == signing)


def counts(session: Session, account: bytes) -> list[bytes]:
    office = session.keyring.named("office")
    assert office is not None
    return [one.signing for one in counted(session, office.journal)[account]]


def epoch_of(organisation: Organisation, who: str) -> int:
    with organisation.desk(who).open().at_work() as session:
        commons = session.keyring.named("commons")
        assert commons is not None
        assert session.aside == []
        return commons.epoch


def test_nothing_goes_to_new_keys_before_an_administrator_has_compared_the_words(organisation: Organisation) -> None:
    with organisation.desk("viewer").open().at_work() as session:
        before = session.keyring.account.signing.public
        go_on(organisation, "viewer", session)
        account, signing = session.account, session.keyring.account.signing.public
    with organisation.desk("administrator").open().at_work() as session:
        assert note_vouched(session) == 0
        assert counts(session, account) == [before]
        assert not organisation_keys_owed(session)
        (one,) = look(session)
        assert one.member.signing == signing
        assert rivals(session, one) == 0
        take_in_office(session, one)
        assert look(session) == []
        assert counts(session, account) == [signing]
        assert organisation_keys_owed(session)
        assert rotate_all(session, shared_journals(session)) == {}
        assert not organisation_keys_owed(session)
    assert epoch_of(organisation, "viewer") == 1


def test_what_a_coordinator_has_compared_the_office_does_not_ask_again(organisation: Organisation) -> None:
    with organisation.desk("viewer").open().at_work() as session:
        go_on(organisation, "viewer", session)
        account, signing = session.account, session.keyring.account.signing.public
    with organisation.desk("coordinator").open().at_work() as session:
        ALARMS.forget()
        count_waiting(session)
        (renewed,) = ALARMS.look(session)
        assert take_in_anew(session, renewed) == []
    with organisation.desk("administrator").open().at_work() as session:
        assert note_vouched(session) == 1
        assert note_vouched(session) == 0
        assert look(session) == []
        assert counts(session, account) == [signing]
        assert rotate_all(session, shared_journals(session)) == {}
    assert epoch_of(organisation, "viewer") == 1


def test_somebody_who_coordinates_nothing_vouches_for_nobody(organisation: Organisation) -> None:
    with organisation.desk("viewer").open().at_work() as session:
        go_on(organisation, "viewer", session)
        account, member = session.account, session.keyring.account.signing.public
    with organisation.desk("administrator").open().at_work() as session:
        told = the_one(session, member).member
    with organisation.desk("editor").open().at_work() as session:
        journal = organisation.journal(DISTRICT)
        assert not vouch(session, journal, told)
        own = msgspec.structs.replace(session.keyring.bundles[journal.hex()], division_seed=SigningKey.new().seed)
        session.put(own)
        assert vouch(session, journal, told)  # a changed desk, with a key of its own
    with organisation.desk("administrator").open().at_work() as session:
        assert note_vouched(session) == 0
        assert member not in counts(session, account)


def test_a_thief_with_the_old_key_and_somebodys_session_is_sent_nothing_and_both_rows_are_told(
    organisation: Organisation,
) -> None:
    desk = organisation.desk("viewer").open()
    thief = rob(organisation, "viewer")
    false = tell_as(organisation, thief)
    with organisation.desk("administrator").open().at_work() as administrator:
        assert note_vouched(administrator) == 0
        assert rotate_all(administrator, shared_journals(administrator)) == {}
        assert counts(administrator, thief.keyring.account.id) == [thief.keyring.account.signing.public]
    with desk.at_work() as session:
        go_on(organisation, "viewer", session)
        mine = session.keyring.account.signing.public
    with organisation.desk("administrator").open().at_work() as administrator:
        owners = the_one(administrator, mine)
        assert rivals(administrator, owners) == 1
        assert rivals(administrator, the_one(administrator, false.account.signing.public)) == 1
        take_in_office(administrator, owners)
        put_away(administrator, the_one(administrator, false.account.signing.public))
        assert rotate_all(administrator, shared_journals(administrator)) == {}
        assert counts(administrator, thief.keyring.account.id) == [mine]
    assert epoch_of(organisation, "viewer") == 2


def test_words_that_were_compared_later_count_so_a_mistake_is_put_right(organisation: Organisation) -> None:
    desk = organisation.desk("viewer").open()
    thief = rob(organisation, "viewer")
    false = tell_as(organisation, thief).account.signing.public
    with organisation.desk("administrator").open().at_work() as administrator:
        take_in_office(administrator, the_one(administrator, false))
        assert counts(administrator, thief.keyring.account.id) == [false]
    with desk.at_work() as session:
        go_on(organisation, "viewer", session)
        mine = session.keyring.account.signing.public
    with organisation.desk("administrator").open().at_work() as administrator:
        owners = the_one(administrator, mine)
        assert rivals(administrator, owners) == 1
        take_in_office(administrator, owners)
        assert counts(administrator, thief.keyring.account.id) == [mine]
        assert organisation_keys_owed(administrator)
        assert rotate_all(administrator, shared_journals(administrator)) == {}
    assert epoch_of(organisation, "viewer") == 1


def test_a_coordinator_does_not_choose_between_two_sets_of_keys(organisation: Organisation) -> None:
    """With the old key a coordinator could put the owner out of commons: where two claim, words are compared again."""
    desk = organisation.desk("viewer").open()
    thief = rob(organisation, "viewer")
    false = tell_as(organisation, thief).account.signing.public
    with desk.at_work() as session:
        go_on(organisation, "viewer", session)
        mine = session.keyring.account.signing.public
    with organisation.desk("administrator").open().at_work() as administrator:
        lie = the_one(administrator, false).member
        take_in_office(administrator, the_one(administrator, mine))
    with organisation.desk("coordinator").open().at_work() as session:
        assert vouch(session, organisation.journal(DISTRICT), lie)
    with organisation.desk("administrator").open().at_work() as administrator:
        assert note_vouched(administrator) == 0
        assert counts(administrator, thief.keyring.account.id) == [mine]
        assert [one.member for one in look(administrator)] == [lie]


def test_a_custody_that_a_longer_row_signs_is_kept_of_nobody(organisation: Organisation) -> None:
    thief = rob(organisation, "viewer")
    keyring = tell_as(organisation, thief)
    with organisation.desk("collector").open().at_work() as accomplice:
        office = accomplice.keyring.office
        assert office is not None
        accomplice.keyring = msgspec.structs.replace(keyring, office=office)
        send_custody(accomplice, Inbox(office.journal, office.epoch, office.public, office.deposit), b"anything")
    with organisation.desk("administrator").open().at_work() as administrator:
        assert note_vouched(administrator) == 0
        assert take_in_custodies(administrator) == 0


def test_nobody_takes_in_a_stranger_or_the_own_account(organisation: Organisation) -> None:
    with organisation.desk("viewer").open().at_work() as session:
        go_on(organisation, "viewer", session)
        stranger = session.keyring.account
    with organisation.desk("administrator").open().at_work() as session:
        (one,) = look(session)
        lie = msgspec.structs.replace(one.member, account=organisation.account("editor")).sign(stranger.signing)
        with pytest.raises(NotAllowedError):
            take_in_office(session, Renewed(lie, one.places))
        mine = msgspec.structs.replace(one.member, account=session.account).sign(stranger.signing)
        with pytest.raises(NotAllowedError):
            take_in_office(session, Renewed(mine, one.places))


def test_an_auditors_entries_are_sealed_to_the_new_keys_once_the_words_were_compared(shelf: MemoryShelf) -> None:
    organisation = found(shelf, {**POSTS, "auditor": Post(Role.AUDITOR)}, (REGION, ""), (DISTRICT, REGION))
    journal = organisation.journal(DISTRICT)
    desk = organisation.desk("auditor").open()
    thief = rob(organisation, "auditor")
    with organisation.desk("editor").open().at_work() as session:
        write(session, journal, "add_contact", [(1, [Op("contact", 1, {"family_be": "Бусел"})])])
        note(session, "open_contact", journal, [1])
    with desk.at_work() as session:
        go_on(organisation, "auditor", session)
        account, sealing = session.account, session.keyring.account.sealing.public
    with organisation.desk("administrator").open().at_work() as session:
        (one,) = look(session)
        assert auditors(session)[account] == thief.keyring.account.sealing.public
        take_in_office(session, one)
        assert auditors(session)[account] == sealing
        assert look(session) == []
    with organisation.desk("editor").open().at_work() as session:
        note(session, "open_contact", journal, [1])
        assert sealing in session.logbook.chains[journal].recipients
        assert thief.keyring.account.sealing.public not in session.logbook.chains[journal].recipients
    with organisation.desk("auditor").open().at_work() as session:
        reading = read_log(session, journal)
        assert [entry.contacts for entry in reading.entries] == [(1,), (1,)]
        assert reading.findings == []


def test_a_coordinator_does_not_turn_an_auditors_log(shelf: MemoryShelf) -> None:
    organisation = found(shelf, {**POSTS, "auditor": Post(Role.AUDITOR)}, (REGION, ""), (DISTRICT, REGION))
    with organisation.desk("auditor").open().at_work() as session:
        before = session.keyring.account.sealing.public
        go_on(organisation, "auditor", session)
        account = session.account
    with organisation.desk("administrator").open().at_work() as session:
        (one,) = look(session)
    with organisation.desk("coordinator").open().at_work() as session:
        assert vouch(session, organisation.journal(DISTRICT), one.member)
    with organisation.desk("administrator").open().at_work() as session:
        assert note_vouched(session) == 0
        assert auditors(session)[account] == before
        assert [waiting.member for waiting in look(session)] == [one.member]
