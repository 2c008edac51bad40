"""Names of streets: "вул. Савецкая" and "Советская ул." are one, and so are "40-годдзя Перамогі" and "40 лет Победы".

A street is compared by its words in the order of the alphabet: what says only that it is a street is dropped, numbers
count by their digits, words that are translated stand as Russian has them, and all else by how it sounds.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from busel.names.clean import clean
from busel.names.distance import nearest
from busel.names.keys import k1, k2
from busel.names.tables import forms, read_table

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

PLAIN = "street"
"""The kind that goes without saying."""
LEAST = 0.9
"""Below this similarity two names of streets are not taken for one."""
_LONGEST = 200
_PARTS = re.compile(r"(?P<number>\d+)(?:\s?[-–]?\s?(?P<after>[^\W\d_]{1,3})\b)?|(?P<word>[^\W\d_]+)")
_SHORTENED = re.compile(r"\b([^\W\d_]{1,3})-([^\W\d_]{1,2})\b")
"""Words that are written by their ends: "пр-т", "б-р", "м-н"."""
_AFTER_NUMBERS = frozenset(
    [
        "ы",
        "і",
        "я",
        "й",
        "е",
        "га",
        "го",
        "ага",
        "ого",
        "ая",
        "ой",
        "ый",
        "ий",
        "ей",
        "ае",
        "ое",
        "му",
        "ці",
        "ти",
        "х",
        "ых",
    ]
)


@dataclass(frozen=True)
class StreetKey:
    """What a street is compared by."""

    kind: str
    """ "street", "lane", "avenue" …"""
    sound: str
    """Its words by sound, in the order of the alphabet."""
    skeleton: str
    """The same by their skeletons; empty where nothing names a street."""


@lru_cache(maxsize=4096)
def street_key(text: str) -> StreetKey:
    """Return the key of a street as people write it, in Belarusian, Russian or Latin."""
    kind, words, kinds = PLAIN, [], _kinds()
    every = list(_words(_SHORTENED.sub(r"\1\2", _clean(text[:_LONGEST]))))
    for word in every:
        if word in kinds:
            kind = kinds[word] if kind == PLAIN else kind
        else:
            words.append(word)
    # A name that is only such a word ("Набярэжная") names the street.
    sounds = sorted(map(_sound, words or [word for word in every if kinds[word] != PLAIN]))
    return StreetKey(kind, " ".join(sounds), " ".join(sorted(map(_bones, sounds))))


def same_street(one: str, other: str) -> bool:
    """Are these two spellings of one street, as far as their words tell?"""
    left, right = street_key(one), street_key(other)
    return bool(left.skeleton) and (left.kind, left.skeleton) == (right.kind, right.skeleton)


def names_a_street(text: str) -> bool:
    """Does its first or last word say that it is a street: "ул. Мира", "Ленинский пр-т"?"""
    words = [_clean(word).strip(".").replace("-", "") for word in text.split()]
    return len(words) > 1 and not _kinds().keys().isdisjoint((words[0], words[-1]))


def kind_words() -> list[str]:
    """Return the words and abbreviations that say what kind of street it is, as people write them."""
    return [word for row in read_table("street_kinds.tsv") for word in forms(row["words"])]


def street_order(text: str) -> str:
    """Return what sorts streets so that all spellings of one stand together."""
    key = street_key(text)
    return f"{key.skeleton} {key.kind}" if key.skeleton else text.casefold()


@dataclass
class Streets:
    """Some streets, to be found by any spelling."""

    names: list[str] = field(default_factory=list)
    _by_skeleton: dict[tuple[str, str], list[str]] = field(default_factory=dict)

    @classmethod
    def of(cls, names: Iterable[str]) -> Streets:
        """Return these, those that are meant more often first."""
        found = cls(list(dict.fromkeys(names)))
        for name in found.names:
            key = street_key(name)
            found._by_skeleton.setdefault((key.kind, key.skeleton), []).append(name)
        return found

    def spelt_like(self, text: str) -> list[str]:
        """Return the spellings of the street that a text names, the likest first; nothing where none is here."""
        key = street_key(text)
        same = self._by_skeleton.get((key.kind, key.skeleton), []) if key.skeleton else []
        return sorted(same, key=lambda name: -_alike(key.sound, street_key(name).sound))

    def nearest(self, text: str, *, least: float = LEAST) -> list[str]:
        """Return the streets that a text may mean, the likest first: another spelling, else a slip of the pen."""
        key = street_key(text)
        if not key.skeleton:
            return []
        sounds: dict[str, list[str]] = {}
        for name in self.names:
            sounds.setdefault(street_key(name).sound, []).append(name)
        keys = list(sounds)
        alike = [name for at, _likeness in nearest(key.sound, keys, least=least) for name in sounds[keys[at]]]
        alike.sort(key=lambda name: street_key(name).kind != key.kind)
        return list(dict.fromkeys([*self.spelt_like(text), *alike]))


def _alike(one: str, other: str) -> float:
    found = nearest(one, [other], least=0.0)
    return found[0][1] if found else 0.0


def _clean(text: str) -> str:
    """Return clean text; ё is often written as е."""
    return clean(text).replace("ё", "е")


def _words(text: str) -> Iterator[str]:
    """Yield words and numbers; what only says how a number is read ("1-я", "1-га") is left out."""
    for part in _PARTS.finditer(text):
        yield part["number"] or part["word"]
        if part["after"] and part["after"] not in _AFTER_NUMBERS:
            yield part["after"]


def _sound(word: str) -> str:
    return (word.lstrip("0") or "0") if word.isdecimal() else k1(_as_russian(word))


def _bones(sound: str) -> str:
    return sound if sound.isdecimal() else k2(sound)


def _as_russian(word: str) -> str:
    """Return the word as Russian has it, where the languages translate it or form it in another way."""
    whole, beginnings = _translated()
    if word in whole:
        return whole[word]
    for length in range(len(word), 2, -1):
        if (beginning := beginnings.get(word[:length])) is not None:
            return beginning + word[length:]
    return word.replace("ическ", "ичн")


@cache
def _kinds() -> dict[str, str]:
    """Return the words and abbreviations that say what kind of street it is."""
    return {
        _clean(word).replace("-", ""): row["kind"]
        for row in read_table("street_kinds.tsv")
        for word in forms(row["words"])
    }


@cache
def _translated() -> tuple[dict[str, str], dict[str, str]]:
    """Return whole words, and beginnings of words, as Russian has them."""
    whole: dict[str, str] = {}
    beginnings: dict[str, str] = {}
    for row in read_table("street_words.tsv"):
        for word in forms(row["be"]):
            into = beginnings if word.endswith("-") else whole
            into[_clean(word.rstrip("-"))] = _clean(row["ru"].rstrip("-"))
    return whole, beginnings
