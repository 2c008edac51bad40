"""Countries by their names in the page's language; Belarus, and where many went, come first."""

from __future__ import annotations

from django.utils.translation import gettext as _

from busel.names.countries import HOME, country_names

NEAR = ("PL", "LT", "LV", "UA", "DE", "GE", "CZ", "US", "GB")


def country_words(code: str, language: str) -> str:
    """Return a country's name, "" for Belarus; a code that nobody knows stays as it is."""
    return "" if code in ("", HOME) else country_names(language).get(code, code)


def country_choices(language: str) -> list[tuple[str, object]]:
    """Return (stored code, name): Belarus is the empty one."""
    names = country_names(language)
    near = [(code, names[code]) for code in NEAR]
    others = sorted(((code, name) for code, name in names.items() if code not in (*NEAR, HOME)), key=lambda one: one[1])
    return [("", names[HOME]), (_("where many went"), near), (_("other countries"), others)]
