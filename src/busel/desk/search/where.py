"""Pieces of SQL about the workspace's contacts, called `c`, with the values that are bound to them."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any, NamedTuple

import msgspec

LARGEST = 2**63
MAX_LETTERS = 200
"""Of what is looked for; anybody may have saved the search."""
MAX_VALUES = 500
"""That one condition allows."""
AT_HAND, LISTED, UNPACKED, LOOKED_UP = 0, 1, 2, 3
"""How dear a piece is: a column of the contact; a list made once; JSON that is unpacked; a look into another table."""


class BadConditionError(ValueError):
    """The condition is not one that this version understands; the message names the part."""


class Where(NamedTuple):
    """What must be met, as SQL, and the values in it. `cost` says what is asked first of several."""

    sql: str
    values: tuple[Any, ...] = ()
    cost: int = AT_HAND


NOBODY = Where("0")


def all_of(parts: Iterable[Where]) -> Where:
    """Return that all are met: everybody, of none."""
    return _joined(parts, "AND", "1")


def any_of(parts: Iterable[Where]) -> Where:
    """Return that one of them is met: nobody, of none."""
    return _joined(parts, "OR", "0")


def negated(part: Where) -> Where:
    """Return that it is not met."""
    return Where(f"NOT {part.sql}", part.values, part.cost)


def _joined(parts: Iterable[Where], word: str, nothing: str) -> Where:
    found = sorted(parts, key=lambda one: one.cost)  # SQLite asks from left to right and stops when it is sure
    if not found:
        return Where(nothing)
    joined = f" {word} ".join(one.sql for one in found)
    return Where(f"({joined})", tuple(value for one in found for value in one.values), found[-1].cost)


def ids_in(ids: Collection[int]) -> Where:
    """Match these contacts: one value to bind, however many they are."""
    return Where("c.id IN (SELECT value FROM json_each(?))", (msgspec.json.encode(list(ids)).decode(),), LISTED)


def short(value: Any) -> str:
    """Return a text that is looked for. Raises BadConditionError where it is none, or too long."""
    if not isinstance(value, str) or len(value) > MAX_LETTERS:
        raise BadConditionError(str(value)[:MAX_LETTERS])
    return value


def whole(value: Any, *, least: int = 0, most: int = LARGEST - 1) -> int:
    """Return a whole number within bounds. Raises BadConditionError."""
    if type(value) is not int or not least <= value <= most:
        raise BadConditionError(str(value)[:MAX_LETTERS])
    return value


def listed(value: Any) -> list[Any]:
    """Return a list of values that is not too long. Raises BadConditionError."""
    if not isinstance(value, list) or len(value) > MAX_VALUES:
        raise BadConditionError(str(value)[:MAX_LETTERS])
    return value
