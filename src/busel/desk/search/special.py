"""What a search can ask of a person that is no column: age, birthdays, own fields, whom the search box finds."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import msgspec

from busel.contacts.standard import BY_KEY
from busel.desk.keeping.standard import standard
from busel.desk.search.columns import OPERATORS, Type, asked, middle
from busel.desk.search.contact_fields import CONTACT_FIELDS
from busel.desk.search.free_text import HOLDERS, TEXTS
from busel.desk.search.periods import MOST, shifted, span
from busel.desk.search.text import meant_by
from busel.desk.search.where import (
    LARGEST,
    LISTED,
    LOOKED_UP,
    NOBODY,
    UNPACKED,
    BadConditionError,
    Where,
    all_of,
    any_of,
    ids_in,
    listed,
    negated,
    short,
    whole,
)
from busel.desk.workspace.load import raw_connection
from busel.desk.workspace.merges import every_number, whom_today

OWN = "own."
"""Begins the names of the organisation's own fields: "own.best_time"."""
_YEAR_OF_DAYS = 366
_OWN_VALUE = "j.value"
_KINDS = {Type.NUMBER: "IN ('integer', 'real')", Type.PARTIAL: "= 'text'", Type.TEXT: "IN ('text', 'integer', 'real')"}
"""What an own field must hold as JSON, so that it can be compared as such a column."""


def division(operator: str, value: Any, _today: dt.date) -> Where:
    """Match a division by full name; a region's name matches its districts too."""
    names = _one_or_several(operator, value)
    within = " OR ".join(["name = ? OR substr(name, 1, ?) = ?"] * len(names)) or "0"
    values = [part for name in names for region in [f"{name} / "] for part in (name, len(region), region)]
    return Where(f"c.division_id IN (SELECT id FROM workspace_division WHERE {within})", tuple(values))


def age(operator: str, value: Any, today: dt.date) -> Where:
    """Match an age in whole years, from … to …, by the day of birth as `columns.middle` reads it."""
    match operator, value:
        case "between", [low, high]:
            born = middle("c.birth")
            parts = [Where("c.birth != ''")]
            if low is not None:
                parts.append(Where(f"{born} <= ?", (_years_ago(today, low),)))
            if high is not None:
                parts.append(Where(f"{born} > ?", (_years_ago(today, whole(high, most=MOST) + 1),)))
            return all_of(parts)
        case "filled", _:
            return asked(CONTACT_FIELDS["birth"], operator, value, today)
    raise BadConditionError("age")


def _years_ago(today: dt.date, years: Any) -> str:
    return shifted(today, -whole(years, most=MOST + 1), "year").isoformat()


def birthday(operator: str, value: Any, today: dt.date) -> Where:
    """Match whose birthday is on one of the days of a period; the 29th of February is kept on the 28th, too."""
    if operator != "during":
        raise BadConditionError("birthday")
    first, last = span(value, today)
    if not first or not last:
        raise BadConditionError("birthday")
    begin, end = dt.date.fromisoformat(first), dt.date.fromisoformat(last)
    count = min((end - begin).days + 1, _YEAR_OF_DAYS)
    days = {(begin + dt.timedelta(days=at)).isoformat()[5:] for at in range(count)}
    if "02-28" in days:
        days.add("02-29")
    return Where(f"substr(c.birth, 6) IN ({', '.join('?' * len(days))})", tuple(sorted(days)))


def household_size(operator: str, value: Any, today: dt.date) -> Where:
    """Match who lives in a household of so many."""
    match operator, value:
        case "between", [low, high]:
            counted = "SELECT household FROM workspace_contact WHERE household != 0 GROUP BY household HAVING "
            ends = [whole(one, most=MOST) if one is not None else other for one, other in ((low, 0), (high, MOST))]
            return Where(f"c.household IN ({counted} COUNT(*) BETWEEN ? AND ?)", tuple(ends), LISTED)
    return asked(CONTACT_FIELDS["household"], operator, value, today)


def missing(operator: str, value: Any, _today: dt.date) -> Where:
    """Match who lacks so many of the fields that the data standard requires."""
    match operator, value:
        case "between", [low, high]:
            bare = [negated(part) for part in required_parts()]
            counted = " + ".join(f"({part.sql})" for part in bare) or "0"
            ends = [whole(one, most=MOST) if one is not None else other for one, other in ((low, 0), (high, MOST))]
            return Where(f"({counted} BETWEEN ? AND ?)", (*(v for part in bare for v in part.values), *ends), LOOKED_UP)
    raise BadConditionError("missing")


def required_parts() -> list[Where]:
    """Return that each field which the data standard requires is filled."""
    return [_is_filled(kept.key) for kept in standard().required]


