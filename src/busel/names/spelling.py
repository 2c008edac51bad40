"""How a name is spelt in the other language: a suggestion for a person to look at, with how sure it is.

A suggestion is never stored by itself in a form, and is marked where a list brings it in. What the zone has learned
from people with both spellings goes before it (`desk.people.spellings`).
"""

from __future__ import annotations

import re
from enum import StrEnum
from typing import TYPE_CHECKING, Literal, NamedTuple

from busel.names.clean import clean
from busel.names.family_spelling import in_belarusian, in_russian
from busel.names.given import counterpart, pet_name_in
from busel.names.keys import k1, k2
from busel.names.patronymics import other_patronymic, sounding_patronymic
from busel.names.written import written_name

if TYPE_CHECKING:
    from busel.names.family_spelling import Spelt

Part = Literal["family", "given", "patronymic"]
Language = Literal["be", "ru"]

_WORD = re.compile(r"[^\W\d_]+(?:’[^\W\d_]+)*")
_NAME = re.compile(r"[а-яёіўґ’]+(?:[ -]+[а-яёіўґ’]+)*", re.IGNORECASE)
_FEWEST = 2
"""Letters; initials are not spelt out."""

LIKELY = 0.8
"""From here on a suggestion is called likely; below it a person is asked to check it."""

_IN_TABLE, _PET_NAME, _UNKNOWN_GIVEN = 0.97, 0.9, 0.5
_KNOWN_FATHER, _LIKE_FATHER, _UNKNOWN_FATHER = 0.97, 0.85, 0.6
_FAMILY = {"ru": (0.86, 0.75, 0.7), "be": (0.88, 0.7, 0.45)}
"""Family names: the way back leads to the same name with few letters undecided; with several; it leads elsewhere.
Measured by `tests/bench/spelling_reach.py`, as the others are."""
_MANY = 2


class Source(StrEnum):
    """Where a suggestion comes from."""

    DICTIONARY = "dictionary"
    RULES = "rules"
    LEARNED = "learned"
    """From people who have both spellings: whoever reads them says so (`desk.people.spellings`)."""


class Suggestion(NamedTuple):
    """A name in the other language; `confidence` is the share of such suggestions that are right, 0 to 1."""

    text: str
    confidence: float
    source: Source

    @property
    def is_likely(self) -> bool:
        """Is it more than a guess?"""
        return self.confidence >= LIKELY


def suggested(name: str, *, part: Part, to: Language) -> Suggestion | None:
    """Return how a part of a name is spelt in Belarusian ("be") or Russian ("ru"), by how it is spelt in the other one.

    None for what is no such name: initials, Latin letters, digits. Of several words the least sure one counts.
    """
    if not can_be_spelt(name):
        return None
    text = written_name(name)
    words = _WORD.findall(text)
    found = [_WAYS[part](word, to) for word in words]
    whole = iter(_cased(one.text, word) for one, word in zip(found, words, strict=True))
    worst = min(found, key=lambda one: one.confidence)
    return Suggestion(_WORD.sub(lambda _: next(whole), text), worst.confidence, worst.source)


def can_be_spelt(name: str) -> bool:
    """Has `suggested` something to say of it? Not of initials, Latin letters, digits."""
    text = written_name(name)
    return _NAME.fullmatch(text) is not None and min(map(len, _WORD.findall(text))) >= _FEWEST


def _family(word: str, to: Language) -> Suggestion:
    there, back = (in_russian, in_belarusian) if to == "ru" else (in_belarusian, in_russian)
    lower = word.lower()
    spelt = there(lower)
    returns = _same(back(spelt.text), lower)
    sure, several, unsure = _FAMILY[to]
    confidence = unsure if not returns else several if spelt.undecided >= _MANY else sure
    return Suggestion(spelt.text, min(confidence, 1.0 if k1(spelt.text) == k1(lower) else unsure), Source.RULES)


def _same(spelt: Spelt, name: str) -> bool:
    return spelt.text.replace("ё", "е") == name.replace("ё", "е")


def _given(word: str, to: Language) -> Suggestion:
    if known := counterpart(word, to):
        return Suggestion(known, _IN_TABLE, Source.DICTIONARY)
    if pet := pet_name_in(word, to):
        return Suggestion(pet, _PET_NAME, Source.DICTIONARY)
    return Suggestion(_family(word, to).text, _UNKNOWN_GIVEN, Source.RULES)


def _patronymic(word: str, to: Language) -> Suggestion:
    if known := other_patronymic(word, to):
        return Suggestion(known, _KNOWN_FATHER, Source.DICTIONARY)
    if like := sounding_patronymic(k2(k1(clean(word))), to):
        return Suggestion(like, _LIKE_FATHER, Source.DICTIONARY)
    spelt = (in_russian if to == "ru" else in_belarusian)(word.lower()).text
    return Suggestion(_patronymic_ending(spelt), _UNKNOWN_FATHER, Source.RULES)


def _patronymic_ending(spelt: str) -> str:
    """Patronymics are stressed before "-овіч" where family names are stressed on it: Эдмундавіч."""
    return re.sub(r"ов(?=іч$)|оў(?=на$)", lambda found: "а" + found.group()[1], spelt)


def _cased(text: str, like: str) -> str:
    return (
        text.upper() if like.isupper() else text[:1].upper() + text[1:].lower() if like[:1].isupper() else text.lower()
    )


_WAYS = {"family": _family, "given": _given, "patronymic": _patronymic}
