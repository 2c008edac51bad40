"""Whole addresses in one cell come apart; what has no place stays as it was written."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from busel.contacts.whole_address import read_whole_address

UNDERSTOOD = [
    (
        "220030, г. Минск, ул. Я. Коласа, д. 5, к. 2, кв. 12",
        "postcode=220030 settlement=Минск street=ул. Я. Коласа house=5 building=2 flat=12",
    ),
    ("г.Минск,ул.Ленина,д.5кв.12", "settlement=Минск street=ул. Ленина house=5 flat=12"),
    ("г. Минск ул. Ленина 5-12", "settlement=Минск street=ул. Ленина house=5 flat=12"),
    ("г. Минск ул. 8 Марта д. 5 кв 3", "settlement=Минск street=ул. 8 Марта house=5 flat=3"),
    ("Минск 40 лет Победы 5", "settlement=Минск street=40 лет Победы house=5"),
    ("д. Ляды Смолевичского р-на", "settlement=д. Ляды district=Smaliavičy district"),
    (
        "в. Ляды Смалявіцкага раёна, вул. Цэнтральная, 5",
        "settlement=в. Ляды district=Smaliavičy district street=вул. Цэнтральная house=5",
    ),
    (
        "Минская обл., Смолевичский р-н, д. Ляды, ул. Лесная, 12а",
        "region=Minsk region district=Smaliavičy district settlement=д. Ляды street=ул. Лесная house=12а",
    ),
    (
        "Гродненской области, Лидского района, деревня Малые Конюшаны, дом 5",
        "region=Hrodna region district=Lida district settlement=деревня Малые Конюшаны house=5",
    ),
    ("Гомель, Советская ул., 5, кв. 7", "settlement=Гомель street=Советская ул. house=5 flat=7"),
    ("Гомель, Советская, 5-7", "settlement=Гомель street=Советская house=5 flat=7"),
    ("Гомель Мира 5", "settlement=Гомель street=Мира house=5"),
    ("Минск, пр-т Независимости 12/1-45", "settlement=Минск street=пр-т Независимости house=12/1 flat=45"),
    ("г.п. Обухово, ул. Мира, 3", "settlement=гп Обухово street=ул. Мира house=3"),
    ("г. Минск, ул. П. Бровки, 14", "settlement=Минск street=ул. П. Бровки house=14"),
    ("мкр. Солнечный, 14-3", "street=мкр. Солнечный house=14 flat=3"),
    ("ул. Ленина, 5, 12", "street=ул. Ленина house=5 flat=12"),
    ("Беларусь, г. Минск", "settlement=Минск"),
    ("Россия, г. Смоленск, ул. Ленина, 5", "country=RU settlement=Смоленск street=ул. Ленина house=5"),
    ("Minsk, vul. Jakuba Kolasa 5, apt 12", "settlement=Minsk street=vul. Jakuba Kolasa house=5 flat=12"),
    ("123 Main Street", "street=Main Street house=123"),
]


def _said(parts: dict[str, str]) -> set[str]:
    return {f"{name}={value}" for name, value in parts.items()}


@pytest.mark.parametrize(("written", "parts"), UNDERSTOOD)
def test_an_address_comes_apart(written: str, parts: str) -> None:
    found = read_whole_address(written)
    assert " ".join(sorted(_said(found.parts))) == " ".join(sorted(_said(dict(_pairs(parts)))))
    assert found.is_understood


def _pairs(text: str) -> list[tuple[str, str]]:
    words: list[list[str]] = []
    for word in text.split(" "):
        if "=" in word:
            words.append(word.split("=", 1))
        else:
            words[-1][1] += f" {word}"
    return [(name, value) for name, value in words]


@pytest.mark.parametrize(
    ("written", "rest"),
    [
        ("220030 Минск, а/я 12", ["а/я 12"]),
        ("вул. Багдановіча, 5, корп. 2, пад. 3", ["пад. 3"]),
        ("общежитие №3", ["общежитие №3"]),
        ("22003 Минск", ["22003 Минск"]),
        ("у сестры", ["у сестры"]),
        ("ул. Мира, 5, ул. Ленина, 7", ["ул. Ленина", "7"]),
        ("", []),
    ],
)
def test_what_has_no_place_stays_over(written: str, rest: list[str]) -> None:
    found = read_whole_address(written)
    assert (found.rest[: len(rest)], found.is_understood) == (rest[: len(found.rest)], False)


@given(st.text(alphabet="абвгдку.,-/№ 0123456789МЛ;ў", max_size=60))
def test_no_word_and_no_number_of_an_address_is_lost(written: str) -> None:
    found = read_whole_address(written)
    kept = "".join([*found.parts.values(), *found.rest]).lower()
    numbers = "".join(sign for sign in written if sign.isdecimal())
    assert sorted(sign for sign in kept if sign.isdecimal()) == sorted(numbers)


def test_a_long_text_is_no_address() -> None:
    written = "ул. Мира, 5, " * 40
    assert read_whole_address(written).rest == [written]
