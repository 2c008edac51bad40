"""The demo's synthetic people."""

from __future__ import annotations

from collections import Counter
from itertools import islice
from typing import Any

import phonenumbers
import pytest

from busel.cli.people import District, SyntheticPerson, people
from busel.cli.people.people import shares
from busel.contacts.record import read_record
from busel.contacts.records import KINDS

DISTRICTS = [
    District("Mahilioŭ region", "Babrujsk district", (("Бабруйск", "Бобруйск"), ("Глуша", "Глуша")), 3.0),
    District("Brest region", "Pinsk district", (("Пінск", "Пинск"),)),
    District("Minsk region", "Slucak district", ()),
]
EXPECTED_CONTACT: dict[str, Any] = {
    "sex": "m",
    "family_be": "Панкратаў",
    "given_be": "Аляксандр",
    "patronymic_be": "Фёдаравіч",
    "family_ru": "Панкратов",
    "given_ru": "Александр",
    "patronymic_ru": "Фёдорович",
    "source": "Папяровы сшытак",
    "birth": "1974",
    "support": 3,
    "custom": {"confirmed_day": "2025-06-10", "copies": 14, "best_time": "weekend"},
    "added": "2025-12-13",
    "external_ids": ["S000001"],
}
EXPECTED_ABOUT: list[tuple[str, dict[str, Any]]] = [
    ("phone", {"number": "+375331712948"}),
    (
        "address",
        {
            "region": "Mahilioŭ region",
            "district": "Babrujsk district",
            "settlement_be": "Бабруйск",
            "settlement_ru": "Бобруйск",
            "postcode": "212452",
            "street_be": "вул. Гомельская",
            "house": "27",
        },
    ),
    ("tag", {"label": "падпісант"}),
]


@pytest.fixture(scope="module")
def many() -> list[SyntheticPerson]:
    return list(people(6000, 7, districts=DISTRICTS))


def about(many: list[SyntheticPerson], kind: str) -> list[dict[str, Any]]:
    return [fields for person in many for kind_, fields in person.about if kind_ == kind]


def share(many: list[SyntheticPerson], *fields: str) -> float:
    return sum(all(field in person.contact for field in fields) for person in many) / len(many)


def test_the_same_seed_gives_the_same_people_and_another_seed_others() -> None:
    first = list(people(50, 1, districts=DISTRICTS))
    assert list(people(50, 1, districts=DISTRICTS)) == first
    assert list(people(50, 2, districts=DISTRICTS)) != first


def test_the_people_of_a_seed_stay_what_they_were() -> None:
    [person] = people(1, 1, districts=DISTRICTS)
    assert (person.contact, person.about) == (EXPECTED_CONTACT, EXPECTED_ABOUT)


def test_as_many_as_asked_live_in_the_districts_by_weight(many: list[SyntheticPerson]) -> None:
    assert Counter(person.district for person in many) == dict(zip(DISTRICTS, (3600, 1200, 1200), strict=True))


def test_shares_add_up_whatever_the_weights() -> None:
    assert shares(100, [DISTRICTS[1]] * 3) == [33, 34, 33]
    assert shares(0, DISTRICTS) == [0, 0, 0]


def test_nobody_needs_no_district_but_somebody_does() -> None:
    assert list(people(0, 1, districts=[])) == []
    with pytest.raises(ValueError, match="need a district"):
        next(people(1, 1, districts=[]))


def test_every_record_reads_back_as_the_kind_it_is_and_holds_no_empty_field(many: list[SyntheticPerson]) -> None:
    records = [("contact", person.contact) for person in many[:1000]]
    records += [(kind, fields | {"contact": 1}) for person in many[:1000] for kind, fields in person.about]
    assert {kind for kind, _ in records} == {"contact", "phone", "email", "address", "tag", "activity"}
    for kind, fields in records:
        assert _listed(read_record(KINDS[kind], fields).fields()) == fields


def _listed(fields: dict[str, Any]) -> dict[str, Any]:
    return {name: list(value) if isinstance(value, tuple) else value for name, value in fields.items()}


def test_records_of_one_home_are_not_the_same_object(many: list[SyntheticPerson]) -> None:
    addresses = about(many, "address")
    assert len({id(fields) for fields in addresses}) == len(addresses)


def test_spellings_and_what_is_known_have_the_shares_of_real_lists(many: list[SyntheticPerson]) -> None:
    assert share(many, "family_be", "family_ru") == pytest.approx(0.63, abs=0.03)
    assert share(many, "family_ru") == pytest.approx(0.90, abs=0.02)
    assert share(many, "notes") == pytest.approx(0.10, abs=0.02)
    assert len(about(many, "phone")) / len(many) == pytest.approx(1.16, abs=0.02)
    assert len(about(many, "email")) / len(many) == pytest.approx(0.15, abs=0.02)
    assert len(about(many, "tag")) / len(many) == pytest.approx(1.32, abs=0.05)
    assert len(about(many, "activity")) / len(many) == pytest.approx(0.70, abs=0.05)
    assert len({tag["label"] for tag in about(many, "tag")}) == 12


def test_homonyms_exist_and_most_surnames_are_not_the_first_one(many: list[SyntheticPerson]) -> None:
    names = Counter((p.contact.get("family_ru"), p.contact.get("given_ru")) for p in many if "family_ru" in p.contact)
    surnames = Counter(family for family, _ in names.elements())
    assert max(names.values()) > 1
    assert len(surnames) > 1400
    assert surnames.most_common(1)[0][1] / surnames.total() < 0.02


def test_a_birth_is_known_to_the_day_to_the_month_to_the_year_or_not_at_all(many: list[SyntheticPerson]) -> None:
    births = [person.contact.get("birth", "") for person in many]
    assert {len(birth) for birth in births} == {0, 4, 7, 10}
    assert all("1936" <= birth < "2009" for birth in births if birth)


def test_every_phone_is_a_belarusian_mobile_number_and_none_is_there_twice(many: list[SyntheticPerson]) -> None:
    numbers = [fields["number"] for fields in about(many, "phone")]
    assert len(set(numbers)) == len(numbers)
    for number in islice(numbers, 500):
        parsed = phonenumbers.parse(number)
        assert phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164) == number
        assert phonenumbers.number_type(parsed) == phonenumbers.PhoneNumberType.MOBILE
        assert phonenumbers.region_code_for_number(parsed) == "BY"


def test_email_addresses_belong_to_nobody(many: list[SyntheticPerson]) -> None:
    assert {fields["address"].partition("@")[2] for fields in about(many, "email")} == {"example.org"}


def test_addresses_lie_in_the_settlements_of_the_district(many: list[SyntheticPerson]) -> None:
    found = {
        (fields["district"], fields.get("settlement_be"), fields.get("settlement_ru"))
        for fields in about(many, "address")
    }
    assert found == {
        ("Babrujsk district", "Бабруйск", "Бобруйск"),
        ("Babrujsk district", "Глуша", "Глуша"),
        ("Pinsk district", "Пінск", "Пинск"),
        ("Slucak district", None, None),
    }
