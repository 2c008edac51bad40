"""A table that went out, on the pages of bringing a list in: columns are understood, effects are none."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from busel.desk.exporting.choice import Choice
from busel.desk.importing import wizards
from busel.desk.workspace.models import Address, Contact
from desk.conftest import REGION, ZLOBIN, Desk
from desk.exporting.conftest import Exports, add, file_of
from desk.imports.conftest import follow, upload


@pytest.fixture(autouse=True)
def _nothing_kept() -> Iterator[None]:
    wizards.forget()
    yield
    wizards.forget()


def effects_of(desk: Desk, data: bytes, division: bytes) -> str:
    """Upload, agree to the columns as guessed, and return the page of effects."""
    answer = upload(desk, data, name="list.xlsx", division=division)
    page = answer.content.decode()
    bodies = re.findall(r'<select name="(column\d+)"(.*?)</select>', page, re.DOTALL)
    chosen = {}
    for name, body in bodies:
        picked = re.search(r'<option value="([\w:]+)" selected>', body)
        chosen[name] = picked[1] if picked else "ignore"
    assert {"busel_id", "street_be:2", "own:count", "risk", "address_status"} <= set(chosen.values())
    assert "Вуліца па-беларуску, адрас 2" in page
    path = answer.request["PATH_INFO"]  # type: ignore[attr-defined]  # the test client adds it
    answer = follow(desk, desk.browser.post(path, chosen))
    assert answer.status_code == 200
    path = answer.request["PATH_INFO"]  # type: ignore[attr-defined]  # the test client adds it
    answer = follow(desk, desk.browser.post(path, {"on_match": "update", "tags": "", "confirmed": "yes"}))
    answer = follow(desk, desk.browser.post(path, {"on_match": "update", "tags": "", "confirmed": "yes"}))
    return answer.content.decode()


def test_own_fields_marks_and_second_addresses_pass_through_the_pages(exports: Exports) -> None:
    exports.allow("editor", REGION, ZLOBIN)
    desk = exports.arrive("editor")
    person = {"family_be": "Каваль", "risk": True, "custom": {"count": 7, "skills": ["a", "b"]}}
    addresses = [("address", {"street_be": "Першая", "status": "past"}), ("address", {"street_be": "Другая"})]
    add(desk.session, exports.journal(REGION), person, *addresses)
    data = file_of(desk.session, Choice((exports.journal(REGION),)))
    effects_of(desk, data, exports.journal(ZLOBIN))
    there = desk.session.numbers[exports.journal(ZLOBIN)]
    [brought] = Contact.objects.filter(division=there)
    assert (brought.risk, brought.custom) == (True, {"count": 7, "skills": ["a", "b"]})
    addresses_there = Address.objects.filter(contact=brought).values_list("street_be", "status")
    assert set(addresses_there) == {("Першая", "past"), ("Другая", "")}
