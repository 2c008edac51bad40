"""How names of this zone are spelt in the other language, learned from people who have both spellings.

A suggestion only: a person looks at it and saves it, or not. Only desks that read people can learn from them.
"""

from __future__ import annotations

from busel.desk.workspace.load import raw_connection

PARTS = ("family", "given", "patronymic")
_LEARNED = (
    "SELECT {lack}, COUNT(*) AS n FROM workspace_contact WHERE {have} = ? AND {lack} != ''"
    " GROUP BY {lack} ORDER BY n DESC LIMIT 2"
)


def learned(part: str, spelt: str, name: str) -> str:
    """Return how most people who are spelt `name` in one language ("be", "ru") are spelt in the other; "" if unclear.

    Raises LookupError for another part than family, given or patronymic name.
    """
    if part not in PARTS:
        raise LookupError(part)
    have, lack = (f"{part}_be", f"{part}_ru") if spelt == "be" else (f"{part}_ru", f"{part}_be")
    rows = raw_connection().execute(_LEARNED.format(have=have, lack=lack), (name,)).fetchall()
    if not rows or (len(rows) > 1 and rows[0][1] == rows[1][1]):
        return ""
    return str(rows[0][0])
