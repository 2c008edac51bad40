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
    # As people type them.
    ("мінск вул прытыцкага 12-45", "settlement=Мінск street=вул Прытыцкага house=12 flat=45"),
    ("минск, ул. я. коласа 5", "settlement=Минск street=ул. Я. Коласа house=5"),
    ("г. слуцк, 1-й пер. ленина, 5", "settlement=Слуцк street=1-й пер. Ленина house=5"),
    ("МИНСК УЛ. ПРИТЫЦКОГО Д.12 КВ.45", "settlement=Минск street=ул. Притыцкого house=12 flat=45"),
    ("МИНСК, УЛ. Д.БЕДНОГО, Д. 5, К. 2, КВ. 7", "settlement=Минск street=ул. Д. Бедного house=5 building=2 flat=7"),
    ("ГОМЕЛЬ УЛ. 50 ЛЕТ БССР 5", "settlement=Гомель street=ул. 50 лет БССР house=5"),
    (
        "МОГИЛЁВСКАЯ ОБЛ., Г.БОБРУЙСК, Б-Р ПРИБЕРЕЖНЫЙ, 5А-12",
        "region=Mahilioŭ region settlement=Бобруйск street=б-р Прибережный house=5а flat=12",
    ),
    ("аг. лясны, вул. цэнтральная, д.3", "settlement=аг. Лясны street=вул. Цэнтральная house=3"),
    ("minsk, ul. pritytskogo 12-45", "settlement=Minsk street=ul. Pritytskogo house=12 flat=45"),
    ("Minsk, pr. Nezavisimosti, 5, kv. 12", "settlement=Minsk street=pr. Nezavisimosti house=5 flat=12"),
    ("г. Пинск, ул. Первомайская, 12-1-7", "settlement=Пинск street=ул. Первомайская house=12 building=1 flat=7"),
    ("Минск, тракт Логойский 22-1-15", "settlement=Минск street=тракт Логойский house=22 building=1 flat=15"),
    ("Минск Рафиева 54-2-33", "settlement=Минск street=Рафиева house=54 building=2 flat=33"),
    ("Могилев, пр. Мира 21 а - 5", "settlement=Могилев street=пр. Мира house=21а flat=5"),
    ("Мiнск, завулак Казлова, 5 — 12", "settlement=Мiнск street=завулак Казлова house=5 flat=12"),
    ("Минск, просп. Дзержинского, 119–12", "settlement=Минск street=просп. Дзержинского house=119 flat=12"),
    ("Новополоцк, Молодёжная, 100 - 12", "settlement=Новополоцк street=Молодёжная house=100 flat=12"),
    ("Слуцк, 1-й пер. Ленина, 5", "settlement=Слуцк street=1-й пер. Ленина house=5"),
    ("Слуцк 2-я ул. Лесная", "settlement=Слуцк street=2-я ул. Лесная"),
    ("г. Жлобин, м-н 16, д. 5, кв. 12", "settlement=Жлобин street=м-н 16 house=5 flat=12"),
    ("Жлобин, 16 микрорайон, 5-12", "settlement=Жлобин street=16 микрорайон house=5 flat=12"),
    ("Гомель, мкр-н Клёнковский, д. 12, кв. 4", "settlement=Гомель street=мкр-н Клёнковский house=12 flat=4"),
    ("вул. Леніна 5, Гомель", "street=вул. Леніна house=5 settlement=Гомель"),
    ("ул. Рафиева д.54 корп.2 кв.33 г.Минск", "street=ул. Рафиева house=54 building=2 flat=33 settlement=Минск"),
    (
        "246000, Республика Беларусь, г.Гомель, ул. Советская, д.1, кв.1",
        "postcode=246000 settlement=Гомель street=ул. Советская house=1 flat=1",
    ),
    ("аг.Тарнова Лідскі раён", "settlement=аг. Тарнова district=Lida district"),
    ("Орша, ул. Мира, дом №5, кв №12", "settlement=Орша street=ул. Мира house=5 flat=12"),
    ("г. Гомель, вул. Савецкая, буд. 1, кв. 3", "settlement=Гомель street=вул. Савецкая house=1 flat=3"),
    ("Витебск, Московский проспект 12, кв. 3", "settlement=Витебск street=Московский проспект house=12 flat=3"),
    (
        "Минск, ул. Притыцкого, 12, 45, 220140",
        "settlement=Минск street=ул. Притыцкого house=12 flat=45 postcode=220140",
    ),
    ("Солигорск Октябрьская 45-12", "settlement=Солигорск street=Октябрьская house=45 flat=12"),
    ("Полоцк, ул. Фр. Скорины, д. 3", "settlement=Полоцк street=ул. Фр. Скорины house=3"),
    ("Ивье, ул. 17 Сентября, 5", "settlement=Ивье street=ул. 17 Сентября house=5"),
    ("дер. Малое Запрудье, д. 5", "settlement=дер. Малое Запрудье house=5"),
    ("Минск, Логойский тракт, 22/1, 15", "settlement=Минск street=Логойский тракт house=22/1 flat=15"),
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
        ("ОБЩЕЖИТИЕ ЗАВОДА", ["ОБЩЕЖИТИЕ ЗАВОДА"]),
        ("гомель, ул. 8 марта, 5, подъезд 3", ["подъезд 3"]),
        ("Орша, ул.Мира,5,кв.12 (общежитие)", ["общежитие"]),
        ("Минск (Уручье), ул. Ложинская 5-1", ["Уручье"]),
        ("Минский р-н, Боровлянский с/с, д. Копище, ул. Лесная, 10", ["Боровлянский с/с"]),
        ("Минск, ул. Кирова, 5, офис 12", ["офис 12"]),
        ("22-33-44", ["22-33-44"]),
        ("г. Минск, тел. 22-33-44", ["тел. 22-33-44"]),
        ("ул. Мира, 5, ул. Ленина, 7", ["ул. Ленина", "7"]),
        ("", []),
    ],
)
def test_what_has_no_place_stays_over(written: str, rest: list[str]) -> None:
    found = read_whole_address(written)
    assert (found.rest[: len(rest)], found.is_understood) == (rest[: len(found.rest)], False)


@given(st.text(alphabet="абвгдку.,-—()/№ 0123456789МЛ;ў", max_size=60))
def test_no_word_and_no_number_of_an_address_is_lost(written: str) -> None:
    found = read_whole_address(written)
    kept = "".join([*found.parts.values(), *found.rest]).lower()
    numbers = "".join(sign for sign in written if sign.isdecimal())
    assert sorted(sign for sign in kept if sign.isdecimal()) == sorted(numbers)


def test_a_long_text_is_no_address() -> None:
    written = "ул. Мира, 5, " * 40
    assert read_whole_address(written).rest == [written]
