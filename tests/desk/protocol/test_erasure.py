"""Who is erased stands nowhere once the keys are new: no row of the store tells of them, and no older copy opens."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest

from busel.desk.access.grants import revoke
from busel.desk.actions.contacts import erase_contact
from busel.desk.clock import this_hour
from busel.desk.journals.annals import annals_of
from busel.desk.journals.doubting import prove_snapshot
from busel.desk.journals.folding import fold_journal
from busel.desk.journals.history import is_owed
from busel.desk.journals.kept_aside import kept_aside
from busel.desk.journals.ledger import Cause
from busel.desk.journals.opening import pull
from busel.desk.journals.rereading import reread
from busel.desk.journals.verifying import verify_zone
from busel.desk.journals.writing import ConflictError, NotAllowedError, append, write
from busel.desk.keys.owing import rotations_owed
from busel.desk.keys.rotation import finish_rotations, rotate
from busel.desk.session import Session
from busel.desk.workspace.bonds import Relationship
from busel.desk.workspace.models import Contact, Item
from busel.journal.deed import Draft, Op, encode_parts
from busel.registry.keyring import Keyring
from busel.shelf.client import RemoteShelf
from busel.shelf.protocol import UnreachableError
from busel.vault.entropy import new_id
from factories.changed_desk import without_asking
from factories.desks import DISTRICT, Organisation, small
from factories.thief import copy_of, people_opened
from fixtures.shelves import Running

HANNA, PIATRO, ALES, BOND, HOME = 11, 12, 13, 21, 22
NEW = {
    HANNA: {"family_be": "Навік", "given_be": "Ганна", "household": HOME},
    PIATRO: {"family_be": "Навік", "given_be": "Пятро"},
    ALES: {"family_be": "Юрчук"},
}


class Story:
    """A district on a real database, with a person whose deeds lie in the history, in blocks and in the tail."""

    def __init__(self, running: Running) -> None:
        self.running = running
        self.organisation: Organisation = small(RemoteShelf(running.socket))
        self.journal = self.organisation.journal(DISTRICT)
        self.coordinator = self.organisation.desk("coordinator").open()
        with self.coordinator.at_work() as session:
            self.add(session, HOME, [Op("household", HOME, {"title": "Навікі"})])
            for id_, fields in NEW.items():
                self.add(session, id_, [Op("contact", id_, fields)])
            fold_journal(session, self.journal)
            self.add(
                session, PIATRO, [Op("relationship", BOND, {"contact": PIATRO, "other": HANNA, "type": "sibling"})]
            )
            rotate(session, self.journal)
            self.add(session, HANNA, [Op("contact", HANNA, {"notes": "хор"}, {})], name="edit_contact")
            fold_journal(session, self.journal)
            self.add(
                session, HANNA, [Op("phone", 31, {"contact": HANNA, "number": "+375291234567"})], name="edit_contact"
            )

    def add(self, session: Any, subject: int, ops: list[Op], *, name: str = "add_contact") -> None:
        write(session, self.journal, name, [(subject, ops)])

    def keyring(self, name: str) -> Keyring:
        """Return what is on somebody's keyring after the next visit."""
        desk = self.organisation.desk(name).open()
        with desk.at_work() as session:
            session.save_keyring()
        desk.end()
        return self.organisation.desk(name).session.keyring

    def opened(self, name: str, database: str = "") -> set[int]:
        return people_opened(database or self.running.database, self.keyring(name), self.journal)


@pytest.fixture
def story(tmp_path: Path) -> Iterator[Story]:
    running = Running(tmp_path / "shelf.sock", str(tmp_path / "shelf.sqlite3"))
    running.start()
    running.wipe()
    yield Story(running)
    running.stop()


def test_after_the_rotation_nothing_on_the_shelf_tells_of_who_was_erased_and_no_older_copy_opens(
    story: Story, tmp_path: Path
) -> None:
    assert story.opened("coordinator") == {HANNA, PIATRO, ALES}
    before = copy_of(story.running.database, tmp_path / "before.sqlite3")
    with story.coordinator.at_work() as session:
        erase_contact(session, story.journal, HANNA)
        assert rotations_owed(session, [story.journal]) == [story.journal]
        rotate(session, story.journal)
        assert rotations_owed(session, [story.journal]) == []
        assert not is_owed(session, story.journal)
        assert sorted(Contact.objects.values_list("pk", flat=True)) == [PIATRO, ALES]
        assert not Relationship.objects.exists()
        session.save_keyring()
    story.coordinator.end()
    for name in ("coordinator", "editor"):
        assert (name, story.opened(name)) == (name, {PIATRO, ALES})
        assert (name, story.opened(name, before)) == (name, set())


