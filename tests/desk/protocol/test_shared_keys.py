"""New keys of commons and office: who is told, who is not, and that everybody goes on."""

from __future__ import annotations

from dataclasses import replace

import msgspec
import pytest

from busel.desk.access.grants import Terms, grant, newcomers, revoke
from busel.desk.access.inviting import Wish, invite, outstanding
from busel.desk.access.office_hellos import note_newcomers, take_in_hellos
from busel.desk.account.accounts import Wish as Made
from busel.desk.account.beginning import accept_invitation, greet_division
from busel.desk.actions.accounts import (
    agree_from_office,
    agree_to_thaw,
    change_shared_keys,
    end_account,
    freeze_from_office,
)
from busel.desk.journals.folding import fold_journal
from busel.desk.journals.ledger import Aside, Cause
from busel.desk.journals.opening import pull
from busel.desk.journals.writing import NotAllowedError, write
from busel.desk.keys.mailbox import MAILBOX_EPOCH, open_mailbox
from busel.desk.keys.organisation import end_account as note_end
from busel.desk.keys.organisation import organisation_keys_owed, shared_journals
from busel.desk.keys.posting import handles_of, members_of
from busel.desk.keys.rotation import finish_rotations, rotate, rotate_all
from busel.desk.session import Session, Typed
from busel.desk.trustees.recovering import recover_office
from busel.journal.commit import EpochKeys
from busel.journal.deed import Op
from busel.journal.envelope import Message, seal_envelope
from busel.journal.header import Place
from busel.registry.keyring import Bundle, Office, bundle_for
from busel.registry.letters import ORGANISATION, OrganisationLetter
from busel.registry.roles import Role
from busel.registry.root import Root
from busel.registry.statements import Member
from busel.shelf.memory import MemoryShelf
from busel.shelf.protocol import BadTicketError, Envelope, FrozenError
from busel.vault.entropy import new_id, new_record_id
from busel.vault.lock import CHEAP
from busel.vault.wrap import OpeningKey
from factories.desks import DISTRICT, REGION, Desk, Organisation
from factories.mortal import KilledError, MortalShelf, cloned
from factories.newcomers import add_account

EVERYBODY = ("administrator", "coordinator", "editor", "viewer", "collector")


def field(session: Session, commons: bytes, key: str) -> None:
    record = new_record_id()
    write(session, commons, "set_standard", [(record, [Op("field", record, {"key": key})])])


def keys_of(desk: Desk, commons: bytes) -> set[str]:
    """Return which fields of the data standard a desk sees."""
    return {str(fields["key"]) for fields in desk.workspace(commons).get("field", {}).values()}


def is_well(organisation: Organisation, who: str) -> None:
    """Everything that this account reads opens, nothing is kept aside, and the office hears of it."""
    desk, commons = organisation.desk(who).open(), organisation.journal("commons")
    with desk.at_work() as session:
        pull(session)
        assert (who, session.aside, session.shut) == (who, [], set())
        held = session.keyring.bundles[commons.hex()]
        assert held.epoch == session.ledgers[commons].link.epoch
        assert session.keyring.office is not None
    desk.end()


def test_everybody_reads_on_and_old_keys_open_nothing_new(organisation: Organisation, shelf: MemoryShelf) -> None:
    commons, office = organisation.journal("commons"), organisation.journal("office")
    desks = {who: organisation.desk(who).open() for who in EVERYBODY}
    old = desks["viewer"].session.keyring.bundles[commons.hex()]
    with desks["administrator"].at_work() as session:
        assert change_shared_keys(session) == {}
        field(session, commons, "trade")
        assert [session.keyring.bundles[one.hex()].epoch for one in (commons, office)] == [1, 1]
    for who in EVERYBODY[1:]:
        with desks[who].at_work() as session:
            pull(session)
            assert session.shut == set()
            assert [one for one in session.aside if one.cause is not Cause.SHUT] == []
            assert not session.keyring.bundles[commons.hex()].write
        assert keys_of(desks[who], commons) == {"trade"}, who
    for who in EVERYBODY:
        is_well(organisation, who)
    with pytest.raises(BadTicketError):
        shelf.ancestry(desks["viewer"].session.token, commons, old.keys.read_ticket(), 0, 9)


def test_coordinators_go_on_telling_of_new_keys_without_a_letter_that_says_so(organisation: Organisation) -> None:
    journal = organisation.journal(DISTRICT)
    with organisation.desk("administrator").open().at_work() as session:
        change_shared_keys(session)
        change_shared_keys(session)
    with organisation.desk("coordinator").open().at_work() as session:
        rotate(session, journal)
    with organisation.desk("collector").open().at_work() as session:
        assert session.certificates.inbox_key(journal).epoch == 1
        assert session.aside == []


