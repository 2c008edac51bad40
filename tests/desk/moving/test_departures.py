"""Who has moved away leaves nothing in the history once that is ended; an old export knows them for erased."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from busel.contacts.busel_ids import show_busel_id
from busel.contacts.shared import Departure, Merge
from busel.desk.access import rotating
from busel.desk.actions.contacts import add_contact, edit_contact, erase_contact
from busel.desk.actions.imports import preview_import
from busel.desk.actions.moving import accept_at_once, forget_departed, send_person, settle
from busel.desk.importing.outcomes import WAS_ERASED, OnMatch, Outcome
from busel.desk.inboxes.deciding import INBOX
from busel.desk.journals.annals import annals_of
from busel.desk.journals.folding import fold_journal
from busel.desk.journals.ledger import Cause
from busel.desk.journals.opening import pull
from busel.desk.journals.writing import NotAllowedError, write
from busel.desk.keeping.erasing import code_for
from busel.desk.keys.owing import rotations_owed
from busel.desk.keys.rotation import rotate
from busel.desk.people.departures import all_departed, departed, forgetting, to_forget
from busel.desk.people.editing import Edit
from busel.desk.people.person import person
from busel.desk.workspace.models import Contact
from busel.journal.deed import Op
from desk.conftest import MAZYR, ZLOBIN
from desk.contacts.conftest import elsewhere
from desk.imports.conftest import reading_of

if TYPE_CHECKING:
    from busel.desk.session import Session
    from desk.conftest import Arrive, Organisation


@pytest.fixture(autouse=True)
def an_empty_table() -> Iterator[None]:
    yield
    INBOX.forget()
    rotating.forget()


def moved(session: Session, organisation: Organisation, *, with_history: bool = True) -> int:
    """Move somebody whose history tells something from Mazyr to Zlobin; return the number in Mazyr."""
    here, there = organisation.journal(MAZYR), organisation.journal(ZLOBIN)
    id_ = add_contact(session, here, person={"family_be": "Навік", "given_be": "Ганна", "notes": "хор"})
    edit_contact(session, here, id_, edits=[Edit("contact", id_, {"notes": "хор"}, {"notes": "пераехала"})])
    found = person(session, id_)
    assert found is not None
    accept_at_once(session, send_person(session, found, there, with_history=with_history))
    assert [one.state for one in settle(session)] == ["gone"]
    return id_


def told(session: Session, journal: bytes) -> set[int]:
    """Return whom the history tells of."""
    return {op.id for deed in annals_of(session, journal).read_all(session) for op in deed.ops()}


def there(session: Session) -> int:
    del session
    return Contact.objects.get(division__name=ZLOBIN, family_be="Навік").pk


def test_the_history_tells_of_who_moved_away_until_the_coordinator_ends_it(
    arrive: Arrive, organisation: Organisation
) -> None:
    session, journal = arrive("coordinator").session, organisation.journal(MAZYR)
    id_ = moved(session, organisation)
    fold_journal(session, journal)
    assert id_ in told(session, journal)
    [one] = to_forget(session)
    assert (one.record.contact, one.record.to, one.record.with_history) == (
        id_,
        organisation.journal(ZLOBIN).hex(),
        True,
    )
    forget_departed(session, journal, [one])
    assert (all_departed(session), rotations_owed(session, [journal])) == ([], [journal])
    rotate(session, journal)
    annals = annals_of(session, journal)
    assert id_ not in {op.id for deed in annals.read_all(session) for op in deed.ops()}
    assert (annals.aside, annals.gaps) == ([], 0)


def test_whose_history_stayed_is_no_task_and_can_be_ended_all_the_same(
    arrive: Arrive, organisation: Organisation
) -> None:
    session, journal = arrive("coordinator").session, organisation.journal(MAZYR)
    id_ = moved(session, organisation, with_history=False)
    assert to_forget(session) == []
    forget_departed(session, journal, departed(session, journal))
    rotate(session, journal)
    assert id_ not in told(session, journal)


def test_only_a_coordinator_ends_it(arrive: Arrive, organisation: Organisation) -> None:
    session = arrive("editor").session
    moved(session, organisation)
    journal = organisation.journal(MAZYR)
    with pytest.raises(NotAllowedError):
        forget_departed(session, journal, departed(session, journal))


def test_a_false_note_of_an_editor_takes_nobody_along_who_stands_here(
    arrive: Arrive, organisation: Organisation
) -> None:
    session, journal = arrive("coordinator").session, organisation.journal(MAZYR)
    stands = add_contact(session, journal, person={"family_be": "Юрчук"})
    for at, note in enumerate(
        (
            Departure(contact=stands, to="00" * 16, day="2026-11-21"),
            Departure(contact=77, along=(stands,), to="00" * 16, day="2026-11-21"),
        ),
        901,
    ):
        write(session, journal, "move_out", [(at, [Op("departure", at, note.fields())])])
    found = departed(session, journal)
    assert [one.record.contact for one in found] == [77]
    notes = [op.now for _subject, ops in forgetting(session, journal, found) for op in ops if op.kind == "erasure"]
    assert [sorted(note) for note in notes if note] == [["contact", "day", "epoch"]]


def test_an_old_export_knows_who_moved_and_who_was_erased_after_moving(
    arrive: Arrive, organisation: Organisation
) -> None:
    session = arrive("coordinator").session
    id_ = moved(session, organisation)
    old = reading_of(f"Busel ID;Прозвішча (бел.);Імя (бел.)\n{show_busel_id(id_)};Навік;Ганна\n", OnMatch.UPDATE)
    plan = preview_import(session, organisation.journal(ZLOBIN), old, seed=bytes(16))
    assert plan.counts[Outcome.UNCHANGED] == 1
    erase_contact(session, organisation.journal(ZLOBIN), there(session))
    for name in (ZLOBIN, MAZYR):
        plan = preview_import(session, organisation.journal(name), old, seed=bytes(16))
        assert [one.code for one in plan.problems] == [WAS_ERASED]


def test_the_pages_say_so_ask_for_the_code_and_change_the_keys(arrive: Arrive, organisation: Organisation) -> None:
    desk = arrive("coordinator")
    journal = organisation.journal(MAZYR)
    id_ = moved(desk.session, organisation)
    assert "/moves/departed" in desk.browser.get("/").content.decode()
    assert "/moves/departed" in desk.browser.get("/moves/").content.decode()
    number = show_busel_id(id_)
    assert number in desk.browser.get(f"/contacts/{there(desk.session)}/erase").content.decode()
    page = desk.browser.get("/moves/departed").content.decode()
    [one] = all_departed(desk.session)
    assert (number in page, code_for(one.id) in page) == (True, True)
    answer = desk.browser.post("/moves/departed", {"people": [one.id], "code": "x", "confirmed": "yes"})
    assert (answer.status_code, len(all_departed(desk.session))) == (200, 1)
    answer = desk.browser.post("/moves/departed", {"people": [one.id], "code": code_for(one.id), "confirmed": "yes"})
    assert (answer.status_code, answer["Location"]) == (303, "/members/keys/")
    for _ in range(300):
        if not rotating.current().at_work:
            break
        time.sleep(0.05)
    assert id_ not in told(desk.session, journal)
    assert "/moves/departed" not in desk.browser.get("/").content.decode()


def test_a_false_note_takes_nothing_out_of_the_history_that_stands_of_whatever_kind(
    arrive: Arrive, organisation: Organisation
) -> None:
    session, journal = arrive("coordinator").session, organisation.journal(MAZYR)
    write(session, journal, "save_search", [(501, [Op("search", 501, {"title": "x", "where": {}})])])
    note = Departure(contact=77, along=(501, 78), to="00" * 16, with_history=True, day="2026-11-21")
    write(session, journal, "move_out", [(901, [Op("departure", 901, note.fields())])])
    forget_departed(session, journal, to_forget(session))
    rotate(session, journal)
    assert 501 in told(session, journal)


def test_a_false_merge_takes_along_no_history_of_who_moved_away(arrive: Arrive, organisation: Organisation) -> None:
    session, journal = arrive("coordinator").session, organisation.journal(MAZYR)
    id_ = moved(session, organisation, with_history=False)
    other = add_contact(session, journal, person={"family_be": "Юрчук"})
    false = Merge(contact=id_, other=other, day="2026-11-21").fields()
    elsewhere(organisation, "other editor", MAZYR, [Op("merge", 901, false)], subject=other)
    pull(session)
    assert [one.cause for one in session.aside] == [Cause.CONFLICT]
    erase_contact(session, journal, other)
    rotate(session, journal)
    assert (id_ in told(session, journal), other in told(session, journal)) == (True, False)


def test_a_note_that_no_page_could_read_is_none_and_shuts_no_page(arrive: Arrive, organisation: Organisation) -> None:
    """An editor with a changed desk writes what is no hexadecimal number."""
    desk = arrive("coordinator")
    session, journal = desk.session, organisation.journal(MAZYR)
    id_ = add_contact(session, journal, person={"family_be": "Навік"})
    departure = {"contact": 77, "to": "nowhere", "day": "x", "with_history": True}
    write(session, journal, "move_out", [(901, [Op("departure", 901, departure)])])
    names = ("to", "envelope", "back", "receipt", "proof", "content", "by")
    move = {"contact": id_, "day": "x", "state": "sent"} | dict.fromkeys(names, "nowhere")
    write(session, journal, "send_person", [(id_, [Op("move", 902, move)])])
    batch = {"type": "import", "day": "x", "by": "nobody"}
    write(session, journal, "import_list", [(903, [Op("batch", 903, batch)])])
    pages = ("/", "/inbox/", "/moves/", "/moves/departed", f"/contacts/{id_}", "/import/lists/")
    assert {page: desk.browser.get(page).status_code for page in pages} == dict.fromkeys(pages, 200)
