"""Generated passphrases and handles: nobody picks a weak one."""

from __future__ import annotations

import unicodedata
from functools import cache

from mnemonic import Mnemonic

from busel.vault.entropy import random_bytes

PASSPHRASE_WORDS = 7
HANDLE_WORDS = 2
LISTS = {"en": "english", "ru": "russian"}
_BITS = 11
_BROKEN = {"сно\N{REPLACEMENT CHARACTER}\N{REPLACEMENT CHARACTER}а": "снова"}
"""Words that `mnemonic` 0.21 ships damaged, so that nobody could type them, and what they are."""


@cache
def word_list(language: str) -> tuple[str, ...]:
    """Return the 2,048 words of a language: "en" or "ru" (BIP-39's lists, shipped by `mnemonic`)."""
    words = (unicodedata.normalize("NFC", word) for word in Mnemonic(LISTS[language]).wordlist)
    return tuple(_BROKEN.get(word, word) for word in words)


def new_passphrase(language: str = "en") -> str:
    """Return 7 words: 77 bits, each guess costing one Argon2id."""
    return " ".join(_draw(language, PASSPHRASE_WORDS))


def new_handle(language: str = "en") -> str:
    """Return a pair of words that names an account and nobody in the world."""
    return "-".join(_draw(language, HANDLE_WORDS))


def _draw(language: str, count: int) -> list[str]:
    # Why safe: 2,048 is a power of two, so taking 11 of 16 random bits favours no word.
    drawn = random_bytes(2 * count)
    words = word_list(language)
    return [words[int.from_bytes(drawn[at : at + 2], "big") % (1 << _BITS)] for at in range(0, 2 * count, 2)]
