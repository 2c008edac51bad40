"""Lists that other programs write: their headings mean one thing each, and some cells belong to the one beside them.

Google Contacts joins several numbers in one cell by " ::: " and says their kind in the column before; Thunderbird has
a birthday in three columns. A program is known by most of its list's headings, in whatever order they stand.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from busel.names.phone_cells import type_said
from busel.sheets.headings import rows_of
from busel.sheets.reach_cells import read_phones
from busel.sheets.targets import numbered

if TYPE_CHECKING:
    from collections.abc import Sequence

    from busel.sheets.draft import Draft

_LEAST = 8
"""Headings of a program without which a list is not taken for its: fewer mean the same anywhere."""
_SHARE = 0.6
_SPACES = re.compile(r"\s+")
_KIND_OF_PHONE = re.compile(r"(phone \d+ - )(?:type|label)")
_JOINED = " ::: "
_OWN_LABEL = "* "
"""Before Google's own labels ("* myContacts", "* Mobile")."""
_EVERYBODY = "mycontacts"
_BIRTHS = (("birth year", "birth month", "birth day"), ("год рождения", "месяц рождения", "день рождения"))


def targets_of_program(headers: Sequence[str]) -> dict[int, str]:
    """Return for each column that a known program wrote what it is, "ignore" where nobody needs it; {} for others."""
    found = max((_known(program, headers) for program in _patterns()), key=len, default={})
    filled = sum(1 for header in headers if header)
    return found if len(found) >= max(_LEAST, _SHARE * filled) else {}


class Joiner:
    """Lays the cells of a row that belong together into one, for the fillers, and says the kinds of its telephones."""

    def __init__(self, headers: Sequence[str], area_code: str) -> None:
        names = [_plain(header) for header in headers]
        self._width = len(names)
        self._kinds = [(at, names.index(value)) for at, name in enumerate(names) if (value := _value_of(name)) in names]
        self._labels = [at for at, name in enumerate(names) if name in ("labels", "group membership")]
        self._births = next(([*map(names.index, three)] for three in _BIRTHS if set(three) <= set(names)), [])
        self._area_code = area_code

    def join(self, cells: list[str]) -> list[str]:
        """Return the cells as the fillers take them."""
        if not self._kinds and not self._births:
            return cells
        laid = [cell.replace(_JOINED, "; ") for cell in cells] + [""] * (self._width - len(cells))
        for at in self._labels:
            laid[at] = _labels(laid[at])
        if self._births:
            laid[self._births[0]] = _birth(*(laid[at] for at in self._births))
        return laid

    def say_kinds(self, draft: Draft, cells: list[str]) -> None:
        """Give the telephones of a draft the kinds that the columns before them say in this row."""
        for kind, value in self._kinds:
            said = type_said(cells[kind]) if value < len(cells) and cells[value] else ""
            if said:
                there, _warning = read_phones(cells[value].replace(_JOINED, "; "), self._area_code)
                _say_kind(draft, there, said)


def _say_kind(draft: Draft, there: list[dict[str, str]], said: str) -> None:
    for phone in draft.phones:
        if not phone.get("type") and phone in there:
            phone["type"] = said


def _value_of(name: str) -> str:
    found = _KIND_OF_PHONE.fullmatch(name)
    return f"{found[1]}value" if found else ""


def _labels(cell: str) -> str:
    kept = [one.removeprefix(_OWN_LABEL) for one in cell.split("; ")]
    return "; ".join(one for one in kept if one.lower() != _EVERYBODY)


def _birth(year: str, month: str, day: str) -> str:
    """Return a day as far as it is known; without a year as people write it, so that it is told and not lost."""
    if not year:
        return ".".join(filter(None, (day.zfill(2) if day else "", month.zfill(2) if month else "")))
    return "-".join([year, *(part.zfill(2) for part in ((month, day) if month else ()) if part)])


def _known(program: str, headers: Sequence[str]) -> dict[int, str]:
    patterns = _patterns()[program]
    found = {}
    for at, header in enumerate(headers):
        name = _plain(header)
        number = re.search(r"\d+", name)
        target = patterns.get(name) or (patterns.get(name.replace(number[0], "#", 1)) if number else None)
        if target:
            part, _, counted = target.partition(":")
            found[at] = numbered(part, int(number[0] if counted == "#" and number else counted)) if counted else part
    return found


def _plain(header: str) -> str:
    return _SPACES.sub(" ", header.replace("’", "'").replace("ё", "е")).strip().lower()


@cache
def _patterns() -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {}
    for program, heading, target in rows_of("program_headings.tsv"):
        found.setdefault(program, {})[_plain(heading)] = target
    return found
