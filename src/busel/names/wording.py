"""The words of a name of a place or a street, as both languages share them.

Numbers count by their digits ("1-я", "Першая", "I" are no matter of spelling), words that the languages translate
stand as Russian has them ("гадоў" is "лет"), and all else counts by how it sounds.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from busel.names.clean import clean
from busel.names.keys import k1, k2, key_tokens
from busel.names.kinds import Kind, kind_of
from busel.names.latin import cyrillic
from busel.names.tables import forms, read_table

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

LONGEST = 200
"""So many letters of a name are looked at."""
_PARTS = re.compile(r"(?P<number>\d+)(?:\s?[-–]?\s?(?P<after>[^\W\d_]{1,3})\b)?|(?P<word>[^\W\d_]+)")
_SHORTENED = re.compile(r"\b([^\W\d_]{1,3})[-/]([^\W\d_]{1,2})\b")
"""Words that are written by their ends: "пр-т", "б-р", "м-н", "с/с"."""
_AFTER_NUMBERS = frozenset(
    "ы і я й е га го ага ого ая ой ый ий ей ае ое му ці ти х ых".split()  # noqa: SIM905  # endings read better so
)
_ROMAN = re.compile(r"(x{0,3})(ix|iv|v?i{0,3})")
_ROMAN_LETTERS = str.maketrans("хі", "xi")
_ROMAN_VALUES = {"": 0, "i": 1, "ii": 2, "iii": 3, "iv": 4, "v": 5, "vi": 6, "vii": 7, "viii": 8, "ix": 9}
_RUSSIAN_ONLY = re.compile(r"[ищъ]|[жшчр]е|[дт][еёюя]")
_LEFT_OPEN = str.maketrans("іыўэё", "иивее", "ьъ")
_WOMANS_GENITIVE = re.compile(r"(?<=ск|цк|ав|ов|ев|ін|ын)ай$")
""" "Крупскай" is Крупской's."""
_BEGINNING = 3
"""A beginning of a word that is translated has so many letters at least."""


def words_of(text: str) -> list[str]:
    """Return the clean words and numbers of a name in their order; what only says how a number is read is left out."""
    return list(_words(_SHORTENED.sub(r"\1\2", clean(text[:LONGEST]))))


def plain(text: str) -> str:
    """Return clean text; ё is often written as е."""
    return clean(text).replace("ё", "е")


@lru_cache(maxsize=4096)
def sound_of(word: str) -> str:
    """Return how a clean word or number counts."""
    said = as_russian(word)
    return number(said) or k1(said)


def sounds_of(words: Iterable[str]) -> dict[str, str]:
    """Return how clean words count, many at once: thirty thousand in half a second."""
    said = {word: as_russian(word) for word in dict.fromkeys(words)}
    sounds = written_sounds_of(said.values())
    return {word: sounds[one] for word, one in said.items()}


def written_sounds_of(words: Iterable[str]) -> dict[str, str]:
    """Return the same without translating words."""
    distinct = dict.fromkeys(words)
    spelt = [word for word in distinct if not number(word)]
    return {word: number(word) for word in distinct} | {one.token: one.k1 for one in key_tokens(spelt)}


def skeleton_of(sound: str) -> str:
    """Return the skeleton of how a word counts; a number stays what it is."""
    return sound if sound.isdecimal() else k2(sound)


def number(word: str) -> str:
    """Return the digits of a number, "XX" and "ХХ" among them; "" for another word."""
    if word.isdecimal():
        return word.lstrip("0") or "0"
    roman = _ROMAN.fullmatch(word.translate(_ROMAN_LETTERS)) if len(word) > 1 else None
    return str(10 * len(roman[1]) + _ROMAN_VALUES[roman[2]]) if roman else ""


@lru_cache(maxsize=4096)
def as_russian(word: str) -> str:
    """Return a clean word as Russian has it, where the languages translate it or form it in another way."""
    beginning, rest = translated(word)
    if not beginning and kind_of(word) is Kind.LATIN:
        beginning, rest = _translated_of_latin(word)
    return beginning + rest if beginning else _WOMANS_GENITIVE.sub("ой", word.replace("ическ", "ичн"))


def translated(word: str) -> tuple[str, str]:
    """Return the translated beginning of a clean word, or all of it, and the rest as it was; ("", word) for others."""
    whole, beginnings = _translated()
    written = word.replace("ё", "е")
    if written in whole:
        return whole[written], ""
    for length in range(len(written), _BEGINNING - 1, -1):
        if (beginning := beginnings.get(written[:length])) is not None:
            return beginning, written[length:]
    return "", word


def _translated_of_latin(word: str) -> tuple[str, str]:
    """Return the same for a word in Latin letters: "vialikaja" is "большая"."""
    spelt = cyrillic(word).translate(_LEFT_OPEN)
    whole, beginnings = _left_open()
    if spelt in whole:
        return whole[spelt], ""
    for length in range(len(spelt), _BEGINNING, -1):
        if (beginning := beginnings.get(spelt[:length])) is not None:
            return beginning, spelt[length:]
    return "", word


def _words(text: str) -> Iterator[str]:
    for part in _PARTS.finditer(text):
        yield part["number"] or part["word"]
        if part["after"] and part["after"] not in _AFTER_NUMBERS:
            yield part["after"]


@cache
def _translated() -> tuple[dict[str, str], dict[str, str]]:
    """Return whole words, and beginnings of words, as Russian has them."""
    whole: dict[str, str] = {}
    beginnings: dict[str, str] = {}
    for row in read_table("translated_words.tsv"):
        for word in forms(row["words"]):
            into = beginnings if word.endswith("-") else whole
            into[plain(word.rstrip("-"))] = plain(row["counts as"].rstrip("-"))
    return whole, beginnings


@cache
def _left_open() -> tuple[dict[str, str], dict[str, str]]:
    """Return the same, by words in which letters are one that a Latin spelling does not part."""
    whole, beginnings = ({word.translate(_LEFT_OPEN): said for word, said in some.items()} for some in _translated())
    return whole, beginnings


@cache
def in_belarusian_of() -> dict[str, str]:
    """Return the Belarusian word or beginning ("-" behind it) by the one for which it counts; the first one told."""
    found: dict[str, str] = {}
    for row in read_table("translated_words.tsv"):
        counts = row["counts as"]
        for word in forms(row["words"]):
            same = word.endswith("-") == counts.endswith("-")
            if same and not _RUSSIAN_ONLY.search(word) and not counts.isdecimal():
                found.setdefault(plain(counts) if not counts.endswith("-") else plain(counts[:-1]) + "-", word)
    return found
