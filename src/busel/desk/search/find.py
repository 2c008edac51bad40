"""The one search box: a name in Belarusian, Russian or Latin in any order, or a telephone number in any form."""

from __future__ import annotations

from dataclasses import dataclass

from busel.desk.search.conditions import Condition, compile_condition
from busel.desk.search.text import SCORES, Hit, Reason, meant_by
from busel.desk.workspace.models import Contact

__all__ = ["SCORES", "Found", "Hit", "Reason", "find"]


FEW = 500
"""A condition is asked about so many contacts one by one; about more of them, it is asked whom it fits."""


@dataclass(frozen=True)
class Found:
    """What a search came to: how many in all, and those asked for, best first."""

    total: int
    hits: list[Hit]


def find(text: str, *, where: Condition | None = None, offset: int = 0, limit: int = 50) -> Found:
    """Find contacts by what was typed and by a condition; either may be missing.

    Raises conditions.BadConditionError.
    """
    if not text.strip():
        return _by_condition(where, offset, limit)
    hits = meant_by(text)
    if where:
        hits = _only(hits, where)
    return Found(len(hits), hits[offset : offset + limit])


def _by_condition(where: Condition | None, offset: int, limit: int) -> Found:
    people = Contact.objects.filter(compile_condition(where)) if where else Contact.objects.all()
    ordered = people.order_by("family_ru", "family_be", "given_ru", "id").values_list("pk", flat=True)
    total = people.count()
    return Found(total, [Hit(id_, 1.0, (Reason.FILTER,)) for id_ in ordered[offset : offset + limit]])


def _only(hits: list[Hit], where: Condition) -> list[Hit]:
    """Return the hits that meet a condition: asked about them alone when they are few."""
    people = Contact.objects.filter(compile_condition(where))
    if len(hits) <= FEW:
        people = people.filter(pk__in=[hit.contact for hit in hits])
    allowed = set(people.values_list("pk", flat=True))
    return [hit for hit in hits if hit.contact in allowed]