def _is_filled(key: str) -> Where:
    known = BY_KEY.get(key)
    if known is None:
        return own(f"{OWN}{key}", "filled", True, dt.date.min)
    if known.kind == "contact":
        return Where(f"c.{known.field} NOT IN ('', 0, '[]')")
    column = "label_id" if known.kind == "tag" else known.field
    found = f"SELECT 1 FROM workspace_{known.kind} r WHERE r.contact_id = c.id AND r.{column} != ''"
    return Where(f"EXISTS ({found})", (), LOOKED_UP)


def own(name: str, operator: str, value: Any, today: dt.date) -> Where:
    """Match a field of the organisation's own; of several choices one is enough."""
    key = name.removeprefix(OWN)
    if not key.isidentifier():
        raise BadConditionError(name)
    tested = _own_test(*_all_numbers(key, operator, value), today)
    path = f'$."{key}"'
    found = f"EXISTS (SELECT 1 FROM json_each(c.custom, ?) j WHERE {tested.sql})"
    where = Where(f"(instr(c.custom, ?) AND {found})", (f'"{key}"', path, *tested.values), UNPACKED)
    return negated(where) if operator == "filled" and value is False else where


def _all_numbers(key: str, operator: str, value: Any) -> tuple[str, Any]:
    """Return what to ask of a field that names a person: any of the numbers that mean them, also of those that went."""
    kept = standard().by_key.get(key)
    wanted = value if isinstance(value, list) else [value]
    if kept is None or kept.field.type != "contact" or operator not in ("is", "any_of"):
        return operator, value
    if not all(type(one) is int and 0 < one < LARGEST for one in wanted):
        return operator, value
    return "any_of", every_number(raw_connection(), wanted)


def _own_test(operator: str, value: Any, today: dt.date) -> Where:
    match operator, value:
        case "filled", bool():
            return Where("(j.type != 'null' AND j.value != '')")
        case "is", bool():
            return Where("j.type = ?", ("true" if value else "false",))
        case "is", int() | float():
            return _own_same(value)
        case "any_of", _:
            return any_of(map(_own_same, listed(value)))
    type_ = {"between": Type.NUMBER, "during": Type.PARTIAL}.get(operator, Type.TEXT)
    test = OPERATORS[type_].get(operator)
    if test is None:
        raise BadConditionError(operator)
    return all_of([Where(f"j.type {_KINDS[type_]}"), test(_OWN_VALUE, value, today)])


def _own_same(value: Any) -> Where:
    kind = "= 'text'" if isinstance(value, str) else "IN ('integer', 'real')"
    same = OPERATORS[Type.CHOICE]["is"](_OWN_VALUE, value, dt.date.min)
    return Where(f"(j.type {kind} AND {same.sql})", same.values)


def text(operator: str, value: Any, _today: dt.date) -> Where:
    """Match whom the search box would find."""
    [wanted] = _one_or_several(operator, [value] if operator == "is" else value)
    return ids_in([hit.contact for hit in meant_by(short(wanted))])


def words(operator: str, value: Any, _today: dt.date) -> Where:
    """Match whose notes, addresses and activities hold these words; waits until they are ready to be searched."""
    if operator != "is":
        raise BadConditionError("words")
    TEXTS.make_ready()
    wanted = TEXTS.asked(short(value))
    return Where(f"c.id IN ({HOLDERS})", (wanted,), LISTED) if wanted else NOBODY


def people(operator: str, value: Any, _today: dt.date) -> Where:
    """Match a fixed list of people, by their ids: who comes later is never in it."""
    if (
        operator != "is"
        or not isinstance(value, list)
        or not all(type(id_) is int and 0 < id_ < LARGEST for id_ in value)
    ):
        raise BadConditionError("people")
    return ids_in(whom_today(raw_connection(), value))


def custom(operator: str, value: Any, _today: dt.date) -> Where:
    """Match an own field's value exactly, as searches of the first version hold it: a pair of key and value."""
    match operator, value:
        case "is", [key, wanted]:
            same = "json_extract(c.custom, ?) IS json_extract(?, '$')"
            known = str(key).isidentifier()
            return Where(same, (f'$."{key}"', msgspec.json.encode(wanted).decode()), LOOKED_UP) if known else NOBODY
    raise BadConditionError("custom")


def _one_or_several(operator: str, value: Any) -> list[str]:
    match operator:
        case "is":
            return [short(value)] if not isinstance(value, list) else list(map(short, value))
        case "any_of":
            return list(map(short, listed(value)))
    raise BadConditionError(operator)


SPECIAL: dict[str, Callable[[str, Any, dt.date], Where]] = {
    "division": division,
    "age": age,
    "birthday": birthday,
    "household_size": household_size,
    "missing": missing,
    "custom": custom,
    "text": text,
    "words": words,
    "people": people,
}
"""Name -> (operator, value, today) -> what must be met."""
