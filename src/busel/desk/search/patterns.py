"""Texts as SQLite compares them fastest: GLOB patterns that do not mind capitals, ё and the form of an apostrophe."""

from __future__ import annotations

import unicodedata

_SAME = ("'’ʼ‘`´", "её")
_GROUP = {letter: group for group in _SAME for letter in group}
_SIGNS = frozenset("*?[")


def pattern_of(text: str) -> str:
    """Return the pattern that a text as a whole meets."""
    return "".join(map(_class, unicodedata.normalize("NFC", text.strip())))


def beginning(text: str) -> str:
    """Return the pattern of what begins so."""
    return f"{pattern_of(text)}*"


def holding(text: str) -> str:
    """Return the pattern of what holds it anywhere."""
    return f"*{pattern_of(text)}*"


def _class(letter: str) -> str:
    """Return what stands for a letter in a pattern: all forms of it."""
    small = letter.lower() if len(letter.lower()) == 1 else letter
    forms = {form for one in _GROUP.get(small, small) for form in (one, one.upper()) if len(form) == 1}
    if len(forms) > 1:
        return f"[{''.join(sorted(forms))}]"
    return f"[{letter}]" if letter in _SIGNS else letter
