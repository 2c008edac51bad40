"""Two records of one person, with all that can hang on a contact."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from busel.contacts.bonds import Relationship
from busel.contacts.shared import Group, Household
from busel.desk.actions.bonds import join_group, make_household, relate, save_group
from busel.desk.actions.contacts import add_contact
from busel.desk.people.groups import group_named
from busel.desk.workspace.apply import current_fields
from busel.desk.workspace.load import raw_connection
from busel.desk.workspace.rows import ROWS

if TYPE_CHECKING:
    from busel.desk.session import Session
    from busel.journal.deed import Fields

HOME = {"settlement_be": "Жлобін", "street_be": "вул. Міру", "house": "5", "flat": "12"}
SAME_HOME = {"settlement_ru": "Жлобин", "street_ru": "ул. Мира", "house": "5", "flat": "12", "postcode": "247210"}
HANNA = {
    "family_be": "Кавалёва",
    "given_be": "Ганна",
    "birth": "1960",
    "source": "подпісы",
    "notes": "хор",
    "external_ids": ["7"],
    "support": 1,
}
ANNA = {
    "family_be": "Навік",
    "family_ru": "Новик",
    "given_be": "Ганна",
    "given_ru": "Анна",
    "birth": "1960-02-29",
    "source": "паперы",
    "notes": "кліча суседзяў",
    "no_calls": True,
    "external_ids": ["9"],
    "support": 2,
}
ABOUT_HANNA = (
    ("phone", {"number": "+375291234567"}),
    ("address", HOME),
    ("tag", {"label": "валанцёр"}),
    ("consent", {"purpose": "лісты", "day": "2024-05-01", "how": "paper"}),
    ("activity", {"type": "call", "day": "2025-01-02"}),
)
ABOUT_ANNA = (
    ("phone", {"number": "+375291234567", "type": "mobile"}),
    ("phone", {"number": "+375447654321"}),
    ("email", {"address": "anna@example.org"}),
    ("address", SAME_HOME),
    ("tag", {"label": "валанцёр", "day": "2025-03-04"}),
    ("tag", {"label": "настаўніца"}),
    ("consent", {"purpose": "лісты", "day": "2024-01-01", "withdrawn": "2024-09-09"}),
    ("activity", {"type": "call", "day": "2025-01-02"}),
    ("activity", {"type": "visit", "day": "2025-02-02", "due": "2026-12-01"}),
    ("messenger", {"service": "signal", "name": "anna.60"}),
)


def add(session: Session, journal: bytes, person: Fields, about: Any = ()) -> int:
    return add_contact(session, journal, person=person, about=about)


def both(session: Session, journal: bytes) -> tuple[int, int]:
    """Bring in both records of Hanna."""
    return add(session, journal, HANNA, ABOUT_HANNA), add(session, journal, ANNA, ABOUT_ANNA)


def tied(session: Session, journal: bytes, *people: int) -> tuple[int, int]:
    """Give each a household of their own, a group, and ties to a third one; return that one and the group."""
    third = add(session, journal, {"family_be": "Юрчук", "given_be": "Алесь"})
    group = save_group(session, journal, Group(title="Хор"))
    held = group_named(session, group)
    assert held is not None
    join_group(session, held, people)
    for one in people:
        make_household(session, journal, [one], household=Household(title="Кавалёвы"))
        relate(session, journal, Relationship(contact=one, other=third, type="parent"))
    relate(session, journal, Relationship(contact=people[0], other=people[1], type="sibling"))
    relate(session, journal, Relationship(contact=third, other=people[1], type="neighbour"))
    return third, group


def state(session: Session, journal: bytes) -> dict[str, dict[int, Fields]]:
    """Return all that stands in a division."""
    number, raw = session.numbers[journal], raw_connection()
    held: dict[str, dict[int, Fields]] = {}
    for kind in ROWS:
        for (id_,) in raw.execute(f"SELECT id FROM {ROWS[kind].name}").fetchall():
            fields = current_fields(raw, kind, id_, number)
            if fields is not None:
                held.setdefault(kind, {})[id_] = fields
    rows = raw.execute("SELECT kind, record, fields FROM workspace_item WHERE division_id = ?", (number,))
    for kind, id_, stored in rows.fetchall():
        held.setdefault(kind, {})[id_] = json.loads(stored)
    return held


def of(session: Session, journal: bytes, kind: str, contact: int) -> list[Fields]:
    """Return a contact's records of a kind, without whose they are."""
    held = state(session, journal).get(kind, {}).values()
    return [{n: v for n, v in one.items() if n != "contact"} for one in held if one["contact"] == contact]
