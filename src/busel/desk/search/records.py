"""Conditions on the records about a person: who has one, or several, that meet what is asked of each."""

from __future__ import annotations

import datetime as dt
from typing import Any

from busel.desk.search.columns import Type, asked
from busel.desk.search.sources import SOURCES, Source
from busel.desk.search.where import LISTED, LOOKED_UP, BadConditionError, Where, all_of, listed, negated, whole

MOST = 1_000
_PICKS = (Type.TEXT, Type.PLACE, Type.STREET, Type.REFERENCE)
_LEADS_NOWHERE = ("bad", "past")


def records_where(name: str, condition: dict[str, Any], *, today: dt.date, narrowed: bool) -> Where:
    """Return who has such records, at least so many. `narrowed`: few contacts are asked. Raises BadConditionError."""
    source = SOURCES.get(name)
    if source is None or not condition.keys() <= {"of", "at_least"}:
        raise BadConditionError(name)
    asked_of = [_leaf(source, part, today) for part in listed(condition.get("of", []))]
    least = whole(condition.get("at_least", 1), least=1, most=MOST)
    met = all_of([*([Where(source.only)] if source.only else []), *asked_of])
    if narrowed or (least == 1 and (met.sql == "1" or _is_of_many(source, condition.get("of", [])))):
        return _looked_up(source, met, least)
    return _listed(source, met, least)


def _is_of_many(source: Source, of: list[Any]) -> bool:
    """Will nearly everybody have such a record? Whoever is left by the other conditions is then looked up."""
    return source.common and not any(_picks_few(source, part) for part in of if isinstance(part, dict))


def _picks_few(source: Source, part: dict[str, Any]) -> bool:
    """Do few records meet this: those with a certain text, or those that lead nowhere?"""
    match part:
        case {"field": "valid", "is": False}:
            return True
        case {"field": "status", "any_of": list(values)}:
            return all(value in _LEADS_NOWHERE for value in values)
        case {"field": str(name)} if name in source.columns:
            return source.columns[name].type in _PICKS
    return False


def _looked_up(source: Source, met: Where, least: int) -> Where:
    """Look into the table for each contact: quick when few of them are asked, or when nearly all have a record."""
    found = f"FROM {source.table} r WHERE r.contact_id = c.id AND {met.sql}"
    if least == 1:
        return Where(f"EXISTS (SELECT 1 {found})", met.values, LOOKED_UP)
    return Where(f"(SELECT COUNT(*) {found}) >= ?", (*met.values, least), LOOKED_UP)


def _listed(source: Source, met: Where, least: int) -> Where:
    """Go through the table once."""
    several = " GROUP BY r.contact_id HAVING COUNT(*) >= ?" if least > 1 else ""
    found = f"SELECT r.contact_id FROM {source.table} r WHERE {met.sql}{several}"
    return Where(f"c.id IN ({found})", (*met.values, *([least] if several else [])), LISTED)


def _leaf(source: Source, part: Any, today: dt.date) -> Where:
    match part:
        case {"not": dict(inner), **rest} if not rest:
            return negated(_leaf(source, inner, today))
        case {"field": str(name), **test} if name in source.columns and len(test) == 1:
            [(operator, value)] = test.items()
            return asked(source.columns[name], str(operator), value, today)
    raise BadConditionError(str(part)[:100])
