"""Eight untidy lists of made-up people with the truth: 113,220 records of 104,162 people, made of the demo's words.

`python tests/bench/eight_lists.py LIST.csv TRUTH.csv [SEED]` writes them down; the columns are those of other sets.
"""

from __future__ import annotations

import csv
import sys
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

sys.path.insert(0, str(Path(__file__).parent.parent))

from bench.borne import family_names, first_names
from bench.untidy import (
    DOTTED_DAY,
    INITIAL,
    LISTS,
    LOOK_ALIKE,
    LOOK_ALIKES,
    MARRIED,
    MOVED,
    NEW_PHONE,
    ROMANISED,
    TYPO_IN_GIVEN,
    TYPO_IN_SURNAME,
    UPPER,
    YEAR_ONLY,
    Habits,
    romanise,
    typo,
    written_phone,
)
from busel.cli.people import districts_of_belarus
from busel.cli.people.chance import Weighted, by_rank, draws_of
from busel.cli.people.numbers import mobile_numbers
from busel.cli.people.tables import Given, Surname, Words, streets

if TYPE_CHECKING:
    from collections.abc import Iterator

    from busel.cli.people.chance import Draw

COLUMNS = (
    "record_id",
    "list",
    "surname",
    "given",
    "patronymic",
    "dob",
    "phone",
    "email",
    "town",
    "street",
    "house",
    "flat",
)
HOUSEHOLDS = Weighted((1, 2, 3, 4), (0.475, 0.281, 0.141, 0.103))
HAS_PHONE, SHARES_PHONE, SON_OF_ONE_NAME, TWIN, WOMEN = 0.86, 0.38, 0.0266, 0.04, 0.54
"""Of people with a telephone so many have the household's: of two who live together one pair in seven shares one."""
FIRST_CHILD = 2
EXTRA, SECOND_EXTRA = 8_605 / 104_162, 453 / 8_605
"""Of people who stand in a second list, and of those who stand in a third."""
SIZES = Weighted(LISTS, (10, 14, 15, 10, 16, 15, 12, 8))
HAS_MAIL = 0.29
"""Of people; of those most lists tell it."""
WITH_A_NUMBER, OF_THE_YEAR = 0.66, 0.55
"""Of addresses so many end with a number, and of those so many with the year of birth; counted in the set beside the
pairs, in the half for tuning."""
OF_THE_CAPITAL = 85.0
"""A quarter of all, as in life and in the set beside the pairs; in the demo it is one district of many."""
Row = dict[str, str]


class Address(NamedTuple):
    """Where a household lives."""

    town: Words
    street: Words
    house: str
    flat: str


class Household(NamedTuple):
    """What those who live together share."""

    family: Surname
    address: Address
    phone: str


class Someone(NamedTuple):
    """A person as they are, before any list writes them down."""

    family: Words
    given: Given
    sex: str
    father: Given
    birth: str
    phone: str
    email: str
    address: Address


