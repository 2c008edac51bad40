"""In which spelling a word is written, as far as its letters tell."""

from __future__ import annotations

import re
from enum import Enum, auto

_LATIN = re.compile(r"[a-zß-ſ]")
_RUSSIAN = re.compile("[иъщ]")
"""A word with one of them is not Belarusian; a word without is Belarusian or undecided."""


class Kind(Enum):
    """The spelling of a clean word."""

    LATIN = auto()
    RUSSIAN = auto()
    OPEN = auto()
    """Belarusian, or undecided."""


def kind_of(word: str) -> Kind:
    """Return the kind of a clean word."""
    if _LATIN.search(word):
        return Kind.LATIN
    return Kind.RUSSIAN if _RUSSIAN.search(word) else Kind.OPEN