def test_the_rest_of_every_deed_still_verifies(story: Story) -> None:
    with story.coordinator.at_work() as session:
        erase_contact(session, story.journal, HANNA)
        rotate(session, story.journal)
        annals = annals_of(session, story.journal)
        told = {op.id for deed in annals.read_all(session) for op in deed.ops()}
        assert {PIATRO, ALES} <= told
        assert told.isdisjoint({HANNA, BOND, HOME, 31})
        assert (annals.aside, annals.gaps) == ([], 0)


def test_who_erases_while_others_live_there_leaves_their_household(story: Story) -> None:
    with story.coordinator.at_work() as session:
        story.add(session, PIATRO, [Op("contact", PIATRO, {"household": HOME}, {})], name="edit_contact")
        erase_contact(session, story.journal, HANNA)
        rotate(session, story.journal)
        assert Contact.objects.get(pk=PIATRO).household == HOME
        told = {op.id for deed in annals_of(session, story.journal).read_all(session) for op in deed.ops()}
        assert HOME in told


@pytest.mark.parametrize("call", ["switch", "let_go", "reseal"])
def test_a_desk_that_is_killed_on_the_way_leaves_the_rest_to_the_next_one(story: Story, call: str) -> None:
    with story.coordinator.at_work() as session:
        erase_contact(session, story.journal, HANNA)

        def gone(*_args: Any, **_named: Any) -> None:
            raise UnreachableError

        real, session.shelf = session.shelf, Cut(session.shelf, call, gone)
        with pytest.raises(UnreachableError):
            rotate(session, story.journal)
        session.shelf = real
    story.coordinator.end()
    with story.organisation.desk("coordinator").open().at_work() as session:
        finish_rotations(session)
        if rotations_owed(session, [story.journal]):
            rotate(session, story.journal)
        session.save_keyring()
    assert story.opened("coordinator") == {PIATRO, ALES}


class Cut:
    """A shelf that one call does not reach."""

    def __init__(self, shelf: Any, call: str, fails: Any) -> None:
        self._shelf, self._call, self._fails = shelf, call, fails

    def __getattr__(self, name: str) -> Any:
        return self._fails if name == self._call else getattr(self._shelf, name)


def test_an_editor_erases_nobody(story: Story) -> None:
    with story.organisation.desk("editor").open().at_work() as session, pytest.raises(NotAllowedError):
        erase_contact(session, story.journal, HANNA)
    assert story.opened("editor") == {HANNA, PIATRO, ALES}


class First:
    """A shelf where something else is stored first, once, just before this desk appends."""

    def __init__(self, session: Any, meanwhile: Callable[[], None]) -> None:
        self._session, self._shelf, self._meanwhile = session, session.shelf, meanwhile

    def __getattr__(self, name: str) -> Any:
        if name == "append":
            self._session.shelf = self._shelf
            self._meanwhile()
        return getattr(self._shelf, name)


def test_keys_that_are_changed_in_that_moment_do_not_bring_the_person_back(story: Story) -> None:
    def rotate_elsewhere() -> None:
        with story.organisation.desk("deputy").open().at_work() as session:
            rotate(session, story.journal)

    with story.coordinator.at_work() as session:
        session.shelf = First(session, rotate_elsewhere)
        erase_contact(session, story.journal, HANNA)
        assert rotations_owed(session, [story.journal]) == [story.journal]
        rotate(session, story.journal)
        session.save_keyring()
    story.coordinator.end()
    assert story.opened("coordinator") == {PIATRO, ALES}


def test_what_an_editor_adds_in_that_moment_goes_too(story: Story) -> None:
    def add_elsewhere() -> None:
        with story.organisation.desk("editor").open().at_work() as session:
            phone = Op("phone", 32, {"contact": HANNA, "number": "+375291234568"})
            story.add(session, HANNA, [phone], name="edit_contact")

    with story.coordinator.at_work() as session:
        session.shelf = First(session, add_elsewhere)
        erase_contact(session, story.journal, HANNA)
        rotate(session, story.journal)
        held = {
            id_ for _kind, id_, _fields in reread(session, session.ledgers[story.journal].bundle).folded().all_records()
        }
        assert held.isdisjoint({HANNA, BOND, HOME, 31, 32})


def test_an_editor_who_was_slower_adds_nothing_to_who_was_erased(story: Story) -> None:
    def erase() -> None:
        with story.coordinator.at_work() as session:
            erase_contact(session, story.journal, HANNA)
            rotate(session, story.journal)

    with story.organisation.desk("editor").open().at_work() as session:
        session.shelf = First(session, erase)
        phone = Op("phone", 32, {"contact": HANNA, "number": "+375291234568"})
        with pytest.raises(ConflictError):
            story.add(session, HANNA, [phone], name="edit_contact")
        assert 32 not in {op.id for deed in annals_of(session, story.journal).read_all(session) for op in deed.ops()}


