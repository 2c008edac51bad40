"""How like names of several words are, letter by letter: what sounds the same is told apart by how it is spelt.

“Крупскай” is nearer to “Крупской” than to “Крупская”. A name is compared as it is written and with its words
translated, in the order in which its words stand and in another one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from busel.names.reading import Reading, readings
from busel.names.spelt import likeness
from busel.names.wording import as_russian, number

if TYPE_CHECKING:
    from collections.abc import Sequence

_BELARUSIAN, _RUSSIAN = frozenset("іў"), frozenset("ищъ")
_TRANSLATED = 0.02
"""So much less is a translation than the same word."""
_IN_ORDER = 0.8
"""Words of names that are less like than this may stand in another order."""
_PAIR = 2

Words = tuple[Reading, ...]


class Spelt(NamedTuple):
    """A name as it is compared."""

    written: Words
    translated: Words
    language: str
    """ "be", "ru", both or neither, as far as its letters tell."""


def spelt_all(names: Sequence[Sequence[str]]) -> list[Spelt]:
    """Return how names, each by its clean words, are compared. The rules run once for all."""
    every = list(dict.fromkeys(one for words in names for word in words for one in (word, as_russian(word))))
    read = dict(zip(every, readings([number(one) or one for one in every]), strict=True)) if every else {}
    return [
        Spelt(tuple(read[word] for word in words), tuple(read[as_russian(word)] for word in words), _language(words))
        for words in names
    ]


def alike(typed: Spelt, meant: Spelt) -> float:
    """Return 1 for names that read the same, down to 0."""
    if _turned(typed, meant):
        typed, meant = meant, typed
    written = _alike(typed.written, meant.written)
    if (typed.translated, meant.translated) == (typed.written, meant.written):
        return written
    return max(written, _alike(typed.translated, meant.translated) - _TRANSLATED)


def _alike(typed: Words, meant: Words) -> float:
    found = likeness(_joined(typed), _joined(meant))
    if found >= _IN_ORDER or max(len(typed), len(meant)) < _PAIR:
        return found
    if len(meant) == _PAIR:
        return max(found, likeness(_joined(typed), _joined(meant[::-1])))
    return max(found, likeness(_joined(sorted(typed)), _joined(sorted(meant))))


def _turned(typed: Spelt, meant: Spelt) -> bool:
    """Is a Russian name looked up among Belarusian ones? What stands for what is told the other way."""
    return ("ru" in typed.language or "be" in meant.language) and "be" not in typed.language


def _joined(words: Sequence[Reading]) -> Reading:
    return Reading(" ".join(one.letters for one in words), any(one.latin for one in words))


def _language(words: Sequence[str]) -> str:
    letters = {letter for word in words for letter in word}
    return ("be" if letters & _BELARUSIAN else "") + ("ru" if letters & _RUSSIAN else "")
