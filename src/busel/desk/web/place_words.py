"""Divisions in the language of the page: an organisation's regions and districts bear the country's names."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from functools import lru_cache

from busel.names.places import division

SEPARATOR = " / "
_LETTERS = "абвгґдеёжзиійклмнопрстуўфхцчшщъыьэюя"
_ORDER = {ord(letter): chr(0xE000 + at) for at, letter in enumerate(_LETTERS)}


@lru_cache(maxsize=2048)
def division_words(name: str, language: str) -> str:
    """Return a division's full name in "be", "ru" or "en", part by part; a part that is no place's stays as it is."""
    return SEPARATOR.join(_part(part, language) for part in name.split(SEPARATOR))


def in_order(words: str) -> str:
    """Return what to sort names by: the alphabet's order, where «І» stands after «З», and "Č" after "C"."""
    return unicodedata.normalize("NFD", words.casefold().translate(_ORDER))


def by_name(pairs: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """Return pairs of words and whatever they stand for, in the order of the words."""
    return sorted(pairs, key=lambda pair: (in_order(pair[0]), pair[1]))


def within(name: str, zone: str) -> str:
    """Return a full name without what the zone's name says already: "Žlobin district" in "Homieĺ region"."""
    if name == zone:
        return ""
    return name.removeprefix(zone + SEPARATOR) if zone else name


def _part(part: str, language: str) -> str:
    known = division(part)
    return known.shown(language) if known and part == known.en else part
