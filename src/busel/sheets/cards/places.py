"""Addresses on a card: seven parts, of which the street is taken apart as those of a list are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from busel.contacts.postal import split_street
from busel.names.countries import country_name, read_country
from busel.sheets.out.words import LANGUAGES
from busel.sheets.targets import MOST_ADDRESSES, numbered
from busel.sheets.ties import word

if TYPE_CHECKING:
    from busel.sheets.cards.cells import Cells
    from busel.sheets.cards.text import Property

_PARTS = 7
_SHORT = {
    "u.s.a.": "US",
    "usa": "US",
    "u.s.": "US",
    "united states of america": "US",
    "u.k.": "GB",
    "uk": "GB",
    "deutschland": "DE",
    "polska": "PL",
}
for _language in LANGUAGES:
    country_name("BY", _language)  # loaded now: once the child is locked up it can load nothing


def _addresses(cells: Cells, some: list[Property]) -> None:
    """Take each address once: those of one ALTID say the same in another language."""
    seen: set[str] = set()
    number = 0
    for one in some:
        again = one.parameter("ALTID")
        parts = [" ".join(part.split()) for part in [*one.listed_parts, *[""] * _PARTS][:_PARTS]]
        if not any(parts) or (again and again in seen):
            continue
        seen.add(again)
        number += 1
        if number > MOST_ADDRESSES:
            cells.says("address", ", ".join(filter(None, parts)))
        else:
            _address(cells, one, parts, number)


def _address(cells: Cells, one: Property, parts: list[str], number: int) -> None:
    box, more, street, settlement, region, postcode, written = parts
    street, house = split_street(street or more)
    more = more if parts[2] else ""
    country = _SHORT.get(written.lower()) or read_country(written)
    found = {
        "address_type": _kind(one, cells.language),
        "settlement": settlement,
        "street": ", ".join(filter(None, (street, more, box))),
        "house": house.house,
        "building": house.building,
        "flat": house.flat,
        "region": region,
        "postcode": postcode,
        "country": country_name(country, cells.language) if country and country != "BY" else "",
    }
    for target, cell in found.items():
        if cell:
            cells.add(numbered(target, number), cell)
    if written and not country:
        cells.says("country", written)


def _kind(one: Property, language: str) -> str:
    kind = next((kind for kind in ("home", "work") if kind in one.types), "")
    return word("address_type", kind, language) if kind else ""


TAKERS = {"ADR": _addresses}
