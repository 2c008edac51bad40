"""Words for what a card says and a list has no column for, in three languages."""

from __future__ import annotations

from busel.sheets.headings import rows_of
from busel.sheets.ties import LANGUAGES

_WORDS = {
    (key, language): word
    for key, *words in rows_of("card_words.tsv")
    for language, word in zip(LANGUAGES, words, strict=True)
}


def word_of(key: str, language: str) -> str:
    """Return the word for what a card says."""
    return _WORDS[key, language]


def words_of_key(word: str) -> list[str]:
    """Return all words of the same meaning, in the three languages; none for one that no card of ours uses."""
    keys = [key for (key, _language), one in _WORDS.items() if one.lower() == word.lower()]
    return [_WORDS[keys[0], language] for language in LANGUAGES] if keys else []
