"""The one search box: a name in Belarusian, Russian or Latin in any order, or a telephone number in any form."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from busel.desk.search.conditions import EVERYBODY, Condition, compile_condition, few_around, ids_where, run
from busel.desk.search.text import SCORES, Hit, Reason, meant_by

__all__ = ["SCORES", "Found", "Hit", "Reason", "find", "hits_for"]


@dataclass(frozen=True)
class Found:
    """What a search came to: how many in all, and those asked for, best first."""

    total: int
    hits: Sequence[Hit]


def find(text: str, *, where: Condition | None = None, offset: int = 0, limit: int = 50) -> Found:
    """Find contacts by what was typed and by a condition; either may be missing.

    Raises conditions.BadConditionError.
    """
    if not text.strip():
        return _by_condition(where, offset, limit)
    hits = hits_for(text, where)
    return Found(len(hits), hits[offset : offset + limit])


def hits_for(text: str, where: Condition | None) -> Sequence[Hit]:
    """Return everybody who was meant and meets the condition, best first. Raises conditions.BadConditionError."""
    if where is None:
        return meant_by(text)
    hits = list(meant_by(text, among=few_around(where)))
    allowed = set(ids_where(where, among=[hit.contact for hit in hits]))
    return [hit for hit in hits if hit.contact in allowed]


def _by_condition(where: Condition | None, offset: int, limit: int) -> Found:
    compiled = compile_condition(where or EVERYBODY)
    [(total,)] = run("SELECT COUNT(*) FROM workspace_contact c WHERE ", compiled)
    order = " ORDER BY c.family_ru, c.family_be, c.given_ru, c.id LIMIT ? OFFSET ?"
    rows = run("SELECT c.id FROM workspace_contact c WHERE ", compiled, order, (limit, offset))
    return Found(total, [Hit(id_, 1.0, (Reason.FILTER,)) for (id_,) in rows])
