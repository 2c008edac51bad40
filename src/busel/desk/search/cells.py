"""Who stands in a cell of a crosstab: as a live search where conditions say just these people, else as a fixed list."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from busel.desk.search.conditions import EVERYBODY, PEOPLE, BadConditionError, Condition, ids_where
from busel.desk.search.crosstab import OTHERS, Dimension, Value
from busel.desk.search.dimensions import TAGS
from busel.desk.search.special import OWN

ALL = "\0all"
"""In the place of a value: everybody of that row or column."""
_NOT_PAST = {"not": {"field": "status", "any_of": ["bad", "past"]}}
_COLUMNS = ("sex", "language", "support", "source", "constituency", "polling_station")
_FLAGS = ("risk", "no_letters", "no_calls", "moved", "deceased")
_OF_RECORDS = {
    "region": ("address", "region", [_NOT_PAST]),
    "district": ("address", "district", [_NOT_PAST]),
    "settlement": ("address", "settlement", [_NOT_PAST]),
    "tag": ("tag", "label", []),
    "activity": ("activity", "type", []),
    "outcome": ("activity", "outcome", []),
    "consent": ("consent", "purpose", []),
}
"""Dimension -> source of records, its column, what else is asked of them."""


Kept = tuple[Collection[Value], Collection[Value]]
"""The values that have a row, and those that have a column, of their own."""


def people_in(
    where: Condition | None, rows: tuple[Dimension, Value], columns: tuple[Dimension, Value], *, kept: Kept
) -> Condition:
    """Return the condition for those who stand in a cell.

    Raises BadConditionError.
    """
    among = ids_where(where or EVERYBODY)
    found = set(among)
    for (dimension, value), own in zip((rows, columns), kept, strict=True):
        found &= _having(dimension, value, among, own)
    live = _live(where, rows, columns)
    return live if live is not None and _is_just(live, found) else {"field": PEOPLE, "is": sorted(found)}


def _having(dimension: Dimension, value: Value, among: list[int], kept: Collection[Value]) -> set[int]:
    if value == ALL:
        return set(among)
    held = dimension.held()
    known: dict[Value, bool] = {}
    found = set()
    for person in among:
        has = held.get(person)
        if has not in known:
            known[has] = any((one if one in kept else OTHERS) == value for one in dimension.all_of(has))
        if known[has]:
            found.add(person)
    return found


def _live(where: Condition | None, *cell: tuple[Dimension, Value]) -> Condition | None:
    parts = [] if where is None else [where]
    for dimension, value in cell:
        if value != ALL:
            part = _part(dimension.key, value)
            if part is None:
                return None
            parts.append(part)
    return {"all": parts}


def _part(key: str, value: Value) -> Condition | None:
    """Return what says in a search that a person has a value; None where nothing is sure to."""
    if value == OTHERS:
        return None
    if key in _FLAGS:
        return _marked({"field": key, "is": True}, value)
    if key.startswith("has."):
        return _marked({"some": key.removeprefix("has.")}, value)
    if value == "":
        return {"field": key, "filled": False} if key in _COLUMNS or key.startswith(OWN) else None
    return _said(key, value)


def _said(key: str, value: Any) -> Condition | None:
    if key == "division" or key in _COLUMNS:
        return {"field": key, "is": value}
    if key.startswith(OWN):
        return {"field": key, "is": value == "yes"} if value in ("yes", "no") else {"field": key, "any_of": [value]}
    source = _OF_RECORDS.get("tag" if key.startswith(TAGS) else key)
    if source is None:
        return None
    name, column, more = source
    return {"some": name, "of": [{"field": column, "any_of": [value]}, *more]}


def _marked(condition: Condition, value: Value) -> Condition:
    return condition if value == "yes" else {"not": condition}


def _is_just(live: Condition, people: set[int]) -> bool:
    try:
        return set(ids_where(live)) == people
    except BadConditionError:
        return False
