"""How to reach a person: telephones, e-mail, messengers and addresses, as their page is given them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from busel.contacts.postal import PostalAddress
from busel.contacts.record import read_record
from busel.contacts.records import Address
from busel.desk.people.person import Person
from busel.desk.web.choice_words import ADDRESS_TYPE_WORDS, MESSENGER_WORDS, PHONE_TYPE_WORDS
from busel.desk.web.components import Words
from busel.desk.web.country_words import country_words
from busel.journal.deed import Fields


@dataclass(frozen=True)
class AddressLines:
    """An address in the page's language, and in the other one where that says more."""

    first: str
    other: str
    other_language: str
    status: str
    type: Words


def reached(person: Person, language: str) -> dict[str, Any]:
    """Return phones (number, written, type, status), emails, messengers (service, name) and addresses."""
    phones = [
        {**one, "type": PHONE_TYPE_WORDS.get(one.get("type", ""), one.get("type", ""))} for one in person.all("phone")
    ]
    messengers = [
        {**one, "service": MESSENGER_WORDS.get(one.get("service", ""), one.get("service", ""))}
        for one in person.all("messenger")
    ]
    return {
        "phones": sorted(phones, key=lambda one: one.get("status", "") != ""),
        "emails": list(person.all("email")),
        "messengers": messengers,
        "addresses": [_address(one, language) for one in person.all("address")],
    }


def _address(fields: Fields, language: str) -> AddressLines:
    address = PostalAddress(read_record(Address, fields))
    first, other = ("ru", "be") if language == "ru" else ("be", "ru")
    country = country_words(fields.get("country", ""), language)
    lines = {spelt: ", ".join([*address.shown(spelt), *filter(None, [country])]) for spelt in (first, other)}
    says_more = fields.get(f"settlement_{other}") or fields.get(f"street_{other}")
    second = lines[other] if says_more and lines[other] != lines[first] else ""
    type_ = fields.get("type", "")
    return AddressLines(lines[first], second, other, fields.get("status", ""), ADDRESS_TYPE_WORDS.get(type_) or type_)
