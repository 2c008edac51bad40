"""Saved searches as conditions name them: by their record, in whatever journals hold it."""

from __future__ import annotations

from typing import Any

import msgspec

from busel.desk.workspace.load import raw_connection


def where_stored(record: int) -> list[dict[str, Any]]:
    """Return the conditions that the open journals hold under a record; a fixed list has one for each division."""
    where = "json_extract(fields, '$.where')"
    query = f"SELECT DISTINCT {where} FROM workspace_item WHERE kind = 'saved_search' AND record = ?"
    rows = raw_connection().execute(query, (record,))
    found = [msgspec.json.decode(where) for (where,) in rows if isinstance(where, str)]
    return [where for where in found if isinstance(where, dict)]
