"""Records become values that can be compared: keys of sound, names that are meant, digits, homes.

Each distinct word is keyed once, so a hundred thousand records take seconds.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cache
from typing import NamedTuple

from busel.matching.given_names import is_short, meant_with, of_sex, sex_among
from busel.matching.homes import NO_HOMES, homes_of
from busel.matching.records import Record
from busel.matching.slips import near
from busel.names.clean import tokens
from busel.names.given import given_ids
from busel.names.keys import k1, key_tokens
from busel.names.own_forms import NO_FORMS, OwnForms
from busel.names.phones import national_digits
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


class _Name(NamedTuple):
    """A name of one word or more, with all that is asked of it for each of its bearers."""

    words: tuple[_Word, ...]
    sound: str
    """K1 of its words, one behind the other."""
    bones: str
    first: str
    """K1 of the first one."""
    letters: str
    """The first one itself."""
    has_given: bool
    """Whether a word of it stands as a given name."""
    is_family: bool
    """Whether all of them stand as family names, too."""


class _Meaning(NamedTuple):
    names: tuple[str, ...]
    known: bool
    sex: str


_NO_NAME = _Name((), "", "", "", "", has_given=False, is_family=True)


def prepare(records: Sequence[Record], own: OwnForms = NO_FORMS) -> list[Keyed]:
    """Return each record as it is compared, in their order. `own`: short forms that the organisation added."""
    names = {part[0] for record in records for part in record[1:4] if part}
    names.update(name for record in records if record.former for name in record.former)
    of = {name: tokens(name) for name in names}
    words = list({word for found in of.values() for word in found})
    keys = {keyed.token: _Word(keyed.k1, keyed.k2, keyed.token.lower()) for keyed in key_tokens(words)}
    keyed = {name: tuple(keys[word] for word in found) for name, found in of.items()}
    return list(map(_Keying(keyed, _standing(records, keyed, own), own).keyed, records))


def _standing(records: Sequence[Record], keyed: dict[str, tuple[_Word, ...]], own: OwnForms) -> _Standing:
    """Return which sounds are given names: those of the table, and those that mostly stand as such here."""
    family = _counted((record.family for record in records), keyed)
    given = _counted((record.given for record in records), keyed)
    counted = _Standing(frozenset(), given, family)
    known = (word for word in {*given, *family} if own.given_ids(word))
    return counted._replace(first_names=frozenset(filter(counted.is_rather_given, given)).union(known))


def _counted(parts: Iterable[tuple[str, ...]], keyed: dict[str, tuple[_Word, ...]]) -> Counter[str]:
    """Return how often a word with each K1 stands in these parts of names."""
    found: Counter[str] = Counter()
    for name, times in Counter(part[0] for part in parts if part).items():
        for word in keyed[name]:
            found[word.k1] += times
    return found


class _Keying:
    """Records one by one. What is the same for all who share a word is asked once: a nation has few given names."""

    def __init__(self, keyed: dict[str, tuple[_Word, ...]], standing: _Standing, own: OwnForms) -> None:
        self._standing, self._own = standing, own
        self._names = {name: self._name(words) for name, words in keyed.items()}
        self._meaning = cache(self._meant)
        self._sex_of = cache(lambda sound: sex_among(given_ids(sound)))
        self._is_short = cache(lambda sound: is_short(sound) or own.is_short(sound))

    def keyed(self, record: Record) -> Keyed:
        """Return a record as it is compared."""
        names = self._names
        family = names[record.family[0]] if record.family else _NO_NAME
        given = names[record.given[0]] if record.given else _NO_NAME
        patronymic = names[record.patronymic[0]] if record.patronymic else _NO_NAME
        swapped = self._are_swapped(family, given)
        if swapped:
            family, given = given, family
        sex = record.sex or self._sex(record, given.first)
        meant = self._meaning(given.letters, given.first, sex)
        settlements, houses, flats = homes_of(record.homes) if record.homes else NO_HOMES
        emails = _each(email.strip().casefold() for email in record.emails) if record.emails else ()
        return Keyed(
            key=record.key,
            family=family.sound,
            family_bones=family.bones,
            given=given.first,
            names=meant.names,
            known=meant.known,
            short=self._is_short(given.first),
            swapped=swapped,
            patronymic=patronymic.bones,
            initial=_initial(patronymic.letters[:1]),
            birth=record.birth,
            sex=sex or meant.sex,
            phones=_each(map(_digits, record.phones)) if record.phones else (),
            emails=emails,
            mail_year=next((found[1] for found in map(_YEAR_IN_MAIL.search, emails) if found), "") if emails else "",
            settlements=settlements,
            houses=houses,
            flats=flats,
            formers=tuple(names[name].bones for name in record.former) if record.former else (),
        )

    def _name(self, words: tuple[_Word, ...]) -> _Name:
        return _Name(
            words,
            sound="".join(word.k1 for word in words),
            bones="".join(word.k2 for word in words),
            first=words[0].k1 if words else "",
            letters=words[0].letters if words else "",
            has_given=any(word.k1 in self._standing.first_names for word in words),
            is_family=all(map(self._standing.is_family, words)),
        )

    def _are_swapped(self, family: _Name, given: _Name) -> bool:
        """Is what stands as the family name a given name, and the other one none, or missing?

        Of two given names ("Герман Настя") one may be a family name, the one that stands as such here; and of two words
        that are none ("Лвдміла Барабаншчыкава") one may be a slip of the pen.
        """
        if len(family.words) != 1:
            return False
        if not family.has_given:
            is_other = given.is_family and not given.has_given and bool(given.words)
            return is_other and _is_slip(family.words[0], self._standing)
        return not given.has_given or (given.is_family and self._standing.is_rather_given(family.first))

    def _meant(self, letters: str, sound: str, sex: str) -> _Meaning:
        meant = meant_with(self._own, letters, sound)
        names = of_sex(meant.names, sex)
        return _Meaning(tuple(sorted(names)), meant.known, sex_among(names))

    def _sex(self, record: Record, given: str) -> str:
        """Return the sex that the patronymic tells, or the given name, or the family name's ending."""
        for patronymic in record.patronymic:
            if told := _patronymic_sex(patronymic):
                return told
        return self._sex_of(given) or next(filter(None, map(_family_sex, record.family)), "")


def _is_slip(word: _Word, standing: _Standing) -> bool:
    """Is it no family name of these lists, and one letter from a given name?"""
    return standing.family[word.k1] <= 1 and len(word.letters) >= LEAST_OF_A_SLIP and bool(near(word.letters))


def _each(values: Iterable[str]) -> tuple[str, ...]:
    """Return each value once, "" left out."""
    return tuple(dict.fromkeys(filter(None, values)))


_patronymic_sex = cache(patronymic_sex)


@cache
def _initial(letter: str) -> str:
    return k1(letter).replace("u", "v") if letter else ""


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
