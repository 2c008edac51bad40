"""Names as they are stored: one apostrophe, no stray spaces, and no letter of the other alphabet inside a word."""

from __future__ import annotations

import re
import unicodedata

from busel.names.clean import fold_homoglyphs

APOSTROPHE = "’"
_APOSTROPHES = re.compile(r"(?<=[^\W\d_])['ʼ‘`´′*\"](?=[^\W\d_])")
"""What stands for it between two letters: typewriters and telephones have no ’."""


def written_name(typed: str) -> str:
    """Return a name as it is kept: "Лук'янаў", "Лук*янаў" are "Лук’янаў", and a Latin i in "Дзмiтрый" is і."""
    text = unicodedata.normalize("NFC", " ".join(typed.split()))
    return fold_homoglyphs(_APOSTROPHES.sub(APOSTROPHE, text))


def has_look_alikes(typed: str) -> bool:
    """Does a word of it mix alphabets, so that it looks like another word than it is?"""
    text = unicodedata.normalize("NFC", typed)
    return fold_homoglyphs(text) != text
