"""Long lists from a collector: whatever gets a receipt is opened by an editor, and the rest is told at once."""

from __future__ import annotations

from base64 import b64encode
from typing import TYPE_CHECKING

import msgspec
import pytest

from busel.desk.actions.entries import receipts, send_entry
from busel.desk.actions.imports import send_list
from busel.desk.importing.sending import people_to_send, plan_sending
from busel.desk.inboxes.entry import MOST_BYTES, MOST_PEOPLE
from busel.desk.inboxes.inbox import Entry, EntryPerson, look_into_inboxes
from busel.journal.errors import TooLongError
from busel.sheets.draft import TOO_LONG
from busel.vault.entropy import new_id, random_bytes
from desk.conftest import ZLOBIN
from desk.imports.conftest import note_of, reading_of

if TYPE_CHECKING:
    from busel.desk.importing.plan import Reading
    from desk.conftest import Arrive, Organisation

NOTE = "размова " * 140
"""1,120 letters, 2,100 bytes."""


def list_of(count: int, note: str, *, tags: str = "") -> Reading:
    rows = [f"Бусел;Ян;{note};{tags if at == 1 else ''}" for at in range(count)]
    return reading_of("\n".join(["Прозвішча;Імя;Заўвагі;Тэгі", *rows]))


def sent_by(arrive: Arrive, organisation: Organisation, reading: Reading) -> list[int]:
    """Send a list as the collector; return how many people the receipts tell of, newest first."""
    session, journal = arrive("collector").session, organisation.journal(ZLOBIN)
    send_list(session, reading, note_of(plan_sending(reading, seed=new_id()), journal))
    return [one["people"] for one in receipts(session)]


def opened_by_the_editor(arrive: Arrive) -> list[tuple[int, str]]:
    """Return how many people are in each envelope, and the doubts about it."""
    look = look_into_inboxes(arrive("editor").session)
    return [(one.people, one.doubt) for one in look.envelopes.values()]


def test_two_thousand_people_with_long_notes_all_reach_the_editor(arrive: Arrive, organisation: Organisation) -> None:
    told = sent_by(arrive, organisation, list_of(2_000, NOTE))
    opened = opened_by_the_editor(arrive)
    assert sum(told) == 2_000
    assert sorted(opened) == sorted((people, "") for people in told)


def test_a_list_of_nothing_but_commas_goes(arrive: Arrive, organisation: Organisation) -> None:
    """What a body may decode to is bounded by such signs, too."""
    told = sent_by(arrive, organisation, list_of(200, ",:" * 2_400))
    assert (sum(told), len(told)) == (200, 4)
    assert sorted(opened_by_the_editor(arrive)) == sorted((people, "") for people in told)


def test_what_hardly_compresses_goes_onto_the_shelf(arrive: Arrive, organisation: Organisation) -> None:
    arrive("collector")
    notes = (b64encode(random_bytes(3_600)).decode() for _ in range(300))
    reading = reading_of("\n".join(["Прозвішча;Заўвагі", *(f"Бусел;{note}" for note in notes)]))
    assert len(next(people_to_send(reading))) < 300
    told = sent_by(arrive, organisation, reading)
    assert sorted(opened_by_the_editor(arrive)) == sorted((people, "") for people in told)


@pytest.mark.parametrize(
    "people",
    [
        [EntryPerson({"family_be": "Бусел", "notes": NOTE})] * 2_000,
        [EntryPerson({"family_be": "Бусел"})] * (MOST_PEOPLE + 1),
        [EntryPerson({"family_be": "Бусел"}, [("tag", {"label": "а"})] * 901)],
    ],
    ids=["too many bytes", "too many people", "too many records"],
)
def test_what_no_editor_would_open_is_not_sent_and_gets_no_receipt(
    arrive: Arrive, organisation: Organisation, people: list[EntryPerson]
) -> None:
    session = arrive("collector").session
    with pytest.raises((TooLongError, msgspec.ValidationError)):
        send_entry(session, organisation.journal(ZLOBIN), Entry(people))
    assert receipts(session) == []
    assert opened_by_the_editor(arrive) == []


def test_a_row_that_no_editor_would_open_is_told_as_a_problem_and_the_others_go(
    arrive: Arrive, organisation: Organisation
) -> None:
    arrive("collector")
    reading = list_of(3, "", tags=",".join(f"т{at}" for at in range(1_000)))
    plan = plan_sending(reading, seed=new_id())
    assert [(one.row, one.code) for one in plan.problems] == [(3, TOO_LONG)]
    assert sent_by(arrive, organisation, reading) == [2]
    assert opened_by_the_editor(arrive) == [(2, "")]


def test_every_envelope_holds_as_much_as_fits(arrive: Arrive) -> None:
    arrive("collector")
    sizes = [len(msgspec.json.encode(some)) for some in people_to_send(list_of(2_000, NOTE))]
    assert all(MOST_BYTES * 0.99 < size <= MOST_BYTES + len("[]") for size in sizes[:-1])
