"""The order of results: by name or by place, in one alphabet for Belarusian and Russian."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from busel.desk.search.columns import middle
from busel.desk.workspace.load import raw_connection

_ALPHABET = "абвгґдеёжзиійклмнопрстуўфхцчшщъыьэюя"
_ORDER: dict[int, str | None] = {ord(letter): chr(0x0430 + at) for at, letter in enumerate(_ALPHABET)}
_ORDER |= dict.fromkeys(map(ord, "'’ʼ-"))
_LAST = "\uffff"
_UNKNOWN_SUPPORT = 9
_ASK_FOR_EACH = 5000
"""More than so many are read with all others: one pass over the table is quicker than many look-ups."""


def by_name(ids: Sequence[int], language: str) -> list[int]:
    """Return contacts in the alphabet's order of their names in "ru", else in Belarusian; nameless ones last."""
    first, other = ("ru", "be") if language == "ru" else ("be", "ru")
    parts = [f"iif({part}_{first} = '', {part}_{other}, {part}_{first})" for part in ("family", "given", "patronymic")]
    return _sorted(ids, f"SELECT id, trim({' || char(32) || '.join(parts)}) FROM workspace_contact", "id")


def by_place(ids: Sequence[int], language: str) -> list[int]:
    """Return contacts in the alphabet's order of their settlements, those of one place as they stood; others last."""
    first, other = ("ru", "be") if language == "ru" else ("be", "ru")
    place = f"iif(settlement_{first} = '', settlement_{other}, settlement_{first})"
    query = f"SELECT contact_id, {place} FROM workspace_address WHERE status != 'past'"
    return _sorted(ids, query, "contact_id")


def by_age(ids: Sequence[int], _language: str) -> list[int]:
    """Return contacts from the youngest; those of unknown age last."""
    born = {id_: day for id_, day in _read(ids, f"SELECT id, {middle('birth')} FROM workspace_contact", "id") if day}
    aged = sorted((id_ for id_ in ids if id_ in born), key=lambda id_: born[id_], reverse=True)
    return [*aged, *(id_ for id_ in ids if id_ not in born)]


def by_support(ids: Sequence[int], _language: str) -> list[int]:
    """Return contacts from the strongest supporter; those of unknown support last."""
    support = dict(_read(ids, "SELECT id, support FROM workspace_contact", "id"))
    return sorted(ids, key=lambda id_: support.get(id_) or _UNKNOWN_SUPPORT)


def by_silence(ids: Sequence[int], _language: str) -> list[int]:
    """Return contacts by the day on which something last happened with them, those with whom nothing did first."""
    last: dict[int, str] = {}
    for id_, day in _read(ids, "SELECT contact_id, day FROM workspace_activity", "contact_id"):
        last[id_] = max(day, last.get(id_, ""))
    return sorted(ids, key=lambda id_: last.get(id_, ""))


def _sorted(ids: Sequence[int], query: str, column: str) -> list[int]:
    """Sort by the text that the query gives for each id."""
    keys: dict[int, str] = {}
    for id_, text in _read(ids, query, column):
        keys.setdefault(id_, text.lower().translate(_ORDER))
    return sorted(ids, key=lambda id_: keys.get(id_) or _LAST)


def _read(ids: Sequence[int], query: str, column: str) -> Iterable[tuple[int, Any]]:
    raw = raw_connection()
    if len(ids) > _ASK_FOR_EACH:
        return raw.execute(query)
    joined = "AND" if " WHERE " in query else "WHERE"
    marks = ",".join("?" * len(ids))
    return raw.execute(f"{query} {joined} {column} IN ({marks})", list(ids))
