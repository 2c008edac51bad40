"""A program, `python -m bench.plain.filling CONTACTS URL`: an editor's people into the tables; prints who is found."""

from __future__ import annotations

import json
import sqlite3
import sys
from typing import Any

import psycopg

from bench import organisations


def _main(contacts: str, url: str) -> None:
    with organisations.signed_in(int(contacts), organisations.FIRST_OF_EIGHT) as session:
        from busel.desk.journals.opening import open_zone  # noqa: PLC0415 - after Django
        from busel.desk.search.kept import ask  # noqa: PLC0415 - after Django
        from busel.desk.web.views.around import zone_name  # noqa: PLC0415 - after Django
        from busel.desk.workspace.load import raw_connection  # noqa: PLC0415 - after Django
        from busel.desk.workspace.models import TABLES  # noqa: PLC0415 - after Django

        open_zone(session)
        with psycopg.connect(url, autocommit=True) as held:
            for model in TABLES:
                _copy(raw_connection(), held, model)
            held.execute("VACUUM ANALYZE")
        result = ask(organisations.BEGINNING, None)
        told = {
            "handle": session.keyring.account.handle,
            "zone": zone_name(session.keyring),
            "names": [bundle.name for bundle in session.divisions()],
            "query": organisations.BEGINNING,
            "found": list(result.found),
            "reasons": result.reasons,
        }
        session.shelf.close_session(session.token)
    print(json.dumps(told))


def _copy(raw: sqlite3.Connection, held: psycopg.Connection[Any], model: Any) -> None:
    table, columns = model._meta.db_table, ", ".join(f'"{field.column}"' for field in model._meta.concrete_fields)
    with held.cursor() as cursor, cursor.copy(f"COPY {table} ({columns}) FROM STDIN") as rows:
        for row in raw.execute(f"SELECT {columns} FROM {table}"):
            rows.write_row(row)


if __name__ == "__main__":
    _main(*sys.argv[1:])
