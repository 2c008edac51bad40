"""What the page of one person is given."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.urls import reverse

from busel.contacts.person_name import NameParts, PersonName
from busel.contacts.records import Field
from busel.desk.keeping.standard import own_fields
from busel.desk.people.person import Person
from busel.desk.session import Session
from busel.desk.web.activity_page import happened
from busel.desk.web.bonds_page import (
    consents_of,
    events_of,
    follow_ups_of,
    groups_of,
    household_of,
    related_of,
    tags_of,
)
from busel.desk.web.choice_words import LANGUAGE_WORDS, SEX_WORDS, SUPPORT_WORDS
from busel.desk.web.components import Words
from busel.desk.web.moving_words import way_words
from busel.desk.web.own_words import OwnFact, drawn, own_facts
from busel.desk.web.person_words import Called, called
from busel.desk.web.place_words import division_words, within
from busel.desk.web.reach_page import reached
from busel.desk.web.standard_words import SECTION_WORDS
from busel.desk.web.views.around import zone_name
from busel.registry.roles import Role


def page_context(session: Session, person: Person, language: str, *, only: str = "") -> dict[str, Any]:
    """Return the context of contacts/contact.html; `only`: what happened, of one type."""
    return own_context(session, person, language, own=own_fields(), only=only) | tied_context(session, person, language)


def own_context(
    session: Session, person: Person, language: str, *, own: Iterable[Field], only: str = ""
) -> dict[str, Any]:
    """Return what the page says of the person alone. `own` are the organisation's own fields."""
    fields = person.contact
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
        "fact_sections": _by_section(own_facts(list(own), fields.get("custom", {}), language)),
        "external_ids": fields.get("external_ids", ()),
        "may_edit": person.may_edit(session),
        "erase_url": reverse("erase", args=[person.id]) if session.may(Role.COORDINATOR, person.journal) else "",
        **reached(person, language),
        **happened(person, only),
        "follow_ups": follow_ups_of(session, person),
        "consents": consents_of(session, person),
    }


def tied_context(session: Session, person: Person, language: str) -> dict[str, Any]:
    """Return what the page says of the person among others: tags, groups, events, household, relationships."""
    return {
        "tag_groups": tags_of(session, person, language),
        "groups": groups_of(person),
        "events": events_of(person),
        "household": household_of(session, person, language),
        "related": related_of(session, person, language),
        "way": way_words(session, person, language),
    }


def _by_section(facts: list[OwnFact]) -> list[tuple[Words, str]]:
    """Return the facts under the headings of the data standard; one heading alone says nothing."""
    found: dict[str, list[OwnFact]] = {}
    for fact in facts:
        found.setdefault(fact.section, []).append(fact)
    return [(SECTION_WORDS.get(key, "") if len(found) > 1 else "", drawn(some)) for key, some in found.items()]


def title_of(person: Person, language: str) -> Called:
    """Return what the person is called on a page in this language."""
    return called(name_of(person.contact), language)


def name_of(fields: dict[str, Any]) -> PersonName:
    """Return the name out of a contact's stored fields."""
    be, ru = (
        NameParts(*(fields.get(f"{part}_{spelt}", "") for part in ("family", "given", "patronymic")))
        for spelt in ("be", "ru")
    )
    return PersonName(be, ru, fields.get("nickname", ""), fields.get("former_family", ""))
