"""What a collector's envelope says of suggested spellings is believed as marks only: it confirms nobody's name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec
import pytest

from busel.desk.actions.contacts import add_contact
from busel.desk.importing.bringing import Held, filled_in
from busel.desk.inboxes.entry import EntryPerson, checked_person
from busel.desk.workspace.models import Contact
from desk.conftest import ZLOBIN
from desk.inbox.conftest import send, typed

if TYPE_CHECKING:
    from desk.conftest import Arrive, Organisation

HANNA = {"family_ru": "Ковалёва", "given_ru": "Анна"}


def told(held: dict[str, Any], sent: dict[str, Any]) -> dict[str, Any]:
    """Return what a stored person's fields become where an envelope fills them in."""
    kinds = ("phone", "email", "address", "tag", "messenger", "consent", "membership", "attendance")
    nothing: dict[str, list[tuple[int, Any]]] = {kind: [] for kind in kinds}
    ops = filled_in(7, Held(held, nothing), (sent, ()), kept=(), ids=iter(range(100, 200)))
    return ops[0].now if ops and ops[0].now else {}


def test_a_suggestion_goes_where_nothing_stands_and_keeps_its_mark() -> None:
    sent = {**HANNA, "family_be": "Кавалёва", "suggested": "family_be"}
    assert told(HANNA, sent) == {"family_be": "Кавалёва", "suggested": "family_be"}


def test_a_suggestion_takes_no_confirmed_names_place_and_marks_none() -> None:
    held = {**HANNA, "family_be": "Кавалёва"}
    assert told(held, {**HANNA, "family_be": "Кавалёва", "suggested": "family_be"}) == {}
    assert told(held, {**HANNA, "family_be": "Кавалева", "suggested": "family_be family_ru"}) == {}


def test_a_suggestion_confirms_no_other_suggestion_and_a_spelling_does() -> None:
    held = {**HANNA, "family_be": "Кавалёва", "suggested": "family_be"}
    assert told(held, {"family_be": "Кавалева", "suggested": "family_be"}) == {}
    assert told(held, {"family_be": "Кавалева"}) == {"family_be": "Кавалева", "suggested": None}


def test_a_mark_on_a_name_that_is_not_sent_is_dropped() -> None:
    person = checked_person(EntryPerson({**HANNA, "suggested": "family_be given_ru"}))
    assert person.contact == {**HANNA, "suggested": "given_ru"}
    assert checked_person(EntryPerson({**HANNA, "suggested": "family_be"})).contact == HANNA


@pytest.mark.parametrize("mark", ["family_be notes", "risk", "family_be\nsource", "family_be,given_be", " " * 9])
def test_what_is_no_mark_is_refused(mark: str) -> None:
    with pytest.raises(msgspec.ValidationError):
        checked_person(EntryPerson({**HANNA, "suggested": mark}))


def test_an_accepted_envelope_leaves_the_names_of_a_namesake_as_they_are(
    arrive: Arrive, organisation: Organisation
) -> None:
    sent = EntryPerson({**HANNA, "family_be": "Чужая", "suggested": "family_be family_ru given_be"})
    name = send(arrive, organisation, sent, source="спіс.csv")
    desk = arrive("editor")
    held = {**HANNA, "family_be": "Кавалёва", "given_be": "Ганна"}
    stands = add_contact(desk.session, organisation.journal(ZLOBIN), person=held, about=[])
    desk.browser.get("/inbox/")
    desk.browser.post(f"/inbox/{name}/", {"through": "yes"})
    last = desk.browser.post(f"/inbox/{name}/one/0", {"do": "accept"})
    desk.browser.post(last["Location"], typed(desk.browser.get(last["Location"])))
    assert dict(Contact.objects.values_list("family_be", "suggested")) == {
        "Кавалёва": "",
        "Чужая": "family_be family_ru",
    }
    assert Contact.objects.get(id=stands).given_be == "Ганна"
