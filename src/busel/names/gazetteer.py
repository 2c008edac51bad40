"""The places of Belarus where people live: found by any spelling, with a typo, and told apart by their districts."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from sys import intern
from typing import TYPE_CHECKING

from busel.names.named import Named, Wording
from busel.names.tables import forms, read_table
from busel.names.wording import plain, skeleton_of, sound_of, words_of

if TYPE_CHECKING:
    from collections.abc import Iterable

KINDS = ("seat", "town", "village")
"""District centres, other towns and large settlements, and the rest: the larger is meant more often."""
VILLAGE = KINDS[-1]
_LEAST = 0.75
"""Below this likeness a place is not offered to who typed another name."""
_LARGER = 0.01
"""So much less like a larger place may be to be offered first."""
_MANY = 4


@dataclass(frozen=True, slots=True)
class Settlement:
    """A place where people live."""

    be: str
    """Empty where no source tells it."""
    ru: str
    latin: str
    division: str
    """Its district ("Žlobin district"), "Minsk city", its region where only that is certain, or empty."""
    kind: str
    """One of KINDS."""
    also: tuple[str, ...] = ()
    """Older names: "Койданаў"."""

    def spelt(self, language: str) -> str:
        """Return its name in "be" or "ru", "" where that is unknown."""
        return {"be": self.be, "ru": self.ru}[language]

    def shown(self, language: str) -> str:
        """Return its name in "be", "ru" or "en", or in another language where that is unknown."""
        return {"be": self.be, "ru": self.ru}.get(language, self.latin) or self.be or self.ru

    @property
    def names(self) -> tuple[str, ...]:
        """All names that are known, older ones with them."""
        return tuple(filter(None, (self.be, self.ru, self.latin, *self.also)))


@dataclass(frozen=True, slots=True)
class Meant:
    """A place that somebody may mean who typed something else."""

    place: Settlement
    likeness: float


class Gazetteer:
    """Places, to be found by any of their names."""

    def __init__(self, places: Iterable[Settlement]) -> None:
        """Take these in, those that are meant more often first."""
        self.places = tuple(places)
        owned = [(at, name) for at, one in enumerate(self.places) for name in one.names]
        self._owners = [at for at, _name in owned]
        self._named = Named((name for _at, name in owned), worded)

    def named(self, text: str) -> tuple[Settlement, ...]:
        """Return the places that a text names in any spelling, those that sound the same if there are any."""
        return tuple(self.places[at] for at in dict.fromkeys(self._owners[at] for at in self._named.sounding(text)))

    def alike(self, text: str, *, limit: int = 5) -> tuple[Meant, ...]:
        """Return the places whose names are nearly what was typed, the likest first, the larger of equals first."""
        found = self._named.nearest(text, limit=_MANY * limit, least=_LEAST)
        found.sort(key=lambda one: -one.likeness + _LARGER * KINDS.index(self.places[self._owners[one.at]].kind))
        likest = {self._owners[one.at]: one.likeness for one in reversed(found)}
        return tuple(Meant(self.places[at], likest[at]) for at in reversed(likest))[:limit]


@cache
def gazetteer() -> Gazetteer:
    """Return the places that this package ships, the larger first."""
    rows = sorted(read_table("settlements.tsv"), key=lambda row: KINDS.index(row["kind"]))
    return Gazetteer(map(_settlement, rows))


def _settlement(row: dict[str, str]) -> Settlement:
    also = tuple(forms(row["also"]))
    return Settlement(row["be"], row["ru"], row["latin"], intern(row["division"]), row["kind"], also)


@cache
def generic_words() -> dict[str, str]:
    """Return the words that say what a place is, and what they say."""
    return {row["word"]: row["means"] for row in read_table("generic_words.tsv")}


@cache
def _meanings() -> dict[str, str]:
    return {plain(word): means for word, means in generic_words().items()}


def meaning(word: str) -> str:
    """Return what a clean word says about what a place is ("settlement", "district", "region" …); "" for a name."""
    return _meanings().get(plain(word), "")


def worded(text: str) -> Wording:
    """Return the name of a place taken apart: its words but those that say what it is, and what they say.

    "Новыя Валосавічы" is Валосавічы, told apart from another one: a list may well call it by that alone.
    """
    kind, words = "", []
    for word in words_of(text):
        if means := meaning(word):
            kind = kind or means
        else:
            words.append(word)
    parting = {word: its for word in words if (its := _parting(word))}
    bare = [word for word in words if word not in parting]
    return Wording(words, kind, bare, tuple(parting.values())) if parting and bare else Wording(words, kind)


def _parting(word: str) -> str:
    """Return the skeleton of a word that parts two places in any language, "" for other words."""
    if not word.startswith(_beginnings()):
        return ""
    its = skeleton_of(sound_of(word))
    return its if its in _parting_words() else ""


@cache
def _parting_words() -> frozenset[str]:
    return frozenset(skeleton_of(sound_of(row["word"])) for row in read_table("parting_words.tsv"))


@cache
def _beginnings() -> tuple[str, ...]:
    """Return how such words begin: most words are no such word, and need not be made sound."""
    return tuple({beginning for row in read_table("parting_words.tsv") for beginning in forms(row["begins"])})
