"""A hello that is said again, or comes from a mailbox that takes nothing: nobody gets what is not theirs, nor waits."""

from __future__ import annotations

import msgspec
import pytest

from busel.desk.access.hellos import Hello, Inbox, own_member, send_hello
from busel.desk.access.office_hellos import note_newcomers, take_in_hellos
from busel.desk.account import beginning as beginnings
from busel.desk.actions.accounts import change_shared_keys, end_account, freeze_from_office
from busel.desk.keys.mailbox import open_mailbox
from busel.desk.session import Session
from busel.registry.statements import Member
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
