"""Folds and rotations that nobody waits for: something comes between, at each call that they make to the shelf."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace

import pytest

from busel.desk.access.grants import Terms, grant, revoke
from busel.desk.journals.changes import history_of
from busel.desk.journals.folding import fold_journal
from busel.desk.journals.history import finish_history, is_owed
from busel.desk.journals.opening import pull
from busel.desk.journals.writing import write
from busel.desk.keys.rotation import finish_rotations, rotate
from busel.desk.session import Session
from busel.journal.commit import EpochKeys, packed_content
from busel.journal.deed import Op
from busel.journal.errors import NotOpenedError
from busel.journal.header import Header
from busel.registry.roles import Role
from busel.shelf.memory import MemoryShelf
from busel.shelf.protocol import BadTicketError, EpochMovedError, Segment
from factories.desks import DISTRICT, Organisation, small
from factories.meddling import between
from factories.mortal import KilledError, MortalShelf, cloned
from factories.shelf import ORGANISATION

FOLDED, TAIL = {1: {"family_be": "Зубр"}, 2: {"family_be": "Лось"}}, {3: {"family_be": "Рысь"}}
PEOPLE = {**FOLDED, **TAIL}
AFTER = {2: {"family_be": "Лось", "notes": "meanwhile"}, 3: {"family_be": "Рысь"}, 9: {"family_be": "Вожык"}}
"""What `change` makes of them: one is gone, one was changed, one is new."""


@pytest.fixture(scope="module")
def begun(django_db_blocker: object) -> Organisation:
    """An organisation with a folded journal and a tail."""
    with django_db_blocker.unblock():  # type: ignore[attr-defined]  # pytest-django's own, in RAM here
        organisation = small(MemoryShelf(ORGANISATION))
        journal = organisation.journal(DISTRICT)
        with organisation.desk("coordinator").open().at_work() as session:
            for id_, fields in FOLDED.items():
                add(session, journal, id_, fields)
            fold_journal(session, journal)
            for id_, fields in TAIL.items():
                add(session, journal, id_, fields)
        return organisation


def add(session: Session, journal: bytes, id_: int, fields: dict[str, str]) -> None:
    write(session, journal, "add_contact", [(id_, [Op("contact", id_, dict(fields))])])


def change(organisation: Organisation, session: Session) -> None:
    journal = organisation.journal(DISTRICT)
    add(session, journal, 9, AFTER[9])
    write(session, journal, "edit_contact", [(2, [Op("contact", 2, {"notes": "meanwhile"}, {})])])
    write(session, journal, "edit_contact", [(1, [Op("contact", 1, None, PEOPLE[1])])])


def change_elsewhere(organisation: Organisation, _session: Session) -> None:
    with organisation.desk("other").open().at_work() as session:
        change(organisation, session)


def fold_elsewhere(organisation: Organisation, _session: Session) -> None:
    with organisation.desk("other").open().at_work() as session:
        assert fold_journal(session, organisation.journal(DISTRICT)) in (True, False)


def rotate_elsewhere(organisation: Organisation, _session: Session) -> None:
    with organisation.desk("deputy").open().at_work() as session:
        rotate(session, organisation.journal(DISTRICT))


def all_is_well(organisation: Organisation, session: Session, people: dict[int, dict[str, str]]) -> None:
    """Check the desk that did it, as it stands, and everybody who opens the journal now."""
    journal = organisation.journal(DISTRICT)
    pull(session)
    assert session.aside == []
    assert session.shut == set()
    for who in ("coordinator", "editor", "viewer"):
        desk = organisation.desk(who).open()
        assert desk.workspace(journal).get("contact") == people, who
        assert desk.state(journal)["contact"] == people, who
        assert desk.session.aside == [], who
        with desk.at_work() as fresh:
            told = {id_: [one.name for one in history_of(fresh, journal, id_).changes] for id_ in people}
        assert told == {id_: ["edit_contact"] * ("notes" in fields) + ["add_contact"] for id_, fields in people.items()}
        desk.end()
    held = organisation.shelf._journals[journal]
    assert held.stages.keys() == {held.adopted, *([held.retired] if held.retired else []), *held.kept.stages()}


def test_edits_of_the_same_desk_during_a_fold_are_there_once(begun: Organisation) -> None:
    journal = begun.journal(DISTRICT)
    for organisation, session in between(begun, "editor", lambda s: fold_journal(s, journal), change):
        all_is_well(organisation, session, AFTER)


def test_edits_of_another_desk_during_a_fold_are_there_once(begun: Organisation) -> None:
    journal = begun.journal(DISTRICT)
    for organisation, session in between(begun, "editor", lambda s: fold_journal(s, journal), change_elsewhere):
        all_is_well(organisation, session, AFTER)


def test_what_was_written_during_a_fold_is_folded_too_and_no_work_is_thrown_away(begun: Organisation) -> None:
    journal, done = begun.journal(DISTRICT), []
    for organisation, session in between(
        begun, "editor", lambda s: done.append(fold_journal(s, journal)), change_elsewhere
    ):
        held = organisation.shelf._journals[journal]
        before = [commit.segment for commit in held.commits[: held.snapshot]]
        assert before == [Segment.HISTORY] * held.snapshot, "what the snapshot covers lies under the history key"
        assert not is_owed(session, journal)
    assert set(done) == {True}


def test_of_two_folds_at_once_one_holds(begun: Organisation) -> None:
    journal = begun.journal(DISTRICT)
    for organisation, session in between(begun, "editor", lambda s: fold_journal(s, journal), fold_elsewhere):
        all_is_well(organisation, session, PEOPLE)
        assert organisation.shelf._journals[journal].snapshot in range(5, 9)


def test_a_fold_gives_way_to_a_rotation(begun: Organisation) -> None:
    journal = begun.journal(DISTRICT)
    for organisation, session in between(begun, "editor", lambda s: fold_journal(s, journal), rotate_elsewhere):
        pull(session)
        session.aside.clear()  # that the keys were changed is said
        all_is_well(organisation, session, PEOPLE)
        assert organisation.shelf._journals[journal].head.epoch == 1


@pytest.mark.parametrize("meanwhile", [change, change_elsewhere])
def test_edits_during_a_rotation_are_there_once(begun: Organisation, meanwhile: object) -> None:
    journal = begun.journal(DISTRICT)
    for organisation, session in between(begun, "coordinator", lambda s: rotate(s, journal), meanwhile):  # type: ignore[arg-type]  # it is one
        session.aside.clear()
        all_is_well(organisation, session, AFTER)
        assert session.keyring.pending == []
        assert list(session.keyring.bundle(journal).epochs) == [1]
        assert not is_owed(session, journal)


def test_a_rotation_that_is_finished_at_sign_in_lets_the_first_pages_through(begun: Organisation) -> None:
    journal, cut_off = begun.journal(DISTRICT), replace(begun, shelf=cloned(begun.shelf))
    mortal = MortalShelf(cut_off.shelf)
    with replace(begun, shelf=mortal).desk("coordinator").open().at_work() as session:
        mortal.die_at("switch")
        with pytest.raises(KilledError):
            rotate(session, journal)
    for organisation, session in between(cut_off, "coordinator", finish_rotations, change):
        session.aside.clear()
        all_is_well(organisation, session, AFTER)
        assert session.keyring.pending == []
        assert not is_owed(session, journal)


def test_a_fold_during_a_rotation_costs_nobody_anything(begun: Organisation) -> None:
    journal = begun.journal(DISTRICT)

    def turn(session: Session) -> None:
        with suppress(Exception):
            rotate(session, journal)

    for organisation, session in between(begun, "coordinator", turn, fold_elsewhere):
        session.aside.clear()
        finish_rotations(session)
        finish_history(session, journal)
        all_is_well(organisation, session, PEOPLE)
        assert session.keyring.pending == []


def test_of_two_coordinators_who_rotate_at_once_nobody_loses_keys(begun: Organisation) -> None:
    journal = begun.journal(DISTRICT)

    def turn(session: Session) -> None:
        with suppress(EpochMovedError, BadTicketError):
            rotate(session, journal)

    for organisation, session in between(begun, "coordinator", turn, rotate_elsewhere):
        pull(session)
        finish_rotations(session)
        session.aside.clear()
        all_is_well(organisation, session, PEOPLE)
        assert session.keyring.pending == []
        assert session.keyring.bundle(journal).epoch == organisation.shelf._journals[journal].head.epoch


def test_who_holds_no_history_key_seals_nothing_with_an_empty_one(organisation: Organisation) -> None:
    journal, newcomer = organisation.journal(DISTRICT), organisation.account("other")
    with organisation.desk("coordinator").open().at_work() as session:
        revoke(session, journal, newcomer)
        rotate(session, journal)
        handle = organisation.credentials("other").handle
        grant(session, journal, handle, Terms(Role.EDITOR, history=False))
        rotate(session, journal)
    with organisation.desk("other").open().at_work() as session:
        assert not session.keyring.bundle(journal).keys.history
        add(session, journal, 1, PEOPLE[1])
        assert fold_journal(session, journal)
        place = session.ledgers[journal].place
    for commit in organisation.shelf._journals[journal].commits:
        header = Header(place, commit.epoch, commit.sequence, commit.previous)
        with pytest.raises(NotOpenedError):
            packed_content(EpochKeys(b"", b""), header, commit.body, history=True)
    held = organisation.shelf._journals[journal]
    assert held.commits[held.snapshot - 1].segment is Segment.STATE
    with organisation.desk("coordinator").open().at_work() as session:
        finish_history(session, journal)
    assert held.commits[held.snapshot - 1].segment is Segment.HISTORY
    assert organisation.desk("viewer").open().workspace(journal)["contact"] == {1: PEOPLE[1]}
