"""Who was merged is erased under each of their numbers; who was parted again, alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from busel.contacts.busel_ids import show_busel_id
from busel.contacts.shared import Distinct, Merge
from busel.desk.actions.contacts import edit_contact, erase_contact
from busel.desk.actions.imports import preview_import
from busel.desk.actions.merging import merge_contacts, note_distinct, part_again
from busel.desk.duplicates.plans import plan
from busel.desk.importing.outcomes import WAS_ERASED, OnMatch, Outcome
from busel.desk.journals.annals import annals_of
from busel.desk.journals.changes import history_of
from busel.desk.journals.folding import fold_journal
from busel.desk.journals.ledger import Cause
from busel.desk.journals.opening import pull
from busel.desk.journals.verifying import verify_zone
from busel.desk.journals.writing import ConflictError
from busel.desk.keys.rotation import rotate
from busel.desk.people.editing import Edit
from busel.desk.workspace.load import raw_connection
from busel.desk.workspace.merges import who_is_who
from busel.desk.workspace.models import Contact, Item
from busel.journal.deed import Op
from busel.vault.entropy import new_id
from desk.conftest import MAZYR, ZLOBIN
from desk.contacts.conftest import elsewhere
from desk.duplicates.conftest import ABOUT_ANNA, ABOUT_HANNA, ANNA, HANNA, add, both, of, state, tied
from desk.imports.conftest import reading_of

if TYPE_CHECKING:
    from busel.desk.session import Session
    from desk.conftest import Arrive, Organisation


@pytest.fixture
def session(arrive: Arrive) -> Session:
    return arrive("coordinator").session


@pytest.fixture
def journal(organisation: Organisation) -> bytes:
    return organisation.journal(MAZYR)


def merged(session: Session, one: int, other: int) -> tuple[int, int, bytes]:
    """Merge two; return who stays, who goes, and the deed."""
    made = plan(session, one, other)
    return made.kept.id, made.other.id, merge_contacts(session, made).deed


def told(session: Session, journal: bytes) -> str:
    """Return all that the journal and the workspace tell, as text."""
    annals = annals_of(session, journal)
    said = [
        repr((part.subject, [op for op in part.ops if op.kind != "erasure"]))  # a note names a number, nothing else
        for deed in annals.read_all(session)
        for part in deed.read_parts()
    ]
    assert (annals.aside, annals.gaps) == ([], 0)
    found = verify_zone(session)
    assert (found["differences"], {one["cause"] for one in found["aside"]} - {"conflict"}) == ([], set())
    said += [repr(records) for kind, records in state(session, journal).items() if kind != "erasure"]
    return "\n".join(said)


@pytest.mark.parametrize("folded", [False, True])
def test_who_was_made_one_is_erased_under_both_numbers(session: Session, journal: bytes, *, folded: bool) -> None:
    one, other = both(session, journal)
    third, _group = tied(session, journal, one, other)
    note_distinct(session, journal, (other, third))
    kept, gone, _deed = merged(session, one, other)
    if folded:
        fold_journal(session, journal)
    erase_contact(session, journal, kept)
    rotate(session, journal)
    text = told(session, journal)
    assert [word for word in (str(kept), str(gone), "Навік", "Кавалёва", "anna.60", "хор") if word in text] == []
    assert str(third) in text


def test_of_a_chain_all_are_erased(session: Session, journal: bytes) -> None:
    numbers = [add(session, journal, {**HANNA, "notes": f"нататка{at}"}, ABOUT_HANNA[:at]) for at in range(3)]
    kept, _gone, _deed = merged(session, numbers[0], numbers[1])
    kept, _gone, _deed = merged(session, kept, numbers[2])
    assert Item.objects.filter(kind="merge").count() == 2
    erase_contact(session, journal, kept)
    rotate(session, journal)
    text = told(session, journal)
    assert [word for word in (*map(str, numbers), "нататка") if word in text] == []
    assert not Item.objects.filter(kind="merge").exists()


def test_who_was_parted_again_is_erased_alone_and_nothing_of_the_merge_tells_of_them(
    session: Session, journal: bytes
) -> None:
    one, other = both(session, journal)
    third, _group = tied(session, journal, one, other)
    kept, gone, deed = merged(session, one, other)
    part_again(session, journal, kept, deed=deed)
    before = state(session, journal)["contact"][kept]
    erase_contact(session, journal, gone)
    rotate(session, journal)
    text = told(session, journal)
    only_theirs = ("Кавалёва", "хор") if gone == one else ("Навік", "anna.60", "настаўніца")
    assert [word for word in (str(gone), *only_theirs) if word in text] == []
    assert state(session, journal)["contact"][kept] == before
    assert str(third) in text


@pytest.mark.parametrize("folded", [False, True])
def test_what_was_written_of_a_joined_field_in_between_goes_with_who_is_erased_and_the_rest_stays(
    session: Session, journal: bytes, *, folded: bool
) -> None:
    first = add(session, journal, HANNA, [*ABOUT_HANNA, ("phone", {"number": "+375330000001"})])
    kept, gone, deed = merged(session, first, add(session, journal, ANNA, ABOUT_ANNA))
    held = state(session, journal)
    notes, phones = held["contact"][kept]["notes"], held["phone"]
    came = next(id_ for id_, one in phones.items() if one["number"] == "+375330000001")
    edits = [
        Edit("contact", kept, {"notes": notes, "sex": None}, {"notes": f"{notes}\nпераехала", "sex": "f"}),
        Edit("phone", came, {"type": None}, {"type": "mobile"}),
    ]
    edit_contact(session, journal, kept, edits=[edits[0], Edit("tag", 0, None, {"label": "новы"})])
    edit_contact(session, journal, kept, edits=[edits[1]])
    edit_contact(session, journal, kept, edits=[Edit("tag", 0, None, {"label": "потым"})])
    part_again(session, journal, kept, deed=deed)
    stands = {kind: rows for kind, rows in state(session, journal).items() if kind != "erasure"}
    mine, theirs = stands["contact"][kept]["notes"], stands["contact"][gone]["notes"]
    assert (mine, theirs) == ("кліча суседзяў\nпераехала", "хор")
    if folded:
        fold_journal(session, journal)
    erase_contact(session, journal, gone)
    rotate(session, journal)
    text = told(session, journal)
    assert [word for word in (str(gone), theirs, "Кавалёва", "+375330000001") if word in text] == []
    after = state(session, journal)
    assert after["contact"] == {kept: stands["contact"][kept]}
    for kind in ("phone", "tag", "address", "activity"):
        assert after[kind] == {id_: one for id_, one in stands[kind].items() if one["contact"] == kept}
    assert {one["label"] for one in after["tag"].values()} >= {"новы", "потым"}
    past = history_of(session, journal, kept)
    assert (past.doubtful, [one.name for one in past.changes]) == (0, ["edit_contact", "add_contact"])
    edit = Edit("contact", kept, {"notes": mine}, {"notes": "зусім новае"})
    edit_contact(session, journal, kept, edits=[edit])
    fold_journal(session, journal)
    assert history_of(session, journal, kept).doubtful == 0
    told(session, journal)


@pytest.mark.parametrize("who", [0, 1, 2])
def test_of_a_chain_that_was_parted_again_each_is_erased_alone_and_the_history_still_agrees(
    session: Session, journal: bytes, *, who: int
) -> None:
    people = [
        add(
            session,
            journal,
            {**HANNA, "notes": f"нататка{at}"},
            [("phone", {"number": f"+37533000000{at}"})] * (at + 1),
        )
        for at in range(3)
    ]
    before = state(session, journal)
    first, _gone, one = merged(session, people[0], people[1])
    [phone] = [id_ for id_, row in state(session, journal)["phone"].items() if row["number"].endswith("0")]
    edit_contact(session, journal, first, edits=[Edit("phone", phone, {"type": None}, {"type": "mobile"})])
    last, _gone, other = merged(session, first, people[2])
    part_again(session, journal, last, deed=other)
    part_again(session, journal, first, deed=one)
    assert state(session, journal)["contact"] == before["contact"]
    erase_contact(session, journal, people[who])
    rotate(session, journal)
    assert set(Contact.objects.values_list("pk", flat=True)) == set(people) - {people[who]}
    told(session, journal)


def test_a_false_merge_takes_nothing_out_of_the_history_of_whom_it_names(
    session: Session, journal: bytes, organisation: Organisation
) -> None:
    stands, other = add(session, journal, HANNA), add(session, journal, ANNA)
    notes = Op("contact", stands, {"notes": "хлусня"}, {"notes": "хор"})
    assert forge(session, organisation, stands, merge_op(901, other, stands), notes) == [Cause.CONFLICT]
    edit = Edit("contact", stands, {"notes": "хлусня"}, {"notes": "новае"})
    edit_contact(session, journal, stands, edits=[edit])
    erase_contact(session, journal, other)
    rotate(session, journal)
    assert "новае" in told(session, journal)
    past = history_of(session, journal, stands)
    assert [one.name for one in past.changes] == ["edit_contact", "edit_contact", "add_contact"]


def test_who_stayed_and_was_parted_again_is_erased_alone(session: Session, journal: bytes) -> None:
    one, other = both(session, journal)
    kept, gone, deed = merged(session, one, other)
    part_again(session, journal, kept, deed=deed)
    erase_contact(session, journal, kept)
    rotate(session, journal)
    assert [row.pk for row in Contact.objects.all()] == [gone]
    text = told(session, journal)
    assert (str(kept) in text, str(gone) in text) == (False, True)


def test_a_third_one_to_whom_both_were_tied_is_erased_from_the_merge_too(session: Session, journal: bytes) -> None:
    one, other = both(session, journal)
    third, _group = tied(session, journal, one, other)
    note_distinct(session, journal, (other, third))
    merged(session, one, other)
    erase_contact(session, journal, third)
    rotate(session, journal)
    assert str(third) not in told(session, journal)


def forge(session: Session, organisation: Organisation, subject: int, *ops: Op) -> list[Cause]:
    """Let an editor's changed desk write this; return what this desk keeps aside for it once it has seen it."""
    told_before = len(session.aside)
    elsewhere(organisation, "other editor", MAZYR, list(ops), subject=subject)
    pull(session)
    return [one.cause for one in session.aside[told_before:]]


