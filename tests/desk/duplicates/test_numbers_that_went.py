"""A number that somebody wrote down leads to who stays, after a merge, and back to who it was, after the parting."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from busel.contacts.busel_ids import show_busel_id
from busel.contacts.sheet_codes import code_of
from busel.desk.actions.merging import merge_contacts, part_again
from busel.desk.actions.searches import save_search
from busel.desk.duplicates.carrying import carried
from busel.desk.duplicates.plans import plan
from busel.desk.people.events import attendances
from busel.desk.search.conditions import ids_where
from busel.desk.search.saved_searches import fixed, saved_searches
from busel.desk.workspace.load import raw_connection
from desk.conftest import MAZYR
from desk.contacts.conftest import add, fields_of, journal_of, typed, words
from desk.contacts.test_events import ask, make
from desk.contacts.test_standard_in_forms import decide
from desk.duplicates.conftest import ABOUT_ANNA, ABOUT_HANNA, ANNA, HANNA

if TYPE_CHECKING:
    from desk.conftest import Arrive, Desk


class Both:
    """Two records of one person, and somebody else who knows the one that goes."""

    def __init__(self, desk: Desk) -> None:
        self.desk, self.journal = desk, journal_of(desk, MAZYR)
        self.one, self.other = add(desk, MAZYR, ABOUT_HANNA, **HANNA), add(desk, MAZYR, ABOUT_ANNA, **ANNA)
        made = plan(desk.session, self.one, self.other)
        self.kept, self.gone = made.kept.id, made.other.id

    def merge(self) -> bytes:
        return merge_contacts(self.desk.session, plan(self.desk.session, self.one, self.other)).deed

    def part(self, deed: bytes) -> None:
        part_again(self.desk.session, self.journal, self.kept, deed=deed)


@pytest.fixture
def both(arrive: Arrive) -> Both:
    return Both(arrive("editor"))


def test_a_saved_search_that_names_people_finds_who_stays_once_and_both_after_the_parting(both: Both) -> None:
    session = both.desk.session
    third = add(both.desk, MAZYR, family_be="Юрчук", given_be="Алесь")
    save_search(session, "Хор", fixed("Хор", [both.gone, third]).where)
    [saved] = saved_searches(session)
    where = saved.search.where
    assert sorted(ids_where(where)) == sorted([both.gone, third])
    deed = both.merge()
    assert sorted(ids_where(where)) == sorted([both.kept, third])
    assert sorted(ids_where({"field": "people", "is": [both.gone, both.kept]})) == [both.kept]
    both.part(deed)
    assert sorted(ids_where(where)) == sorted([both.gone, third])


def test_a_field_that_names_a_person_shows_and_finds_who_stays(both: Both) -> None:
    desk = both.desk
    decide("brought_by", type="contact")
    knows = add(desk, MAZYR, family_be="Юрчук", given_be="Алесь", custom={"brought_by": both.gone})
    deed = both.merge()
    name = " ".join((fields_of(desk, both.kept)["family_be"], fields_of(desk, both.kept)["given_be"]))
    page = desk.browser.get(f"/contacts/{knows}")
    assert f'href="/contacts/{both.kept}">{name}' in page.content.decode()
    for number in (both.kept, both.gone):
        assert ids_where({"field": "own.brought_by", "is": number}) == [knows]
        assert ids_where({"field": "own.brought_by", "any_of": [number]}) == [knows]
    both.part(deed)
    assert f'href="/contacts/{both.gone}"' in desk.browser.get(f"/contacts/{knows}").content.decode()
    assert ids_where({"field": "own.brought_by", "is": both.kept}) == []
    assert ids_where({"field": "own.brought_by", "is": both.gone}) == [knows]


def test_who_types_the_number_that_went_into_such_a_field_means_who_stays(both: Both) -> None:
    desk = both.desk
    decide("brought_by", type="contact", forms=["entry"])
    writes = add(desk, MAZYR, family_be="Юрчук", given_be="Алесь")
    both.merge()
    url = f"/contacts/{writes}/correct/more"
    form = typed(desk.browser.get(url))
    [name] = [one for one in form if one.endswith("brought_by")]
    desk.browser.post(url, form | {name: show_busel_id(both.gone)})
    assert fields_of(desk, writes)["custom"] == {"brought_by": both.kept}


def test_both_codes_of_a_printed_sheet_lead_to_who_stays_and_each_to_its_own_after_the_parting(both: Both) -> None:
    desk = both.desk
    record = make(desk)
    ask(desk, record, both.one, both.other)
    assert desk.browser.post(f"/events/{record}/sheet", {"names": "short", "empty": "0"}).status_code == 200
    codes = {one.contact: code_of(one.code, record) for one in attendances(raw_connection(), record)}
    deed = both.merge()
    answers = typed_back(desk, record, codes[both.gone])
    assert [one["kind"] for one in answers] == ["success"]
    assert [(one.contact, one.attended) for one in attendances(raw_connection(), record)] == [(both.kept, "yes")]
    both.part(deed)
    [told] = typed_back(desk, record, codes[both.gone])
    assert told["kind"] == "success"
    came = {one.contact: one.attended for one in attendances(raw_connection(), record)}
    assert came[both.gone] == "yes"


def test_nobody_is_given_a_number_that_stands_on_a_sheet_of_a_record_that_went(both: Both) -> None:
    desk = both.desk
    record = make(desk)
    ask(desk, record, both.one, both.other)
    desk.browser.post(f"/events/{record}/sheet", {"names": "short", "empty": "0"})
    both.merge()
    late = add(desk, MAZYR, family_be="Юрчук", given_be="Алесь")
    ask(desk, record, late)
    desk.browser.post(f"/events/{record}/sheet", {"names": "short", "empty": "0"})
    numbers = {one.contact: one.numbers for one in attendances(raw_connection(), record)}
    assert sorted(numbers[both.kept]) == [1, 2]
    assert numbers[late] == (3,)


def test_numbers_of_several_merges_come_together() -> None:
    held = {1: {"contact": 1, "event": 7, "code": 3, "codes": "5"}}
    coming = {2: {"contact": 2, "event": 7, "code": 4, "codes": "6 3"}}
    [one] = carried("attendance", held, coming, kept=1)
    assert one.fields["codes"] == "5 4 6"
    assert carried("attendance", {1: {"contact": 1, "event": 7}}, coming, kept=1)[0].fields == {
        "contact": 1,
        "event": 7,
        "code": 4,
        "codes": "6 3",
    }


def test_the_history_of_who_stays_tells_what_happened_before_under_the_number_that_went(both: Both) -> None:
    desk = both.desk
    url = f"/contacts/{both.gone}/correct/names"
    desk.browser.post(url, typed(desk.browser.get(url)) | {"names-given_be": "Анна-Марыя"})
    deed = both.merge()
    page = desk.browser.get(f"/contacts/{both.kept}/history")
    [before] = page.context["went"]
    assert before.number == show_busel_id(both.gone)
    told = [(change.old, change.new) for event in before.events for change in event.changes]
    assert "Анна-Марыя" in [new for _old, new in told]
    assert {event.undo_id for event in before.events} == {""}
    assert "Анна-Марыя" in words(page)
    assert desk.browser.get(f"/contacts/{both.kept}/history?kind=merge").context["went"] == []
    both.part(deed)
    assert desk.browser.get(f"/contacts/{both.kept}/history").context["went"] == []
    assert "Анна-Марыя" in words(desk.browser.get(f"/contacts/{both.gone}/history"))


def test_what_happened_leads_from_the_person_to_the_merge_and_its_taking_back(both: Both) -> None:
    desk = both.desk
    both.merge()
    page = desk.browser.get(f"/contacts/{both.kept}").content.decode()
    assert f'href="/contacts/{both.kept}/history?kind=merge"' in page
    said = desk.browser.get(f"/contacts/{both.kept}/history?kind=merge")
    [event] = [one for one in said.context["page"] if one.undo_id]
    asking = desk.browser.post(f"/contacts/{both.kept}/undo", {"deed": event.undo_id})
    answer = desk.browser.post(f"/contacts/{both.kept}/undo", typed(asking) | {"confirmed": "yes"}, follow=True)
    assert answer.status_code == 200
    assert desk.browser.get(f"/contacts/{both.gone}").status_code == 200


def typed_back(desk: Desk, record: int, code: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = desk.browser.post(f"/events/{record}/came", {"codes": code}).context["answers"]
    return found
