"""Who was one with somebody for a while and is erased: what was said since of what they had brought goes, too."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from busel.contacts.shared import Distinct
from busel.desk.actions.contacts import edit_contact, erase_contact
from busel.desk.actions.merging import part_again
from busel.desk.journals.changes import history_of
from busel.desk.journals.folding import fold_journal
from busel.desk.keys.rotation import rotate
from busel.desk.people.editing import Edit
from busel.journal.deed import Op
from desk.conftest import MAZYR
from desk.duplicates.conftest import add, state
from desk.duplicates.test_erasing_merged import forge, merged, told

if TYPE_CHECKING:
    from busel.desk.session import Session
    from busel.journal.deed import Fields
    from desk.conftest import Arrive, Organisation

PHONES = [("phone", {"number": f"+37533000000{at}"}) for at in range(3)]


@pytest.fixture
def session(arrive: Arrive) -> Session:
    return arrive("coordinator").session


@pytest.fixture
def journal(organisation: Organisation) -> bytes:
    return organisation.journal(MAZYR)


def change(session: Session, journal: bytes, contact: int, now: Fields) -> None:
    held = state(session, journal)["contact"][contact]
    edit = Edit("contact", contact, {name: held.get(name) for name in now}, now)
    edit_contact(session, journal, contact, edits=[edit])


@pytest.mark.parametrize("folded", [False, True])
def test_what_they_filled_in_of_a_record_that_was_there_goes(session: Session, journal: bytes, *, folded: bool) -> None:
    first = add(session, journal, {"family_be": "Навік"}, [*PHONES, ("tag", {"label": "хор"})])
    other = add(session, journal, {"family_be": "Юрчук"}, [("tag", {"label": "хор", "day": "2019-03-04"})])
    kept, gone, deed = merged(session, first, other)
    [tag] = [id_ for id_, one in state(session, journal)["tag"].items() if one["contact"] == kept]
    for was, now in (("2019-03-04", "2020-01-01"), ("2020-01-01", "2020-02-02")):
        edit_contact(session, journal, kept, edits=[Edit("tag", tag, {"day": was}, {"day": now})])
    part_again(session, journal, kept, deed=deed)
    before = state(session, journal)["tag"][tag]
    if folded:
        fold_journal(session, journal)
    erase_contact(session, journal, gone)
    rotate(session, journal)
    assert "2019-03-04" not in told(session, journal)
    assert state(session, journal)["tag"] == {tag: before}


@pytest.mark.parametrize("folded", [False, True])
def test_what_was_taken_out_by_hand_after_the_parting_goes(session: Session, journal: bytes, *, folded: bool) -> None:
    first = add(session, journal, {"family_be": "Навік", "notes": "спявае"}, PHONES)
    other = add(session, journal, {"family_be": "Юрчук", "notes": "мае машыну"})
    kept, gone, deed = merged(session, first, other)
    change(session, journal, kept, {"notes": "спявае; мае і машыну"})
    assert [op.now for op in part_again(session, journal, kept, deed=deed).left] == [{"notes": "спявае\nмае машыну"}]
    change(session, journal, kept, {"notes": "спявае ў хоры"})
    change(session, journal, kept, {"notes": "спявае ў капэле"})
    if folded:
        fold_journal(session, journal)
    erase_contact(session, journal, gone)
    rotate(session, journal)
    text = told(session, journal)
    assert ("машыну" in text, "спявае ў хоры" in text) == (False, True)
    assert state(session, journal)["contact"][kept]["notes"] == "спявае ў капэле"


def test_a_surname_that_came_and_became_a_former_one_goes(session: Session, journal: bytes) -> None:
    first = add(session, journal, {"given_be": "Ганна"}, PHONES)
    other = add(session, journal, {"family_be": "Юрчук", "given_be": "Ганна"})
    kept, gone, deed = merged(session, first, other)
    change(session, journal, kept, {"family_be": "Навік", "former_family": "Юрчук"})
    change(session, journal, kept, {"former_family": "Саўчук"})
    part_again(session, journal, kept, deed=deed)
    erase_contact(session, journal, gone)
    rotate(session, journal)
    assert "Юрчук" not in told(session, journal)


def test_a_false_record_under_somebodys_number_takes_none_of_their_history(
    session: Session, journal: bytes, organisation: Organisation
) -> None:
    stands, other, third = (add(session, journal, {"family_be": name}) for name in ("Навік", "Юрчук", "Зубр"))
    change(session, journal, stands, {"notes": "спявае"})
    false = Op("distinct", stands, Distinct(contact=other, other=third, day="2026-11-21").fields())
    forge(session, organisation, third, false)
    erase_contact(session, journal, other)
    rotate(session, journal)
    text = told(session, journal)
    assert (str(other) in text, str(stands) in text) == (False, True)
    past = history_of(session, journal, stands)
    assert [one.name for one in past.changes] == ["edit_contact", "add_contact"]
