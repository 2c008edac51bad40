"""Every desk may end at any moment: at each call of a fold, a rotation, a grant, before it is asked and after."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest

from busel.desk.access.grants import Terms, grant, revoke
from busel.desk.journals.changes import history_of
from busel.desk.journals.folding import fold_journal
from busel.desk.journals.history import finish_history, is_owed
from busel.desk.journals.writing import write
from busel.desk.keys.rotation import finish_rotations, rotate
from busel.desk.session import Session
from busel.journal.deed import Op
from busel.registry.roles import Role
from busel.shelf.memory import MemoryShelf
from busel.vault.entropy import new_id
from factories.desks import DISTRICT, Organisation, small
from factories.mortal import KilledError, MortalShelf, cloned
from factories.newcomers import add_account
from factories.shelf import ORGANISATION

PEOPLE = {1: {"family_be": "Зубр"}, 2: {"family_be": "Лось"}, 3: {"family_be": "Рысь"}}
Deed = Callable[[Session, bytes], object]


@pytest.fixture(scope="module")
def begun(django_db_blocker: object) -> Organisation:
    """An organisation with a folded journal, a tail, and a newcomer at its door."""
    with django_db_blocker.unblock():  # type: ignore[attr-defined]  # pytest-django's own, in RAM here
        organisation = small(MemoryShelf(ORGANISATION))
        journal = organisation.journal(DISTRICT)
        with organisation.desk("coordinator").open().at_work() as session:
            add(session, journal, 1, "Бусел")
            add(session, journal, 2, "Лось")
            fold_journal(session, journal)
            write(
                session,
                journal,
                "edit_contact",
                [(1, [Op("contact", 1, {"family_be": "Зубр"}, {"family_be": "Бусел"})])],
            )
            add(session, journal, 3, "Рысь")
        with organisation.desk("administrator").open().at_work() as session:
            organisation.known["newcomer"] = add_account(session, division=journal)
        return organisation


def add(session: Session, journal: bytes, id_: int, name: str) -> None:
    write(session, journal, "add_contact", [(id_, [Op("contact", id_, {"family_be": name})])])


def deaths(begun: Organisation, deed: Deed) -> Iterator[Organisation]:
    """Yield the organisation after each possible death of the coordinator's desk in a deed."""
    for asked in (False, True):
        at, died = 0, True
        while died:
            shelf = cloned(begun.shelf)
            organisation = replace(begun, shelf=shelf)
            mortal = MortalShelf(shelf)
            desk = replace(begun, shelf=mortal).desk("coordinator").open()
            mortal.arm(at, asked=asked)
            with desk.at_work() as session:
                try:
                    deed(session, begun.journal(DISTRICT))
                    died = False
                except KilledError:
                    yield organisation
            desk.end()
            at += 1
        assert at > 1


def all_is_well(organisation: Organisation, *readers: str) -> None:
    """Every person is there once, whole, for everybody; every deed stands once in the histories."""
    journal = organisation.journal(DISTRICT)
    for who in readers:
        desk = organisation.desk(who).open()
        assert desk.workspace(journal)["contact"] == PEOPLE, who
        assert desk.state(journal)["contact"] == PEOPLE, who
        assert desk.session.aside == [], who
        with desk.at_work() as session:
            names = {id_: [change.name for change in history_of(session, journal, id_).changes] for id_ in PEOPLE}
        assert names == {1: ["edit_contact", "add_contact"], 2: ["add_contact"], 3: ["add_contact"]}
        desk.end()


def resume(organisation: Organisation) -> None:
    journal = organisation.journal(DISTRICT)
    desk = organisation.desk("coordinator").open()
    with desk.at_work() as session:
        finish_rotations(session)
        finish_history(session, journal)
        assert not is_owed(session, journal)
        assert session.keyring.bundles[journal.hex()].epoch == session.ledgers[journal].link.epoch
        assert list(session.keyring.bundles[journal.hex()].epochs) == [session.ledgers[journal].link.epoch]
    desk.end()


