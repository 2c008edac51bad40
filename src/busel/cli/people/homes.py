"""Where synthetic people live: a settlement of their district, a usual street, a house, perhaps a flat."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING, Any

from busel.cli.people.chance import by_rank
from busel.cli.people.tables import streets

if TYPE_CHECKING:
    from collections.abc import Callable

    from busel.cli.people.chance import Draw
    from busel.cli.people.person import District

STREET_IN_BOTH = 0.63
STREET_IN_RUSSIAN_AT_LEAST = 0.90
HAS_FLAT = 0.55
HAS_BUILDING = 0.04
VERIFIED, BAD = 0.12, 0.15
"""Below VERIFIED an address is verified, from there to BAD letters came back, the rest is not known."""


class Homes:
    """Draws addresses: fields of `Address` without the contact."""

    def __init__(self, draw: Draw) -> None:
        self._draw = draw

    def in_district(self, district: District) -> Callable[[], dict[str, Any]]:
        """Return a function that draws an address in the district."""
        draw, names = self._draw, streets()
        towns = [(be, ru, _postcode(f"{district.region}/{district.district}/{ru}")) for be, ru in district.settlements]
        settlements = by_rank(towns, flattened=0) if towns else None
        place = {"region": district.region} | ({"district": district.district} if district.district else {})

        def home() -> dict[str, Any]:
            fields = dict(place)
            if settlements:
                town_be, town_ru, postcode = settlements.at(draw())
                fields |= {"settlement_be": town_be, "settlement_ru": town_ru, "postcode": postcode}
            street, known = names.at(draw()), draw()
            if known < STREET_IN_BOTH or known >= STREET_IN_RUSSIAN_AT_LEAST:
                fields["street_be"] = street.be
            if known < STREET_IN_RUSSIAN_AT_LEAST:
                fields["street_ru"] = street.ru
            return fields | self._door()

        return home

    def _door(self) -> dict[str, str]:
        draw = self._draw
        fields = {"house": str(1 + int(draw() ** 2 * 140))}
        if draw() < HAS_BUILDING:
            fields["building"] = str(1 + int(draw() * 3))
        if draw() < HAS_FLAT:
            fields["flat"] = str(1 + int(draw() * 120))
        status = draw()
        if status < BAD:
            fields["status"] = "verified" if status < VERIFIED else "bad"
        return fields


def _postcode(place: str) -> str:
    """Return six digits in the range of Belarus, the same for the same place; they are not the real ones."""
    return str(210_000 + int.from_bytes(sha256(place.encode()).digest()[:4], "big") % 38_000)
