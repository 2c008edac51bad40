"""Conditions over people, as saved searches hold them: nested all / any / not over everything that is known.

A condition is JSON: `{"all": [...]}`, `{"any": [...]}`, `{"not": ...}`, and of single things

- `{"field": F, OPERATOR: VALUE}`: F is a column (`contact_fields`), what follows (`special`), or an own field;
- `{"some": SOURCE, "of": [...], "at_least": n}`: who has such records (`sources`);
- `{"search": RECORD}`: whom another saved search finds;
- `{"sample": {"people": n} or {"percent": n}, "seed": S, "of": CONDITION}`: a random choice that stays (`sample`).

It becomes SQL over the workspace's contacts, called `c`, and values that are bound to it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field, replace
from typing import Any

import msgspec

from busel.desk.clock import today_date
from busel.desk.search.columns import asked
from busel.desk.search.contact_fields import CONTACT_FIELDS
from busel.desk.search.first_version import FIRST_VERSION
from busel.desk.search.records import records_where
from busel.desk.search.sample import drawn
from busel.desk.search.special import OWN, SPECIAL, own
from busel.desk.search.stored import where_stored
from busel.desk.search.where import (
    MAX_LETTERS,
    BadConditionError,
    Where,
    all_of,
    any_of,
    ids_in,
    negated,
    whole,
)
from busel.desk.workspace.load import raw_connection

__all__ = ["EVERYBODY", "MAX_LETTERS", "PEOPLE", "BadConditionError", "Condition", "Where", "ids_in"]

Condition = dict[str, Any]
EVERYBODY: Condition = {"all": []}
MAX_DEPTH = 20
MAX_PARTS = 200
FEW = 2_000
"""A district: so many people are listed in less than a millisecond."""
PEOPLE = "people"
"""The field of a fixed list."""


def _today() -> dt.date:
    return today_date()  # looked up when it is asked: a test may set the day


@dataclass
class Asking:
    """What holds for the whole of a condition while it is compiled."""

    today: dt.date = field(default_factory=_today)
    narrowed: bool = False
    """Does something beside it leave few contacts?"""
    depth: int = 0
    parts: list[Condition] = field(default_factory=list)
    """All that were met on the way, those of other searches too."""
    within: frozenset[int] = frozenset()
    """The saved searches that it is a part of."""

    def deeper(self, *, narrowed: bool | None = None, search: int = 0) -> Asking:
        """Return what holds one step further in."""
        return replace(
            self,
            depth=self.depth + 1,
            narrowed=self.narrowed if narrowed is None else narrowed,
            within=self.within | {search} if search else self.within,
        )


def ids_where(condition: Condition, *, among: Collection[int] | None = None) -> list[int]:
    """Return the contacts that meet a condition, in no order; with `among`, those of them. Raises BadConditionError."""
    compiled = compile_condition(condition, narrowed=among is not None)
    if among is not None:
        compiled = all_of([ids_in(among)._replace(cost=0), compiled])
    return _ids(compiled)


def few_around(condition: Condition) -> set[int] | None:
    """Return everybody in the divisions that a condition keeps to, if they are few; None where many may meet it."""
    parts = condition.get("all")
    place = next(filter(_is_division, parts), None) if isinstance(parts, list) else None
    if place is None:
        return None
    people = set(_ids(compile_condition(place), most=FEW + 1))
    return people if len(people) <= FEW else None


def _ids(where: Where, *, most: int = -1) -> list[int]:
    """Return contacts, as one JSON text out of SQLite: row by row they take twice the time."""
    select = "SELECT json_group_array(id) FROM (SELECT c.id AS id FROM workspace_contact c WHERE "
    [(found,)] = run(select, where, " LIMIT ?)", (most,))
    return msgspec.json.decode(found, type=list[int])


def _is_division(part: Any) -> bool:
    return isinstance(part, dict) and part.get("field") == "division" and ("is" in part or "any_of" in part)


def count_where(condition: Condition) -> int:
    """Return how many contacts meet a condition. Raises BadConditionError."""
    found: int = next(iter(run("SELECT COUNT(*) FROM workspace_contact c WHERE ", compile_condition(condition))))[0]
    return found


def some_where(condition: Condition, most: int) -> list[int]:
    """Return contacts that meet a condition, so many at most. Raises BadConditionError."""
    return _ids(compile_condition(condition), most=most)


def run(select: str, where: Where, rest: str = "", values: tuple[Any, ...] = ()) -> Iterable[tuple[Any, ...]]:
    """Run a query that a condition completes."""
    return raw_connection().execute(f"{select}{where.sql}{rest}", (*where.values, *values))


def compile_condition(condition: Condition, *, narrowed: bool = False, within: Iterable[int] = ()) -> Where:
    """Return the condition as SQL. `narrowed`: something beside it leaves few contacts; `within`: the searches around.

    Raises BadConditionError.
    """
    return _compiled(condition, Asking(narrowed=narrowed, within=frozenset(within)))


def _compiled(condition: Any, asking: Asking) -> Where:
    asking.parts.append(condition)
    if asking.depth > MAX_DEPTH or len(asking.parts) > MAX_PARTS or not isinstance(condition, dict):
        raise BadConditionError(str(asking.depth))
    match condition:
        case {"all": list(parts)}:
            few = asking.narrowed or any(map(_is_division, parts))
            return all_of([_compiled(part, asking.deeper(narrowed=few)) for part in parts])
        case {"any": list(parts)}:
            return any_of([_compiled(part, asking.deeper()) for part in parts])
        case {"not": dict(part)}:
            return negated(_compiled(part, asking.deeper()))
        case {"sample": dict(size), "seed": seed, "of": dict(part)}:
            return drawn(size, whole(seed), _compiled(part, asking.deeper(narrowed=False)))
        case {"search": record}:
            return _other_search(whole(record), asking)
    return _single(condition, asking)


def every_part(condition: Any) -> Iterable[Condition]:
    """Yield a condition and all that it is made of, but for what other searches hold."""
    waiting = [condition]
    while waiting:
        one = waiting.pop()
        if isinstance(one, dict):
            yield one
            waiting += [one.get(name) for name in ("all", "any", "not", "of")]
        elif isinstance(one, list):
            waiting += one


def _other_search(record: int, asking: Asking) -> Where:
    """Return what another saved search comes to; one that it is itself a part of is refused."""
    if record in asking.within:
        raise BadConditionError("search")
    found = [_compiled(part, asking.deeper(search=record)) for part in where_stored(record)]
    if not found:
        raise BadConditionError("search")
    return any_of(found)


def _single(condition: Condition, asking: Asking) -> Where:
    match condition:
        case {"some": str(name), **more}:
            return records_where(name, more, today=asking.today, narrowed=asking.narrowed)
        case {"field": str(name), **test} if len(test) == 1:
            [(operator, value)] = test.items()
            return _field(name, operator, value, asking)
    raise BadConditionError(str(condition.get("field", sorted(condition)))[:MAX_LETTERS])


def _field(name: str, operator: str, value: Any, asking: Asking) -> Where:
    if name in SPECIAL:
        return SPECIAL[name](operator, value, asking.today)
    if name.startswith(OWN):
        return own(name, operator, value, asking.today)
    if name in CONTACT_FIELDS:
        return asked(CONTACT_FIELDS[name], operator, value, asking.today)
    if (name, operator) in FIRST_VERSION:
        return _compiled(FIRST_VERSION[name, operator](value), asking.deeper())
    raise BadConditionError(name[:MAX_LETTERS])
