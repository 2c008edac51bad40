"""Which of two words is the given name where both may be one: "Іван Мира", "Роман Анна", "Адам Марк"."""

from __future__ import annotations

from enum import IntEnum

from busel.names.given import is_whole, names_of, place_of, sex_of
from busel.names.keys import k1
from busel.names.own_forms import NO_FORMS, OwnForms

_USUAL = 150
"""So many names of the table, women's and men's, are heard every day; a word behind them is rather a surname."""
_USUAL_SHORT = 60
"""Pet names of so many are heard as often as whole names."""


class Standing(IntEnum):
    """How well a word stands as a given name; the smaller, the better."""

    WHOLE = 0
    SHORT = 1
    """A pet name of a usual name, or one that the organisation added."""
    RARE = 2
    FAINT = 3
    """A pet name of a rare name, or a word that only sounds like a name."""


def standing_of(word: str, own: OwnForms = NO_FORMS) -> Standing | None:
    """Return how well a word stands as a given name; None for what is none."""
    of_k1 = k1(word)
    if own.is_short(of_k1):
        return Standing.SHORT
    found = names_of(word, of_k1)
    if not found:
        return Standing.RARE if own.added(of_k1) else None
    place = place_of(found)
    if is_whole(word):
        return Standing.WHOLE if place < _USUAL else Standing.RARE
    is_spelt_so = bool(names_of(word, ""))
    return Standing.SHORT if is_spelt_so and place < _USUAL_SHORT else Standing.FAINT


def likelier(one: str, other: str, own: OwnForms = NO_FORMS) -> tuple[str, bool]:
    """Return which of two given names is the given name, and whether that is sure; "" where it may be either.

    The usual whole name goes before a rare one or a rare pet name. Of a man's name and a woman's the man's is the
    family name: “Роман Анна”.
    """
    stand = {word: standing_of(word, own) for word in (one, other)}
    first, second = stand[one], stand[other]
    if first is None or second is None or one == other:
        return "", False
    if max(first, second) <= Standing.SHORT:
        sexes = {sex_of(word): word for word in (one, other)}
        return (sexes["f"], True) if sexes.keys() == {"f", "m"} else ("", False)
    if first == second:
        return "", False
    return (one if first < second else other), abs(first - second) > 1