def test_they_are_due_when_an_account_is_over_and_it_gets_none(organisation: Organisation) -> None:
    commons, account = organisation.journal("commons"), organisation.account("viewer")
    administrator = organisation.desk("administrator").open()
    robbed = organisation.desk("viewer").session
    with administrator.at_work() as session:
        assert not organisation_keys_owed(session)
        end_account(session, account)
        end_account(session, account)
        assert organisation_keys_owed(session)
        change_shared_keys(session)
        assert not organisation_keys_owed(session)
        with pytest.raises(NotAllowedError):
            agree_from_office(session, account)
        held = members_of(session, organisation.journal("office"))[account]
        own = session.shelf._journals[held.mailbox]  # type: ignore[attr-defined]  # the memory twin's
        assert own.inbox == {}
    with pytest.raises(FrozenError):
        organisation.desk("viewer")
    assert robbed.keyring.bundles[commons.hex()].epoch == 0
    for who in ("administrator", "coordinator", "collector"):
        is_well(organisation, who)


def test_an_account_that_is_ended_while_the_letters_go_out_leaves_them_due(organisation: Organisation) -> None:
    account = organisation.account("viewer")
    with organisation.desk("administrator").open().at_work() as session:
        change_shared_keys(session)
        note_end(session, account)
        assert organisation_keys_owed(session)


def test_they_are_due_when_a_coordinator_is_one_no_more(organisation: Organisation) -> None:
    journal = organisation.journal(DISTRICT)
    administrator, deputy = organisation.desk("administrator").open(), organisation.desk("deputy").open()
    with organisation.desk("coordinator").open().at_work() as session:
        revoke(session, journal, organisation.account("deputy"))
        rotate(session, journal)
    with administrator.at_work() as session:
        pull(session)
        assert organisation_keys_owed(session)
        change_shared_keys(session)
        assert not organisation_keys_owed(session)
    with organisation.desk("coordinator").open().at_work() as session:
        rotate(session, journal)
    gone = deputy.session.keyring.bundles[organisation.journal("commons").hex()]
    assert gone.epoch == 0
    assert not organisation.desk("viewer").open().session.aside


def test_nobody_but_an_administrator_gives_them(organisation: Organisation) -> None:
    for who in EVERYBODY[1:]:
        with organisation.desk(who).open().at_work() as session:
            assert not organisation_keys_owed(session)
            with pytest.raises(NotAllowedError):
                change_shared_keys(session)
            failed = rotate_all(session, [organisation.journal("commons")])
            assert [type(error) for error in failed.values()] == [NotAllowedError]


def test_an_administrator_is_not_ended_by_another_one_nor_by_oneself(organisation: Organisation) -> None:
    with organisation.desk("administrator").open().at_work() as session, pytest.raises(NotAllowedError):
        end_account(session, session.account)


def test_who_is_frozen_gets_them_once_two_have_thawed(organisation: Organisation) -> None:
    account = organisation.account("viewer")
    administrator = organisation.desk("administrator").open()
    with administrator.at_work() as session:
        freeze_from_office(session, account)
        change_shared_keys(session)
        note_newcomers(session)
        agree_from_office(session, account)
    with organisation.desk("coordinator").open().at_work() as session:
        agree_to_thaw(session, account)
    commons = organisation.journal("commons")
    assert commons in organisation.desk("viewer").open().session.shut
    with administrator.at_work() as session:
        assert not organisation_keys_owed(session)
        note_newcomers(session)
        note_newcomers(session)
    viewer = organisation.desk("viewer").open()
    assert viewer.session.keyring.bundles[commons.hex()].epoch == 1
    assert viewer.session.aside == []


def test_a_slip_from_before_begins_an_account_that_gets_them_with_its_hello(organisation: Organisation) -> None:
    journal, commons = organisation.journal(DISTRICT), organisation.journal("commons")
    administrator = organisation.desk("administrator").open()
    with administrator.at_work() as session:
        slip = invite(session, Wish(journal), profile=CHEAP)
        change_shared_keys(session)
        change_shared_keys(session)
    typed = Typed(slip.handle, slip.code)
    told, _session = accept_invitation(
        organisation.shelf, organisation.founded.organisation, typed, made=Made(), profile=CHEAP
    )
    organisation.known["newcomer"] = told
    assert commons in organisation.desk("newcomer").open().session.shut
    with administrator.at_work() as session:
        assert take_in_hellos(session) == 1
        assert session.aside == []
        assert told.handle in handles_of(session, organisation.journal("office")).values()
    newcomer = organisation.desk("newcomer").open()
    with newcomer.at_work() as session:
        assert session.aside == []
        greet_division(session, journal, role=Role.VIEWER)
    with organisation.desk("coordinator").open().at_work() as session:
        assert [one.hello.handle for one in newcomers(session, journal)] == [told.handle]
        grant(session, journal, told.handle, Terms(Role.VIEWER))
    assert journal in organisation.desk("newcomer").open().session.numbers


