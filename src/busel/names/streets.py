"""Names of streets: "вул. Савецкая" and "Советская ул." are one, and so are "40-годдзя Перамогі" and "40 лет Победы".

A street is compared by its words in the order of the alphabet: what says only that it is a street is dropped, and so
is what only honours whom it is called after ("Я. Коласа", "Коласа").
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from busel.names.honours import apart, may_be_one
from busel.names.keys import k1
from busel.names.named import LEAST, Named, Wording
from busel.names.tables import forms, read_table
from busel.names.wording import number, plain, skeleton_of, sound_of, words_of

if TYPE_CHECKING:
    from collections.abc import Iterable

_ORDINAL = re.compile(r"\d+[^\W\d_]{1,2}")
PLAIN = "street"
"""The kind that goes without saying."""


@dataclass(frozen=True)
class StreetKey:
    """What a street is compared by."""

    kind: str
    """ "street", "lane", "avenue" …"""
    sound: str
    """Its words by sound, in the order of the alphabet."""
    skeleton: str
    """The same by their skeletons; empty where nothing names a street."""
    as_written: str
    """The skeletons without translating words: "Ліпеньская" may be July's or the street to Ліпень."""
    given: tuple[str, ...] = ()
    """Given names or initials of whom it is called after."""

    @property
    def skeletons(self) -> tuple[str, ...]:
        """The skeletons under which a street is looked for."""
        return tuple(dict.fromkeys((self.skeleton, self.as_written)))


@lru_cache(maxsize=4096)
def street_key(text: str) -> StreetKey:
    """Return the key of a street as people write it, in Belarusian, Russian or Latin."""
    kind, named = _kind_and_words(text)
    words, given = apart(named)
    sounds = sorted(map(sound_of, words))
    written = sorted(skeleton_of(number(word) or k1(word)) for word in words)
    return StreetKey(kind, " ".join(sounds), " ".join(sorted(map(skeleton_of, sounds))), " ".join(written), given)


def same_street(one: str, other: str) -> bool:
    """Are these two spellings of one street, as far as their words tell?"""
    left, right = street_key(one), street_key(other)
    return bool(left.skeleton) and left.kind == right.kind and same_name(left, right)


def same_name(one: StreetKey, other: StreetKey) -> bool:
    """Are two streets called the same, whatever kind each is?"""
    return not set(one.skeletons).isdisjoint(other.skeletons) and may_be_one(one.given, other.given)


def names_a_street(text: str) -> bool:
    """Does its first or last word say that it is a street: "ул. Мира", "Ленинский пр-т", "1-й пер. Мира"?"""
    words = [plain(word).strip(".").replace("-", "") for word in text.split()]
    words = words[1:] if words and _ORDINAL.fullmatch(words[0]) else words
    return len(words) > 1 and not _kinds().keys().isdisjoint((words[0], words[-1]))


def is_numbered_quarter(text: str) -> bool:
    """Is it a part of a town that is called by a number: "мкр. 16"?"""
    named = worded(text)
    return named.kind == "quarter" and len(named.words) == 1 and bool(number(named.words[0]))


def kind_words() -> list[str]:
    """Return the words and abbreviations that say what kind of street it is, as people write them."""
    return [word for row in read_table("street_kinds.tsv") for word in forms(row["words"])]


def street_order(text: str) -> str:
    """Return what sorts streets so that all spellings of one stand together."""
    key = street_key(text)
    return f"{key.skeleton} {key.kind}" if key.skeleton else text.casefold()


class Streets:
    """Some streets, to be found by any spelling."""

    def __init__(self, names: Iterable[str]) -> None:
        """Take these in, those that are meant more often first."""
        self._named = Named(dict.fromkeys(names), worded)

    @classmethod
    def of(cls, names: Iterable[str]) -> Streets:
        """Return these, those that are meant more often first."""
        return cls(names)

    def spelt_like(self, text: str) -> list[str]:
        """Return the spellings of the street that a text names, the likest first; nothing where none is here."""
        found = [self._named.names[one.at] for one in self._named.same(text)]
        return [name for name in found if same_street(text, name)]

    def nearest(self, text: str, *, limit: int = 10, least: float = LEAST) -> list[str]:
        """Return the streets that a text may mean, the likest first: another spelling, else a slip of the pen."""
        return [self._named.names[one.at] for one in self._named.nearest(text, limit=limit, least=least)]


def worded(text: str) -> Wording:
    """Return a street taken apart."""
    kind, words = _kind_and_words(text)
    bare, given = apart(words)
    return Wording(words, kind, bare, given)


def _kind_and_words(text: str) -> tuple[str, list[str]]:
    every = [(word, _kinds().get(plain(word), "")) for word in words_of(text)]
    kind = next((its for _word, its in every if its and its != PLAIN), PLAIN)
    # A name that is only such a word ("Набярэжная") names the street.
    return kind, [word for word, its in every if not its] or [word for word, its in every if its != PLAIN]


@cache
def _kinds() -> dict[str, str]:
    """Return the words and abbreviations that say what kind of street it is."""
    return {
        plain(word).replace("-", ""): row["kind"]
        for row in read_table("street_kinds.tsv")
        for word in forms(row["words"])
    }
