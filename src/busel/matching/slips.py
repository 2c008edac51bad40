"""Given names that are a slip of the hand away, by their letters: keys leave vowels out, so "Алнеа" sounds of no Алена.

Every form stands under what is left of it without one letter; two words that one slip parts share what is left.
"""

from __future__ import annotations

from functools import cache, lru_cache

from rapidfuzz.distance import OSA

from busel.names.clean import clean
from busel.names.given import names_of, usual_first
from busel.names.tables import forms, read_table

LEAST_LETTERS = 3
MOST_NAMES = 6
"""A short word is one letter away from many names; the more usual ones are meant."""
_COLUMNS = ("be", "ru", "short", "latin")
_NONE: frozenset[str] = frozenset()


@lru_cache(maxsize=65536)
def near(word: str) -> frozenset[str]:
    """Return the names of the table that one letter makes of a word in lower case: more, fewer, wrong or exchanged."""
    word = _letters(word)
    if len(word) < LEAST_LETTERS:
        return _NONE
    found = {form for left in _shortened(word) for form in _forms().get(left, ())}
    names = {name for form in found if OSA.distance(form, word) <= 1 for name in _names()[form]}
    return frozenset(usual_first(names)[:MOST_NAMES])


def spelt(word: str) -> frozenset[str]:
    """Return the names that a word in lower case stands for as it is spelt, none for what the table has not."""
    return _names().get(_letters(word), _NONE)


@cache
def _forms() -> dict[str, tuple[str, ...]]:
    """Return what is left of a form without one letter, and the form itself -> the forms."""
    found: dict[str, tuple[str, ...]] = {}
    for form in sorted(_names()):
        for left in _shortened(form):
            found[left] = (*found.get(left, ()), form)
    return found


@cache
def _names() -> dict[str, frozenset[str]]:
    """Return form -> the names that it stands for."""
    found: dict[str, frozenset[str]] = {}
    for row in read_table("given_names.tsv"):
        for form in (form for column in _COLUMNS for form in forms(row[column])):
            found[_letters(form)] = found.get(_letters(form), _NONE) | names_of(form)
    return found


def _letters(form: str) -> str:
    return clean(form).lower().replace("ё", "е")


def _shortened(word: str) -> set[str]:
    return {word} | {word[:at] + word[at + 1 :] for at in range(len(word))}
