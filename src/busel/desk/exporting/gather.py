"""From the workspace to people on their way out: some hundreds at a time, whatever their number."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import msgspec

from busel.contacts import records
from busel.desk.exporting.gather_ties import Named, tie
from busel.desk.workspace.rows import ROWS, column_of
from busel.sheets.out.person import Person

TOGETHER = 500
_ABOUT = {"phone": "phones", "email": "emails", "address": "addresses", "tag": "tags", "messenger": "messengers",
          "consent": "consents", "activity": "activities"}  # fmt: skip
_GIVEN = "(SELECT value FROM json_each(?))"
_JSON = ("external_ids", "custom")


def gather(
    raw: sqlite3.Connection,
    ids: Sequence[int],
    names: Mapping[int, str],
    *,
    language: str = "be",
    activities: bool = False,
) -> Iterator[Person]:
    """Yield the people in the order of their ids as given; who is gone meanwhile is left out.

    `names` are the divisions' names by the workspace's number. Others are named in `language`, if they are among them.
    What happened comes along where that is asked for.
    """
    named = Named(language, frozenset(ids))
    for at in range(0, len(ids), TOGETHER):
        some = ids[at : at + TOGETHER]
        given = msgspec.json.encode(list(some)).decode()
        found = {person.id: person for person in _contacts(raw, given, names)}
        for kind, held in _ABOUT.items():
            for record in _about(raw, kind, given) if kind != "activity" or activities else ():
                if person := found.get(record.contact):
                    getattr(person, held).append(record)
        tie(raw, found, given, named)
        yield from (found[id_] for id_ in some if id_ in found)


def widths_of(raw: sqlite3.Connection, ids: Sequence[int]) -> dict[str, int]:
    """Return the most that anybody among these has of each repeated thing."""
    given = msgspec.json.encode(list(ids)).decode()
    tables = {"phone": "workspace_phone", "email": "workspace_email", "address": "workspace_address",
              "external_ids": "workspace_externalid"}  # fmt: skip
    found = {name: _most(raw, table, given) for name, table in tables.items()}
    kinds = {f"phone_{kind}": f"type = '{kind}'" for kind in records.PHONE_TYPES}
    found |= {name: _most(raw, "workspace_phone", given, where) for name, where in kinds.items()}
    found["phone"] = _most(raw, "workspace_phone", given, f"type NOT IN {records.PHONE_TYPES}")
    marked = f"SELECT EXISTS(SELECT 1 FROM workspace_contact WHERE suggested != '' AND id IN {_GIVEN})"
    found["suggested"] = raw.execute(marked, (given,)).fetchone()[0]
    return found | {
        f"{kind}s_wrong": _most(raw, f"workspace_{kind}", given, "status = 'bad'") for kind in ("phone", "email")
    }


def _most(raw: sqlite3.Connection, table: str, given: str, where: str = "TRUE") -> int:
    counted = f"SELECT COUNT(*) AS n FROM {table} WHERE contact_id IN {_GIVEN} AND {where} GROUP BY contact_id"
    most: int = raw.execute(f"SELECT COALESCE(MAX(n), 0) FROM ({counted})", (given,)).fetchone()[0]
    return most


def _contacts(raw: sqlite3.Connection, given: str, names: Mapping[int, str]) -> Iterator[Person]:
    columns = ROWS["contact"].columns
    query = f"SELECT id, division_id, {', '.join(columns)} FROM workspace_contact WHERE id IN {_GIVEN}"
    for id_, division, *values in raw.execute(query, (given,)):
        fields: dict[str, Any] = dict(zip(columns, values, strict=True))
        fields |= {name: msgspec.json.decode(fields[name]) for name in _JSON}
        yield Person(id_, msgspec.convert(fields, records.Contact, strict=False), names.get(division, ""))


def _about(raw: sqlite3.Connection, kind: str, given: str) -> Iterator[Any]:
    type_ = records.KINDS[kind]
    names = type_.__struct_fields__
    columns = [*map(column_of, names)]
    source = ROWS[kind].name
    if kind == "tag":
        columns[names.index("label")] = "text"
        source += " t JOIN workspace_label l ON l.id = t.label_id"
    order = "t.id" if kind == "tag" else "id"
    query = f"SELECT {', '.join(columns)} FROM {source} WHERE contact_id IN {_GIVEN} ORDER BY {order}"
    for values in raw.execute(query, (given,)):
        yield type_(**dict(zip(names, values, strict=True)))
