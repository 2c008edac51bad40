"""What cells look like when no heading tells: telephones, dates, e-mail addresses, names of the two languages."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from busel.contacts.answers import read_sex
from busel.contacts.postal import split_street
from busel.contacts.whole_address import read_whole_address
from busel.names.clean import tokens
from busel.names.given import given_ids
from busel.names.keys import k1
from busel.names.own_forms import NO_FORMS
from busel.names.places import settlements
from busel.names.streets import names_a_street
from busel.names.words import patronymic_sex

if TYPE_CHECKING:
    from collections.abc import Callable

    from busel.names.own_forms import OwnForms

_MOST = 0.7
_FAMILY_MOST = 0.6
_FEWEST = 2
_LONGEST = 100
"""Letters; a longer cell looks like nothing that we know, and to weigh it as a name would take long."""
_REMEMBERED = 2_000
"""No more cells that were weighed stay in memory."""
_YEARS_OF_LIVING = ("1900", "2015")
"""Dates between these years are of births; later ones are rather of the list itself."""

_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_DATE = re.compile(r"(?:\d{1,2}[./-]){2}(?P<last>\d{4})|(?P<first>\d{4})-\d\d-\d\d")
_ANY_DATE = re.compile(r"\d{1,4}[./-]\d{1,2}[./-]\d{1,4}")
_PHONE_SHAPE = re.compile(r"[+(]?\d[\d\s().-]{5,22}\d")
_BELARUSIAN_PHONE = re.compile(r"(?:375|80|8)(?:1[5-7]|2[1-59]|33|44)\d{7}|(?:1[5-7]|2[1-59]|33|44)\d{7}")
_PARTED = re.compile(r"[+(]|\d[\s-]+\(?\d")
_POSTCODE = re.compile(r"2[1-4]\d{4}")
_PARTS_OF_AN_ADDRESS = 3
"""A street with a house and a flat, or with its town; two parts may be anything."""
_INITIAL = re.compile(r"[A-ZА-ЯЁІЎ]\.?")
_FAMILY = re.compile(
    r".+(?:[оеё]в|[оаеё]ў|[иы]н|ін|[оеё]ва|[иы]на|іна|ск(?:ий|ая|і)|цк(?:ий|ая|і)|[иі]ч|[уюа]к|ко|нка|чык|чик|ець|ёнак|ёнок)",
    re.IGNORECASE,
)


def appearance_of(cells: list[str], forms: OwnForms = NO_FORMS) -> str:
    """Return the target that most cells look like; "" when they look like nothing that we know.

    `forms`: short forms of given names that the organisation added.
    """
    if len(cells) < _FEWEST and not (cells and _EMAIL.fullmatch(cells[0])):
        return ""
    short = [cell for cell in cells if len(cell) <= _LONGEST]
    for target, looks in _LOOKS:
        least = _FAMILY_MOST if target == "family" else _MOST
        if sum(looks(cell) or _is_added(cell, target, forms) for cell in short) >= least * len(cells):
            return target
    return ""


def _is_added(cell: str, target: str, forms: OwnForms) -> bool:
    """Is a given name in it that the table lacks and the organisation added?"""
    if target == "given":
        words = tokens(cell)
        return len(words) == 1 and cell[0].isupper() and bool(forms.added(k1(words[0])))
    return target == "full_name" and _may_be_whole(cell) and any(forms.added(k1(word)) for word in tokens(cell))


def words_in(cells: list[str]) -> int:
    """Return how many words the cell in the middle has, initials counted as one."""
    counts = sorted(len(cell.split()) for cell in cells)
    return counts[len(counts) // 2] if counts else 0


def _is_email(cell: str) -> bool:
    return _EMAIL.fullmatch(cell) is not None


def _is_birth(cell: str) -> bool:
    date = _DATE.fullmatch(cell)
    earliest, latest = _YEARS_OF_LIVING
    return date is not None and earliest <= (date["last"] or date["first"]) <= latest


def _is_phone(cell: str) -> bool:
    if not _PHONE_SHAPE.fullmatch(cell) or _ANY_DATE.fullmatch(cell):
        return False
    digits = "".join(filter(str.isdigit, cell))
    return _PARTED.search(cell) is not None or _BELARUSIAN_PHONE.fullmatch(digits) is not None


def _is_postcode(cell: str) -> bool:
    return _POSTCODE.fullmatch(cell) is not None


def _is_sex(cell: str) -> bool:
    return read_sex(cell) in {"f", "m"}


def _is_patronymic(cell: str) -> bool:
    return " " not in cell and patronymic_sex(cell) != ""


@lru_cache(_REMEMBERED)
def _is_given(cell: str) -> bool:
    words = tokens(cell)
    return len(words) == 1 and len(cell) > 2 and cell[0].isupper() and bool(given_ids(k1(words[0])))  # noqa: PLR2004 - "TO" is no name


@lru_cache(_REMEMBERED)
def _is_place(cell: str) -> bool:
    """A town or village of the gazetteer as it is spelt, alone or behind "г." and "д.": "Мир", "г. Минск"."""
    bare = cell.rpartition(". ")[2]
    return any(bare in (one.be, one.ru) for one in settlements(bare)) if len(bare) > 2 else False  # noqa: PLR2004 - no place is so short


def _is_street(cell: str) -> bool:
    return names_a_street(split_street(cell)[0]) and len(read_whole_address(cell).parts) < _PARTS_OF_AN_ADDRESS


@lru_cache(_REMEMBERED)
def _is_address(cell: str) -> bool:
    return any(map(str.isdecimal, cell)) and len(read_whole_address(cell).parts) >= _PARTS_OF_AN_ADDRESS


def _is_full_name(cell: str) -> bool:
    """Two to four words, one of which only the name of a person can have."""
    return _may_be_whole(cell) and any(
        _INITIAL.fullmatch(word) or _is_patronymic(word) or _is_given(word) for word in cell.replace(".", ". ").split()
    )


def _may_be_whole(cell: str) -> bool:
    words = cell.replace(".", ". ").split()
    return 2 <= len(words) <= 5 and not any(letter.isdigit() for letter in cell) and not cell[0].islower()  # noqa: PLR2004 - said above, and "И. О."


def _is_family(cell: str) -> bool:
    return " " not in cell and _FAMILY.fullmatch(cell) is not None


_LOOKS: tuple[tuple[str, Callable[[str], bool]], ...] = (
    ("email", _is_email),
    ("birth", _is_birth),
    ("postcode", _is_postcode),
    ("phone", _is_phone),
    ("sex", _is_sex),
    ("patronymic", _is_patronymic),
    ("given", _is_given),
    ("address", _is_address),
    ("street", _is_street),
    ("settlement", _is_place),
    ("full_name", _is_full_name),
    ("family", _is_family),
)