def forge(session: Session, to: Member, bundle: Bundle, *, author: bytes) -> None:
    """Lay a letter into a mailbox that says it is an administrator's."""
    mine = Office(journal=new_id(), epoch=9, public=OpeningKey.new().public, deposit=new_id() + new_id())
    place = Place(session.keyring.organisation, to.mailbox)
    content = msgspec.Raw(msgspec.json.encode(OrganisationLetter(bundle=bundle, office=mine)))
    message = Message(id=new_id(), kind=ORGANISATION, author=author, hour=1, content=content).sign(
        place, session.keyring.account.signing
    )
    sealed = seal_envelope(to.sealing, place, MAILBOX_EPOCH, message)
    session.shelf.deposit(session.token, to.mailbox, to.deposit, Envelope(message.id, sealed))


def test_letters_that_no_administrator_signed_are_thrown_out_and_told(organisation: Organisation) -> None:
    commons, journal = organisation.journal("commons"), organisation.journal(DISTRICT)
    viewer = organisation.desk("viewer").open()
    with organisation.desk("administrator").open().at_work() as session:
        change_shared_keys(session)
        new = bundle_for(session.keyring.bundles[commons.hex()], Role.VIEWER)
        chief, member = session.account, members_of(session, organisation.journal("office"))[viewer.session.account]
    with organisation.desk("coordinator").open().at_work() as session:
        other = bundle_for(session.keyring.bundles[journal.hex()], Role.VIEWER)
        for bundle, author in ((new, session.account), (new, chief), (other, session.account)):
            later = msgspec.structs.replace(bundle, epochs={bundle.epoch + 1: bundle.keys})
            forge(session, member, bundle, author=author)
            forge(session, member, later, author=author)
    own = viewer.session.keyring.account.mailbox
    before = viewer.session.keyring.office
    with viewer.at_work() as session:
        pull(session)
        assert session.keyring.bundles[commons.hex()].epoch == 1
        assert Aside(own, -1, Cause.THROWN_OUT) in session.aside
        assert session.keyring.office is not None
        assert session.keyring.office.journal == before.journal
        open_mailbox(session)
        assert session.shelf._journals[own].inbox == {}  # type: ignore[attr-defined]  # the memory twin's


@pytest.mark.parametrize("first", [True, False])
def test_who_administrated_once_says_nobody_how_to_write_to_the_office(
    organisation: Organisation, *, first: bool
) -> None:
    """Not with the new keys of an accomplice either, who reads commons and may write to mailboxes."""
    commons, viewer = organisation.journal("commons"), organisation.desk("viewer").open()
    former = organisation.desk("administrator").session
    with organisation.desk("editor").open().at_work() as session:
        recover_office(session, Root(organisation.founded.master), ended=[former.account])
        member = members_of(session, organisation.journal("office"))[viewer.session.account]
        office = session.keyring.bundles[organisation.journal("office").hex()]
    with organisation.desk("collector").open().at_work() as session:
        true, bundle = session.keyring.office, session.keyring.bundles[commons.hex()]
        assert true is not None
        assert (true.epoch, true.public) == (office.epoch, office.inbox(office.epoch).public)  # type: ignore[union-attr]  # who recovers holds it
        only = msgspec.structs.replace(bundle, epochs={bundle.epoch: bundle.keys}, grant=None)
        false = msgspec.structs.replace(true, public=OpeningKey.new().public)
        place = Place(session.keyring.organisation, member.mailbox)
        message = Message(
            id=bytes(16) if first else b"\xff" * 16,
            kind=ORGANISATION,
            author=former.account,
            hour=1,
            content=msgspec.Raw(msgspec.json.encode(OrganisationLetter(bundle=only, office=false))),
        ).sign(place, former.keyring.account.signing)
        sealed = seal_envelope(member.sealing, place, MAILBOX_EPOCH, message)
        session.shelf.deposit(session.token, member.mailbox, member.deposit, Envelope(message.id, sealed))
    with viewer.at_work() as session:
        pull(session)
        assert session.keyring.bundles[commons.hex()].epoch == 1
        assert session.keyring.office == true