def test_a_desk_that_was_open_shows_nobody_who_was_erased_and_whose_deeds_are_gone(story: Story) -> None:
    desk = story.organisation.desk("editor").open()
    with desk.at_work():
        assert Contact.objects.filter(pk=HANNA).exists()
    with story.coordinator.at_work() as session:
        erase_contact(session, story.journal, HANNA)
        rotate(session, story.journal)
    with desk.at_work() as session:
        pull(session)
        assert sorted(Contact.objects.values_list("pk", flat=True)) == [PIATRO, ALES]
        assert not Relationship.objects.exists()


def test_no_note_of_an_erasure_takes_out_of_the_history_who_was_let_in_and_let_go(story: Story) -> None:
    with story.coordinator.at_work() as session:
        revoke(session, story.journal, story.organisation.account("viewer"))
        held = Item.objects.filter(division=session.numbers[story.journal], kind__in=("grant", "revocation", "epoch"))
        roster = tuple(held.values_list("record", flat=True))
        note = {
            "contact": roster[0],
            "along": list(roster[1:]),
            "epoch": session.ledgers[story.journal].bundle.epoch,
            "day": "2026-11-27",
        }
        story.add(session, 99, [Op("erasure", 99, note)], name="erase_contact")
        rotate(session, story.journal)
        annals = annals_of(session, story.journal)
        told = {op.id for deed in annals.read_all(session) for op in deed.ops()}
        assert told.issuperset(roster)
        assert (annals.aside, annals.gaps) == ([], 0)


def note_of(session: Session, journal: bytes, **changes: object) -> dict[str, Any]:
    epoch = session.ledgers[journal].bundle.epoch
    return {"contact": HANNA, "along": [], "epoch": epoch, "day": "2026-11-27", **changes}


@pytest.mark.parametrize(
    "changes",
    [{}, {"contact": 999, "along": [HANNA]}, {"contact": 999, "along": [HOME]}, {"contact": 999, "along": [31]}],
)
def test_a_note_that_names_who_stands_is_refused_and_takes_nothing_out(
    story: Story, changes: dict[str, object]
) -> None:
    stays_open = story.organisation.desk("viewer").open()
    with story.coordinator.at_work() as session, without_asking():
        note = note_of(session, story.journal, **changes)
        append(session, session.ledgers[story.journal], drafted(session, story.journal, note))
        pull(session)
        fold_journal(session, story.journal)
        rotate(session, story.journal)
        told = {op.id for deed in annals_of(session, story.journal).read_all(session) for op in deed.ops()}
        assert told.issuperset({HANNA, HOME, BOND, 31})
    for desk in (stays_open, story.organisation.desk("editor").open()):
        with desk.at_work() as session:
            pull(session)
            assert sorted(Contact.objects.values_list("pk", flat=True)) == [HANNA, PIATRO, ALES]
            assert not Item.objects.filter(kind="erasure").exists()
            report = verify_zone(session)
            assert (report["differences"], report["unchecked"]) == ([], [])
    assert {one.cause for one in stays_open.session.aside} == {Cause.SHUT, Cause.CONFLICT}  # shut while keys changed


@pytest.mark.parametrize(
    "squatter",
    [
        Op("phone", HANNA, {"contact": PIATRO, "number": "+375291112233"}),
        Op("household", HANNA, {"title": "Хлусня"}),
        Op("phone", BOND, {"contact": PIATRO, "number": "+375291112233"}),
        Op("contact", BOND, {"family_be": "Хлусня"}),
    ],
    ids=lambda op: f"a {op.kind} under {op.id}",
)
def test_a_record_that_somebody_writes_under_the_number_of_who_is_erased_stops_nothing(
    story: Story, squatter: Op
) -> None:
    with story.organisation.desk("editor").open().at_work() as session:
        write(session, story.journal, "edit_contact", [(PIATRO, [squatter])])
    with story.coordinator.at_work() as session:
        pull(session)
        erase_contact(session, story.journal, HANNA)
        rotate(session, story.journal)
        told = {
            op.id
            for deed in annals_of(session, story.journal).read_all(session)
            for part in deed.read_parts()
            for op in part.ops
            if part.subject == HANNA or op.kind == "relationship" or "Навікі" in repr(op)
        }
        assert told == set()
        fold_journal(session, story.journal)
        report = verify_zone(session)
        assert (report["differences"], report["aside"]) == ([], [])
        stands = {*Contact.objects.values_list("pk", flat=True)} - {BOND}
        assert stands == {PIATRO, ALES}


