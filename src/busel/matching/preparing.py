"""Records become values that can be compared: keys of sound, names that are meant, digits, homes.

Each distinct word is keyed once, so a hundred thousand records take seconds.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from busel.matching.given_names import is_short, meant_with, of_sex, sex_among
from busel.matching.records import Home, Record
from busel.matching.slips import near
from busel.names.clean import tokens
from busel.names.given import given_ids
from busel.names.keys import k1, key_tokens
from busel.names.own_forms import NO_FORMS, OwnForms
from busel.names.phones import national_digits
from busel.names.places import place_order
from busel.names.streets import street_key
from busel.names.words import patronymic_sex

_CUT_BY_A_SHEET = re.compile(r"[eE]\+?\d")
"""A spreadsheet wrote the number as a power of ten: all of its code begin alike."""
_YEAR_IN_MAIL = re.compile(r"(?<![0-9])(?:19|20)?([0-9]{2})@")
OFTEN, MOSTLY = 3, 4
"""A word that the table lacks is a given name where it stands as one so often, and so many times as often as else."""
LEAST_OF_A_SLIP = 5
"""Letters: many a short family name is one letter from a given name."""
LEAST_DIGITS = 5
"""A shorter number is none."""


class Keyed(NamedTuple):
    """A record as it is compared. "" and empty tuples stand for what it does not tell."""

    key: int
    family: str
    """K1 of the family name's words, one behind the other."""
    family_bones: str
    """K2 of them."""
    given: str
    """K1 of the given name, or its first letter."""
    names: tuple[str, ...]
    """The given names that it may stand for."""
    known: bool
    """Whether the given name stands so in the table, and is no slip of the pen."""
    short: bool
    """Whether it is a pet name, and no name of its own."""
    swapped: bool
    """Whether family name and given name stood in each other's place."""
    patronymic: str
    """K2, or its first letter."""
    initial: str
    """How the first letter of the patronymic sounds by itself: K2 of a whole word may begin otherwise."""
    birth: str
    sex: str
    phones: tuple[str, ...]
    emails: tuple[str, ...]
    mail_year: str
    """The last two digits that an e-mail address ends with: often the year of birth."""
    settlements: tuple[str, ...]
    houses: tuple[str, ...]
    """Settlement, street and house."""
    flats: tuple[str, ...]
    """The same with the flat, where one is told."""
    formers: tuple[str, ...] = ()
    """K2 of surnames of before."""


class _Word(NamedTuple):
    k1: str
    k2: str
    letters: str = ""


class _Standing(NamedTuple):
    """Where words stand in the lists at hand: as given names or as family names."""

    first_names: frozenset[str]
    given: Counter[str]
    family: Counter[str]

    def is_rather_given(self, word: str) -> bool:
        """Is a word with this K1 mostly a given name here?"""
        return self.given[word] >= OFTEN and self.given[word] > MOSTLY * self.family[word]

    def is_family(self, word: _Word) -> bool:
        """Does a word stand as a family name here at least half as often as as a given name, and more than once?"""
        return self.family[word.k1] * 2 >= max(self.given[word.k1], OFTEN)


def prepare(records: Sequence[Record], own: OwnForms = NO_FORMS) -> list[Keyed]:
    """Return each record as it is compared, in their order. `own`: short forms that the organisation added."""
    names = {name for record in records for name in (*record.family, *record.given, *record.patronymic, *record.former)}
    of = {name: tokens(name) for name in names}
    words = list({word for found in of.values() for word in found})
    keys = {keyed.token: _Word(keyed.k1, keyed.k2, keyed.token.lower()) for keyed in key_tokens(words)}
    keyed = {name: tuple(keys[word] for word in found) for name, found in of.items()}
    standing = _standing(records, keyed, own)
    return [_keyed(record, keyed, standing, own) for record in records]


def _standing(records: Sequence[Record], keyed: dict[str, tuple[_Word, ...]], own: OwnForms) -> _Standing:
    """Return which sounds are given names: those of the table, and those that mostly stand as such here."""
    given = Counter(word.k1 for record in records for name in record.given[:1] for word in keyed[name])
    family = Counter(word.k1 for record in records for name in record.family[:1] for word in keyed[name])
    counted = _Standing(frozenset(), given, family)
    known = (word for word in {*given, *family} if own.given_ids(word))
    return counted._replace(first_names=frozenset(filter(counted.is_rather_given, given)).union(known))


