"""One question of a row: its column, what was typed into it, and the condition that this comes to, and back."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from busel.contacts.birth import read_date
from busel.contacts.problems import Problem
from busel.desk.search.columns import Column, Type
from busel.desk.search.periods import MOST, UNITS
from busel.desk.web.building.choices import Choice
from busel.desk.web.building.words import DAYS
from busel.desk.web.components import Words

Typed = dict[str, list[str]]
"""Name of a control, without what stands before it -> what was typed."""
Test = tuple[str, Any]
"""(operator, value) of a condition."""
MOST_BOXES = 16


class UnreadableError(ValueError):
    """What was typed cannot be read; the message is a sentence for the person."""


@dataclass(frozen=True)
class Input:
    """A question. `name` is the column of a record, "" for the one question of a field."""

    name: str
    label: Words
    column: Column
    operators: tuple[str, ...] = ()
    choices: list[Choice] = field(default_factory=list)
    unknown: bool = False
    """Can "not known" be chosen beside the choices?"""

    @property
    def kind(self) -> str:
        """How it is drawn."""
        return _DRAWN[self.column.type]

    def test(self, typed: Typed) -> Test | None:
        """Return the condition, None when nothing was asked. Raises UnreadableError."""
        found: Test | None = _READERS[self.kind](self, typed)
        return found

    def typed(self, test: Test) -> Typed | None:
        """Return how this condition is typed; None when these controls cannot say it."""
        written: Typed | None = _WRITERS[self.kind](self, *test)
        return written

    @property
    def boxes(self) -> list[Choice]:
        """The choices that are shown as boxes."""
        return self.choices[:MOST_BOXES]


def one(typed: Typed, name: str) -> str:
    """Return what was typed into a control."""
    return (typed.get(name) or [""])[-1].strip()


def _read_text(asked: Input, typed: Typed) -> Test | None:
    operator, value = one(typed, "op") or asked.operators[0], one(typed, "value")
    if operator in ("filled", "empty"):
        return "filled", operator == "filled"
    return (operator, value) if value and operator in asked.operators else None


def _write_text(asked: Input, operator: str, value: Any) -> Typed | None:
    if operator == "filled":
        return {"op": ["filled" if value else "empty"], "value": [""]}
    return {"op": [operator], "value": [value]} if operator in asked.operators and isinstance(value, str) else None


def _read_choice(asked: Input, typed: Typed) -> Test | None:
    by_text = {str(value): value for value, _words in asked.choices}
    empty: Any = 0 if asked.column.empty == "0" else ""
    others = [part.strip() for part in one(typed, "other").split(";")]
    words = {str(words).casefold(): value for value, words in asked.choices}
    chosen = [by_text.get(text, text) if text != "-" else empty for text in typed.get("value", ())]
    chosen += [words.get(part.casefold(), by_text.get(part, part)) for part in others if part]
    whole = [int(value) if _is_number(asked, value) else value for value in chosen]
    if whole == [empty]:
        return "filled", False
    return ("any_of", list(dict.fromkeys(whole))) if whole else None


def _is_number(asked: Input, value: Any) -> bool:
    return asked.column.empty == "0" and isinstance(value, str) and bool(re.fullmatch(r"[0-9]{1,19}", value))


def _write_choice(asked: Input, operator: str, value: Any) -> Typed | None:
    values = [value] if operator == "is" else value if operator == "any_of" else None
    if operator == "filled" and value is False:
        values = [0 if asked.column.empty == "0" else ""]
    if not isinstance(values, list) or not values:
        return None
    if not asked.unknown and {"", 0} & set(values):
        return None
    shown = {str(box) for box, _words in asked.boxes}
    words = {str(chosen): str(told) for chosen, told in asked.choices}
    boxes = ["-" if part in ("", 0) else str(part) for part in values if part in ("", 0) or str(part) in shown]
    others = [words.get(str(part), str(part)) for part in values if part not in ("", 0) and str(part) not in shown]
    return {"value": boxes, "other": ["; ".join(others)]}


def _read_yes_no(_asked: Input, typed: Typed) -> Test | None:
    value = one(typed, "value")
    return ("is", value == "yes") if value in ("yes", "no") else None


def _write_yes_no(_asked: Input, operator: str, value: Any) -> Typed | None:
    return {"value": ["yes" if value else "no"]} if operator == "is" and isinstance(value, bool) else None


def _read_number(_asked: Input, typed: Typed) -> Test | None:
    operator = one(typed, "op")
    if operator in ("filled", "empty"):
        return "filled", operator == "filled"
    low, high = _number(one(typed, "low")), _number(one(typed, "high"))
    return None if low is None and high is None else ("between", [low, high])


def _write_number(_asked: Input, operator: str, value: Any) -> Typed | None:
    match operator, value:
        case "filled", bool():
            return {"op": ["filled" if value else "empty"]}
        case "between", [low, high]:
            return {"low": ["" if low is None else str(low)], "high": ["" if high is None else str(high)]}
        case "is", int():
            return {"low": [str(value)], "high": [str(value)]}
    return None


def _number(text: str) -> int | float | None:
    if not text:
        return None
    if not re.fullmatch(r"-?[0-9]{1,15}([.,][0-9]{1,6})?", text):
        raise UnreadableError(_("“%(text)s” is no number.") % {"text": text})
    return int(text) if re.fullmatch(r"-?[0-9]+", text) else float(text.replace(",", "."))


def _read_period(_asked: Input, typed: Typed) -> Test | None:
    period, unit = one(typed, "period"), one(typed, "unit")
    unit = unit if unit in UNITS else "day"
    match period:
        case "filled" | "empty":
            return "filled", period == "filled"
        case "this" | "previous":
            return "during", {period: unit}
        case "dates":
            ends = {"from": _day(one(typed, "from")), "to": _day(one(typed, "to"))}
            return ("during", ends) if any(ends.values()) else None
        case "last" | "over" | "next" if text := one(typed, "count"):
            if not text.isdecimal() or int(text) > MOST:
                raise UnreadableError(_("“%(text)s” is no number of days, weeks, months or years.") % {"text": text})
            return "during", {period: int(text), "unit": unit}
    return None


def _day(text: str) -> str:
    found = read_date(text) if text else ""
    words = {str(told).casefold(): key for key, told in DAYS.items()}
    if text.casefold() in words:
        return words[text.casefold()]
    if isinstance(found, Problem):
        raise UnreadableError(
            _("“%(text)s” is no day. Write 21.11.2026, 11.2026 or 2026, or: today, yesterday, tomorrow.")
            % {"text": text}
        )
    return found


def _write_period(_asked: Input, operator: str, value: Any) -> Typed | None:
    match operator, value:
        case "filled", bool():
            return {"period": ["filled" if value else "empty"]}
        case "during", {"from": first, "to": last}:
            return {"period": ["dates"], "from": [_written(first)], "to": [_written(last)]}
        case "during", {"unit": unit, **rest} if len(rest) == 1:
            [(period, count)] = rest.items()
            return {"period": [str(period)], "count": [str(count)], "unit": [str(unit)]}
        case "during", {**rest} if len(rest) == 1:
            [(period, unit)] = rest.items()
            return {"period": [str(period)], "unit": [str(unit)]}
    return None


def _written(day: Any) -> str:
    if not day:
        return ""
    if day in DAYS:
        return str(DAYS[day])
    parts = str(day).split("-")
    return ".".join(reversed(parts))


_DRAWN: dict[Type, str] = {
    Type.TEXT: "text",
    Type.PLACE: "text",
    Type.STREET: "text",
    Type.CHOICE: "choice",
    Type.REFERENCE: "choice",
    Type.YES_NO: "yes_no",
    Type.NUMBER: "number",
    Type.DATE: "period",
    Type.PARTIAL: "period",
}
_READERS: dict[str, Callable[[Input, Typed], Test | None]] = {
    "text": _read_text,
    "choice": _read_choice,
    "yes_no": _read_yes_no,
    "number": _read_number,
    "period": _read_period,
}
_WRITERS: dict[str, Callable[[Input, str, Any], Typed | None]] = {
    "text": _write_text,
    "choice": _write_choice,
    "yes_no": _write_yes_no,
    "number": _write_number,
    "period": _write_period,
}
