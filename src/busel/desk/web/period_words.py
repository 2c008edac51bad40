"""Periods of searches in words."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from busel.desk.search.periods import DAYS
from busel.desk.web.building.words import DAYS as DAY_WORDS
from busel.desk.web.components import Words
from busel.desk.web.formats import format_number, format_partial

_THIS: dict[str, Words] = {
    "day": gettext_lazy("today"),
    "week": gettext_lazy("this week"),
    "month": gettext_lazy("this month"),
    "year": gettext_lazy("this year"),
}
_PREVIOUS: dict[str, Words] = {
    "day": gettext_lazy("yesterday"),
    "week": gettext_lazy("last week"),
    "month": gettext_lazy("last month"),
    "year": gettext_lazy("last year"),
}
_COUNTED: dict[str, Callable[[int], str]] = {
    "day": lambda n: ngettext("%(n)s day", "%(n)s days", n),
    "week": lambda n: ngettext("%(n)s week", "%(n)s weeks", n),
    "month": lambda n: ngettext("%(n)s month", "%(n)s months", n),
    "year": lambda n: ngettext("%(n)s year", "%(n)s years", n),
}


def period_words(period: Any) -> str:
    """Return a period in words, "" for one of a newer version."""
    match period:
        case {"this": str(unit)}:
            return str(_THIS.get(unit, unit))
        case {"previous": str(unit)}:
            return str(_PREVIOUS.get(unit, unit))
        case {"from": first, "to": last}:
            return from_to(_day(first), _day(last))
        case {"unit": str(unit)}:
            return _counted(period, unit)
    return ""


def _counted(period: dict[str, Any], unit: str) -> str:
    match period:
        case {"last": int(n)}:
            return _("not longer than %(span)s ago") % {"span": _span(n, unit)}
        case {"over": int(n)}:
            return _("longer than %(span)s ago") % {"span": _span(n, unit)}
        case {"next": int(n)}:
            return _("within %(span)s from now") % {"span": _span(n, unit)}
    return ""


def from_to(first: str, last: str) -> str:
    """Return "from … to …", as far as the ends are known."""
    if first and last:
        return _("from %(first)s to %(last)s") % {"first": first, "last": last}
    return _("from %(first)s on") % {"first": first} if first else _("up to %(last)s") % {"last": last}


def _span(n: int, unit: str) -> str:
    counted = _COUNTED.get(unit)
    number = format_number(n, get_language() or "be")
    return counted(n) % {"n": number} if counted else f"{number} {unit}"


def _day(day: Any) -> str:
    if not day:
        return ""
    return str(DAY_WORDS[day]) if day in DAYS else format_partial(str(day), get_language() or "be")