def merge_op(record: int, gone: int, kept: int) -> Op:
    return Op("merge", record, Merge(contact=gone, other=kept, day="2026-11-21").fields())


def test_a_merge_that_is_none_takes_nobody_along(session: Session, journal: bytes, organisation: Organisation) -> None:
    stands, other = add(session, journal, HANNA), add(session, journal, ANNA)
    assert forge(session, organisation, other, merge_op(901, stands, other)) == [Cause.CONFLICT]
    erase_contact(session, journal, other)
    rotate(session, journal)
    assert [row.pk for row in Contact.objects.all()] == [stands]
    assert str(stands) in told(session, journal)


@pytest.mark.parametrize("how", ["a bare record", "with a removal of nobody", "over the true one"])
def test_a_false_merge_takes_along_no_history_of_who_went_before_with_a_true_one(
    session: Session, journal: bytes, organisation: Organisation, how: str
) -> None:
    kept, gone, _deed = merged(session, *both(session, journal))
    [true] = Item.objects.filter(kind="merge").values_list("record", flat=True)
    third = add(session, journal, {"family_be": "Юрчук"})
    false = {
        "a bare record": [merge_op(901, gone, third)],
        "with a removal of nobody": [Op("contact", gone, None, HANNA), merge_op(901, gone, third)],
        "over the true one": [Op("merge", true, {"other": third}, {"other": kept})],
    }[how]
    assert forge(session, organisation, third, *false) == [Cause.CONFLICT]
    erase_contact(session, journal, third)
    rotate(session, journal)
    text = told(session, journal)
    assert (str(third) in text, str(gone) in text, "кліча суседзяў" in text, "хор" in text) == (False, True, True, True)
    old = reading_of(f"Busel ID;Прозвішча\n{show_busel_id(gone)};Ільіч\n", OnMatch.UPDATE)
    assert preview_import(session, journal, old, seed=new_id()).problems == []
    assert verify_zone(session)["differences"] == []


