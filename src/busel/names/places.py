"""Regions, districts and towns of Belarus in Belarusian, Russian and, for English pages, in Latin letters."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, lru_cache

from busel.names.clean import tokens
from busel.names.gazetteer import Settlement, gazetteer, generic_words, meaning, worded
from busel.names.keys import k1, k2
from busel.names.named import skeleton, sounds_as
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


def settlements(text: str, *, within: str = "") -> tuple[Settlement, ...]:
    """Return the settlements that a text names in any spelling: several where there are namesakes, larger ones first.

    What sounds the same goes before what only has the same skeleton. `within`: a region or district in any language;
    of namesakes those that lie there are meant.
    """
    found = gazetteer().named(text)
    there = [one for one in found if within and lies_in(one, within)]
    return tuple(there) or found


def settlement(text: str, *, within: str = "") -> Settlement | None:
    """Return the settlement that a text names, or None where none or more than one spelling fits.

    One that is written so goes before one that only sounds so, and a town before a village. Namesakes (three are called
    Свіслач) give the first: for its spelling, not for its district.
    """
    found = settlements(text, within=within)
    written = tokens(text)
    same = tuple(one for one in found if written in (tokens(one.be), tokens(one.ru))) or found
    largest = [one for one in same if one.kind == same[0].kind]
    return largest[0] if len({(one.be, one.ru) for one in largest}) == 1 else None


def meant_settlements(text: str, *, within: str = "") -> tuple[Settlement, ...]:
    """Return what somebody may mean whose text names no settlement: a slip of the pen, at most five, likest first.

    Nothing for what names one. `within` as above: places that lie there go before others. A person is asked; nobody
    takes the first one unasked.
    """
    if settlements(text):
        return ()
    found = gazetteer().alike(text)
    there = [one.place for one in found if within and lies_in(one.place, within)]
    others = [one.place for one in found if one.place not in there]
    return tuple({(one.be, one.ru): one for one in reversed([*there, *others])}.values())[::-1]


def lies_in(place: Settlement, within: str) -> bool:
    """Does a settlement lie in a region or district, as far as is known?"""
    area, own = division(within), division(place.division)
    return area is not None and own is not None and area.full_name in (own.full_name, own.parent)


def place_key(text: str) -> str:
    """Return what the names of one place have in common, in any language and however its kind is told; "" for none.

    For comparing: "г. Бобруйск", "Бабруйск" and "Babrujsk" have the same. Two places may share it.
    """
    known = settlement(text)
    return skeleton(sounds_as(worded(known.ru if known else text)))


def words_for(meant: str) -> list[str]:
    """Return the words that say that a place is a "settlement", a "district" or a "region": "г", "вёска"."""
    return [word for word, means in generic_words().items() if means == meant]


@cache
def place_words() -> frozenset[str]:
    """Return all words that say what kind of place or area a name is."""
    return frozenset(generic_words())


@lru_cache(maxsize=1024)
def place_order(text: str) -> str:
    """Return what sorts settlements so that both spellings of one stand together."""
    return place_key(text) or text.casefold()


def _division_key(text: str) -> str:
    words = tokens(text.replace("-", ""))
    return " ".join(sorted(f"#{means}" if (means := meaning(word)) else k2(k1(word)) for word in words))


@cache
def _divisions_by_name() -> dict[str, Division]:
    found = {_division_key(name): one for one in divisions() for name in (one.be, one.ru, one.en)}
    bare = [(key.replace("#district", "").strip(), one) for key, one in found.items() if "#district" in key]
    return {key: one for key, one in bare if key not in found} | found
