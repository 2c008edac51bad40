"""Making the workspace: tables first, indexes once it is filled."""

from __future__ import annotations

import re
from functools import cache

from django.db import connection

from busel.desk.workspace.models import TABLES

_KEY = re.compile(r'"id" bigint NOT NULL PRIMARY KEY')
_TABLE = re.compile(r'CREATE TABLE "(\w+)"')
_NAMING = [
    f"CREATE INDEX item_{name} ON workspace_item (json_extract(fields, '$.{name}'))"
    f" WHERE json_extract(fields, '$.{name}') IS NOT NULL"
    for name in ("contact", "other")
]
"""Records of other kinds that name people: found without reading all of them, once for each who is taken out."""


@cache
def statements() -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return (tables, indexes) as SQL. The fork server asks once, so that desks need not make it up again.

    Record ids are random, and a key that is kept while it fills costs twice the time of one that is made afterwards:
    so tables of records begin without one.
    """
    with connection.schema_editor(collect_sql=True, atomic=False) as editor:
        for model in TABLES:
            editor.create_model(model)
        collected = [str(line) for line in [*editor.collected_sql, *editor.deferred_sql]]
    tables = [line for line in collected if line.startswith("CREATE TABLE")]
    indexes = [line for line in collected if line.startswith(("CREATE INDEX", "CREATE UNIQUE INDEX"))]
    for table in tables:
        if _KEY.search(table):
            name = _TABLE.findall(table)[0]
            indexes.append(f'CREATE INDEX "{name}_id" ON "{name}" ("id")')
    indexes += _NAMING
    return tuple(_KEY.sub('"id" bigint NOT NULL', table) for table in tables), tuple(indexes)


def make_tables() -> None:
    """Lay the empty tables."""
    _run(statements()[0])


def make_indexes() -> None:
    """Index what was filled.

    With `temp_store=MEMORY` SQLite sorts in one long list, which takes twice the time; else in pieces, which it lays
    into temporary files. Those of a memdb database lie in RAM as well (tests/desk/workspace proves it with strace).
    """
    _run(("PRAGMA temp_store=DEFAULT", *statements()[1], "PRAGMA temp_store=MEMORY"))


def _run(lines: tuple[str, ...]) -> None:
    with connection.cursor() as cursor:
        for line in lines:
            cursor.execute(line)