def test_a_number_that_went_goes_into_nobody_else_even_where_it_was_made_to_stand_again(
    session: Session, journal: bytes, organisation: Organisation
) -> None:
    kept, gone, _deed = merged(session, *both(session, journal))
    third = add(session, journal, {"family_be": "Юрчук"})
    again = Op("contact", gone, {"family_be": "Ільіч"})
    over = Op("contact", gone, None, {"family_be": "Ільіч"})
    assert forge(session, organisation, third, again) == []
    assert forge(session, organisation, third, over, merge_op(901, gone, third)) == [Cause.CONFLICT]
    fold_journal(session, journal)
    assert verify_zone(session)["differences"] == []
    assert who_is_who(raw_connection(), session.numbers[journal]) == {gone: kept}


def test_who_was_made_to_stand_under_a_number_that_went_is_merged_as_anybody_and_parted_again(
    session: Session, journal: bytes, organisation: Organisation
) -> None:
    kept, gone, _deed = merged(session, *both(session, journal))
    assert forge(session, organisation, gone, Op("contact", gone, {"family_be": "Ільіч"})) == []
    third = add(session, journal, {"family_be": "Ільіч"}, ABOUT_HANNA)
    stays, goes, deed = merged(session, gone, third)
    assert (stays, goes) == (third, gone)
    assert who_is_who(raw_connection(), session.numbers[journal]) == {gone: third}
    part_again(session, journal, stays, deed=deed)
    assert {kept, gone, third} == set(Contact.objects.values_list("pk", flat=True))
    fold_journal(session, journal)
    assert verify_zone(session)["differences"] == []