def test_a_note_of_an_epoch_that_has_not_begun_is_refused(story: Story) -> None:
    with story.coordinator.at_work() as session, without_asking():
        note = note_of(session, story.journal, contact=999, epoch=session.ledgers[story.journal].bundle.epoch + 1)
        append(session, session.ledgers[story.journal], drafted(session, story.journal, note))
    with story.organisation.desk("editor").open().at_work() as session:
        assert [one.cause for one in kept_aside(session)] == [Cause.FORGED]
        assert not rotations_owed(session, [story.journal])


def test_a_deed_that_says_something_was_erased_from_it_as_it_is_written_is_damaged(story: Story) -> None:
    with story.coordinator.at_work() as session, without_asking():
        draft = drafted(session, story.journal, note_of(session, story.journal))
        parts = [*draft.parts, msgspec.Raw(b'"' + b64encode(bytes(32)) + b'"')]
        append(session, session.ledgers[story.journal], msgspec.structs.replace(draft, parts=parts))
    with story.organisation.desk("editor").open().at_work() as session:
        assert [one.cause for one in kept_aside(session)] == [Cause.DAMAGED]
        assert Contact.objects.filter(id=HANNA).exists()


def drafted(session: Session, journal: bytes, note: dict[str, Any]) -> Draft:
    return Draft(
        id=new_id(),
        name="erase_contact",
        author=session.account,
        hour=this_hour(),
        places=[journal],
        parts=encode_parts([(99, [Op("erasure", 99, note)])]),
    )


@pytest.mark.parametrize("note", [{"contact": "nobody", "epoch": 1, "day": "x"}, {"contact": 77, "epoch": 1}])
def test_a_note_that_cannot_be_read_stops_no_later_change_of_keys(story: Story, note: dict[str, Any]) -> None:
    """A coordinator with a changed desk lays it before they are let go."""
    with story.coordinator.at_work() as session:
        story.add(session, 77, [Op("erasure", 77, note)], name="erase_contact")
        erase_contact(session, story.journal, HANNA)
        rotate(session, story.journal)
        told = {op.id for deed in annals_of(session, story.journal).read_all(session) for op in deed.ops()}
        assert HANNA not in told
        assert (rotations_owed(session, [story.journal]), is_owed(session, story.journal)) == ([], False)


def test_by_a_note_without_its_epoch_no_new_keys_are_owed_for_good(story: Story) -> None:
    with story.coordinator.at_work() as session, without_asking():
        note = note_of(session, story.journal, contact=999)
        del note["epoch"]
        append(session, session.ledgers[story.journal], drafted(session, story.journal, note))
    with story.organisation.desk("editor").open().at_work() as session:
        assert Item.objects.filter(kind="erasure").count() == 1
        assert not rotations_owed(session, [story.journal])


def test_households_and_ties_that_are_long_over_tell_nothing_either(story: Story) -> None:
    """A household is called by the family's name, and a tie stands in the history of both."""
    journal, left, tie, shared = story.journal, 51, 52, 53
    ended = Op("relationship", tie, {"contact": ALES, "other": HANNA, "type": "sibling", "note": "Навік"})
    with story.coordinator.at_work() as session:
        story.add(session, left, [Op("household", left, {"title": "Навікі, даўней"})], name="keep_household")
        story.add(session, shared, [Op("household", shared, {"title": "Юрчукі"})], name="keep_household")
        move = [Op("contact", HANNA, {"household": left}, {"household": HOME})]
        story.add(session, HANNA, move, name="keep_household")
        move = [Op("contact", HANNA, {"household": shared}, {"household": left})]
        story.add(session, HANNA, move, name="keep_household")
        gone = [Op("household", left, None, {"title": "Навікі, даўней"})]
        story.add(session, left, gone, name="keep_household")
        story.add(session, ALES, [Op("contact", ALES, {"household": shared}, {})], name="keep_household")
        write(session, journal, "edit_contact", [(ALES, [ended]), (HANNA, [ended])])
        away = Op("relationship", tie, None, ended.now or {})
        write(session, journal, "edit_contact", [(ALES, [away]), (HANNA, [away])])
        erase_contact(session, journal, HANNA)
        rotate(session, journal)
        annals = annals_of(session, journal)
        told = {op.id for deed in annals.read_all(session) for op in deed.ops()}
        assert told.isdisjoint({HANNA, left, tie})
        assert {ALES, PIATRO, shared} <= told
        assert (annals.aside, annals.gaps) == ([], 0)
        assert Contact.objects.get(pk=ALES).household == shared
        assert prove_snapshot(session, journal)
