"""How a person knows others: both directions of each relationship, as one person's page tells them."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass

from busel.contacts.relationships import BY_KEY

_SELECT = (
    "SELECT r.id, r.contact_id, r.other, r.type, r.since, r.until, r.note FROM workspace_relationship r"
    " JOIN workspace_contact a ON a.id = r.contact_id JOIN workspace_contact b ON b.id = r.other"
    " WHERE (r.contact_id = ? OR r.other = ?) AND a.division_id = b.division_id ORDER BY r.until != '', r.rowid"
)


@dataclass(frozen=True)
class Related:
    """One relationship, seen from one person: `other` is the other one, and `word` what they are to this person."""

    record: int
    other: int
    word: str
    """English, to be translated; the type's key where this version does not know it."""
    since: str
    until: str
    note: str


def related_to(raw: sqlite3.Connection, contact: int) -> list[Related]:
    """Return a person's relationships; those that last come first."""
    return [
        Related(record, other if first == contact else first, _word(type_, is_first=first == contact), *rest)
        for record, first, other, type_, *rest in raw.execute(_SELECT, (contact, contact))
    ]


def _word(type_: str, *, is_first: bool) -> str:
    kind = BY_KEY.get(type_)
    if kind is None:
        return type_
    return kind.other_is if is_first else kind.contact_is