def test_an_old_list_finds_whom_it_means_under_the_number_that_went(session: Session, journal: bytes) -> None:
    one, other = both(session, journal)
    kept, gone, _deed = merged(session, one, other)
    old = reading_of(f"Busel ID;Прозвішча;Імя;Нататкі\n{show_busel_id(gone)};Ільіч;Ева;стары спіс\n", OnMatch.UPDATE)
    found = preview_import(session, journal, old, seed=new_id())
    assert (found.counts[Outcome.UPDATED], next(iter(found.fates.counted))) == (1, kept)
    erase_contact(session, journal, kept)
    found = preview_import(session, journal, old, seed=new_id())
    assert [one.code for one in found.problems] == [WAS_ERASED]


def test_what_somebody_else_adds_at_the_same_moment_stops_the_merge_and_is_not_lost(
    session: Session, journal: bytes, organisation: Organisation
) -> None:
    one, other = both(session, journal)
    made = plan(session, one, other)
    op = Op("tag", 555, {"contact": made.other.id, "label": "новы"})
    elsewhere(organisation, "other editor", MAZYR, [op], subject=made.other.id)
    with pytest.raises(ConflictError):
        merge_contacts(session, made)
    assert "новы" in [row["label"] for row in of(session, journal, "tag", made.other.id)]
    merge_contacts(session, plan(session, one, other))
    assert "новы" in [row["label"] for row in of(session, journal, "tag", made.kept.id)]


def test_what_somebody_else_changes_at_the_same_moment_stops_the_merge(
    session: Session, journal: bytes, organisation: Organisation
) -> None:
    one, other = both(session, journal)
    made = plan(session, one, other)
    was = made.other.contact["notes"]
    elsewhere(
        organisation,
        "other editor",
        MAZYR,
        [Op("contact", made.other.id, {"notes": "пераехала"}, {"notes": was})],
        subject=made.other.id,
    )
    with pytest.raises(ConflictError):
        merge_contacts(session, made)
    assert state(session, journal)["contact"][made.other.id]["notes"] == "пераехала"


def test_a_consent_that_is_taken_back_at_the_same_moment_stops_the_merge(
    session: Session, journal: bytes, organisation: Organisation
) -> None:
    agreed, later = ({"purpose": "лісты", "day": day} for day in ("2024-05-01", "2024-06-01"))
    people = [add(session, journal, HANNA, [("consent", one)]) for one in (agreed, later)]
    made = plan(session, *people)
    [record] = made.kept.records("consent")
    op = Op("consent", record, {"withdrawn": "2026-11-20"}, {"withdrawn": None})
    elsewhere(organisation, "other editor", MAZYR, [op], subject=made.kept.id)
    with pytest.raises(ConflictError):
        merge_contacts(session, made)
    kept, _gone, _deed = merged(session, made.kept.id, made.other.id)
    assert all(row.get("withdrawn") for row in of(session, journal, "consent", kept))


def test_who_is_called_two_people_at_the_same_moment_stays_two(
    session: Session, journal: bytes, organisation: Organisation
) -> None:
    one, other = both(session, journal)
    made = plan(session, one, other)
    op = Op("distinct", 556, Distinct(contact=one, other=other, day="2026-11-20").fields())
    elsewhere(organisation, "other editor", MAZYR, [op], subject=one)
    with pytest.raises(ConflictError):
        merge_contacts(session, made)
    assert Contact.objects.count() == 2


def test_a_merge_says_nothing_of_who_stands_in_another_division(
    session: Session, journal: bytes, organisation: Organisation
) -> None:
    elsewhere_stands, here = add(session, organisation.journal(ZLOBIN), HANNA), add(session, journal, ANNA)
    one, two = (add(session, journal, {"family_be": name}) for name in ("Навік", "Юрчук"))
    held = state(session, journal)["contact"]
    gone = [Op("contact", id_, None, held[id_]) for id_ in (one, two)]
    merges = [merge_op(901, one, elsewhere_stands), merge_op(902, two, here)]
    assert forge(session, organisation, here, *gone, *merges) == []
    assert who_is_who(raw_connection(), session.numbers[journal]) == {two: here}


def test_who_corrects_the_one_that_goes_at_the_same_moment_is_told_so(
    session: Session, journal: bytes, organisation: Organisation
) -> None:
    one, other = both(session, journal)
    kept, gone, _deed = merged(session, one, other)
    assert kept != gone
    with pytest.raises(ConflictError):
        edit_contact(session, journal, gone, edits=[Edit("tag", 0, None, {"label": "новы"})])
    del organisation
