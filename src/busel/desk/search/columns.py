"""What can be asked of a column: its type, and for each operator the SQL. A new operator is one line in `OPERATORS`.

Who is known by the year alone counts as born in the middle of it, by the month alone in the middle of that: so each
person has one age, and is either in a period or not.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from busel.desk.search.patterns import beginning, holding, pattern_of
from busel.desk.search.periods import span
from busel.desk.search.spelt import SPELT
from busel.desk.search.where import LARGEST, BadConditionError, Where, all_of, any_of, listed, negated, short
from busel.names.places import division, settlement


class Type(StrEnum):
    """What a column holds."""

    TEXT = "text"
    PLACE = "place"
    """A place's name, in two columns or in one: what is typed in one language is found in the other."""
    STREET = "street"
    """A street's name, in two columns: one spelling finds the others that are in use."""
    CHOICE = "choice"
    REFERENCE = "reference"
    """The id of a record or an account."""
    YES_NO = "yes_no"
    NUMBER = "number"
    DATE = "date"
    PARTIAL = "partial"
    """A date as far as known."""


@dataclass(frozen=True)
class Column:
    """A column: where it stands in SQL (in either language: two places), and where its choices come from."""

    type: Type
    exprs: tuple[str, ...]
    choices: str = ""
    empty: str = "''"
    """What stands in it when nothing is known."""
    within: str = ""
    """SQL around it, for a column of what the record names: "r.event IN (SELECT ... WHERE {})"."""


Test = Callable[[str, Any, dt.date], Where]
"""(where it stands in SQL, what is asked, today) -> what must be met."""


def _glob(make: Callable[[str], str]) -> Test:
    return lambda expr, value, _today: Where(f"{expr} GLOB ?", (make(short(value)),))


def _words(expr: str, value: Any, _today: dt.date) -> Where:
    return all_of(Where(f"{expr} GLOB ?", (holding(word),)) for word in short(value).split())


def _same(expr: str, value: Any, _today: dt.date) -> Where:
    return Where(f"{expr} = ?", (_plain(value),))


def _one_of(expr: str, value: Any, _today: dt.date) -> Where:
    wanted = tuple(map(_plain, listed(value)))
    return Where(f"{expr} IN ({', '.join('?' * len(wanted))})", wanted)


def _yes_no(expr: str, value: Any, _today: dt.date) -> Where:
    if not isinstance(value, bool):
        raise BadConditionError(str(value))
    return Where(f"{expr} = ?", (int(value),))


def _between(expr: str, value: Any, _today: dt.date) -> Where:
    match value:
        case [low, high] if all(one is None or _is_number(one) for one in value):
            ends = [(sign, one) for sign, one in ((">=", low), ("<=", high)) if one is not None]
            number = Where(f"typeof({expr}) IN ('integer', 'real')")
            return all_of([number, *(Where(f"{expr} {sign} ?", (one,)) for sign, one in ends)])
    raise BadConditionError(str(value)[:100])


def _during(expr: str, value: Any, today: dt.date) -> Where:
    first, last = span(value, today)
    return Where(f"({expr} != '' AND {expr} BETWEEN ? AND ?)", (first or "0", last or "9999-12-31"))


def _partly_during(expr: str, value: Any, today: dt.date) -> Where:
    return _during(middle(expr), value, today)


def middle(expr: str) -> str:
    """Return the SQL for the day by which a partial date is compared; an unknown one stays empty."""
    return f"({expr} || CASE length({expr}) WHEN 4 THEN '-07-01' WHEN 7 THEN '-15' ELSE '' END)"


def _place(make: Callable[[str], str]) -> Test:
    def test(expr: str, value: Any, _today: dt.date) -> Where:
        return any_of(Where(f"{expr} GLOB ?", (make(name),)) for name in place_names(short(value)))

    return test


def _place_of(expr: str, value: Any, today: dt.date) -> Where:
    return any_of(_place(pattern_of)(expr, name, today) for name in listed(value))


def _street(make: Callable[[str], str]) -> Test:
    def test(expr: str, value: Any, _today: dt.date) -> Where:
        return any_of(Where(f"{expr} GLOB ?", (make(name),)) for name in SPELT.streets(short(value)))

    return test


def _streets(expr: str, value: Any, today: dt.date) -> Where:
    return any_of(_street(pattern_of)(expr, name, today) for name in listed(value))


def _street_words(expr: str, value: Any, _today: dt.date) -> Where:
    spelt = (SPELT.words(word) for word in short(value).split())
    return all_of(any_of(Where(f"{expr} GLOB ?", (holding(one),)) for one in every) for every in spelt)


def place_names(text: str) -> tuple[str, ...]:
    """Return what a settlement, district or region may stand under: as typed, and what it is called everywhere."""
    known = settlement(text)
    area = division(text)
    names = [text.strip(), *(known.names if known else ())]
    return tuple(dict.fromkeys([*names, *([area.be, area.ru, area.en] if area else ())]))


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and -LARGEST <= value < LARGEST


def _plain(value: Any) -> str | int | float:
    if isinstance(value, bool):
        return int(value)
    if _is_number(value):
        plain: float = value
        return plain
    return short(value)


_TEXTS: dict[str, Test] = {
    "is": _glob(pattern_of),
    "begins": _glob(beginning),
    "contains": _glob(holding),
    "words": _words,
}
OPERATORS: dict[Type, dict[str, Test]] = {
    Type.TEXT: {**_TEXTS, "any_of": _one_of},
    Type.PLACE: {
        "is": _place(pattern_of),
        "begins": _place(beginning),
        "contains": _place(holding),
        "any_of": _place_of,
    },
    Type.STREET: {
        "is": _street(pattern_of),
        "begins": _street(beginning),
        "contains": _street(holding),
        "words": _street_words,
        "any_of": _streets,
    },
    Type.CHOICE: {"is": _same, "any_of": _one_of},
    Type.REFERENCE: {"is": _same, "any_of": _one_of},
    Type.YES_NO: {"is": _yes_no},
    Type.NUMBER: {"is": _same, "between": _between},
    Type.DATE: {"during": _during},
    Type.PARTIAL: {"during": _partly_during},
}
"""Beside these each column can be asked whether it is `filled`."""


def asked(column: Column, operator: str, value: Any, today: dt.date) -> Where:
    """Return what a condition on a column comes to. Raises BadConditionError."""
    exprs = [expr.replace("{today}", f"'{today.isoformat()}'") for expr in column.exprs]
    if operator == "filled":
        if not isinstance(value, bool):
            raise BadConditionError(operator)
        empty = "0" if column.type is Type.YES_NO else column.empty
        filled = _within(column, any_of(Where(f"{expr} != {empty}") for expr in exprs))
        return filled if value else negated(filled)
    test = OPERATORS[column.type].get(operator)
    if test is None:
        raise BadConditionError(operator)
    return _within(column, any_of(test(expr, value, today) for expr in exprs))


def _within(column: Column, where: Where) -> Where:
    return where._replace(sql=column.within.format(where.sql)) if column.within else where
