"""Words of streets in the genitive or as adjectives, put into the other language by way of their nominative.

"Коласа" is Колас's, "Дзяржынскага" Дзяржынскі's, "Асіпенкі" Асіпенка's, whose Russian name has one form only.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from busel.names.family_spelling import Spelt, in_belarusian, in_russian

if TYPE_CHECKING:
    from busel.names.spelling import Language

_BACK = "кгх"
_VOWEL = re.compile(r"[аоуэыиіеёюя]")


class _Ending(NamedTuple):
    """An ending of what is written, the nominative's for it, and both in the other language."""

    written: str
    nominative: str
    nominative_there: str
    there: str
    after: str = ""
    """Letters before it, if it must be one of them."""


_TO_RUSSIAN = (
    _Ending("ага", "і", "ий", "ого", _BACK),
    _Ending("ага", "ы", "ый", "ого"),
    _Ending("ога", "ы", "ой", "ого"),
    _Ending("яга", "і", "ий", "его"),
    _Ending("скай", "ская", "ская", "ской"),
    _Ending("ай", "а", "а", "ой"),
    _Ending("ава", "аў", "ов", "ова"),
    _Ending("ава", "аў", "ев", "ева"),
    _Ending("ова", "оў", "ов", "ова"),
    _Ending("ева", "еў", "ев", "ева"),
    _Ending("ёва", "ёў", "ёв", "ёва"),
    _Ending("ова", "оў", "ёв", "ёва"),
    _Ending("іна", "ін", "ин", "ина"),
    _Ending("ына", "ын", "ин", "ина"),
    _Ending("ына", "ын", "ын", "ына"),
    _Ending("нкі", "нка", "нко", "нко"),
    _Ending("кі", "ка", "ка", "ки"),
    _Ending("гі", "га", "га", "ги"),
    _Ending("хі", "ха", "ха", "хи"),
    _Ending("ўца", "вец", "вец", "вца"),
    _Ending("ца", "ц", "ц", "ца"),
)
_TO_BELARUSIAN = (
    _Ending("ского", "ский", "скі", "скага"),
    _Ending("ого", "ый", "ы", "ага"),
    _Ending("его", "ий", "і", "яга"),
    _Ending("ской", "ская", "ская", "скай"),
    _Ending("ова", "ов", "аў", "ава"),
    _Ending("ова", "ов", "оў", "ова"),
    _Ending("ева", "ев", "еў", "ева"),
    _Ending("ева", "ев", "аў", "ава"),
    _Ending("ёва", "ёв", "ёў", "ёва"),
    _Ending("ёва", "ёв", "оў", "ова"),
    _Ending("ина", "ин", "ін", "іна"),
    _Ending("ина", "ин", "ын", "ына"),
    _Ending("ко", "ко", "ка", "кі"),
    _Ending("ки", "ка", "ка", "кі"),
    _Ending("ги", "га", "га", "гі"),
    _Ending("хи", "ха", "ха", "хі"),
)
_PLAIN = (("ы", "а"), ("а", ""), ("я", "ь"))
"""Endings that both languages share, and the nominative's."""


def spelt_in(word: str, *, to: Language, adjective: bool = False) -> Spelt:
    """Spell a lower-case word of a street. `adjective`: "Лясны" describes, "Купалы" is Купала's."""
    if _VOWEL.search(word) is None:
        return Spelt(word, 1)
    spell = in_russian if to == "ru" else in_belarusian
    if _describes(word) or adjective:
        return spell(word)
    for one in _TO_RUSSIAN if to == "ru" else _TO_BELARUSIAN:
        stem = word.removesuffix(one.written)
        if stem != word and len(stem) > 1 and (not one.after or stem[-1] in one.after):
            found = spell(stem + one.nominative)
            if found.text.endswith(one.nominative_there):
                return Spelt(found.text.removesuffix(one.nominative_there) + one.there, found.undecided)
    for written, nominative in _PLAIN:
        stem = word.removesuffix(written)
        if stem != word and _VOWEL.search(stem):
            found = spell(stem + nominative)
            return Spelt(found.text.removesuffix(nominative) + written, found.undecided)
    return spell(word)


def _describes(word: str) -> bool:
    return word.endswith(("ая", "яя", "ае", "ое", "скі", "цкі", "ский", "цкий", "ны", "ный", "вы", "вый"))