def _keyed(record: Record, keyed: dict[str, tuple[_Word, ...]], standing: _Standing, own: OwnForms) -> Keyed:
    family, given, patronymic = ((keyed[part[0]] if part else ()) for part in record[1:4])
    swapped = _are_swapped(family, given, standing)
    if swapped:
        family, given = given, family
    sound = given[0].k1 if given else ""
    sex = record.sex or _sex(record, sound)
    meant = meant_with(own, given[0].letters if given else "", sound)
    names = of_sex(meant.names, sex)
    houses = [_house(home) for home in record.homes]
    emails = tuple(dict.fromkeys(email.strip().casefold() for email in record.emails if email.strip()))
    return Keyed(
        key=record.key,
        family="".join(word.k1 for word in family),
        family_bones="".join(word.k2 for word in family),
        given=sound,
        names=tuple(sorted(names)),
        known=meant.known,
        short=is_short(sound) or own.is_short(sound),
        swapped=swapped,
        patronymic="".join(word.k2 for word in patronymic),
        initial=_initial(record.patronymic[0]) if record.patronymic else "",
        birth=record.birth,
        sex=sex or sex_among(names),
        phones=tuple(dict.fromkeys(digits for digits in map(_digits, record.phones) if digits)),
        emails=emails,
        mail_year=next((found[1] for found in map(_YEAR_IN_MAIL.search, emails) if found), ""),
        settlements=tuple(dict.fromkeys(filter(None, (_settlement(home.settlement) for home in record.homes)))),
        houses=tuple(dict.fromkeys(filter(None, houses))),
        flats=tuple(
            f"{house}/{home.flat.strip().casefold()}"
            for house, home in zip(houses, record.homes, strict=True)
            if house and home.flat.strip()
        ),
        formers=tuple("".join(word.k2 for word in keyed[name]) for name in record.former),
    )


def _are_swapped(family: Sequence[_Word], given: Sequence[_Word], standing: _Standing) -> bool:
    """Is what stands as the family name a given name, and the other one none, or missing?

    Of two given names ("Герман Настя") one may be a family name, the one that stands as such here; and of two words
    that are none ("Лвдміла Барабаншчыкава") one may be a slip of the pen.
    """
    if len(family) != 1:
        return False
    [first], others = family, [word for word in given if word.k1 in standing.first_names]
    if first.k1 not in standing.first_names:
        return bool(given) and not others and _is_slip(first, standing) and all(map(standing.is_family, given))
    return not others or (standing.is_rather_given(first.k1) and all(map(standing.is_family, given)))


def _is_slip(word: _Word, standing: _Standing) -> bool:
    """Is it no family name of these lists, and one letter from a given name?"""
    return standing.family[word.k1] <= 1 and len(word.letters) >= LEAST_OF_A_SLIP and bool(near(word.letters))


def _sex(record: Record, given: str) -> str:
    """Return the sex that the patronymic tells, or the given name, or the family name's ending."""
    told = [*map(patronymic_sex, record.patronymic), sex_among(given_ids(given)), *map(_family_sex, record.family)]
    return next(filter(None, told), "")


@cache
def _initial(patronymic: str) -> str:
    letters = tokens(patronymic)[:1]
    return k1(letters[0][0]).replace("u", "v") if letters else ""


@cache
def _family_sex(family: str) -> str:
    word = family.strip().casefold()
    if word.endswith(("ова", "ева", "ава", "ёва", "ина", "іна", "ына", "ская", "цкая", "ая")):
        return "f"
    return "m" if word.endswith(("ов", "ев", "оў", "аў", "еў", "ёў", "ёв", "ский", "цкий", "скі", "цкі")) else ""


@cache
def _digits(phone: str) -> str:
    if _CUT_BY_A_SHEET.search(phone):
        return ""
    digits = national_digits(phone)
    return digits if len(digits) >= LEAST_DIGITS else ""


@cache
def _settlement(name: str) -> str:
    return place_order(name).replace(" ", "")


@cache
def _street(name: str) -> str:
    key = street_key(name)
    return f"{key.kind} {key.skeleton}" if key.skeleton else ""


def _house(home: Home) -> str:
    """Return the key of a house, "" unless both settlement and house are told."""
    settlement, house = _settlement(home.settlement), "".join(home.house.casefold().split())
    return f"{settlement}/{_street(home.street)}/{house}" if settlement and house else ""
