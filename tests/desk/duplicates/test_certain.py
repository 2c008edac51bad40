"""All certain pairs at once, where the organisation allows it, and all of them back."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import pytest

from busel.contacts.bonds import Relationship
from busel.desk.actions.bonds import relate
from busel.desk.actions.contacts import edit_contact
from busel.desk.actions.merging import merge_certain, note_distinct, part_again, set_merging, undo_certain
from busel.desk.duplicates.batches import Progress, batches, certain, rule
from busel.desk.duplicates.review import REVIEW
from busel.desk.journals.changes import history_of
from busel.desk.journals.folding import fold_journal
from busel.desk.journals.writing import NotAllowedError
from busel.desk.people.editing import Edit
from busel.desk.workspace.models import Contact
from busel.journal.deed import Op
from busel.matching.outcomes import Outcome, PairKind, Point, Verdict
from desk.conftest import MAZYR
from desk.contacts.conftest import elsewhere
from desk.duplicates.conftest import HANNA, add, state

if TYPE_CHECKING:
    from collections.abc import Iterable

    from busel.desk.session import Session
    from desk.conftest import Arrive, Organisation


@pytest.fixture
def journal(organisation: Organisation) -> bytes:
    return organisation.journal(MAZYR)


@pytest.fixture
def session(arrive: Arrive) -> Session:
    set_merging(arrive("administrator").session, certain=True)
    return arrive("editor").session


def found(pairs: Iterable[tuple[int, int]]) -> None:
    REVIEW.lay(Verdict(min(one), max(one), Outcome.CERTAIN, 0.99, (), (), PairKind.SAME) for one in pairs)


def twice(session: Session, journal: bytes, count: int) -> list[tuple[int, int]]:
    names = [{**HANNA, "given_be": f"Ганна{at}"} for at in range(count)]
    return [(add(session, journal, one), add(session, journal, {**one, "notes": "яшчэ"})) for one in names]


def people(session: Session, journal: bytes) -> dict[str, object]:
    """Return all that stands there but the batches, which stay and say that they were taken back."""
    return {kind: records for kind, records in state(session, journal).items() if kind != "batch"}


def test_nothing_is_merged_at_once_unless_the_organisation_says_so(arrive: Arrive, journal: bytes) -> None:
    session = arrive("editor").session
    found(twice(session, journal, 1))
    assert rule().certain is False
    with pytest.raises(NotAllowedError):
        merge_certain(session, Progress())
    with pytest.raises(NotAllowedError):
        set_merging(session, certain=True)
    assert Contact.objects.count() == 2


def test_another_surname_is_never_certain(session: Session, journal: bytes) -> None:
    """However surely a woman has married: which surname is the one of today has to be said."""
    one, other = sorted(add(session, journal, {**HANNA, "family_be": name}) for name in ("Ільяшэвіч", "Аляксеева"))
    REVIEW.lay([Verdict(one, other, Outcome.CERTAIN, 0.99, (), (Point.FAMILY_DIFFERS,), PairKind.SAME)])
    assert certain(session) == []
    assert [pair.key for pair in REVIEW.waiting(session)] == [(one, other)]


def test_all_certain_pairs_become_one_each_and_all_of_it_goes_back(session: Session, journal: bytes) -> None:
    pairs = twice(session, journal, 60)
    before = people(session, journal)
    found(pairs)
    progress = Progress()
    merge_certain(session, progress)
    assert (progress.total, progress.done, progress.left, Contact.objects.count()) == (60, 60, 0, 60)
    assert certain(session) == []
    fold_journal(session, journal)
    [merged] = batches(session)
    assert (merged.batch.counts, merged.batch.undone) == ({"pairs": 60}, "")
    back = Progress()
    undo_certain(session, merged, back)
    assert (back.left, people(session, journal)) == (0, before)
    assert batches(session)[0].batch.undone != ""
    undo_certain(session, batches(session)[0], Progress())
    assert people(session, journal) == before


def test_chains_and_people_who_know_each_other_are_merged_one_after_the_other(session: Session, journal: bytes) -> None:
    chain = [add(session, journal, {**HANNA, "notes": str(at)}) for at in range(4)]
    pairs = twice(session, journal, 2)
    relate(session, journal, Relationship(contact=pairs[0][1], other=pairs[1][1], type="sibling"))
    before = people(session, journal)
    found([*pairwise(sorted(chain)), *pairs])
    merge_certain(session, Progress())
    assert Contact.objects.count() == 3
    [tie] = state(session, journal)["relationship"].values()
    assert {tie["contact"], tie["other"]} <= set(Contact.objects.values_list("pk", flat=True))
    [merged] = batches(session)
    undo_certain(session, merged, Progress())
    assert people(session, journal) == before


def test_longer_chains_stay_for_somebody_to_look_at(session: Session, journal: bytes) -> None:
    chain = sorted(add(session, journal, HANNA) for _ in range(5))
    found(pairwise(chain))
    merge_certain(session, Progress())
    assert Contact.objects.count() == 5


def test_whoever_was_corrected_since_they_were_weighed_is_not_merged_at_once(
    session: Session, journal: bytes, organisation: Organisation
) -> None:
    pairs = twice(session, journal, 3)
    found(pairs)
    here, there = pairs[0][1], pairs[1][1]
    edit_contact(session, journal, here, edits=[Edit("contact", here, {"birth": "1960"}, {"birth": "1986"})])
    op = Op("contact", there, {"birth": "1986"}, {"birth": "1960"})
    elsewhere(organisation, "other editor", MAZYR, [op], subject=there)
    progress = Progress()
    merge_certain(session, progress)
    assert (progress.done, progress.left) == (1, 1)  # that of the other desk is seen once the work begins
    assert Contact.objects.count() == 5
    assert certain(session) == []


def test_a_chain_with_two_who_were_called_two_people_stays_for_somebody_to_look_at(
    session: Session, journal: bytes
) -> None:
    one, middle, other = sorted(add(session, journal, HANNA) for _ in range(3))
    found([(one, middle), (middle, other)])
    note_distinct(session, journal, (one, other))
    assert certain(session) == []
    merge_certain(session, Progress())
    assert Contact.objects.count() == 3


def test_what_was_changed_since_stays_and_one_that_was_parted_before_is_left_alone(
    session: Session, journal: bytes
) -> None:
    pairs = twice(session, journal, 3)
    before = people(session, journal)
    found(pairs)
    merge_certain(session, Progress())
    [merged] = batches(session)
    kept = [Contact.objects.get(pk__in=pair).pk for pair in pairs]
    [deed] = {
        change.deed for change in history_of(session, journal, kept[0]).changes if change.name == "merge_contacts"
    }
    part_again(session, journal, kept[0], deed=deed)
    assert Contact.objects.count() == 4
    edit_contact(
        session, journal, kept[2], edits=[Edit("contact", kept[2], {"no_letters": None}, {"no_letters": True})]
    )
    notes = Contact.objects.get(pk=kept[1]).notes
    edit_contact(session, journal, kept[1], edits=[Edit("contact", kept[1], {"notes": notes}, {"notes": "новае"})])
    progress = Progress()
    undo_certain(session, merged, progress)
    after = people(session, journal)
    assert Contact.objects.get(pk=kept[1]).notes == "новае"
    assert isinstance(before["contact"], dict)
    before["contact"][kept[1]]["notes"] = "новае"
    for contact in pairs[2]:
        before["contact"][contact]["no_letters"] = True
    assert after == before


def test_who_only_reads_takes_no_batch_back(session: Session, arrive: Arrive, journal: bytes) -> None:
    found(twice(session, journal, 1))
    merge_certain(session, Progress())
    other = arrive("coordinator").session
    [merged] = batches(other)
    undo_certain(other, merged, Progress())
    assert Contact.objects.count() == 2
