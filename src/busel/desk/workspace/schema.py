"""Making the workspace: tables first, indexes once it is filled."""

from __future__ import annotations

from functools import cache

from django.db import connection

from busel.desk.workspace.models import TABLES


@cache
def statements() -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return (tables, indexes) as SQL. The fork server asks once, so that desks need not make it up again."""
    with connection.schema_editor(collect_sql=True, atomic=False) as editor:
        for model in TABLES:
            editor.create_model(model)
        collected = [str(line) for line in editor.collected_sql + [str(sql) for sql in editor.deferred_sql]]
    lines = [line for line in collected if line.startswith("CREATE")]
    tables = tuple(line for line in lines if line.startswith("CREATE TABLE"))
    return tables, tuple(line for line in lines if not line.startswith("CREATE TABLE"))


def make_tables() -> None:
    """Lay the empty tables."""
    _run(statements()[0])


def make_indexes() -> None:
    """Index what was filled."""
    _run(statements()[1])


def _run(lines: tuple[str, ...]) -> None:
    with connection.cursor() as cursor:
        for line in lines:
            cursor.execute(line)
