"""Postal addresses: read from what lists write, shown as an envelope wants them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from busel.names.places import division

if TYPE_CHECKING:
    from busel.contacts.records import Address

_BUILDING = re.compile(
    r"[\s,]*\b(?:корпус|корп|кор|к|korpus|korp|k)\b\.?\s*([0-9]+[^\W\d_]?|[^\W\d_])\b", re.IGNORECASE
)
_FLAT = re.compile(
    r"[\s,]*\b(?:кватэра|квартира|кв|kvatera|kvartira|kv|apt|flat)\b\.?\s*№?\s*([0-9]+[^\W\d_]?)\b", re.IGNORECASE
)
_HOUSE = re.compile(
    r"(?:\b(?:дом|д|будынак|буд|dom|d)\b\.?\s*)?№?\s*(?P<house>[0-9]+\s?[^\W\d_]?(?:/[0-9]+\s?[^\W\d_]?)?)"
    r"(?:-(?P<building>[1-9])(?=-[1-9][0-9]{0,2}$))?(?:-(?P<flat>[0-9]+[^\W\d_]?))?",
    re.IGNORECASE,
)
"""Of three numbers ("54-2-33") the second is the building: one digit, for "22-33-44" is a telephone."""
_DASH = re.compile(r"(?<=[0-9])(\s?[^\W\d_])?\s*[–—−-]\s*(?=[0-9])")
_SPACE = re.compile(r"[\s,]+")


@dataclass(frozen=True)
class House:
    """Where in a street: house "12а/3", building "2", flat "45"."""

    house: str = ""
    building: str = ""
    flat: str = ""

    @property
    def number(self) -> int:
        """The house's number, 0 for none: by it a street is walked, and odd and even sides are told apart."""
        found = re.match(r"[0-9]+", self.house)
        return int(found[0]) if found else 0

    @property
    def order(self) -> tuple[int, str, str, int, str]:
        """The order in which one comes by: 2, 12, 12а, flats by number."""
        flat = re.match(r"[0-9]+", self.flat)
        return self.number, self.house, self.building, int(flat[0]) if flat else 0, self.flat

    @property
    def shown(self) -> str:
        """As written after a street: "12а/3, корп. 2, кв. 45"; alike in Belarusian and Russian."""
        parts = (self.house, f"корп. {self.building}" * bool(self.building), f"кв. {self.flat}" * bool(self.flat))
        return ", ".join(filter(None, parts))


def read_house(written: str) -> House:
    """Return house, building and flat of "12а/3 корп.2", "д. 5, кв. 7" or "5-7"; what does not fit is all house."""
    text = " ".join(written.split())
    return house_in(text) or House(text)


def split_street(written: str) -> tuple[str, House]:
    """Return street and house of one column: "ул. Ленина, д. 5, кв. 7". A street with a number in it keeps it."""
    text = _DASH.sub(r"\1-", " ".join(written.split()))
    for space in _SPACE.finditer(text):
        house = house_in(text[space.end() :])
        if house:
            return text[: space.start()], house
    return text, House()


def house_in(text: str) -> House | None:
    """Return the house of "д. 5, кв. 7", or None if there is more in the text, or nothing."""
    text = _DASH.sub(r"\1-", text)
    building, flat = _BUILDING.search(text), _FLAT.search(text)
    rest = _FLAT.sub("", _BUILDING.sub("", text, count=1), count=1).strip(" ,")
    found = _HOUSE.fullmatch(rest)
    if (rest and not found) or (found and ((flat and found["flat"]) or (building and found["building"]))):
        return None
    house = House(
        found["house"].replace(" ", "").lower() if found else "",
        building[1].lower() if building else (found["building"] or "") if found else "",
        flat[1].lower() if flat else (found["flat"] or "") if found else "",
    )
    return house if house != House() else None


@dataclass(frozen=True)
class PostalAddress:
    """An address of a contact, as it is written on an envelope."""

    address: Address

    def settlement(self, language: str) -> str:
        """Return the place in "be" or "ru", else in the other language."""
        return _either(language, self.address.settlement_be, self.address.settlement_ru)

    def street(self, language: str) -> str:
        """Return the street in "be" or "ru", else in the other language."""
        return _either(language, self.address.street_be, self.address.street_ru)

    @property
    def house(self) -> House:
        """House, building and flat."""
        return House(self.address.house, self.address.building, self.address.flat)

    def shown(self, language: str) -> list[str]:
        """Return the lines below the name: street and house, postcode and place, district, region."""
        one = self.address
        lines = (
            ", ".join(filter(None, (self.street(language), self.house.shown))),
            ", ".join(filter(None, (one.postcode, self.settlement(language)))),
            _division(one.district, language),
            _division(one.region, language),
        )
        return [line for line in lines if line]


def _either(language: str, in_be: str, in_ru: str) -> str:
    return (in_ru or in_be) if language == "ru" else (in_be or in_ru)


def _division(text: str, language: str) -> str:
    known = division(text)
    return known.shown("ru" if language == "ru" else "be") if known else text
