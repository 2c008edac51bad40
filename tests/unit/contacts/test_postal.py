"""Postal addresses."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from busel.contacts.postal import House, PostalAddress, read_house, split_street
from busel.contacts.records import Address

WHOLE = Address(
    contact=1,
    region="Homieĺ region",
    district="Žlobin district",
    settlement_be="г. Жлобін",
    settlement_ru="г. Жлобин",
    street_be="вул. Савецкая",
    house="12а",
    building="2",
    flat="45",
    postcode="247210",
)


@pytest.mark.parametrize(
    ("written", "house"),
    [
        ("12а/3 корп.2", House("12а/3", "2")),
        ("12", House("12")),
        ("12 А", House("12а")),
        ("12/3", House("12/3")),
        ("д. 5, кв. 7", House("5", "", "7")),
        ("дом 5 корпус 1 квартира 7", House("5", "1", "7")),
        ("д.5 к.2 кв.17а", House("5", "2", "17а")),
        ("5-7", House("5", "", "7")),
        ("№ 8", House("8")),
        ("кв. 7", House("", "", "7")),
        ("за мостам", House("за мостам")),
        ("5-7, кв. 3", House("5-7, кв. 3")),
        ("", House()),
    ],
)
def test_a_house_is_read(written: str, house: House) -> None:
    assert read_house(written) == house


@pytest.mark.parametrize(
    ("written", "street", "house"),
    [
        ("ул. Ленина, д. 5, кв. 7", "ул. Ленина", House("5", "", "7")),
        ("вул. Леніна 5-7", "вул. Леніна", House("5", "", "7")),
        ("Савецкая, 12а", "Савецкая", House("12а")),
        ("1-я Лінія, 4", "1-я Лінія", House("4")),
        ("вул. 17 Верасня, 4", "вул. 17 Верасня", House("4")),
        ("вул. 8 Сакавіка", "вул. 8 Сакавіка", House()),
        ("Зялёная", "Зялёная", House()),
        ("", "", House()),
    ],
)
def test_a_street_with_its_house_is_split(written: str, street: str, house: House) -> None:
    assert split_street(written) == (street, house)


@given(st.from_regex(r"[1-9][0-9]{0,2}[абв]?(/[1-9])?", fullmatch=True), st.integers(1, 200))
def test_what_is_shown_is_read_back(house: str, flat: int) -> None:
    one = House(house, "2", str(flat))
    assert read_house(one.shown) == one


@given(st.text(alphabet="125аб./-, кдвдомрп№", max_size=16))
def test_no_digit_of_a_house_is_lost(text: str) -> None:
    found = read_house(text)
    kept = found.house + found.building + found.flat
    assert sorted(filter(str.isdigit, kept)) == sorted(filter(str.isdigit, text))


def test_houses_are_walked_in_the_order_of_their_numbers() -> None:
    houses = [House("12а"), House("2"), House("12"), House("2", "", "10"), House("2", "", "9")]
    assert sorted(houses, key=lambda one: one.order) == [
        House("2"),
        House("2", "", "9"),
        House("2", "", "10"),
        House("12"),
        House("12а"),
    ]


def test_an_address_is_shown_in_belarusian() -> None:
    assert PostalAddress(WHOLE).shown("be") == [
        "вул. Савецкая, 12а, корп. 2, кв. 45",
        "247210, г. Жлобін",
        "Жлобінскі раён",
        "Гомельская вобласць",
    ]


def test_an_address_is_shown_in_russian_with_what_only_the_other_language_has() -> None:
    assert PostalAddress(WHOLE).shown("ru") == [
        "вул. Савецкая, 12а, корп. 2, кв. 45",
        "247210, г. Жлобин",
        "Жлобинский район",
        "Гомельская область",
    ]
