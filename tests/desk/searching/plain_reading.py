"""What every condition means, read person by person in plain Python: nothing of it is shared with the SQL."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from typing import Any

Person = dict[str, Any]
"""{"in": division, "about": [(kind, fields)], and the fields of a contact}."""


class Reader:
    """Reads conditions on one day. `tag_types`, `events`, `required` and `searches` are what the division shares."""

    def __init__(
        self,
        today: dt.date,
        *,
        tag_types: dict[str, str],
        events: dict[int, dict[str, str]],
        required: list[str],
        searches: dict[int, dict[str, Any]],
    ) -> None:
        self.today, self.tag_types, self.events = today, tag_types, events
        self.required, self.searches = required, searches
        self.everybody: list[Person] = []

    def fits(self, condition: dict[str, Any], one: Person) -> bool:
        match condition:
            case {"all": parts}:
                return all(self.fits(part, one) for part in parts)
            case {"any": parts}:
                return any(self.fits(part, one) for part in parts)
            case {"not": part}:
                return not self.fits(part, one)
            case {"search": record}:
                return self.fits(self.searches[record], one)
            case {"some": name, **more}:
                found = [record for record in self.records(name, one) if self._all_of(name, more.get("of", []), record)]
                return len(found) >= more.get("at_least", 1)
            case {"field": name, **test}:
                [(operator, value)] = test.items()
                return self._person(name, operator, value, one)
        raise AssertionError(condition)

    def _all_of(self, source: str, leaves: list[dict[str, Any]], record: dict[str, Any]) -> bool:
        for leaf in leaves:
            inner = leaf.get("not", leaf)
            [(operator, value)] = [(key, value) for key, value in inner.items() if key != "field"]
            values = self.column(source, inner["field"], record)
            in_both = inner["field"] in ("region", "district", "settlement")
            if self.test(values, operator, value, in_both=in_both) == ("not" in leaf):
                return False
        return True

    def records(self, name: str, one: Person) -> list[dict[str, Any]]:
        about = [(kind, dict(fields)) for kind, fields in one["about"]]
        if name == "external_id":
            return [{"value": value} for value in one.get("external_ids", [])]
        if name == "follow_up":
            return [fields for kind, fields in about if kind == "activity" and fields.get("due")]
        if name == "relationship":
            mine = [fields | {"side": "contact"} for kind, fields in about if kind == "relationship"]
            named = one.get("family_be", "")
            theirs = [
                dict(fields) | {"side": "other"}
                for other in self.everybody
                for kind, fields in other["about"]
                if kind == "relationship" and fields["other"] == named
            ]
            return [*mine, *theirs]
        return [fields for kind, fields in about if kind == name]

    def column(self, source: str, name: str, record: dict[str, Any]) -> list[Any]:
        def got(*names: str) -> list[Any]:
            return [record.get(one, "") for one in names]

        today = self.today.isoformat()
        house = int(re.match(r"\d*", record.get("house", ""))[0] or 0)  # type: ignore[index]  # it always matches
        special: dict[tuple[str, str], Any] = {
            ("phone", "number"): lambda: got("number", "written"),
            ("phone", "valid"): lambda: [bool(record.get("number")) and record.get("status") != "bad"],
            ("email", "valid"): lambda: [record.get("status") != "bad"],
            ("address", "settlement"): lambda: got("settlement_be", "settlement_ru"),
            ("address", "street"): lambda: got("street_be", "street_ru"),
            ("address", "house"): lambda: [house],
            ("address", "side"): lambda: ["" if not house else "odd" if house % 2 else "even"],
            ("tag", "group"): lambda: (
                [self.tag_types[record["label"]]] if record["label"] in self.tag_types else [None]
            ),
            ("activity", "text"): lambda: got("subject", "details"),
            ("activity", "batch"): lambda: [record.get("batch", 0)],
            ("activity", "event"): lambda: [record.get("event", 0)],
            ("follow_up", "open"): lambda: [not record.get("done")],
            ("membership", "now"): lambda: [not record.get("left")],
            ("attendance", "type"): lambda: self._event(record, "type"),
            ("attendance", "day"): lambda: self._event(record, "day"),
            ("attendance", "invited"): lambda: [bool(record.get("invited"))],
            ("consent", "in_force"): lambda: [
                not record.get("withdrawn") and (not record.get("until") or record["until"] >= today)
            ],
            ("relationship", "type"): lambda: [f"{record['type']}.{record['side']}"],
            ("relationship", "lasts"): lambda: [not record.get("until")],
        }
        return list(special.get((source, name), lambda: got(name))())

    def _event(self, record: dict[str, Any], name: str) -> list[Any]:
        known = self.events.get(record["event"])
        return [None] if known is None else [known.get(name, "")]

    def _person(self, name: str, operator: str, value: Any, one: Person) -> bool:
        special = {"division": self._division, "age": self._age, "birthday": self._birthday}
        if name in special:
            return special[name](operator, value, one)
        if name == "household_size":
            size = sum(other.get("household", 0) == one.get("household", 0) for other in self.everybody)
            return bool(one.get("household")) and self.test([size], operator, value)
        if name == "missing":
            return self.test([sum(not self._filled(key, one) for key in self.required)], operator, value)
        if name.startswith("own."):
            return self._own(one.get("custom", {}).get(name[4:]), operator, value)
        if name == "suggested":
            return self.test([bool(one.get(name))], operator, value)
        both = ("family", "given", "patronymic")
        names = [f"{name}_be", f"{name}_ru"] if name in both else [name]
        empty = 0 if name in ("support", "household") else False if name in FLAGS else ""
        return self.test([one.get(key, empty) for key in names], operator, value)

    def _filled(self, key: str, one: Person) -> bool:
        if key in ("phone", "email"):
            column = {"phone": "number", "email": "address"}[key]
            return any(kind == key and fields.get(column) for kind, fields in one["about"])
        return bool(one.get(key)) or bool(one.get("custom", {}).get(key))

    def _division(self, _operator: str, value: Any, one: Person) -> bool:
        names = value if isinstance(value, list) else [value]
        return any(one["in"] == name or one["in"].startswith(f"{name} / ") for name in names)

    def _age(self, operator: str, value: Any, one: Person) -> bool:
        born = one.get("birth", "")
        if operator == "filled":
            return bool(born) == value
        if not born:
            return False
        day = dt.date.fromisoformat(_middle(born))
        age = self.today.year - day.year - ((self.today.month, self.today.day) < (day.month, day.day))
        return self.test([age], operator, value)

    def _birthday(self, _operator: str, value: Any, one: Person) -> bool:
        first, last = (dt.date.fromisoformat(day) for day in self.span(value))
        born = one.get("birth", "")
        days = [first + dt.timedelta(days=at) for at in range(min((last - first).days + 1, 366))]
        kept = [born[5:]] + (["02-28"] if born[5:] == "02-29" else [])
        return len(born) == 10 and any(day.isoformat()[5:] in kept for day in days)

    def _own(self, held: Any, operator: str, value: Any) -> bool:
        values = held if isinstance(held, list) else [] if held is None else [held]
        if operator == "filled":
            return any(one is not None and one != "" for one in values) == value
        if operator == "between":
            values = [one for one in values if isinstance(one, int | float) and not isinstance(one, bool)]
        if operator == "any_of":
            return any(type(one) is type(asked) and one == asked for one in values for asked in value)
        if isinstance(value, bool):
            return any(one is value for one in values)
        if not isinstance(value, str) and operator == "is":
            return any(one == value and not isinstance(one, bool) for one in values)
        if operator == "during":
            values = [one for one in values if isinstance(one, str)]
        return any(self.test([one], operator, value) for one in values if not isinstance(one, bool))

    def test(self, values: list[Any], operator: str, value: Any, *, in_both: bool = False) -> bool:
        """Is it so for one of the values? None is what is not known at all: nothing is so of it."""
        if operator == "filled":
            return any(one is not None and one not in ("", 0) for one in values) == value
        return any(one is not None and self._one(one, operator, value, in_both=in_both) for one in values)

    def _one(self, held: Any, operator: str, value: Any, *, in_both: bool) -> bool:
        if operator == "during":
            first, last = self.span(value)
            return bool(held) and (first or "0") <= _middle(held) <= (last or "9")
        if operator == "between":
            low, high = value
            return (low is None or held >= low) and (high is None or held <= high)
        if operator == "any_of":
            return held in value or (in_both and any(self._one(held, "is", one, in_both=True) for one in value))
        if not isinstance(value, str):
            return bool(held == value)
        text, wanted = _fold(str(held)), [_fold(one.strip()) for one in (_places(value) if in_both else [value])]
        return {
            "is": lambda: text in wanted,
            "begins": lambda: any(text.startswith(one) for one in wanted),
            "contains": lambda: any(one in text for one in wanted),
            "words": lambda: all(_fold(word) in text for word in value.split()),
        }[operator]()

    def span(self, period: dict[str, Any]) -> tuple[str, str]:
        today = self.today
        match period:
            case {"last": count, "unit": unit}:
                return _back(today, count, unit).isoformat(), today.isoformat()
            case {"next": count, "unit": unit}:
                return today.isoformat(), _back(today, -count, unit).isoformat()
            case {"over": count, "unit": unit}:
                return "", (_back(today, count, unit) - dt.timedelta(days=1)).isoformat()
            case {"this": unit}:
                return _calendar(today, unit)
            case {"previous": unit}:
                return _calendar(dt.date.fromisoformat(_calendar(today, unit)[0]) - dt.timedelta(days=1), unit)
            case {"from": first, "to": last}:
                return self._end(first, 0), self._end(last, 1)
        raise AssertionError(period)

    def _end(self, day: str | None, at: int) -> str:
        if not day:
            return ""
        words = {"yesterday": -1, "today": 0, "tomorrow": 1}
        if day in words:
            return (self.today + dt.timedelta(days=words[day])).isoformat()
        if len(day) == 7 and at:
            return f"{day}-{calendar.monthrange(int(day[:4]), int(day[5:]))[1]}"
        return {4: f"{day}{('-01-01', '-12-31')[at]}", 7: f"{day}-01", 10: day}[len(day)]


FLAGS = ("risk", "no_letters", "no_calls", "moved", "deceased")
PLACES = (
    {"Жлобін", "Жлобин", "Žlobin"},
    {"Мазыр", "Мозырь", "Mazyr"},
    {"Homieĺ region", "Гомельская вобласць", "Гомельская область"},
)


def _places(text: str) -> set[str]:
    return next((names for names in PLACES if text in names), {text})


def _fold(text: str) -> str:
    return re.sub("[’ʼ‘`´]", "'", text.lower()).replace("ё", "е")


def _middle(day: str) -> str:
    return {4: f"{day}-07-01", 7: f"{day}-15"}.get(len(day), day)


def _back(day: dt.date, count: int, unit: str) -> dt.date:
    if unit in ("day", "week"):
        return day - dt.timedelta(days=count if unit == "day" else 7 * count)
    months = day.year * 12 + day.month - 1 - (count if unit == "month" else 12 * count)
    year, month = months // 12, months % 12 + 1
    return dt.date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def _calendar(day: dt.date, unit: str) -> tuple[str, str]:
    if unit == "week":
        monday = day - dt.timedelta(days=day.isoweekday() - 1)
        return monday.isoformat(), (monday + dt.timedelta(days=6)).isoformat()
    head = {"day": day.isoformat(), "month": day.isoformat()[:7], "year": day.isoformat()[:4]}[unit]
    days = [day + dt.timedelta(days=at) for at in range(-366, 367)]
    same = [one.isoformat() for one in days if one.isoformat().startswith(head)]
    return same[0], same[-1]
