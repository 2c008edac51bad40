"""Who stands twice in the demo, and who only looks so."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise

import pytest

from busel.cli.people import SyntheticPerson, districts_of_belarus, people, twice
from busel.cli.people.retold import (
    again,
    faint,
    family_of,
    married,
    mistyped,
    other_language,
    romanised,
    short_form,
)
from busel.cli.people.twice import EVERY
from busel.contacts.record import read_record
from busel.contacts.records import KINDS

PLACE = districts_of_belarus()[0]
HANNA = SyntheticPerson(
    PLACE,
    {
        "sex": "f",
        "family_be": "Кавалёва",
        "given_be": "Ганна",
        "patronymic_be": "Іванаўна",
        "birth": "1960-02-29",
    },
    [
        ("phone", {"number": "+375291234567"}),
        ("email", {"address": "s000001@example.org"}),
        ("address", {"street_be": "вул. Міру", "house": "5", "flat": "12"}),
        ("tag", {"label": "падпісант"}),
    ],
)
IVAN = SyntheticPerson(
    PLACE,
    {
        "sex": "m",
        "family_ru": "Ковалёв",
        "given_ru": "Андрей",
        "patronymic_ru": "Петрович",
        "birth": "1955-12-30",
    },
    HANNA.about,
)


@pytest.fixture(scope="module")
def drawn() -> list[SyntheticPerson]:
    return list(people(3000, 1, districts=districts_of_belarus()))


@pytest.fixture(scope="module")
def made(drawn: list[SyntheticPerson]) -> list[SyntheticPerson]:
    return list(twice(drawn))


def names(person: SyntheticPerson | None) -> list[str]:
    assert person is not None
    return [value for name, value in person.contact.items() if name.startswith(("family", "given", "patronymic"))]


def kept(person: SyntheticPerson | None) -> list[str]:
    assert person is not None
    return [kind for kind, _fields in person.about]


def test_as_many_stand_in_each_district_as_without_them(
    drawn: list[SyntheticPerson], made: list[SyntheticPerson]
) -> None:
    assert Counter(one.district for one in made) == Counter(one.district for one in drawn)
    assert len({one.contact["external_ids"][0] for one in made}) == len(drawn)


def test_every_fiftieth_stands_there_already_or_is_of_that_ones_family(
    drawn: list[SyntheticPerson], made: list[SyntheticPerson]
) -> None:
    changed = [at for at, (one, other) in enumerate(zip(drawn, made, strict=True), 1) if one is not other]
    assert changed[0] == EVERY
    assert {at % EVERY for at in changed} == {0}
    assert len(drawn) // EVERY - len(changed) <= 10  # among sixty people not everybody has a namesake


def test_the_same_people_stand_twice_each_time(made: list[SyntheticPerson]) -> None:
    assert list(twice(people(3000, 1, districts=districts_of_belarus()))) == made


def test_each_of_them_can_be_stored_and_nobody_else_is_changed(
    drawn: list[SyntheticPerson], made: list[SyntheticPerson]
) -> None:
    for one, other in zip(drawn, made, strict=True):
        assert read_record(KINDS["contact"], other.contact).fields() == other.contact
        assert all(read_record(KINDS[kind], {**fields, "contact": 1}) for kind, fields in other.about)
        assert one is other or one.district == other.district


def test_some_moved_here_from_the_division_before(made: list[SyntheticPerson]) -> None:
    by_home: dict[str, set[str]] = {}
    for one in made:
        address = dict(one.about).get("address")
        if address:
            by_home.setdefault(str(sorted(address.items())), set()).add(one.district.full_name)
    apart = [places for places in by_home.values() if len(places) > 1]
    assert apart
    assert all(len({name.split(" / ")[0] for name in places}) == 1 for places in apart)


def test_one_person_is_written_in_the_other_language_by_a_pet_name_in_latin_letters_and_with_a_slip() -> None:
    assert names(other_language(HANNA)) == ["Ковалёва", "Анна", "Ивановна"]
    assert names(other_language(IVAN)) == ["Кавалёў", "Андрэй", "Пятровіч"]
    assert names(short_form(HANNA)) == ["Кавалёва", "Аня"]
    assert names(romanised(HANNA)) == ["Kavaliova", "Hanna"]
    assert names(mistyped(HANNA)) == ["Каавлёва", "Ганна", "Іванаўна"]
    assert names(again(HANNA)) == names(HANNA)
    assert names(faint(IVAN._replace(contact=IVAN.contact | {"birth": "1955"}))) == ["Ковалёв", "Андрей"]


def test_a_married_woman_keeps_all_but_the_family_name() -> None:
    family, *others = names(married(HANNA))
    assert family != "Кавалёва"
    assert others == names(HANNA)[1:]
    assert married(IVAN) is None


def test_a_family_answers_one_telephone_and_each_has_an_own_day_or_name() -> None:
    assert names(family_of("son")(IVAN)) == ["Ковалёв", "Андрей", "Андреевич"]
    spouse, twin = family_of("spouse")(IVAN), family_of("twin")(IVAN)
    assert spouse is None or names(spouse)[0] == "Ковалёва"
    assert twin is None or names(twin)[::2] == ["Ковалёв", "Петрович"]
    assert family_of("son")(HANNA) is None


def test_what_a_list_does_not_tell_it_does_not_tell() -> None:
    assert [kept(one) for one in (other_language(HANNA), romanised(HANNA), married(HANNA), again(HANNA))] == [
        ["address"],
        ["phone"],
        ["email"],
        ["phone", "address"],
    ]
    nobody = HANNA._replace(contact={"sex": "f", "family_be": "Невядомая", "given_be": "Ганна"}, about=[])
    found = [retell(nobody) for retell in (other_language, short_form, married, family_of("twin"), faint)]
    assert found == [None] * 5


def test_nobody_is_written_anew_twice(made: list[SyntheticPerson]) -> None:
    phones = Counter(fields["number"] for one in made for kind, fields in one.about if kind == "phone")
    assert max(phones.values()) == 2
    assert all(one is not other for one, other in pairwise(made))
