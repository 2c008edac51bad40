"""A field in which two records were joined and which was changed since: what came from the other one is taken out.

Exactly that text goes, where it still stands unchanged inside. Where it does not, nobody but a person can tell what is
whose: the field stays whole, and the page leads to it.
"""

from __future__ import annotations

import re
from typing import Any

from busel.desk.duplicates.lines import TEXTS
from busel.journal.deed import Fields, Op
from busel.journal.fold import changes

_BETWEEN = {"notes": "\n"}
"""What a merge puts between two texts; a comma in all others."""
_JOINED = (*TEXTS, "former_family")


def untangled(stays: Op, current: Fields) -> tuple[Op | None, Op | None]:
    """Return what takes out of a contact's fields what came with a merge, and what of the merge stays all the same.

    `stays`: what the merge did to fields that were changed since; `current`: all that the contact holds.
    """
    wanted, rest = dict(current), dict[str, Any]()
    for name, made in (stays.now or {}).items():
        between = _BETWEEN.get(name, ", ") if name in _JOINED else ""
        value, is_out = _without(between, made, stays.was.get(name), current.get(name))
        wanted[name] = value
        if not is_out:
            rest[name] = made
    now, was = changes(current, {name: value for name, value in wanted.items() if value not in (None, "", [], {})})
    was = {name: was.get(name) for name in now}  # empty ones, too: this is the change of an existing record
    left = Op(stays.kind, stays.id, rest, {name: stays.was[name] for name in rest if name in stays.was})
    return (Op(stays.kind, stays.id, now, was) if now else None), (left if rest else None)


def _without(between: str, made: Any, before: Any, current: Any) -> tuple[Any, bool]:
    """Return what is to stand in a field, and whether all that came is out of it.

    `between`: what separates texts that were joined there; empty for a field that holds one answer.
    """
    if current == made:
        return before, True
    if isinstance(current, dict):
        return _by_key(made or {}, before or {}, current)
    if isinstance(current, list | tuple):
        return _of_list(made or (), before or (), current), True
    if between and isinstance(current, str) and isinstance(made, str):
        return _of_text(between, made, before or "", current)
    return current, False


def _by_key(made: Fields, before: Fields, current: Fields) -> tuple[Fields, bool]:
    found, all_out = dict(current), True
    for key in {**made, **before}:
        if made.get(key) != before.get(key):
            found[key], is_out = _without("", made.get(key), before.get(key), current.get(key))
            all_out = all_out and is_out
    return {key: value for key, value in found.items() if value not in (None, "", [])}, all_out


def _of_list(made: Any, before: Any, current: Any) -> list[Any]:
    lost = [one for one in before if one not in made]
    return [*lost, *(one for one in current if one in before or one not in made)]


def _of_text(between: str, made: str, before: str, current: str) -> tuple[str, bool]:
    """Return a text without what came: all of it together, else piece by piece where a whole piece is as it came."""
    joined = bool(before) and made.startswith(before + between)
    came = made.removeprefix(before + between) if joined else made
    instead = "" if joined else before
    place = re.compile(rf"(?<!\w){re.escape(came)}(?!\w)")
    if came and len(place.findall(current)) == 1:
        [first, last] = place.split(current)
        return _mended(first, instead, last, between), True
    held, mine = current.split(between), before.split(between)
    pieces = [one for one in came.split(between) if one not in mine]
    left = [one for one in held if one not in pieces]
    if any(one not in held for one in pieces):
        return between.join(left), False
    return between.join([*(one for one in mine if one not in made.split(between)), *left]), True


def _mended(first: str, instead: str, last: str, between: str) -> str:
    """Put a text together where a piece of it went: with what separates pieces only between two."""
    if (not first or first.endswith(between)) and (not last or last.startswith(between)):
        return between.join(filter(None, (first.removesuffix(between), instead, last.removeprefix(between))))
    return f"{first}{instead}{last}".strip()
