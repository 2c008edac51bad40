"""A hello that is said again, or comes from a mailbox that takes nothing: nobody gets what is not theirs, nor waits."""

from __future__ import annotations

from copy import copy

import msgspec
import pytest

from busel.desk.access import office_crowd
from busel.desk.access.hellos import Hello, Inbox, own_member, send_hello
from busel.desk.access.inviting import Wish, invite
from busel.desk.access.office_hellos import note_newcomers, take_in_hellos
from busel.desk.account import beginning as beginnings
from busel.desk.account.accounts import Wish as Made
from busel.desk.account.beginning import accept_invitation
from busel.desk.actions.accounts import change_shared_keys, end_account, freeze_from_office
from busel.desk.journals.ledger import Cause
from busel.desk.keys.mailbox import open_mailbox
from busel.desk.session import Session, Typed
from busel.registry.statements import Member
from busel.shelf.protocol import Envelope
from busel.vault.entropy import new_id
from busel.vault.lock import CHEAP
from busel.vault.sign import SigningKey
from factories.desks import DISTRICT, Organisation
from factories.newcomers import begin


def say_again(robbed: Session, office: Session) -> None:
    """Lay the hello of an account into the office's inbox, as who copied its keyring does with anybody's session."""
    held = office.keyring.named("office")
    key = held.inbox(held.epoch)
    robbed.token = office.token
    send_hello(robbed, Inbox(held.journal, held.epoch, key.public, held.deposit), Hello(own_member(robbed)))


def letters(session: Session, member: Member) -> int:
    return len(session.shelf._journals[member.mailbox].inbox)  # type: ignore[attr-defined]  # the memory twin's


def waiting(session: Session) -> int:
    office = session.keyring.named("office")
    return len(session.shelf._journals[office.journal].inbox)  # type: ignore[attr-defined]  # the memory twin's


def test_who_is_over_says_hello_again_and_gets_no_keys(organisation: Organisation) -> None:
    robbed = organisation.desk("viewer").session
    with organisation.desk("administrator").open().at_work() as session:
        end_account(session, robbed.account)
        change_shared_keys(session)
        say_again(robbed, session)
        take_in_hellos(session)
        assert (letters(session, own_member(robbed)), waiting(session)) == (0, 0)


def test_the_hello_of_who_is_frozen_waits_until_the_account_is_opened_again(organisation: Organisation) -> None:
    robbed = organisation.desk("viewer").session
    with organisation.desk("administrator").open().at_work() as session:
        freeze_from_office(session, robbed.account)
        change_shared_keys(session)
        say_again(robbed, session)
        take_in_hellos(session)
        assert (letters(session, own_member(robbed)), waiting(session)) == (0, 1)


def test_a_newcomer_whose_mailbox_takes_nothing_keeps_no_other_one_from_their_keys(
    organisation: Organisation, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On a changed desk an account names a mailbox that is nobody's."""
    journal, commons = organisation.journal(DISTRICT), organisation.journal("commons")
    with organisation.desk("administrator").open().at_work() as session:
        change_shared_keys(session)
        true = beginnings.own_member

        def false(one: Session) -> Member:
            return msgspec.structs.replace(true(one), mailbox=bytes(16)).sign(one.keyring.account.signing)

        for own in (false, true, false):
            monkeypatch.setattr(beginnings, "own_member", own)
            told, _newcomer = begin(session, journal)
            if own is true:
                organisation.known["newcomer"] = told
        change_shared_keys(session)
        take_in_hellos(session)
        note_newcomers(session)
        assert waiting(session) == 0
    newcomer = organisation.desk("newcomer").open()
    with newcomer.at_work() as session:
        open_mailbox(session)
        assert session.keyring.bundles[commons.hex()].epoch == 2


def test_whoever_fills_the_offices_inbox_keeps_no_newcomer_from_it(
    organisation: Organisation, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A collector puts there what does not open, and hellos that nobody invited, until it is full."""
    monkeypatch.setattr(office_crowd, "CROWDED", 20)
    collector = organisation.desk("collector").session
    told = collector.keyring.office
    inbox = Inbox(told.journal, told.epoch, told.public, told.deposit)
    with organisation.desk("administrator").open().at_work() as session:
        slip = invite(session, Wish(organisation.journal(DISTRICT)), profile=CHEAP)
        for at in range(10):
            body = seal_nothing(at)
            session.shelf.deposit(session.token, told.journal, told.deposit, Envelope(new_id(), body))
            account = msgspec.structs.replace(
                collector.keyring.account, id=new_id(), signing_seed=SigningKey.new().seed
            )
            stranger = copy(collector)
            stranger.keyring = msgspec.structs.replace(collector.keyring, account=account)
            stranger.token = session.token
            send_hello(stranger, inbox, Hello(own_member(stranger)))
        assert waiting(session) == 20
        typed = Typed(slip.handle, slip.code)
        accept_invitation(session.shelf, session.keyring.organisation, typed, made=Made(), profile=CHEAP)
        assert office_crowd.throw_out(session) == 20
        assert [one.cause for one in session.aside] == [Cause.CROWDED]
        assert take_in_hellos(session) == 1
        note_newcomers(session)
        assert waiting(session) == 0


def test_an_inbox_that_is_not_crowded_keeps_what_nobody_waits_for(organisation: Organisation) -> None:
    with organisation.desk("administrator").open().at_work() as session:
        office = session.keyring.named("office")
        session.shelf.deposit(session.token, office.journal, office.deposit, Envelope(new_id(), seal_nothing(1)))
        note_newcomers(session)
        assert (waiting(session), session.aside) == (1, [])


def seal_nothing(at: int) -> bytes:
    return bytes([1]) + bytes(4) + bytes([at]) * 2000
