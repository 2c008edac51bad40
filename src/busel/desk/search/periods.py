"""Periods as searches hold them, relative to the day on which they are asked: `{"last": 30, "unit": "day"}`.

| form | days |
|---|---|
| `{"last": n, "unit": U}` | from n units ago to today |
| `{"next": n, "unit": U}` | from today to n units ahead |
| `{"over": n, "unit": U}` | longer ago than n units |
| `{"this": U}`, `{"previous": U}` | the day, week (from Monday), month or year that is, or was before it |
| `{"from": D, "to": D}` | between two days, both included; either may be missing |

U is day, week, month or year. D is ISO 8601, as far as known, or today, yesterday, tomorrow.
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
from typing import Any

from busel.desk.search.where import BadConditionError, whole

UNITS = ("day", "week", "month", "year")
MOST = 10_000
DAYS = {"yesterday": -1, "today": 0, "tomorrow": 1}
_ISO = re.compile(r"[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?\Z")
_MONTHS = {"month": 1, "year": 12}
Span = tuple[str, str]
"""The first and the last day, ISO 8601; an empty one is open."""


def span(period: Any, today: dt.date) -> Span:
    """Return the days of a period. Raises BadConditionError."""
    match period:
        case {"last": count, "unit": unit, **rest} if not rest:
            return shifted(today, -_count(count), unit).isoformat(), today.isoformat()
        case {"next": count, "unit": unit, **rest} if not rest:
            return today.isoformat(), shifted(today, _count(count), unit).isoformat()
        case {"over": count, "unit": unit, **rest} if not rest:
            return "", _day_off(shifted(today, -_count(count), unit), -1).isoformat()
        case {"this": unit, **rest} if not rest:
            return _around(today, unit)
        case {"previous": unit, **rest} if not rest:
            return _around(_day_off(dt.date.fromisoformat(_around(today, unit)[0]), -1), unit)
        case {"from": first, "to": last, **rest} if not rest:
            return _edge(first, today, is_last=False), _edge(last, today, is_last=True)
    raise BadConditionError(str(period)[:100])


def shifted(day: dt.date, count: int, unit: Any) -> dt.date:
    """Return the day so many units away, the last of its month where the month is shorter. Raises BadConditionError."""
    if unit in _MONTHS:
        months = day.year * 12 + day.month - 1 + count * _MONTHS[unit]
        year, month = divmod(months, 12)
        if not dt.MINYEAR <= year <= dt.MAXYEAR:
            return dt.date.min if count < 0 else dt.date.max
        return dt.date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))
    if unit not in UNITS:
        raise BadConditionError(str(unit)[:100])
    return _day_off(day, count * (7 if unit == "week" else 1))


def _day_off(day: dt.date, days: int) -> dt.date:
    try:
        return day + dt.timedelta(days=days)
    except OverflowError:
        return dt.date.min if days < 0 else dt.date.max


def _count(count: Any) -> int:
    return whole(count, most=MOST)


def _around(day: dt.date, unit: Any) -> Span:
    match unit:
        case "day":
            first = last = day
        case "week":
            first = _day_off(day, -day.weekday())
            last = _day_off(first, 6)
        case "month":
            first, last = day.replace(day=1), day.replace(day=calendar.monthrange(day.year, day.month)[1])
        case "year":
            first, last = day.replace(month=1, day=1), day.replace(month=12, day=31)
        case _:
            raise BadConditionError(str(unit)[:100])
    return first.isoformat(), last.isoformat()


def _edge(day: Any, today: dt.date, *, is_last: bool) -> str:
    """Return a whole day for one end of a period: of "1960" the first, or the last. An open end stays open."""
    if day in ("", None):
        return ""
    if day in DAYS:
        return _day_off(today, DAYS[day]).isoformat()
    if not isinstance(day, str) or not _ISO.match(day):
        raise BadConditionError(str(day)[:100])
    try:
        known = dt.date.fromisoformat(day + "-01-01"[len(day) - 4 :])
    except ValueError as error:
        raise BadConditionError(day) from error
    unit = {4: "year", 7: "month"}.get(len(day), "day")
    return _around(known, unit)[is_last]