@pytest.mark.parametrize("first", [True, False], ids=["before the true letter", "after it"])
def test_a_letter_with_another_history_key_is_refused_though_its_state_key_opens(
    organisation: Organisation, *, first: bool
) -> None:
    """A former administrator has the new state key from an accomplice, and sends a false history key with it."""
    commons, viewer = organisation.journal("commons"), organisation.desk("viewer").open()
    former = organisation.desk("administrator").session
    with organisation.desk("editor").open().at_work() as session:
        recover_office(session, Root(organisation.founded.master), ended=[former.account])
        member = members_of(session, organisation.journal("office"))[viewer.session.account]
    with organisation.desk("collector").open().at_work() as session:
        bundle = session.keyring.bundles[commons.hex()]
        keys = {bundle.epoch: EpochKeys(bundle.keys.state, EpochKeys.new().history)}
        false = msgspec.structs.replace(bundle, epochs=keys, grant=None)
        place = Place(session.keyring.organisation, member.mailbox)
        message = Message(
            id=bytes(16) if first else b"\xff" * 16,
            kind=ORGANISATION,
            author=former.account,
            hour=1,
            content=msgspec.Raw(msgspec.json.encode(OrganisationLetter(bundle=false))),
        ).sign(place, former.keyring.account.signing)
        sealed = seal_envelope(member.sealing, place, MAILBOX_EPOCH, message)
        session.shelf.deposit(session.token, member.mailbox, member.deposit, Envelope(message.id, sealed))
    with viewer.at_work() as session:
        pull(session)
        held = session.keyring.bundles[commons.hex()]
        assert held.epoch == 1
        assert held.keys == bundle.keys
        assert (Cause.THROWN_OUT in {one.cause for one in session.aside}) == first


def test_whoever_folds_without_the_history_goes_on_naming_its_key(organisation: Organisation) -> None:
    journal = organisation.journal(DISTRICT)
    with organisation.desk("coordinator").open().at_work() as session:
        rotate(session, journal)
        name = session.keyring.bundles[journal.hex()].keys.history_name()
        assert session.ledgers[journal].snapshot.history == name  # type: ignore[union-attr]  # a rotation lays one
    with organisation.desk("editor").open().at_work() as session:
        bundle = session.ledgers[journal].bundle
        only_state = {epoch: EpochKeys(keys.state) for epoch, keys in bundle.epochs.items()}
        session.ledgers[journal].bundle = msgspec.structs.replace(bundle, epochs=only_state)
        write(session, journal, "add_contact", [(1, [Op("contact", 1, {"family_be": "Бусел"})])])
        assert fold_journal(session, journal)
        assert session.ledgers[journal].snapshot.history == name  # type: ignore[union-attr]  # as above


def test_it_may_end_at_every_call_and_goes_on_at_the_next_sign_in(organisation: Organisation) -> None:
    commons, office = organisation.journal("commons"), organisation.journal("office")
    with organisation.desk("administrator").open().at_work() as session:
        end_account(session, organisation.account("viewer"))
    at, died = 0, True
    while died:
        shelf = cloned(organisation.shelf)
        mortal, here = MortalShelf(shelf), replace(organisation, shelf=shelf)
        desk = replace(organisation, shelf=mortal).desk("administrator").open()
        mortal.arm(at, asked=True)
        with desk.at_work() as session:
            try:
                change_shared_keys(session)
                died = False
            except KilledError:
                pass
        desk.end()
        again = here.desk("administrator").open()
        with again.at_work() as session:
            finish_rotations(session)
            if organisation_keys_owed(session):
                assert change_shared_keys(session) == {}
            assert not organisation_keys_owed(session)
            assert session.keyring.pending == []
            field(session, commons, "trade")
            assert session.aside == []
        again.end()
        for who in ("administrator", "coordinator", "collector"):
            is_well(here, who)
        assert shelf._journals[office].head.epoch in (1, 2)
        at += 5
    assert at > 40


def test_trustees_end_an_administrator_and_no_slip_of_that_time_counts(organisation: Organisation) -> None:
    commons, office = organisation.journal("commons"), organisation.journal("office")
    gone = organisation.desk("administrator").open()
    with gone.at_work() as session:
        slip = invite(session, Wish(organisation.journal(DISTRICT)), profile=CHEAP)
    with organisation.desk("editor").open().at_work() as session:
        recover_office(session, Root(organisation.founded.master), ended=[organisation.account("administrator")])
        recover_office(session, Root(organisation.founded.master), ended=[organisation.account("administrator")])
        assert shared_journals(session) == [office, commons]
        assert not organisation_keys_owed(session)
        assert outstanding(session) == []
        field(session, commons, "trade")
        assert session.aside == []
    with gone.at_work() as session:
        pull(session)
        assert {commons, office} <= session.shut
    assert organisation.shelf.unlock(b"") is None
    for who in ("editor", "coordinator", "collector"):
        is_well(organisation, who)
    with organisation.desk("editor").open().at_work() as session:
        made = add_account(session, division=organisation.journal(REGION))
        assert made.handle in handles_of(session, office).values()
    assert slip.handle != made.handle
