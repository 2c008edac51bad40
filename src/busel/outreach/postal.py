"""Postal addresses as envelopes show them, and the order in which a post office likes letters."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from busel.names.countries import HOME, country_name
from busel.names.places import place_order
from busel.names.streets import street_order
from busel.outreach.placeholders import one_line
from busel.outreach.tables import rows

if TYPE_CHECKING:
    from collections.abc import Callable

    from busel.contacts.records import Address

_NUMBERS = re.compile(r"(\d+)")

PostalKey = tuple[str, tuple[bool, str], str, str, tuple[tuple[int, str], ...], tuple[tuple[int, str], ...]]


def can_be_posted(address: Address) -> bool:
    """Tell whether a letter can arrive: a settlement and a house are known, and the address is not bad or past."""
    return bool(settlement(address, "be") and one_line(address.house)) and address.status not in {"bad", "past"}


def settlement(address: Address, language: str) -> str:
    """Return the settlement in a language, or in the other where only that is known."""
    return _either(address.settlement_be, address.settlement_ru, language)


def address_lines(
    address: Address, language: str, *, place_word: Callable[[str, str], str], posted_in: str = ""
) -> tuple[str, ...]:
    """Return the lines under the name: street and house, postcode and settlement, district and region, country.

    `place_word(stored, language)` gives the words for what `region` and `district` hold.
    """
    house, building, flat = next(row[1:4] for row in rows("address_words") if row[0] == language)
    street = [
        _either(address.street_be, address.street_ru, language),
        _worded(house, address.house),
        _worded(building, address.building),
        _worded(flat, address.flat),
    ]
    town = (one_line(address.postcode), settlement(address, language))
    wider = [place_word(place, language) for place in (address.district, address.region) if place]
    lines = (", ".join(filter(None, street)), " ".join(filter(None, town)), ", ".join(map(one_line, wider)))
    return tuple(filter(None, (*lines, *country_lines(address.country, language, posted_in=posted_in))))


def country_lines(country: str, language: str, *, posted_in: str = "") -> tuple[str, ...]:
    """Return the last lines of a letter to another country: its name in the letter's language, then in English.

    `posted_in` is where the letter is handed in; both are codes, empty for Belarus. Source: Universal Postal Union,
    standard S42: the country stands last, in capitals, in a language that is known where the letter passes.
    """
    code = one_line(country) or HOME
    if code == (posted_in or HOME):
        return ()
    return tuple(dict.fromkeys((country_name(code, language), country_name(code, "en").upper())))


def postal_key(address: Address) -> PostalKey:
    """Return what sorts letters: country (home first), postcode (unknown last), settlement, street, house and flat."""
    postcode = one_line(address.postcode)
    return (
        address.country if address.country != HOME else "",
        (not postcode, postcode),
        place_order(settlement(address, "be")),
        street_order(_either(address.street_be, address.street_ru, "be")),
        _by_numbers(f"{address.house} {address.building}"),
        _by_numbers(address.flat),
    )


def _either(belarusian: str, russian: str, language: str) -> str:
    own, other = (belarusian, russian) if language == "be" else (russian, belarusian)
    return one_line(own) or one_line(other)


def _worded(form: str, value: str) -> str:
    value = one_line(value)
    # "д. 12", but "а/с 12" and "корпус 2" as they are written: they bring their own word.
    return form.replace("{}", value) if value[:1].isdigit() else value


def _by_numbers(text: str) -> tuple[tuple[int, str], ...]:
    """Return the text cut at its numbers, so that 2 stands before 10 and 10 before 10а."""
    parts = _NUMBERS.split(one_line(text).casefold())
    return tuple((int(number), word.strip()) for number, word in zip(["0", *parts[1::2]], parts[::2], strict=True))
