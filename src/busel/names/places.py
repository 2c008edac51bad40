"""Regions, districts and towns of Belarus in Belarusian, Russian and, for English pages, in Latin letters."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, lru_cache

from busel.names.clean import tokens
from busel.names.keys import k1, k2
from busel.names.tables import read_table


@dataclass(frozen=True)
class Division:
    """A region, Minsk city, or a district of a region."""

    en: str
    """ "Homieĺ region", "Žlobin district", "Minsk city"."""
    be: str
    ru: str
    parent: str = ""
    """`en` of a district's region."""

    def shown(self, language: str) -> str:
        """Return its name in "be", "ru" or "en"."""
        return {"be": self.be, "ru": self.ru}.get(language, self.en)

    @property
    def full_name(self) -> str:
        """The name that is unique in the country: "Homieĺ region / Žlobin district"."""
        return f"{self.parent} / {self.en}" if self.parent else self.en


KINDS = ("seat", "town", "village")
"""District centres, other towns and large settlements, and the rest: the larger is meant more often."""


@dataclass(frozen=True)
class Settlement:
    """A place where people live."""

    be: str
    ru: str
    latin: str
    division: str
    """Its district ("Žlobin district"), "Minsk city", its region where only that is certain, or empty."""
    kind: str
    """One of KINDS."""

    def shown(self, language: str) -> str:
        """Return its name in "be", "ru" or "en"."""
        return {"be": self.be, "ru": self.ru}.get(language, self.latin)


@cache
def divisions() -> tuple[Division, ...]:
    """Return all: each region followed by its districts, Minsk city last."""
    return tuple(Division(row["en"], row["be"], row["ru"], row["parent"]) for row in read_table("divisions.tsv"))


def regions() -> tuple[Division, ...]:
    """Return the six regions and Minsk city."""
    return tuple(one for one in divisions() if not one.parent)


def districts(region: str) -> tuple[Division, ...]:
    """Return the districts of a region, given by its English name ("Homieĺ region"); Minsk city has none."""
    return tuple(one for one in divisions() if one.parent == region)


@dataclass(frozen=True)
class Tile:
    """Where a district stands on a small map that has a square for each; column and row count from 1."""

    division: Division
    column: int
    row: int


@cache
def tiles() -> tuple[Tile, ...]:
    """Return a tile for each district and Minsk city, row by row."""
    by_name = {one.en: one for one in divisions()}
    rows = read_table("district_tiles.tsv")
    return tuple(Tile(by_name[row["en"]], int(row["column"]), int(row["row"])) for row in rows)


def division(text: str) -> Division | None:
    """Return the region or district that a text names in any of the three languages, or None: "Жлобинский р-н"."""
    return _divisions_by_name().get(_division_key(text))


def settlements(text: str) -> tuple[Settlement, ...]:
    """Return the settlements that a text names in any spelling: several where there are namesakes, larger ones first.

    What sounds the same goes before what only has the same skeleton.
    """
    key = _key(text)
    by_sound, by_skeleton = _settlements_by_key()
    return by_sound.get(key) or by_skeleton.get(_skeleton(key), ()) if key else ()


def settlement(text: str) -> Settlement | None:
    """Return the settlement that a text names, or None where none or more than one spelling fits.

    One that is written so goes before one that only sounds so, and a town before a village. Namesakes (three are called
    Свіслач) give the first: for its spelling, not for its district.
    """
    found = settlements(text)
    written = tokens(text)
    same = tuple(one for one in found if written in (tokens(one.be), tokens(one.ru))) or found
    largest = [one for one in same if one.kind == same[0].kind]
    return largest[0] if len({(one.be, one.ru) for one in largest}) == 1 else None


def words_for(meant: str) -> list[str]:
    """Return the words that say that a place is a "settlement", a "district" or a "region": "г", "вёска"."""
    return [word for word, means in _generic_words().items() if means == meant]


@lru_cache(maxsize=1024)
def place_order(text: str) -> str:
    """Return what sorts settlements so that both spellings of one stand together."""
    return _skeleton(_key(text)) or text.casefold()


def _key(text: str) -> str:
    generic = _generic_words()
    return " ".join(sorted(k1(word) for word in tokens(text) if word not in generic))


def _skeleton(key: str) -> str:
    return " ".join(sorted(map(k2, key.split())))


def _division_key(text: str) -> str:
    generic = _generic_words()
    words = tokens(text.replace("-", ""))
    return " ".join(sorted("#" + generic[word] if word in generic else k2(k1(word)) for word in words))


@cache
def _generic_words() -> dict[str, str]:
    """Return the words that say what a place is, and what they say."""
    return {row["word"]: row["means"] for row in read_table("generic_words.tsv")}


@cache
def _divisions_by_name() -> dict[str, Division]:
    found = {_division_key(name): one for one in divisions() for name in (one.be, one.ru, one.en)}
    bare = [(key.replace("#district", "").strip(), one) for key, one in found.items() if "#district" in key]
    return {key: one for key, one in bare if key not in found} | found


@cache
def _settlements_by_key() -> tuple[dict[str, tuple[Settlement, ...]], dict[str, tuple[Settlement, ...]]]:
    """Return the settlements by how their names sound, and by the skeletons of their names."""
    by_sound: dict[str, tuple[Settlement, ...]] = {}
    by_skeleton: dict[str, tuple[Settlement, ...]] = {}
    for row in sorted(read_table("settlements.tsv"), key=lambda row: KINDS.index(row["kind"])):
        one = Settlement(row["be"], row["ru"], row["latin"], row["division"], row["kind"])
        for key in dict.fromkeys(map(_key, (one.be, one.ru, one.latin))):
            by_sound[key] = (*by_sound.get(key, ()), one)
        for key in dict.fromkeys(_skeleton(_key(name)) for name in (one.be, one.ru, one.latin)):
            by_skeleton[key] = (*by_skeleton.get(key, ()), one)
    return by_sound, by_skeleton