def test_a_fold_may_end_anywhere(begun: Organisation) -> None:
    for organisation in deaths(begun, fold_journal):
        all_is_well(organisation, "coordinator", "viewer")
        with organisation.desk("editor").open().at_work() as session:
            fold_journal(session, organisation.journal(DISTRICT))
        all_is_well(organisation, "viewer")


def test_a_rotation_may_end_anywhere_and_goes_on_at_the_next_sign_in(begun: Organisation) -> None:
    epochs = set()
    for organisation in deaths(begun, rotate):
        resume(organisation)
        all_is_well(organisation, "coordinator", "viewer", "editor")
        journal = organisation.shelf._journals[organisation.journal(DISTRICT)]
        epochs.add(journal.head.epoch)
        assert journal.retired == b"" or journal.head.epoch == 0
    assert epochs == {0, 1}


def test_a_rotation_after_one_that_ended_anywhere_gives_newer_keys_to_everybody(begun: Organisation) -> None:
    for organisation in deaths(begun, rotate):
        journal = organisation.journal(DISTRICT)
        desk = organisation.desk("coordinator").open()
        with desk.at_work() as session:
            rotate(session, journal)
            assert session.keyring.pending == []
        desk.end()
        all_is_well(organisation, "viewer", "deputy")


def test_another_coordinator_rotates_after_the_first_one_died(begun: Organisation) -> None:
    for organisation in deaths(begun, rotate):
        desk, journal = organisation.desk("deputy").open(), organisation.journal(DISTRICT)
        if journal in desk.session.shut:
            continue  # the first one died before the letters: only who began it, or the trustees, can go on
        with desk.at_work() as session:
            rotate(session, journal)
        desk.end()
        all_is_well(organisation, "coordinator", "viewer")
        resume(organisation)


def test_a_grant_may_end_anywhere_and_is_given_again(begun: Organisation) -> None:
    handle = begun.credentials("newcomer").handle
    for organisation in deaths(begun, lambda session, journal: grant(session, journal, handle, Terms(Role.VIEWER))):
        journal = organisation.journal(DISTRICT)
        with organisation.desk("coordinator").open().at_work() as session:
            account = grant(session, journal, handle, Terms(Role.VIEWER))
            assert len(session.ledgers[journal].roster.grants[account]) == 1
        all_is_well(organisation, "newcomer")


def test_a_revocation_may_end_anywhere(begun: Organisation) -> None:
    for organisation in deaths(begun, lambda s, journal: revoke(s, journal, begun.account("viewer"))):
        journal = organisation.journal(DISTRICT)
        with organisation.desk("coordinator").open().at_work() as session:
            assert revoke(session, journal, organisation.account("viewer"))
            rotate(session, journal)
        late = organisation.desk("viewer").open()
        assert journal in late.session.shut
        assert late.workspace(journal) == {}
        all_is_well(organisation, "editor")


def test_a_deed_whose_answer_was_lost_is_there_once_when_sent_again(begun: Organisation) -> None:
    id_ = new_id()

    def do(session: Session, journal: bytes) -> None:
        write(session, journal, "add_contact", [(9, [Op("contact", 9, {"family_be": "Вожык"})])], deed=id_)

    for asked in (False, True):
        shelf = cloned(begun.shelf)
        organisation, mortal = replace(begun, shelf=shelf), MortalShelf(shelf)
        journal = organisation.journal(DISTRICT)
        with replace(begun, shelf=mortal).desk("editor").open().at_work() as session:
            mortal.arm(0, asked=asked)
            with pytest.raises(KilledError):
                do(session, journal)
        desk = organisation.desk("editor").open()
        with desk.at_work() as session:
            do(session, journal)
            do(session, journal)
            assert [change.deed for change in history_of(session, journal, 9).changes] == [id_]
        assert desk.workspace(journal)["contact"] == {**PEOPLE, 9: {"family_be": "Вожык"}}
