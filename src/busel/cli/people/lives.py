"""What is known about synthetic people beside name and home: birth, opinions, tags, what happened with them."""

from __future__ import annotations

from bisect import bisect
from datetime import date, timedelta
from functools import cache
from typing import TYPE_CHECKING, Any

from busel.cli.people.organisation import BEST_TIMES, CAN_HELP
from busel.cli.people.tables import acts, labels, notes, sources

if TYPE_CHECKING:
    from collections.abc import Iterator

    from busel.cli.people.chance import Draw

BIRTH_DAY, BIRTH_MONTH, BIRTH_YEAR = 0.55, 0.60, 0.78
"""Below: the whole day is known; the month; the year. Above nothing is."""
HAS_NOTE = 0.10
HAS_CUSTOM = 0.35
TAKES_COPIES, HAS_BEST_TIME, CAN_HELP_US = 0.5, 0.4, 0.4
"""Shares of those with custom fields."""
WRITTEN_BE, WRITTEN_RU = 0.30, 0.75
"""Below: write in Belarusian; in Russian."""
FLAGS = (("risk", 0.004), ("no_letters", 0.015), ("no_calls", 0.015), ("moved", 0.01), ("deceased", 0.008))
FLAGGED = sum(share for _, share in FLAGS)
SUPPORT = (0.30, 0.55, 0.80, 0.92, 0.97, 1.0)
"""Upper edges of the shares of unknown, 1, 2, 3, 4 and 5."""
HAPPENED = (0.50, 0.84, 0.96, 1.0)
"""Upper edges of the shares of people with which nothing, one thing, two and three things happened."""
YEARS_BACK = 2


def remarks(draw: Draw, names: dict[str, Any], today: date) -> dict[str, Any]:
    """Return what stands on a person's card beside the names: fields of `Contact`."""
    fields: dict[str, Any] = {"source": sources().at(draw())}
    if birth := _birth(draw(), draw(), today):
        fields["birth"] = birth
    if language := _language(draw(), names):
        fields["language"] = language
    if support := _place(SUPPORT, draw()):
        fields["support"] = support
    if draw() < HAS_NOTE:
        fields["notes"] = notes(language or "ru").at(draw())
    if flag := _flag(draw()):
        fields[flag] = True
    if draw() < HAS_CUSTOM:
        fields["custom"] = _custom(draw, today)
    return fields


def tags(draw: Draw) -> Iterator[dict[str, str]]:
    """Yield the tags of one person: fields of `Tag` without the contact, 1.3 on average."""
    return ({"label": label} for label, share in labels() if draw() < share)


def activities(draw: Draw, today: date) -> Iterator[dict[str, str]]:
    """Yield what happened with one person: fields of `Activity` without the contact, 0.7 on average."""
    for _ in range(_place(HAPPENED, draw())):
        act = acts().at(draw())
        fields = {"type": act.type, "day": _day_before(today, draw() * YEARS_BACK), "subject": act.subject}
        yield fields | ({"outcome": act.outcome} if act.outcome else {})


def _place(edges: tuple[float, ...], drawn: float) -> int:
    return bisect(edges, drawn)


def _birth(known: float, age: float, today: date) -> str:
    """Return as much of a grown-up's birth day as is known: 18 to 90 years ago, the middle ages more often."""
    if known >= BIRTH_YEAR:
        return ""
    day = _day_before(today, 18.1 + 72 * (age + (1 - abs(2 * age - 1)) * (0.5 - age) * 0.5))
    if known < BIRTH_DAY:
        return day
    return day[:7] if known < BIRTH_MONTH else day[:4]


def _day_before(today: date, years: float) -> str:
    return _iso_before(today, int(years * 365.25))


@cache
def _iso_before(today: date, days: int) -> str:
    return (today - timedelta(days=days)).isoformat()


def _language(drawn: float, names: dict[str, Any]) -> str:
    """Return the language to write in, which is not known of one in four who stand in a Russian list."""
    if "family_ru" not in names:
        return "be"
    return "be" if drawn < WRITTEN_BE else "ru" if drawn < WRITTEN_RU else ""


def _flag(drawn: float) -> str:
    if drawn >= FLAGGED:
        return ""
    for name, share in FLAGS:
        if drawn < share:
            return name
        drawn -= share
    return FLAGS[-1][0]


def _custom(draw: Draw, today: date) -> dict[str, Any]:
    """Return values of the demo's data standard, see `organisation.demo_fields`."""
    fields: dict[str, Any] = {"confirmed_day": _day_before(today, draw() * YEARS_BACK)}
    if draw() < TAKES_COPIES:
        fields["copies"] = 1 + int(draw() * 60)
    if draw() < HAS_BEST_TIME:
        fields["best_time"] = BEST_TIMES[int(draw() * len(BEST_TIMES))]
    if draw() < CAN_HELP_US:
        fields["can_help"] = [CAN_HELP[int(draw() * len(CAN_HELP))]]
    return fields
