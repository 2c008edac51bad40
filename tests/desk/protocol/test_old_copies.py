"""A removed member with an old copy of the database and the own passphrase opens whom the report named, nobody else.

The copy is a real one, of a real shelf's database. The thief signs in on it, takes every key from the keyring, and
tries each on each row: what a desk would show, or refuse, does not matter.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest

from busel.desk.access.grants import Terms, grant, revoke
from busel.desk.access.reach import reach_of
from busel.desk.actions.entries import accept_entry, send_entry
from busel.desk.exposure.report import exposure_of
from busel.desk.freezes.freeze_notes import frozen_accounts, note_freeze, note_thaw
from busel.desk.inboxes.entry import Entry, EntryPerson
from busel.desk.inboxes.inbox import look_into_inboxes
from busel.desk.journals.folding import fold_journal
from busel.desk.journals.opening import pull
from busel.desk.journals.writing import write
from busel.desk.keys.posting import send_bundle
from busel.desk.keys.rotation import rotate
from busel.desk.session import Session
from busel.journal.deed import Op
from busel.registry.keyring import Keyring
from busel.registry.roles import Role
from busel.shelf.client import RemoteShelf
from busel.vault.lock import CHEAP
from factories.desks import DISTRICT, Organisation, small
from factories.newcomers import add_account
from factories.thief import copy_of, people_opened
from fixtures.shelves import Running


@dataclass
class Story:
    """A district over three epochs, with copies of the database taken on the way."""

    running: Running
    folder: Path
    organisation: Organisation = field(init=False)
    people: dict[int, dict[str, str]] = field(default_factory=dict)
    accounts: dict[str, bytes] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.running.start()
        self.running.wipe()
        self.organisation = small(RemoteShelf(self.running.socket))
        self.journal = self.organisation.journal(DISTRICT)
        self.coordinator = self.organisation.desk("coordinator").open()

    def add(self, session: Session, *ids: int) -> None:
        for id_ in ids:
            self.people[id_] = {"family_be": f"Бусел {id_}"}
            write(session, self.journal, "add_contact", [(id_, [Op("contact", id_, self.people[id_])])])

    def remove(self, session: Session, id_: int) -> None:
        write(session, self.journal, "undo_change", [(id_, [Op("contact", id_, None, self.people[id_])])])

    def let_in(self, session: Session, name: str, *, history: bool, role: Role = Role.VIEWER) -> None:
        """Make an account, let it in, and have its desk use the letter."""
        with self.organisation.desk("administrator").open().at_work() as office:
            self.organisation.known[name] = made = add_account(office, division=self.journal, profile=CHEAP)
        self.accounts[name] = grant(session, self.journal, made.handle, Terms(role, history=history))
        self.visit(name)

    def visit(self, name: str) -> None:
        """Let somebody sign in and leave, so that what waits in the mailbox is on the keyring."""
        desk = self.organisation.desk(name).open()
        with desk.at_work() as session:
            session.save_keyring()
        desk.end()

    def account(self, name: str) -> bytes:
        return self.accounts.get(name) or self.organisation.account(name)

    def copy(self, name: str) -> str:
        (self.folder / name).mkdir(mode=0o700)
        return copy_of(self.running.database, self.folder / name / "shelf.sqlite3")

    def stolen(self, database: str, name: str) -> tuple[Keyring, set[int]]:
        """Return the keyring that a passphrase opens on a copy, and whom its keys open there."""
        shelf = Running(Path(database).parent / "shelf.sock", database)
        shelf.start()
        try:
            keyring = replace(self.organisation, shelf=RemoteShelf(shelf.socket)).desk(name).session.keyring
        finally:
            shelf.stop()
        return keyring, people_opened(database, keyring, self.journal)

    def named(self, name: str) -> set[int]:
        """Return whom the report names, as the coordinator has it today."""
        with self.coordinator.at_work() as session:
            report = exposure_of(session, self.account(name))
        return {id_ for one in report.divisions if one.journal == self.journal for id_ in one.could}


@pytest.fixture
def story(tmp_path: Path) -> Iterator[Story]:
    running = Running(tmp_path / "shelf.sock", str(tmp_path / "shelf.sqlite3"))
    yield Story(running, tmp_path)
    running.stop()


def test_an_old_copy_opens_exactly_whom_the_report_names(story: Story) -> None:
    journal = story.journal
    with story.coordinator.at_work() as session:
        story.add(session, 1, 2)
        story.remove(session, 2)
        fold_journal(session, journal)
        story.add(session, 3)
        rotate(session, journal)
        story.add(session, 4)
        story.let_in(session, "newcomer", history=False)
        story.let_in(session, "deep newcomer", history=True)
        story.visit("other")
        story.add(session, 5)
        story.remove(session, 1)
        for name in ("newcomer", "deep newcomer", "other"):
            revoke(session, journal, story.account(name))
        story.add(session, 6)
        old = story.copy("old")
        rotate(session, journal)
        story.add(session, 7)
        story.remove(session, 3)
        story.let_in(session, "latecomer", history=False)
        story.visit("editor")
        new = story.copy("new")
    expected = {
        "newcomer": {1, 3, 4, 5, 6},
        "deep newcomer": {1, 2, 3, 4, 5, 6},
        "other": {1, 2, 3, 4, 5, 6},
    }
    for name, people in expected.items():
        keyring, opened = story.stolen(old, name)
        assert (name, opened) == (name, people)
        assert story.named(name) == people
        assert people_opened(new, keyring, journal) == set(), name
    for name, people in {"latecomer": {3, 4, 5, 6, 7}, "editor": {1, 2, 3, 4, 5, 6, 7}}.items():
        assert (name, story.stolen(new, name)[1]) == (name, people)
        assert story.named(name) == people


def test_who_waited_in_the_inbox_and_was_accepted_later_is_named_where_its_key_was_held(story: Story) -> None:
    journal = story.journal
    with story.coordinator.at_work() as session:
        story.add(session, 1)
        rotate(session, journal)
    for name in ("other", "viewer"):
        story.visit(name)
    with story.organisation.desk("collector").open().at_work() as session:
        send_entry(session, journal, Entry([EntryPerson({"family_be": "Вера"})]))
    with story.coordinator.at_work() as session:
        for name in ("other", "viewer"):
            revoke(session, journal, story.account(name))
        old = story.copy("old")
        rotate(session, journal)
        (waiting,) = look_into_inboxes(session).envelopes.values()
        (accepted,) = accept_entry(session, waiting, [(0, EntryPerson({"family_be": "Вера"}))])
    for name, people in {"other": {1, accepted}, "viewer": {1}}.items():
        assert (name, story.stolen(old, name)[1]) == (name, people)
        assert story.named(name) == people


def test_new_keys_that_went_to_nobody_frozen_are_counted_from_the_thaw_on(story: Story) -> None:
    journal, account = story.journal, story.organisation.account("viewer")
    with story.coordinator.at_work() as session:
        story.add(session, 1)
        note_freeze(session, journal, account)
        before = story.copy("before")
        rotate(session, journal)
        story.add(session, 2)
        story.remove(session, 1)
        after = story.copy("after")
    assert story.named("viewer") == {1} == story.stolen(before, "viewer")[1]
    assert story.stolen(after, "viewer")[1] == set()
    with story.coordinator.at_work() as session:
        assert [(one.people, one.locked) for one in reach_of(session, account).held] == [(0, True)]
        (record,) = frozen_accounts(session, journal).values()
        send_bundle(session, session.keyring.bundle(journal), account)
        note_thaw(session, journal, record)
        assert [(one.people, one.locked) for one in reach_of(session, account).held] == [(1, False)]
    story.visit("viewer")
    assert story.named("viewer") == {1, 2} == story.stolen(story.copy("thawed"), "viewer")[1]


class Meanwhile:
    """A shelf at which something happens just before the keys are switched, once."""

    def __init__(self, shelf: RemoteShelf, happens: Callable[[], None]) -> None:
        self._shelf, self._happens = shelf, [happens]

    def __getattr__(self, name: str) -> Any:
        if name == "switch" and self._happens:
            self._happens.pop()()
        return getattr(self._shelf, name)


def test_who_is_taken_out_while_the_keys_are_changed_lies_under_no_new_key(story: Story) -> None:
    journal, editor = story.journal, story.organisation.desk("editor").open()
    with story.coordinator.at_work() as session:
        story.add(session, 1, 2, 3)
        fold_journal(session, journal)
    with editor.at_work() as session:
        pull(session)

    def take_out() -> None:
        with editor.at_work() as session:
            story.remove(session, 2)

    with story.coordinator.at_work() as session:
        session.shelf = Meanwhile(RemoteShelf(story.running.socket), take_out)
        rotate(session, journal)
        story.let_in(session, "newcomer", history=False)
    assert story.stolen(story.copy("new"), "newcomer")[1] == {1, 3}
    assert story.named("newcomer") == {1, 3}


def test_who_asks_without_the_history_is_told_too_much_rather_than_too_little(story: Story) -> None:
    journal = story.journal
    with story.coordinator.at_work() as session:
        story.add(session, 1, 2)
        story.let_in(session, "newcomer", history=False)
        story.remove(session, 2)
        rotate(session, journal)
        story.add(session, 3)
        fold_journal(session, journal)
        revoke(session, journal, story.account("newcomer"))
        rotate(session, journal)
        story.add(session, 4)
        story.let_in(session, "deputy without history", history=False, role=Role.COORDINATOR)
    story.coordinator = story.organisation.desk("deputy without history").open()
    with story.coordinator.at_work() as session:
        report = exposure_of(session, story.account("newcomer"))
        (one,) = report.divisions
        assert [keys.epoch for keys in one.keys] == [0, 1]
        assert one.unread > 0
        assert {1, 3} <= one.could
        assert exposure_of(session, story.account("editor")).divisions[0].history
