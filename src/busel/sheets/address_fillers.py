"""How cells of an address get into a draft: a part in each column, or the whole of it in one.

Whole addresses and houses ("5, корп. 2") are taken last: what a column of its own says wins. What has no place, or says
another thing than such a column, is kept as a note with a warning.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache, partial
from typing import TYPE_CHECKING

from busel.contacts.answers import read_postcode, read_status
from busel.contacts.postal import read_house
from busel.contacts.problems import Problem
from busel.contacts.whole_address import WholeAddress, read_whole_address
from busel.names.clean import fold_homoglyphs
from busel.names.places import division
from busel.sheets.draft import ADDRESS_UNSURE, SAID_OTHERWISE
from busel.sheets.headings import address_kind
from busel.sheets.name_fillers import in_two_languages
from busel.sheets.targets import PLACE_PARTS
from busel.sheets.tie_fillers import address_kind_filler

if TYPE_CHECKING:
    from collections.abc import Callable

    from busel.contacts.postal import House
    from busel.sheets.draft import Draft

SOME = 1_000
"""Whole addresses that are remembered: households stand together; all of a long list would take 60 MB."""
_SPACES = re.compile(r"\s+")


def one_line(cell: str) -> str:
    """Return the cell with single spaces."""
    return _SPACES.sub(" ", cell) if "  " in cell or not cell.isprintable() else cell


def address_filler(name: str, number: int, header: str, *, is_ours: bool) -> Callable[[Draft, str], str]:
    """Return what fills a part of the person's address `number`, or the whole of it ("address")."""
    if name == "address":
        return partial(_fill_whole, (number, header), lru_cache(SOME)(read_whole_address))
    if name in ("address_type", "country"):
        return address_kind_filler(name, number, is_ours=is_ours)
    if name in ("address_status", "postcode") and not (is_ours and name == "postcode"):
        return partial(_fill_status if name == "address_status" else _fill_postcode, number)
    if is_ours:
        read = cache(_place_of_ours) if name in ("region", "district") else str
        return partial(_fill_part, (name, number), read)
    if name == "house":
        return partial(_fill_house, (number, header), cache(read_house))
    fill = _fill_part_in_one_or_two if name in PLACE_PARTS else _fill_part
    return partial(fill, (name, number), cache(_written_place))


def _written_place(cell: str) -> str:
    return fold_homoglyphs(one_line(cell))


def _place_of_ours(cell: str) -> str:
    """Return the region or district as it is stored: our exports write it in the language of the person who exports."""
    known = division(cell)
    return known.en if known and cell in (known.be, known.ru) else cell


def _fill_part(place: tuple[str, int], read: Callable[[str], str], draft: Draft, cell: str) -> str:
    name, number = place
    draft.address_number(number)[name] = read(cell)
    return ""


def _fill_part_in_one_or_two(place: tuple[str, int], read: Callable[[str], str], draft: Draft, cell: str) -> str:
    name, number = place
    both = in_two_languages(cell) if "/" in cell or "|" in cell else {}
    address = draft.address_number(number)
    said = [address.setdefault(f"{name}_{of}", read(one)) == read(one) for of, one in both.items()]
    if not all(said):
        draft.add_note(cell)
        return SAID_OTHERWISE
    return "" if both else _fill_part(place, read, draft, cell)


def _fill_status(number: int, draft: Draft, cell: str) -> str:
    found = read_status(cell)
    if isinstance(found, Problem):
        return found.code
    draft.address_number(number)["status"] = found
    return ""


def _fill_house(place: tuple[int, str], read: Callable[[str], House], draft: Draft, cell: str) -> str:
    """Take "5, корп. 2, кв. 7" apart; columns of their own for building and flat win, wherever they stand."""
    number, header = place
    found, address = read(cell), draft.address_number(number)
    parts = {name: value for name in ("house", "building", "flat") if (value := getattr(found, name))}
    if all(address.setdefault(name, value) == value for name, value in parts.items()):
        return ""
    draft.add_note(cell, header)
    return SAID_OTHERWISE


def _fill_postcode(number: int, draft: Draft, cell: str) -> str:
    """Keep what is no postcode of Belarus as it is written, with a warning: it may be one of another country."""
    found = read_postcode(cell)
    draft.address_number(number)["postcode"] = cell if isinstance(found, Problem) else found
    return found.code if isinstance(found, Problem) else ""


def _fill_whole(place: tuple[int, str], read: Callable[[str], WholeAddress], draft: Draft, cell: str) -> str:
    """Take an address apart, where columns of its own do not say it; what is not understood is kept as a note."""
    number, header = place
    found, address = read(cell), draft.address_number(number)
    agrees = True
    for name, value in found.parts.items():
        said = [address[key] for key in (name, f"{name}_be", f"{name}_ru") if key in address]
        if not said:
            address[name] = _written_place(value)
        agrees = agrees and (not said or _written_place(value) in said)
    if found.parts and (kind := address_kind(header)):
        address.setdefault("type", kind)
    if found.is_understood and agrees:
        return ""
    draft.add_note(cell, header)
    return SAID_OTHERWISE if found.is_understood else ADDRESS_UNSURE
