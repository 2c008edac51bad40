"""Surnames that somebody bore before: one text, with commas between, as people write them into a form.

Each is kept in the language in which it was told; keys of sound find it in the other one.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from busel.names.clean import tokens
from busel.names.distance import similarity
from busel.names.keys import key_tokens
from busel.names.written import written_name

if TYPE_CHECKING:
    from collections.abc import Iterable

FAMILIES = ("family_be", "family_ru")
"""The fields of a contact that hold the surname of today."""
FORMER = "former_family"
"""The field that holds those of before."""
_BETWEEN = re.compile(r"[,;/|\n]+")
_SPELLING = 0.8
"""Two surnames that are as alike as this are one name, spelt otherwise or with a slip of the pen."""
MOST_COMPARED, LONGEST = 20, 60
"""So many surnames of one person, of so many letters, are compared with others; all stay as they were written.

Comparing takes time by the square of either, and a collector may send a text of twenty thousand letters.
"""


def formers_in(text: str) -> list[str]:
    """Return the surnames that stand in a text, each once, as names are kept."""
    if not text:  # of a hundred thousand nearly all
        return []
    return _each_once(map(written_name, _BETWEEN.split(text)))


def formers_compared(text: str) -> list[str]:
    """Return the surnames in a text by which somebody may be found: nobody bore more, or longer ones."""
    return [name for name in formers_in(text) if len(name) <= LONGEST][:MOST_COMPARED] if text else []


def former_text(names: Iterable[str]) -> str:
    """Return the text for these surnames, or for texts with several."""
    return ", ".join(_each_once(one for name in names for one in formers_in(name)))


def without_present(text: str, families: Iterable[str]) -> str:
    """Return the text without what is the surname of today."""
    now = {name.casefold() for name in families}
    return ", ".join(one for one in formers_in(text) if one.casefold() not in now)


def is_spelling(one: str, other: str) -> bool:
    """Are two surnames one and the same, in the other language, of the other sex, or with a slip of the pen?"""
    if max(len(one), len(other)) > LONGEST:
        return one.casefold() == other.casefold()
    first, second = ("".join(keyed.k1 for keyed in key_tokens(tokens(name))) for name in (one, other))
    if not (first and second):  # of signs alone
        return one.casefold() == other.casefold()
    return similarity(first, second) >= _SPELLING


def each_meant(names: Iterable[str]) -> list[str]:
    """Return the surnames without those that only spell one of the others once more, the first ones stay."""
    found: list[str] = []
    for name in filter(None, names):
        if len(found) >= MOST_COMPARED or not any(is_spelling(name, other) for other in found):
            found.append(name)
    return found


def _each_once(names: Iterable[str]) -> list[str]:
    found: dict[str, str] = {}
    for name in names:
        if name:
            found.setdefault(name.casefold(), name)
    return list(found.values())