class Lists:
    """Draws households, and what lists make of them."""

    def __init__(self, seed: int, pet_names: dict[str, list[str]]) -> None:
        self._draw: Draw = draws_of(seed, "eight lists")
        self._numbers = mobile_numbers(seed + 1)
        self._pet_names = pet_names
        self._mails = set[str]()
        districts = districts_of_belarus()
        self._districts = Weighted(
            [by_rank([Words(*town) for town in one.settlements], flattened=0) for one in districts],
            [one.weight if one.district else OF_THE_CAPITAL for one in districts],
        )

    def rows(self, records: int) -> Iterator[tuple[Row, str]]:
        """Yield (row, who it is) until so many are made; shuffled by nobody: order tells nothing to a matcher."""
        made = people = 0
        while made < records:
            for person in self._household():
                people += 1
                for row in self._records(person):
                    made += 1
                    yield {"record_id": str(made), **row}, str(people)

    def _records(self, person: Someone) -> Iterator[Row]:
        yield self._row(person, self._list())
        if self._draw() < EXTRA:
            yield self._row(self._later(person), self._list())
            if self._draw() < SECOND_EXTRA:
                yield self._row(self._later(person), self._list())

    def _list(self) -> Habits:
        return SIZES.at(self._draw())

    def _household(self) -> list[Someone]:
        draw = self._draw
        home = Household(family_names().at(draw()), self._address(), next(self._numbers)[4:])
        size, year = HOUSEHOLDS.at(draw()), 1935 + int(draw() * 45)
        found = [self._person(home, "m" if size > 1 else "", year, None)]
        if size > 1:
            found.append(self._person(home, "f", year + int(draw() * 8) - 4, None))
        for _ in range(size - 2):
            child = self._person(home, "", year + 20 + int(draw() * 15), found[0])
            twin = len(found) > FIRST_CHILD and draw() < TWIN
            found.append(child._replace(birth=found[-1].birth) if twin else child)
        if size > 1 and draw() < SON_OF_ONE_NAME:
            found[-1] = self._person(home, "m", year + 25, found[0])._replace(given=found[0].given)
        return found

    def _person(self, home: Household, sex: str, year: int, father: Someone | None) -> Someone:
        draw = self._draw
        sex = sex or ("f" if draw() < WOMEN else "m")
        day = f"{year}-{1 + int(draw() * 12):02}-{1 + int(draw() * 28):02}"
        own = home.phone if draw() < SHARES_PHONE else next(self._numbers)[4:]
        own = own if draw() < HAS_PHONE else ""
        given, family = first_names(sex).at(draw()), home.family.f if sex == "f" else home.family.m
        mail = self._mail(family, given, day) if draw() < HAS_MAIL else ""
        of = father.given if father else first_names("m").at(draw())
        return Someone(family, given, sex, of, day, own, mail, home.address)

    def _mail(self, family: Words, given: Given, day: str) -> str:
        """Return an address as people make them: family name, some of the given name, often the year of birth."""
        draw = self._draw
        name = romanise(given.name.ru.lower(), "latru")
        name = name[: (1, 3, len(name))[int(draw() * 3)]]
        number = day[2:4] if draw() < OF_THE_YEAR else str(1 + int(draw() * 99))
        number = number if draw() < WITH_A_NUMBER else ""
        mail = f"{romanise(family.ru.lower(), 'latru')}{('', '.', '_')[int(draw() * 3)]}{name}{number}"
        while mail in self._mails:  # nobody gets an address that somebody has
            mail += str(int(draw() * 10))
        self._mails.add(mail)
        return f"{mail}@example.org"

    def _address(self) -> Address:
        draw = self._draw
        house = str(1 + int(draw() ** 2 * 140)) + ("", "А", "/1", "к2")[int(draw() ** 4 * 4)]
        flat = str(1 + int(draw() * 160)) if draw() < 0.7 else ""
        return Address(self._districts.at(draw()).at(draw()), streets().at(draw()), house, flat)

    def _later(self, person: Someone) -> Someone:
        draw = self._draw
        if person.phone and draw() < NEW_PHONE:
            person = person._replace(phone=next(self._numbers)[4:])
        if draw() < MOVED:
            person = person._replace(address=self._address())
        if person.sex == "f" and draw() < MARRIED:
            person = person._replace(family=family_names().at(draw()).f)
        return person

    def _row(self, person: Someone, habits: Habits) -> Row:
        draw = self._draw
        language = self._language(habits)
        family, given = self._names(person, habits, language)
        if draw() < habits.swapped:
            family, given = given, family
        row = {"list": habits.name, "surname": family, "given": given, "patronymic": "", "dob": ""}
        if draw() < habits.patronymic and language in LISTS_WITH_PATRONYMICS:
            father = person.father.daughter if person.sex == "f" else person.father.son
            whole = self._written(father, language)
            row["patronymic"] = f"{whole[0]}." if draw() < INITIAL else whole
        if draw() < habits.birth:
            row["dob"] = self._birth(person.birth)
        row["phone"] = written_phone(person.phone, draw) if person.phone and draw() < habits.phone / HAS_PHONE else ""
        row["email"] = person.email if draw() < habits.email else ""
        return row | self._home(person.address, habits, language)

    def _language(self, habits: Habits) -> str:
        drawn = self._draw()
        for language, share in habits.languages:
            if drawn < share:
                return language
            drawn -= share
        return "ru"

    def _names(self, person: Someone, habits: Habits, language: str) -> tuple[str, str]:
        draw = self._draw
        family, given = self._written(person.family, language), self._written(person.given.name, language)
        pet = self._pet_names.get(person.given.name.ru if language == "ru" else person.given.name.be, [])
        if pet and draw() < habits.pet_name:
            chosen = pet[int(draw() * len(pet))]
            given = romanise(chosen, language) if language in ROMANISED else chosen
        if draw() < TYPO_IN_SURNAME:
            family = typo(family, language, draw)
        if draw() < TYPO_IN_GIVEN:
            given = typo(given, language, draw)
        if language == "be" and draw() < LOOK_ALIKE:
            family = family.translate(LOOK_ALIKES)
        if draw() < UPPER:
            family, given = family.upper(), given.upper()
        return (family if draw() < habits.surname else ""), given

    def _written(self, words: Words, language: str) -> str:
        if language in ROMANISED:
            return romanise(words.ru if language == "latru" else words.be, language)
        return words.be if language == "be" else words.ru

    def _birth(self, day: str) -> str:
        if self._draw() < YEAR_ONLY:
            return day[:4]
        year, month, date = day.split("-")
        return f"{date}.{month}.{year}" if self._draw() < DOTTED_DAY else day

    def _home(self, address: Address, habits: Habits, language: str) -> Row:
        if self._draw() >= habits.address:
            return {"town": "", "street": "", "house": "", "flat": ""}
        flat = address.flat if self._draw() < 0.95 else ""
        town, street = self._written(address.town, language), self._written(address.street, language)
        kind, _, name = street.partition(" ")
        street = (street, f"{name} {kind}", name)[int(self._draw() ** 2 * 3)]
        return {"town": town, "street": street, "house": address.house, "flat": flat}


LISTS_WITH_PATRONYMICS = ("be", "ru", "latru")
"""In Belarusian romanisations nobody writes one."""


def main() -> None:
    """Write a set and its truth."""
    listed, truth, *seed = sys.argv[1:]
    lists = Lists(int(seed[0]) if seed else 6, pet_names_of_table())
    with Path(listed).open("w", encoding="utf-8") as rows, Path(truth).open("w", encoding="utf-8") as entities:
        table, told = csv.DictWriter(rows, COLUMNS), csv.writer(entities)
        table.writeheader()
        told.writerow(("record_id", "entity_id"))
        for row, who in lists.rows(113_220):
            table.writerow(row)
            told.writerow((row["record_id"], who))


def pet_names_of_table() -> dict[str, list[str]]:
    """Return usual name -> pet names, from the pairs of BUSEL_NAMES, of which our table need not know all."""
    from bench import name_pairs  # noqa: PLC0415 - its folder is a matter of the surroundings

    found: dict[str, list[str]] = {}
    with (Path(name_pairs.FOLDER) / "given_names_dict.tsv").open(encoding="utf-8") as lines:
        for row in csv.DictReader(lines, delimiter="\t"):
            for name in (*row["ru"].split("|"), *row["be"].split("|")):
                found[name] = [pet for pet in row["diminutives_hand"].split("|") if pet]
    return found


if __name__ == "__main__":
    main()
