"""Six words that a newcomer and a coordinator compare by voice or on paper before any key is given."""

from __future__ import annotations

import hashlib

from busel.registry.statements import Member
from busel.vault import labels
from busel.vault.transcript import transcript
from busel.vault.words import word_list

WORDS = 6
_BITS = 11


def six_words(root: bytes, member: Member, *, language: str) -> str:
    """Return the words for an organisation's root key and a newcomer's signed statement, in its language's list.

    Why safe: whoever stands between the two, an administrator for one, would need another statement with the same 66
    bits, and each try costs a signature: some 2**66 of them between the hello and the grant.
    """
    hashed = hashlib.sha256(transcript(labels.HASH_SIX_WORDS, root, member.words(), member.signature)).digest()
    bits = int.from_bytes(hashed, "big") >> (8 * len(hashed) - WORDS * _BITS)
    words = word_list(list_of(language))
    return " ".join(words[(bits >> (_BITS * at)) & ((1 << _BITS) - 1)] for at in reversed(range(WORDS)))


def list_of(language: str) -> str:
    """Return the language of the list that an organisation's generated words come from: Belarusian has none."""
    return "ru" if language == "be" else language
