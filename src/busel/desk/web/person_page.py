"""What the page of one person is given."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from busel.contacts.person_name import NameParts, PersonName
from busel.contacts.postal import PostalAddress
from busel.contacts.record import read_record
from busel.contacts.records import Address
from busel.desk.person import Person
from busel.desk.session import Session
from busel.desk.standard import own_fields
from busel.desk.web.choice_words import ACTIVITY_WORDS, LANGUAGE_WORDS, OUTCOME_WORDS, SEX_WORDS, SUPPORT_WORDS
from busel.desk.web.components import Words
from busel.desk.web.own_words import own_facts
from busel.desk.web.person_words import Called, called
from busel.desk.web.place_words import division_words, within
from busel.desk.web.views.around import zone_name

SHOWN_ACTIVITIES = 10


@dataclass(frozen=True)
class AddressLines:
    """An address in the page's language, and in the other one where that says more."""

    first: str
    other: str
    other_language: str
    status: str


@dataclass(frozen=True)
class Happened:
    """One line of what happened."""

    day: str
    type: Words
    subject: str
    outcome: Words


def page_context(session: Session, person: Person, language: str) -> dict[str, Any]:
    """Return the context of contacts/contact.html."""
    fields = person.contact
    happened = sorted(person.all("activity"), key=lambda one: str(one.get("day", "")), reverse=True)
    return {
        "place": "find",
        "contact": {
            **fields,
            "id": person.id,
            "sex": SEX_WORDS.get(fields.get("sex", ""), ""),
            "language": LANGUAGE_WORDS.get(fields.get("language", ""), ""),
            "support": SUPPORT_WORDS.get(fields.get("support", 0), ""),
        },
        "called": title_of(person, language),
        "division": division_words(within(person.division, zone_name(session.keyring)) or person.division, language),
        "phones": list(person.all("phone")),
        "emails": list(person.all("email")),
        "addresses": [_address(address, language) for address in person.all("address")],
        "tags": list(person.all("tag")),
        "facts": own_facts(own_fields(), fields.get("custom", {}), language),
        "external_ids": fields.get("external_ids", ()),
        "activities": [_happened(one) for one in happened[:SHOWN_ACTIVITIES]],
        "more_activities": max(0, len(happened) - SHOWN_ACTIVITIES),
        "may_edit": person.may_edit(session),
    }


def title_of(person: Person, language: str) -> Called:
    """Return what the person is called on a page in this language."""
    return called(name_of(person.contact), language)


def name_of(fields: dict[str, Any]) -> PersonName:
    """Return the name out of a contact's stored fields."""
    be, ru = (
        NameParts(*(fields.get(f"{part}_{spelt}", "") for part in ("family", "given", "patronymic")))
        for spelt in ("be", "ru")
    )
    return PersonName(be, ru, fields.get("nickname", ""))


def _address(fields: dict[str, Any], language: str) -> AddressLines:
    address = PostalAddress(read_record(Address, fields))
    first, other = ("ru", "be") if language == "ru" else ("be", "ru")
    lines = {spelt: ", ".join(address.shown(spelt)) for spelt in (first, other)}
    says_more = fields.get(f"settlement_{other}") or fields.get(f"street_{other}")
    second = lines[other] if says_more and lines[other] != lines[first] else ""
    return AddressLines(lines[first], second, other, fields.get("status", ""))


def _happened(fields: dict[str, Any]) -> Happened:
    type_, outcome = fields.get("type", ""), fields.get("outcome", "")
    return Happened(
        fields.get("day", ""),
        ACTIVITY_WORDS.get(type_, type_),
        fields.get("subject", ""),
        OUTCOME_WORDS.get(outcome, outcome),
    )
