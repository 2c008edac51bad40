"""Numbers, dates and telephones as people write them in Belarusian, Russian and English. No clock, no request."""

from __future__ import annotations

import datetime as dt

from babel.core import Locale
from babel.dates import format_date

from busel.names.phones import shown

NARROW = "\u202f"
"""Narrow no-break space: groups of digits."""
NO_BREAK = "\u00a0"
LOCALES = {"be": Locale("be"), "ru": Locale("ru"), "en": Locale("en", "GB")}
YEAR, MONTH, DAY = 4, 7, 10
"""Lengths of "1960", "1960-02" and "1960-02-29"."""


def format_number(value: float, language: str) -> str:
    """Return 113220 as "113 220", in English "113,220"; a fraction keeps one digit."""
    text = f"{value:,}" if isinstance(value, int) else f"{value:,.1f}"
    return text if language == "en" else text.replace(".", ";").replace(",", NARROW).replace(";", ",")


def format_share(part: float, whole: float) -> int:
    """Return how much of `whole` is done, 0 to 100, never 100 before the end."""
    if whole <= 0:
        return 0
    return min(100, int(100 * part / whole))


def format_day(day: dt.date, language: str) -> str:
    """Return a day in words: "21 лістапада 2026", "21 November 2026"."""
    return format_date(day, "d MMMM y", locale=LOCALES[language])


def format_day_short(day: dt.date, language: str) -> str:
    """Return a day for tables: "21.11.2026", in English "21 Nov 2026"."""
    return format_date(day, "d MMM y" if language == "en" else "dd.MM.y", locale=LOCALES[language])


def format_partial(written: str, language: str) -> str:
    """Return a birth date as far as it is known: "1960", "люты 1960", "29 лютага 1960"; no date stays as it is."""
    try:
        if len(written) == DAY:
            return format_day(dt.date.fromisoformat(written), language)
        if len(written) == MONTH:
            return format_date(dt.date.fromisoformat(f"{written}-01"), "LLLL y", locale=LOCALES[language])
    except ValueError:
        return written
    return written


def format_phone(number: str) -> str:
    """Return an E.164 number as people write it, "+375 29 123-45-67", unbreakable; anything else as it is."""
    return shown(number).replace(" ", NO_BREAK) if number.startswith("+") else number
