"""Every word that one slip of the hand makes of another: a letter too many, too few, wrong, or two that swapped."""

from __future__ import annotations

_CYRILLIC = "абвгґдеёжзиійклмнопрстуўфхцчшщъыьэюя"
_LATIN = "abcćčdefghijklłmnńoprsśštuŭvwxyzźžż"


def one_slip_from(word: str) -> set[str]:
    """Return the words, in lower case, that are one slip from a clean word; some eight hundred for ten letters."""
    letters = _LATIN if word and word[0] in _LATIN else _CYRILLIC
    found: set[str] = set()
    for at in range(len(word) + 1):
        before, after = word[:at], word[at:]
        found.update([before + letter + after for letter in letters])
        if after:
            rest = after[1:]
            found.add(before + rest)
            found.update([before + letter + rest for letter in letters])
            if rest:
                found.add(before + rest[0] + after[0] + rest[1:])
    found.discard(word)
    return found
