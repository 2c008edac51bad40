"""People as JSON: ours comes back as it went out, others' shows all that it holds, and what lists nobody says so."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from busel.contacts.busel_ids import read_busel_id
from busel.desk.sandboxes.parsing import read_upload
from busel.sheets.books import read_book
from busel.sheets.drafts import make_drafts
from busel.sheets.guessing import guess_columns, targets_of
from busel.sheets.out import osdi
from busel.sheets.out.layout import PARTS, Layout
from busel.sheets.out.person import Person
from busel.sheets.out.table import Table as Written
from busel.sheets.tables import Book, SheetError
from unit.sheets.conftest import TODAY
from unit.sheets.test_address_books import PERSON
from unit.sheets.test_round_trip import OWN, PEOPLE

ACTION_NETWORK = {
    "total_pages": 1,
    "_embedded": {
        "osdi:people": [
            {
                "identifiers": ["action_network:0d1f"],
                "given_name": "Hanna",
                "family_name": "Kavalova",
                "created_date": "2024-01-02T10:00:00Z",
                "email_addresses": [
                    {"primary": True, "address": "h@example.org", "status": "subscribed"},
                    {"primary": False, "address": "k@example.org"},
                ],
                "phone_numbers": [{"primary": True, "number": "+375291234567", "number_type": "Mobile"}],
                "postal_addresses": [
                    {
                        "address_lines": ["vul. Savieckaja 5"],
                        "locality": "Homel",
                        "postal_code": "246000",
                        "country": "BY",
                    },
                    {"locality": "Brest"},
                ],
                "birthdate": {"year": 1960, "month": 2, "day": 9},
                "custom_fields": {"shirt": "M", "skills": ["a", "b"]},
                "_links": {"self": {"href": "x"}},
            },
            {"given_name": "Jan", "email_addresses": [], "custom_fields": {}},
        ]
    },
}


def opened(document: Any) -> Book:
    book = read_upload(json.dumps(document).encode())
    assert isinstance(book, Book), book
    return book


def test_a_list_of_action_network_is_understood_and_nothing_of_it_is_silent() -> None:
    table = opened(ACTION_NETWORK).tables[0]
    found = {column.header: column.target for column in guess_columns(table)}
    assert found == {
        "External ID": "external_ids",
        "Given name": "given",
        "Family name": "family",
        "created_date": "ignore",
        "E-mail": "email",
        "E-mail 2": "email",
        "Mobile phone": "phone_mobile",
        "Address": "address",
        "Town": "settlement",
        "Region": "region",
        "Postcode": "postcode",
        "Country": "country",
        "Address 2": "address:2",
        "Town 2": "settlement:2",
        "Region 2": "region:2",
        "Postcode 2": "postcode:2",
        "Country 2": "country:2",
        "Date of birth": "birth",
        "shirt": "ignore",
        "skills": "ignore",
    }
    first, second = make_drafts(table, targets_of(guess_columns(table)), today=TODAY)
    assert (first.problems, first.phones[0]["number"], first.contact["birth"]) == ([], "+375291234567", "1960-02-09")
    assert (second.problems, second.can_come_in) == ([], True)


@pytest.mark.parametrize(
    ("document", "code"),
    [
        ({"a": 1}, "no-people"),
        ([["a"]], "no-people"),
        ([], "no-people"),
        ({"type": "FeatureCollection", "features": [{"x": 1}]}, "no-people"),
        ({"_embedded": {"osdi:people": []}}, "no-people"),
        ({"people": [{"name": "x"}, 7]}, "no-people"),
    ],
)
def test_json_that_lists_nobody_is_refused_with_its_own_sentence(document: Any, code: str) -> None:
    assert read_upload(json.dumps(document).encode()) == SheetError(code, "osdi")


@pytest.mark.parametrize("cut", [40, 200, 400])
def test_json_that_was_cut_is_damaged(cut: int) -> None:
    assert read_upload(json.dumps(ACTION_NETWORK).encode()[:cut]) == SheetError("damaged", "osdi")


def test_json_that_is_nested_without_end_is_refused() -> None:
    assert read_upload(b"[" * 200_000) in (SheetError("too-large", "osdi"), SheetError("damaged", "osdi"))


def test_one_object_a_line_and_objects_of_other_names_are_lists_too() -> None:
    lines = b'{"firstName":"Jan","cell":"1"}\n{"firstName":"Anna","lastName":"K"}\n'
    book = read_upload(lines)
    assert isinstance(book, Book)
    assert list(book.tables[0].rows) == [["firstName", "cell", "lastName"], ["Jan", "1"], ["Anna", "", "K"]]
    van = {"firstName": "Bob", "phones": [{"phoneNumber": "1", "phoneType": "Cell"}], "emails": [{"email": "b@c.by"}]}
    assert list(opened(van).tables[0].rows) == [["firstName", "Mobile phone", "E-mail"], ["Bob", "1", "b@c.by"]]


def test_activities_are_said_to_be_left_aside() -> None:
    document = json.loads(b"".join(osdi.written([PERSON], 1)))
    document["_embedded"]["osdi:people"][0]["custom_fields"]["activities"] = [{"type": "call"}]
    assert opened(document).notes == ["activities-left-aside"]


@pytest.mark.parametrize(
    "change", [{"phone_numbers": 7}, {"custom_fields": []}, {"birthdate": "x"}, {"identifiers": 1}]
)
def test_what_only_says_that_it_is_ours_is_read_or_refused(change: dict[str, Any]) -> None:
    document = json.loads(b"".join(osdi.written([PERSON], 1)))
    document["_embedded"]["osdi:people"][0] |= change
    assert isinstance(read_upload(json.dumps(document).encode()), Book | SheetError)


@given(st.lists(PEOPLE, min_size=1, max_size=3))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_what_goes_out_as_json_is_the_table_that_goes_out(people: list[Person]) -> None:
    widths = {"phone": 3, "phone_mobile": 3, "phone_home": 3, "phone_work": 3, "phone_other": 3, "email": 2}
    widths |= {"address": 3, "external_ids": 3, "phones_wrong": 1, "emails_wrong": 1, "suggested": 1}
    layout = Layout("en", tuple(PARTS), widths, own=OWN)
    table = Written(layout)
    expected = [dict(zip(layout.columns, row, strict=True)) for row in table.rows(people)]
    book = read_book(b"".join(osdi.written(people, len(people))))
    assert isinstance(book, Book)
    targets = targets_of(guess_columns(book.tables[0], OWN))
    drafts = list(make_drafts(book.tables[0], targets, today=TODAY, own=OWN))
    assert [draft.busel_id for draft in drafts] == [person.id for person in people]
    for draft, person, cells in zip(drafts, people, expected, strict=True):
        assert draft.problems == []
        assert {name: draft.contact.get(name, "") for name in ("family_be", "given_ru", "notes", "source")} == {
            name: getattr(person.contact, name) for name in ("family_be", "given_ru", "notes", "source")
        }
        assert draft.contact.get("custom", {}) == {
            key: value for key, value in person.contact.custom.items() if value not in ("", [], None)
        }
        assert len(draft.addresses) == len(person.addresses)
        assert cells["busel_id", 1]


def test_our_number_is_ours_beside_people_who_have_none() -> None:
    people = [
        {"given_name": "Ганна", "identifiers": ["busel:bsl-0000000000001234", "external:7"]},
        {"given_name": "Вера", "identifiers": ["action_network:1", "busel:nothing"]},
    ]
    table = opened({"people": people}).tables[0]
    drafts = list(make_drafts(table, targets_of(guess_columns(table)), today=TODAY))
    assert [one.busel_id for one in drafts] == [read_busel_id("bsl-0000000000001234"), 0]
    assert [list(one.contact["external_ids"]) for one in drafts] == [["7"], ["action_network:1", "busel:nothing"]]


def test_our_numbers_with_a_name_as_another_program_has_it_lose_no_name() -> None:
    person = {"given_name": "Ганна", "family_name": "Каваль", "identifiers": ["busel:bsl-0000000000001234"]}
    table = opened({"people": [person]}).tables[0]
    (draft,) = make_drafts(table, targets_of(guess_columns(table)), today=TODAY)
    assert (draft.busel_id, draft.contact["given_be"], draft.contact["family_be"]) == (0x1234, "Ганна", "Каваль")


def rows_of(text: str) -> list[list[str]]:
    book = read_upload(text.encode())
    assert isinstance(book, Book), book
    return list(book.tables[0].rows)


def test_a_field_that_is_said_twice_loses_neither_value() -> None:
    assert rows_of('[{"given_name": "Jan", "skill": "a", "skill": "b", "skill": "a", "given_name": "Jan"}]') == [
        ["Given name", "skill", "skill 2"],
        ["Jan", "a", "b"],
    ]


@pytest.mark.parametrize("birth", ['{"year": "about 1960"}', '{"year": 1e999}', '{"year": [1], "month": 2}'])
def test_a_birthday_that_is_none_is_shown_and_costs_nobody_else(birth: str) -> None:
    rows = rows_of(f'[{{"given_name": "Jan", "birthdate": {birth}}}, {{"given_name": "Eva"}}]')
    assert [row[0] for row in rows[1:]] == ["Jan", "Eva"]
    assert rows[1][1].startswith('{"year"')


def test_half_a_letter_becomes_a_mark_and_costs_nobody_else() -> None:
    assert rows_of('[{"given_name": "Jan \\ud83d"}, {"given_name": "\\ud83d\\ude00 Eva"}]') == [
        ["Given name"], ["Jan \ufffd"], ["\U0001f600 Eva"],
    ]  # fmt: skip


def test_identifiers_that_are_no_list_are_a_column() -> None:
    assert rows_of('[{"given_name": "Jan", "identifiers": 5}]') == [["Given name", "identifiers"], ["Jan", "5"]]
