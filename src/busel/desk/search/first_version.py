"""Conditions that the filters beside a search make, and searches of the first version hold, in the words of now."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any


def _some(source: str, *of: dict[str, Any]) -> dict[str, Any]:
    return {"some": source, "of": list(of)} if of else {"some": source}


def _filled(source: str, *of: dict[str, Any]) -> Callable[[Any], dict[str, Any]]:
    found = _some(source, *of)
    return lambda value: found if value is True else {}  # {"filled": false} was never written; {} is refused


_USABLE = {"not": {"field": "status", "any_of": ["bad", "past"]}}
FIRST_VERSION: dict[tuple[str, str], Callable[[Any], dict[str, Any]]] = {
    ("tag", "is"): lambda value: _some("tag", {"field": "label", "is": value}),
    ("settlement", "is"): lambda value: _some("address", {"field": "settlement", "is": value}),
    ("activity", "is"): lambda value: _some("activity", {"field": "type", "is": value}),
    ("phone", "filled"): _filled("phone"),
    ("address", "filled"): _filled("address", _USABLE),
    ("email", "filled"): _filled("email"),
    ("tag", "filled"): _filled("tag"),
    ("activity", "filled"): _filled("activity"),
}
"""(field, operator) -> value -> the condition."""
FILLED = tuple(name for name, operator in FIRST_VERSION if operator == "filled")
