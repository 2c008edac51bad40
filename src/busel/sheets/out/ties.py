"""The cells of what ties a person to others, of consents, messengers, and of what does not lead to the person."""

from __future__ import annotations

from collections.abc import Callable

from busel.sheets.out.person import Person
from busel.sheets.quoting import write_items
from busel.sheets.reach_cells import email_cell
from busel.sheets.ties import DETAILS, Tie, word, write_messengers, write_ties


def _wrong_phones(person: Person, _language: str) -> str:
    return write_items(
        (phone.written or phone.number, phone.number) for phone in person.phones if phone.status == "bad"
    )


def _wrong_emails(person: Person, _language: str) -> str:
    return "; ".join(email_cell(email.address) for email in person.emails if email.status == "bad")


def _messengers(person: Person, language: str) -> str:
    return write_messengers([(one.service, one.name) for one in person.messengers], language)


def _consents(person: Person, language: str) -> str:
    ties = [Tie(one.purpose, {name: getattr(one, name) for name in DETAILS["consents"]}) for one in person.consents]
    return write_ties("consents", ties, language)


def _relationships(person: Person, language: str) -> str:
    ties = [
        bond.other._replace(text=f"{word('relationship', bond.side, language)}: {bond.other.text}".rstrip())
        for bond in person.relations
    ]
    return write_ties("relationships", ties, language)


TIE_MAKERS: dict[str, Callable[[Person, str], str]] = {
    "phones_wrong": _wrong_phones,
    "emails_wrong": _wrong_emails,
    "messengers": _messengers,
    "consents": _consents,
    "household": lambda person, language: write_ties("household", filter(None, [person.household]), language),
    "groups": lambda person, language: write_ties("groups", person.groups, language),
    "events": lambda person, language: write_ties("events", person.events, language),
    "relationships": _relationships,
}
