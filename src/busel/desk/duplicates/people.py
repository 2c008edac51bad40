"""The people of some divisions as records that can be weighed, read in five questions however many they are."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from busel.contacts.former import formers_compared
from busel.desk.workspace.load import divisions_of, raw_connection
from busel.matching.records import Home, Record

_PEOPLE = "id, family_be, family_ru, given_be, given_ru, patronymic_be, patronymic_ru, birth, sex, former_family"
_TOGETHER = 2_000
_EVERYBODY = -(1 << 63), (1 << 63) - 1
HOME = ("settlement_be", "settlement_ru", "street_be", "street_ru", "house", "building", "flat")
"""The fields of an address by which homes are compared, as `home_of` takes them."""


def records_of(divisions: Iterable[int]) -> list[Record]:
    """Return the people of these divisions (their numbers here); keys are the contacts' ids."""
    raw = raw_connection()
    return [record for division in divisions for record in _of_division(raw, division)]


def pieces_of(division: int) -> Iterator[list[Record]]:
    """Yield the people of a division, some thousands at a time: all of a large one would take a tenth of a gigabyte."""
    raw = raw_connection()
    rows = raw.execute("SELECT id FROM workspace_contact WHERE division_id = ? ORDER BY id", (division,))
    ids = [contact for (contact,) in rows]
    for at in range(0, len(ids), _TOGETHER):
        some = ids[at : at + _TOGETHER]
        yield _of_division(raw, division, (some[0], some[-1]))


def record_of(contact: int) -> Record | None:
    """Return what is weighed of one person as they stand now; None where nobody stands."""
    raw, home = raw_connection(), divisions_of(raw_connection(), [contact]).get(contact, 0)
    return next(iter(_of_division(raw, home, (contact, contact))), None)


def places_of(divisions: Iterable[int]) -> dict[int, int]:
    """Return contact -> its division."""
    raw = raw_connection()
    ask = "SELECT id FROM workspace_contact WHERE division_id = ?"
    return {contact: division for division in divisions for (contact,) in raw.execute(ask, (division,))}


def spellings(*names: str) -> tuple[str, ...]:
    """Return what is told of a name, each spelling once."""
    told = tuple(filter(None, names))
    return told if len(told) <= 1 else tuple(dict.fromkeys(told))


def home_of(parts: Sequence[str]) -> Home:
    """Return an address of the columns that this module reads: the settlement in both languages, and so on."""
    settlement_be, settlement_ru, street_be, street_ru, house, building, flat = parts
    return Home(
        settlement_be or settlement_ru, street_be or street_ru, f"{house}к{building}" if building else house, flat
    )


def _of_division(raw: sqlite3.Connection, division: int, span: tuple[int, int] = _EVERYBODY) -> list[Record]:
    """Return those whose ids lie within `span`, its ends included."""
    phones, emails, homes = (
        _about(raw, division, ask, span)
        for ask in (
            ("phone", "CASE number WHEN '' THEN written ELSE number END"),
            ("email", "address"),
            ("address", ", ".join(HOME)),
        )
    )
    ask = f"SELECT {_PEOPLE} FROM workspace_contact WHERE division_id = ? AND id BETWEEN ? AND ?"
    rows = raw.execute(ask, (division, *span))
    return [
        Record(
            key=contact,
            family=spellings(family_be, family_ru),
            given=spellings(given_be, given_ru),
            patronymic=spellings(patronymic_be, patronymic_ru),
            birth=birth,
            sex=sex,
            phones=tuple(number for (number,) in phones.get(contact, ())),
            emails=tuple(address for (address,) in emails.get(contact, ())),
            homes=tuple(map(home_of, homes.get(contact, ()))),
            former=tuple(formers_compared(former)) if former else (),
        )
        for contact, family_be, family_ru, given_be, given_ru, patronymic_be, patronymic_ru, birth, sex, former in rows
    ]


def _about(
    raw: sqlite3.Connection, division: int, ask: tuple[str, str], span: tuple[int, int]
) -> dict[int, list[tuple[str, ...]]]:
    """Return contact -> what stands about it in a table, in the order of coming."""
    table, columns = ask
    rows = raw.execute(
        f"SELECT a.contact_id, {columns} FROM workspace_{table} a JOIN workspace_contact c ON c.id = a.contact_id"
        " WHERE c.division_id = ? AND c.id BETWEEN ? AND ? ORDER BY a.id",
        (division, *span),
    )
    found: dict[int, list[tuple[str, ...]]] = defaultdict(list)
    for row in rows:
        found[row[0]].append(row[1:])
    return found
