"""What ties people to each other, for people on their way out: some hundreds at a time."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import cache

from busel.contacts.person_name import NameParts, PersonName
from busel.contacts.relationships import BY_KEY
from busel.desk.workspace.apply import current_fields
from busel.journal.deed import Fields
from busel.sheets.out.person import Bond, Person
from busel.sheets.ties import Tie

_GIVEN = "(SELECT value FROM json_each(?))"
_BONDS = (
    "SELECT contact_id, other, type, since, until, note FROM workspace_relationship"
    f" WHERE contact_id IN {_GIVEN} OR other IN {_GIVEN} ORDER BY id"
)
_GROUPS = (
    f'SELECT contact_id, "group_id", joined, "left" FROM workspace_membership WHERE contact_id IN {_GIVEN} ORDER BY id'
)
_EVENTS = (
    "SELECT contact_id, event, invited, answer, attended FROM workspace_attendance"
    f" WHERE contact_id IN {_GIVEN} ORDER BY id"
)
_CALLED = (
    "SELECT family_be, given_be, patronymic_be, family_ru, given_ru, patronymic_ru, nickname FROM workspace_contact"
    " WHERE id = ?"
)


@dataclass(frozen=True)
class Named:
    """In which language others are named, and who may be: nobody's name goes out who does not go out too."""

    language: str
    people: AbstractSet[int]


def tie(raw: sqlite3.Connection, people: Mapping[int, Person], given: str, named: Named) -> None:
    """Lay into people what ties them to others. `given` is the JSON of their ids."""
    _share(raw, people, given)
    for row in raw.execute(_BONDS, (given, given)).fetchall():
        for contact, bond in _sides(raw, row, named):
            if contact in people:
                people[contact].relations.append(bond)


def _share(raw: sqlite3.Connection, people: Mapping[int, Person], given: str) -> None:
    titles = _Titles(raw)
    for person in people.values():
        if home := titles.of("household", person.contact.household):
            person.household = Tie(home["title"], {}, person.contact.household)
    for contact, group, joined, left in raw.execute(_GROUPS, (given,)).fetchall():
        if held := titles.of("group", group):
            people[contact].groups.append(Tie(held["title"], _told(joined=joined, left=left)))
    for contact, event, invited, answer, attended in raw.execute(_EVENTS, (given,)).fetchall():
        if held := titles.of("event", event):
            told = _told(day=held.get("day", ""), invited=invited, answer=answer, attended=attended)
            people[contact].events.append(Tie(held["title"], told))


class _Titles:
    """The records of a division that people share, each read once."""

    def __init__(self, raw: sqlite3.Connection) -> None:
        self._read = cache(lambda kind, record: current_fields(raw, kind, record))

    def of(self, kind: str, record: int) -> Fields | None:
        """Return a record's fields; None where it is gone, or has no title to be told by."""
        fields = self._read(kind, record) if record else None
        return fields if fields and fields.get("title") else None


def _sides(
    raw: sqlite3.Connection, row: tuple[int, int, str, str, str, str], named: Named
) -> Iterator[tuple[int, Bond]]:
    """Yield (contact, relationship as it looks from there) for both people, who are of one division."""
    contact, other, kind, since, until, note = row
    told = _told(since=since, until=until, note=note)
    mutual = kind in BY_KEY and BY_KEY[kind].is_mutual
    for one, its_other, side in ((contact, other, "other"), (other, contact, "other" if mutual else "contact")):
        name = _called(raw, its_other, named)
        if name is not None:
            yield one, Bond(f"{kind}.{side}", Tie(name, told, its_other))


def _called(raw: sqlite3.Connection, contact: int, named: Named) -> str | None:
    """Return what a person is called, "" for who does not go out, None for who is gone."""
    found = raw.execute(_CALLED, (contact,)).fetchone()
    if found is None:
        return None
    name = PersonName(NameParts(*found[:3]), NameParts(*found[3:6]), found[6])
    return " ".join(name.shown(named.language).split()) if contact in named.people else ""


def _told(**details: str) -> dict[str, str]:
    return {name: value for name, value in details.items() if value}
