"""What a list shows of people: a few queries for a page, whatever the number of its rows.

They are written out: to make one anew for each page takes Django five times as long as SQLite to answer it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from sqlite3 import Connection

import msgspec

from busel.contacts.person_name import NameParts, PersonName
from busel.desk.workspace.load import raw_connection

FLAGS = ("risk", "no_letters", "no_calls", "moved", "deceased")
_COLUMNS = (
    *(f"{part}_be" for part in ("family", "given", "patronymic")),
    *(f"{part}_ru" for part in ("family", "given", "patronymic")),
    "nickname",
    "former_family",
)
_THESE = "IN (SELECT value FROM json_each(?))"
_PEOPLE = (
    f"SELECT c.id, d.name, {', '.join(f'c.{name}' for name in (*_COLUMNS, *FLAGS))}"
    f" FROM workspace_contact c JOIN workspace_division d ON d.id = c.division_id WHERE c.id {_THESE}"
)
_PHONES = f"SELECT contact_id, number, written FROM workspace_phone WHERE contact_id {_THESE}"
_PLACES = (
    "SELECT contact_id, settlement_be, settlement_ru FROM workspace_address"
    f" WHERE contact_id {_THESE} AND status <> 'past'"
)
_TAGS = (
    "SELECT t.contact_id, l.text, t.value FROM workspace_tag t JOIN workspace_label l ON l.id = t.label_id"
    f" WHERE t.contact_id {_THESE}"
)
_Asked = tuple[str]


@dataclass(frozen=True)
class Flags:
    """What must be known before anyone knocks or writes."""

    risk: bool = False
    no_letters: bool = False
    no_calls: bool = False
    moved: bool = False
    deceased: bool = False

    @property
    def any(self) -> bool:
        """Is there anything to know?"""
        return self.risk or self.no_letters or self.no_calls or self.moved or self.deceased


@dataclass(frozen=True)
class PersonRow:
    """One person in a list."""

    id: int
    name: PersonName
    division: str
    """The full name of the division."""
    flags: Flags
    phones: Sequence[str]
    """E.164, or as written."""
    places: tuple[str, str]
    """The settlement of the first address that is not past, in Belarusian and in Russian."""
    tags: Sequence[str]


def people_of(ids: Sequence[int]) -> list[PersonRow]:
    """Return the rows of these contacts in this order; who is gone is left out. Four queries."""
    asked = (msgspec.json.encode(list(ids)).decode(),)
    raw = raw_connection()
    phones, places, tags = _phones(raw, asked), _places(raw, asked), _tags(raw, asked)
    found = {
        row[0]: PersonRow(
            id=row[0],
            name=PersonName(NameParts(*row[2:5]), NameParts(*row[5:8]), *row[8:10]),
            division=row[1],
            flags=Flags(*map(bool, row[10:])),
            phones=phones.get(row[0], ()),
            places=places.get(row[0], ("", "")),
            tags=tags.get(row[0], ()),
        )
        for row in raw.execute(_PEOPLE, asked)
    }
    return [found[id_] for id_ in ids if id_ in found]


def _phones(raw: Connection, asked: _Asked) -> dict[int, list[str]]:
    found: dict[int, list[str]] = defaultdict(list)
    for contact, number, written in raw.execute(_PHONES, asked):
        found[contact].append(number or written)
    return found


def _places(raw: Connection, asked: _Asked) -> dict[int, tuple[str, str]]:
    found: dict[int, tuple[str, str]] = {}
    for contact, in_be, in_ru in raw.execute(_PLACES, asked):
        found.setdefault(contact, (in_be, in_ru))
    return found


def _tags(raw: Connection, asked: _Asked) -> dict[int, list[str]]:
    found: dict[int, list[str]] = defaultdict(list)
    for contact, label, value in raw.execute(_TAGS, asked):
        found[contact].append(f"{label}: {value}" if value else label)
    return found
