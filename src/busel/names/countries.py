"""Countries: their names in three languages and French, from the Unicode CLDR that Babel carries, and their codes."""

from __future__ import annotations

from functools import cache

from babel.core import Locale

from busel.names.clean import clean
from busel.names.tables import forms, read_table

HOME = "BY"
LANGUAGES = ("be", "ru", "en")
_LETTERS = 2
_NO_COUNTRIES = ("EU", "UN", "ZZ", "QO", "XA", "XB", "EZ")
_LOCALES = {"be": Locale("be"), "ru": Locale("ru"), "en": Locale("en", "GB"), "fr": Locale("fr")}


@cache
def country_names(language: str) -> dict[str, str]:
    """Return code (ISO 3166, two letters) -> name in "be", "ru", "en" or "fr"."""
    return {
        code: name
        for code, name in _LOCALES.get(language, _LOCALES["en"]).territories.items()
        if len(code) == _LETTERS and code.isalpha() and code not in _NO_COUNTRIES
    }


def country_name(code: str, language: str) -> str:
    """Return a country's name; a code that nobody knows stays as it is."""
    return country_names(language).get(code, code)


def read_country(written: str) -> str:
    """Return the code of a country by its name in any of the languages or its code; "" for what is none."""
    return _codes().get(clean(written), "")


@cache
def _codes() -> dict[str, str]:
    found = {clean(name): code for language in _LOCALES for code, name in country_names(language).items()}
    found |= {clean(name): row["code"] for row in read_table("countries.tsv") for name in forms(row["names"])}
    return found | {code.lower(): code for code in country_names("en")}
