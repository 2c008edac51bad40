"""People as JSON of the Open Supporter Data Interface, as other organising programs exchange them.

Source: OSDI 1.2, https://opensupporter.github.io/osdi-docs/people.html. Both spellings of a name, and what OSDI has no
place for, stand in `custom_fields`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import msgspec

from busel.contacts import records
from busel.contacts.busel_ids import show_busel_id
from busel.contacts.person_name import PersonName
from busel.contacts.postal import PostalAddress
from busel.names.countries import HOME
from busel.sheets.out.person import Person
from busel.sheets.targets import MARKS, VOTES
from busel.sheets.ties import Tie

_GENDERS = {"f": "Female", "m": "Male"}
_WITHIN = ("contact", "by", "assignee", "batch", "event")
"""Accounts, and records of the division: numbers that say nothing outside."""
_NAMES = tuple(f"{part}_{language}" for part in ("family", "given", "patronymic") for language in ("be", "ru"))


def written(people: Iterable[Person], total: int) -> Iterator[bytes]:
    """Yield the pieces of one document: a page of all `total` people."""
    yield f'{{"total_pages":1,"per_page":{total},"page":1,"total_records":{total},'.encode()
    yield b'"_embedded":{"osdi:people":['
    for at, person in enumerate(people):
        yield (b",\n" if at else b"\n") + msgspec.json.encode(_person(person))
    yield b"\n]}}\n"


def _person(person: Person) -> dict[str, Any]:
    contact = person.contact
    name = PersonName.of(contact).parts(contact.language)
    found = {
        "identifiers": [f"busel:{show_busel_id(person.id)}", *(f"external:{one}" for one in contact.external_ids)],
        "family_name": name.family,
        "given_name": name.given,
        "additional_name": name.patronymic,
        "gender": _GENDERS.get(contact.sex, ""),
        "birthdate": _birth(contact.birth),
        "languages_spoken": [contact.language] if contact.language else [],
        "source": contact.source,
        "phone_numbers": [_phone(phone, is_first=not at) for at, phone in enumerate(person.phones)],
        "email_addresses": [_email(one, is_first=not at) for at, one in enumerate(person.emails)],
        "postal_addresses": [_address(one, is_first=not at) for at, one in enumerate(person.addresses)],
        "custom_fields": _custom(person),
    }
    return {key: value for key, value in found.items() if value not in ("", [], {})}


def _birth(birth: str) -> dict[str, int]:
    parts = [int(part) for part in birth.split("-") if part.isdecimal()]
    return dict(zip(("year", "month", "day"), parts, strict=False))


def _phone(phone: records.Phone, *, is_first: bool) -> dict[str, Any]:
    told = {"primary": is_first, "number": phone.number or phone.written}
    told |= {"description": phone.written} if phone.number and phone.written else {}
    told |= {"number_type": phone.type.capitalize()} if phone.type else {}
    return told | ({"status": phone.status} if phone.status else {})


def _email(email: records.Email, *, is_first: bool) -> dict[str, Any]:
    told = {"primary": is_first, "address": email.address}
    return told | ({"status": email.status} if email.status else {})


def _address(address: records.Address, *, is_first: bool) -> dict[str, Any]:
    """Return it in the language in which more is known, with all that is stored beside it."""
    shown, language = PostalAddress(address), "be" if address.street_be or address.settlement_be else "ru"
    lines = [line for line in (shown.street(language), shown.house.shown) if line]
    found = {
        "primary": is_first,
        "address_lines": lines,
        "locality": shown.settlement(language),
        "region": address.region,
        "postal_code": address.postcode,
        "country": address.country or HOME,
        "address_type": address.type.capitalize(),
        "language": language,
        "status": {"verified": "Verified", "bad": "Bad"}.get(address.status, ""),
        "custom_fields": {name: value for name, value in address.fields().items() if name != "contact"},
    }
    return {key: value for key, value in found.items() if value not in ("", [])}


def _custom(person: Person) -> dict[str, Any]:
    contact = person.contact
    found: dict[str, Any] = {
        name: value for name in (*_NAMES, "nickname", "former_family", "suggested") if (value := getattr(contact, name))
    }
    found |= {mark: True for mark in MARKS if getattr(contact, mark)}
    found |= {"support": contact.support} if contact.support else {}
    found |= {vote: value for vote in VOTES if (value := getattr(contact, vote))}
    found |= {"notes": contact.notes} if contact.notes else {}
    found |= {"division": person.division} if person.division else {}
    if person.tags:
        found["tags"] = [{"label": tag.label, "value": tag.value} if tag.value else tag.label for tag in person.tags]
    found |= _ties(person)
    return found | ({"own": contact.custom} if contact.custom else {})


def _ties(person: Person) -> dict[str, Any]:
    """Return what ties a person to others, and what happened: OSDI has no place for it within a person."""
    found: dict[str, Any] = {
        kind: [{name: value for name, value in one.fields().items() if name not in _WITHIN} for one in held]
        for kind, held in (
            ("messengers", person.messengers),
            ("consents", person.consents),
            ("activities", person.activities),
        )
    }
    found["household"] = _tie(person.household) if person.household else {}
    found["groups"] = list(map(_tie, person.groups))
    found["events"] = list(map(_tie, person.events))
    found["relationships"] = [
        {"type": one.side.rpartition(".")[0], "other_is": one.side.rpartition(".")[2]} | _tie(one.other)
        for one in person.relations
    ]
    return {name: value for name, value in found.items() if value}


def _tie(tie: Tie) -> dict[str, str]:
    told = {"title": tie.text} | tie.details | ({"id": show_busel_id(tie.number)} if tie.number else {})
    return {name: value for name, value in told.items() if value}
