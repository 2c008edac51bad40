"""113,220 people as eight lists would hold them: each record in one language, with what goes wrong in lists.

Names come from the demo's generator; where the pairs of names are at hand (BUSEL_NAMES) a third of the people bear
surnames of those, which no rule made. The shares of errors are those of the duplicate set beside the pairs.
"""

from __future__ import annotations

import csv
import os
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from bench.romanised import SHORTEST, english, lacinka, passport, slipped
from busel.cli.people.chance import Weighted, by_rank, draws_of
from busel.cli.people.tables import Words, given_names, surnames

if TYPE_CHECKING:
    from collections.abc import Iterator

    from busel.cli.people.chance import Draw

RU, BE, LATIN_RU, LATIN_BE = 0.623, 0.953, 0.98, 0.994
"""Upper edges of the shares of records in Russian, in Belarusian, in three kinds of Latin letters."""
DIMINUTIVE, SWAPPED, SLIP_OF_SURNAME, SLIP_OF_GIVEN, NO_SURNAME, LOOK_ALIKE = 0.088, 0.061, 0.052, 0.026, 0.018, 0.01
HAS_PATRONYMIC, INITIAL_ONLY = 0.6, 0.15
REAL_PAIR, OTHER = 0.06, 0.33
"""Upper edges of the shares of people whose surname is one of the pairs, or a Russian one beside them."""
_MENS, _WOMENS = "(?:[оеё]в|[иы]н|[иы]й|ой)$", "(?:[оеё]ва|[иы]на|ая)$"
"""Endings of surnames that women do not bear, and those that men do not."""
SHORT_FORMS = Path(__file__).parent / "short_forms.tsv"


class Person(NamedTuple):
    """How a person is really called. `be` of the surname is empty where only the Russian one is known."""

    family: Words
    given: Words
    patronymic: Words


@dataclass(frozen=True)
class Record:
    """What a list has of a person."""

    family: str
    given: str
    patronymic: str
    language: str
    is_whole: bool
    """Both names are there, without a slip of the hand and not in a short form."""


def everybody(count: int, seed: int) -> Iterator[tuple[Person, Record]]:
    """Yield people and their records, the same for the same seed."""
    draw = draws_of(seed, "haystack")
    for _ in range(count):
        person = _person(draw)
        yield person, _record(person, draw)


def pairs_at_hand() -> bool:
    """Are the pairs of names there?"""
    return bool(os.environ.get("BUSEL_NAMES"))


@cache
def short_forms() -> dict[str, tuple[str, ...]]:
    """Return short and pet forms of given names in Russian, by the Russian name."""
    lines = SHORT_FORMS.read_text(encoding="utf-8").splitlines()
    return {name: tuple(forms.split("|")) for name, forms in (line.split("\t") for line in lines if line[0] != "#")}


@cache
def _short_forms_be() -> dict[str, tuple[str, ...]]:
    table = str.maketrans({"и": "і", "щ": "ш", "ъ": "’"})
    return {name: tuple(form.translate(table) for form in forms) for name, forms in short_forms().items()}


@cache
def _pairs(sex: str) -> Weighted[Words]:
    found = [Words(row["be"], row["ru"]) for row in _table("surnames.tsv") if _may_bear(sex, row["ru"])]
    return by_rank(found, flattened=100)


@cache
def _others(sex: str) -> Weighted[Words]:
    names = (row["surname"].capitalize() for row in _table("surname_haystack_ru.tsv"))
    return by_rank([Words("", name) for name in names if _may_bear(sex, name)], flattened=500)


def _may_bear(sex: str, surname: str) -> bool:
    return re.search(_MENS if sex == "f" else _WOMENS, surname) is None


def _table(name: str) -> list[dict[str, str]]:
    path = Path(os.environ["BUSEL_NAMES"], name)
    with path.open(encoding="utf-8") as lines:
        return list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))


def _person(draw: Draw) -> Person:
    sex = "f" if draw() < 0.54 else "m"
    kind = draw() if pairs_at_hand() else 1.0
    if kind < REAL_PAIR:
        family = _pairs(sex).at(draw())
    elif kind < OTHER:
        family = _others(sex).at(draw())
    else:
        surname = surnames().at(draw())
        family = surname.f if sex == "f" else surname.m
    given, father = given_names(sex).at(draw()), given_names("m").at(draw())
    return Person(family, given.name, father.daughter if sex == "f" else father.son)


def _record(person: Person, draw: Draw) -> Record:
    chance = draw()
    language = "be" if RU <= chance < BE and person.family.be else "ru"
    family, given, patronymic = right = tuple(getattr(words, language) for words in person)
    if draw() < DIMINUTIVE:
        given = _short(person.given.ru, language, draw) or given
    if draw() < SLIP_OF_SURNAME and len(family) >= SHORTEST:
        family = slipped(family, language, draw)
    if draw() < SLIP_OF_GIVEN and len(given) >= SHORTEST:
        given = slipped(given, language, draw)
    is_whole = (family, given) == right[:2]
    if chance >= BE:
        family, given, patronymic = _latin(person, chance, (family, given, patronymic))
    elif draw() < LOOK_ALIKE:
        family = family.replace("а", "a", 1).replace("о", "o", 1)
    return _as_listed(Record(family, given, _patronymic(patronymic, draw), language, is_whole), draw)


def _latin(person: Person, chance: float, words: tuple[str, str, str]) -> tuple[str, str, str]:
    if chance < LATIN_RU or not person.family.be:
        family, given, patronymic = (english(word) for word in words)
    else:
        write = passport if chance < LATIN_BE else lacinka
        family, given, patronymic = (write(name.be) for name in person)
    return family, given, patronymic


def _patronymic(name: str, draw: Draw) -> str:
    chance = draw()
    return name if chance < HAS_PATRONYMIC - INITIAL_ONLY else f"{name[:1]}." if chance < HAS_PATRONYMIC else ""


def _as_listed(record: Record, draw: Draw) -> Record:
    if draw() < NO_SURNAME:
        return Record("", record.given, "", record.language, is_whole=False)
    if draw() < SWAPPED:
        return Record(record.given, record.family, record.patronymic, record.language, record.is_whole)
    return record


def _short(ru: str, language: str, draw: Draw) -> str:
    forms = (_short_forms_be() if language == "be" else short_forms()).get(ru, ())
    return forms[int(draw() * len(forms))] if forms else ""
