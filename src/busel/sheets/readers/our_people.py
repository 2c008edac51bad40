"""People as our own JSON has them, back as rows of a table that we would have written: nothing has to be guessed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from busel.contacts import bonds, records
from busel.contacts.busel_ids import read_busel_id
from busel.sheets.out.layout import MOST, PARTS, Layout
from busel.sheets.out.person import Bond, Person
from busel.sheets.out.table import Table, phones_of
from busel.sheets.quoting import write_items
from busel.sheets.targets import MARKS, TYPED_PHONES, VOTES, of_own_field
from busel.sheets.ties import Tie

OURS = "busel:"
_EXTERNAL = "external:"
_LANGUAGE = "en"
_E164 = re.compile(r"\+[0-9]{4,20}")
_GENDERS = {"Female": "f", "Male": "m"}
NAMES = tuple(f"{part}_{language}" for part in ("family", "given", "patronymic") for language in ("be", "ru"))
"""The fields in which our own JSON has a name."""


def rows_of_ours(people: list[dict[str, Any]]) -> Iterator[list[str]]:
    """Yield the headings and a row for each person. Raises TypeError, ValueError or KeyError for what is not ours."""
    found = [_person(one) for one in people]
    keys = list(dict.fromkeys(key for one in found for key in one.contact.custom))
    table = Table(Layout(_LANGUAGE, tuple(PARTS), _widths(found), with_division=any(one.division for one in found)))
    yield [*table.layout.headings, *map(of_own_field, keys)]
    for person, row in zip(found, table.rows(found), strict=True):
        yield [*row, *(_own(person.contact.custom.get(key)) for key in keys)]


def _widths(people: list[Person]) -> dict[str, int]:
    counts = {target: [len(phones_of(one, target)) for one in people] for target in ("phone", *TYPED_PHONES)}
    counts["email"] = [len(one.emails) for one in people]
    counts["address"] = [len(one.addresses) for one in people]
    counts["external_ids"] = [len(one.contact.external_ids) for one in people]
    counts["phones_wrong"] = [sum(phone.status == "bad" for phone in one.phones) for one in people]
    counts["suggested"] = [bool(one.contact.suggested) for one in people]
    counts["emails_wrong"] = [sum(email.status == "bad" for email in one.emails) for one in people]
    return {name: min(max(some), MOST.get(name, 1)) for name, some in counts.items()}


def _own(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return write_items((str(one), None) for one in value)
    return "" if value is None else repr(value) if isinstance(value, float) else str(value)


def _person(told: dict[str, Any]) -> Person:
    custom = told.get("custom_fields", {})
    ids = told.get("identifiers", [])
    number = next((read_busel_id(one.removeprefix(OURS)) for one in ids if one.startswith(OURS)), 0)
    return Person(
        number,
        _contact(told, custom, tuple(one.removeprefix(_EXTERNAL) for one in ids if one.startswith(_EXTERNAL))),
        custom.get("division", ""),
        phones=[_phone(one) for one in told.get("phone_numbers", [])],
        emails=[
            records.Email(contact=1, address=one["address"], status=one.get("status", ""))
            for one in told.get("email_addresses", [])
        ],
        addresses=[records.Address(contact=1, **one["custom_fields"]) for one in told.get("postal_addresses", [])],
        tags=[
            records.Tag(contact=1, label=one["label"], value=one["value"])
            if isinstance(one, dict)
            else records.Tag(contact=1, label=one)
            for one in custom.get("tags", [])
        ],
        messengers=[bonds.Messenger(contact=1, **one) for one in custom.get("messengers", [])],
        consents=[bonds.Consent(contact=1, **one) for one in custom.get("consents", [])],
        household=_tie(custom["household"]) if "household" in custom else None,
        groups=[_tie(one) for one in custom.get("groups", [])],
        events=[_tie(one) for one in custom.get("events", [])],
        relations=[_bond(one) for one in custom.get("relationships", [])],
    )


def _contact(told: dict[str, Any], custom: dict[str, Any], ids: tuple[str, ...]) -> records.Contact:
    birth = told.get("birthdate", {})
    plain: dict[str, Any] = {
        name: custom.get(name, "") for name in (*NAMES, "nickname", "former_family", "suggested", "notes", *VOTES)
    }
    plain |= {mark: bool(custom.get(mark)) for mark in MARKS}
    return records.Contact(
        **plain,
        sex=_GENDERS.get(told.get("gender", ""), ""),
        birth="-".join(f"{birth[part]:02d}" for part in ("year", "month", "day") if part in birth),
        language=next(iter(told.get("languages_spoken", [])), ""),
        support=custom.get("support", 0),
        source=told.get("source", ""),
        external_ids=ids,
        custom=custom.get("own", {}),
    )


def _phone(told: dict[str, Any]) -> records.Phone:
    said = told["number"]
    number = said if "description" in told or _E164.fullmatch(said) else ""
    written = told.get("description", "" if number else said)
    kind = told.get("number_type", "").lower()
    return records.Phone(contact=1, number=number, written=written, type=kind, status=told.get("status", ""))


def _tie(told: dict[str, str]) -> Tie:
    details = {name: value for name, value in told.items() if name not in ("title", "id", "type", "other_is")}
    return Tie(told.get("title", ""), details, read_busel_id(told["id"]) if "id" in told else 0)


def _bond(told: dict[str, str]) -> Bond:
    return Bond(f"{told['type']}.{told['other_is']}", _tie(told))


_ONE_OF_EACH: dict[str, Any] = {
    "identifiers": [f"{OURS}bsl-0000000000000001", f"{_EXTERNAL}1"],
    "gender": "Female",
    "languages_spoken": ["be"],
    "phone_numbers": [
        {"number": "+375291234567", "description": "8 (029) 123-45-67"},
        {"number": "2-34-56, office", "number_type": "Work", "status": "bad"},
    ],
    "email_addresses": [{"address": "a@example.org", "status": "bad"}],
    "postal_addresses": [
        {"custom_fields": {"region": "Minsk region", "country": "PL", "type": "home", "status": "bad"}}
    ],
    "custom_fields": {
        "family_be": "x",
        "risk": True,
        "tags": [{"label": "a", "value": "b"}],
        "messengers": [{"service": "telegram", "name": "@a"}],
        "consents": [{"purpose": "a", "how": "paper", "day": "2024-01-02"}],
        "household": {"title": "a", "id": "bsl-0000000000000001"},
        "groups": [{"title": "a", "joined": "2024-01-02"}],
        "events": [{"title": "a", "day": "2024-01-02", "answer": "yes", "attended": "no"}],
        "relationships": [{"type": "parent", "other_is": "contact", "title": "a", "since": "1987", "note": "b"}],
        "own": {"a": ["b"]},
    },
}
list(
    rows_of_ours([_ONE_OF_EACH])
)  # every table of words is loaded now: once the child is locked up it can load nothing
