"""vCards and OSDI: nothing that somebody wrote gets out of its place, and nothing repeated is lost."""

from __future__ import annotations

import json
import re

from hypothesis import given
from hypothesis import strategies as st

from busel.contacts.records import Address, Contact, Email, Field, Phone, Tag
from busel.sheets.out import osdi
from busel.sheets.out.choosing import only
from busel.sheets.out.person import Person
from busel.sheets.out.vcards import Cards

OWN = (Field(key="skills", labels={"be": "Навыкі"}, purpose={"en": "p"}),)
PERSON = Person(
    id=0x1234,
    contact=Contact(
        family_be="Каваль",
        given_be="Ганна",
        family_ru="Коваль",
        given_ru="Анна",
        patronymic_ru="Ивановна",
        nickname="Аня; Ганя",
        former_family="Навік, Новик-Ліс",
        sex="f",
        birth="1960-02-29",
        language="ru",
        risk=True,
        notes="Першы радок\nдругі, з коскай",
        external_ids=("7", "А-8"),
        custom={"skills": "піша"},
    ),
    division="Homieĺ region",
    phones=[Phone(contact=1, number="+375291234567"), Phone(contact=1, written="2-34-56")],
    emails=[Email(contact=1, address="a@b.by"), Email(contact=1, address="c@d.by")],
    addresses=[
        Address(
            contact=1,
            region="Homieĺ region",
            settlement_be="Жлобін",
            settlement_ru="Жлобин",
            street_ru="ул. Ленина",
            house="5",
            postcode="247210",
        )
    ],
    tags=[Tag(contact=1, label="сход"), Tag(contact=1, label="дапамога", value="восень")],
)
CARD = """BEGIN:VCARD
VERSION:4.0
UID:bsl-0000000000001234
FN;ALTID=1;LANGUAGE=ru:Коваль Анна Ивановна
N;ALTID=1;LANGUAGE=ru:Коваль;Анна;Ивановна;;
FN;ALTID=1;LANGUAGE=be:Каваль Ганна
N;ALTID=1;LANGUAGE=be:Каваль;Ганна;;;
NICKNAME:Аня\\; Ганя
X-MAIDENNAME:Навік\\, Новик-Ліс
BDAY:19600229
GENDER:F
LANG:ru
TEL;VALUE=uri:tel:+375291234567
TEL;VALUE=text:2-34-56
EMAIL:a@b.by
EMAIL:c@d.by
ADR;ALTID=A1;LANGUAGE=be:;;ул. Ленина\\, 5;Жлобін;Гомельская вобласць;247210;BY
ADR;ALTID=A1;LANGUAGE=ru:;;ул. Ленина\\, 5;Жлобин;Гомельская область;247210;BY
CATEGORIES:Не падыходзіць,сход,дапамога: восень
X-EXTERNAL-ID:7
X-EXTERNAL-ID:А-8
NOTE:Першы радок\\nдругі\\, з коскай\\nНавыкі: піша
X-BUSEL-TAIL:Навыкі: піша
X-BUSEL-RISK:так
X-BUSEL-OWN:Навыкі;піша
X-BUSEL-TAGS:сход\\; "дапамога"="восень"
X-BUSEL-SUM;OF=TEL:d1e3e1f6
X-BUSEL-PHONE:+375291234567
X-BUSEL-PHONE:2-34-56
X-BUSEL-SUM;OF=ADR:45b3eecc
X-BUSEL-ADDRESS:Гомельская вобласць;;Жлобін;Жлобин;;ул. Ленина;5;;;247210;;;
END:VCARD
"""


def unfolded(data: bytes) -> str:
    assert max(map(len, data.split(b"\r\n"))) <= 75
    return data.replace(b"\r\n ", b"").decode().replace("\r\n", "\n")


def test_a_card_holds_both_languages_and_everything_repeated() -> None:
    assert unfolded(b"".join(Cards("be", OWN).written([PERSON]))) == CARD


def test_an_older_card_has_one_name_and_plain_telephones() -> None:
    lines = unfolded(b"".join(Cards("be", OWN, newest=False).written([PERSON]))).splitlines()
    assert lines[1:6] == [
        "VERSION:3.0",
        "UID:bsl-0000000000001234",
        "FN:Коваль Анна Ивановна",
        "N;LANGUAGE=ru:Коваль;Анна;Ивановна;;",
        "X-OTHER-SPELLING;LANGUAGE=be:Каваль;Ганна;;;",
    ]
    assert [line for line in lines if line.startswith(("TEL", "BDAY"))] == [
        "BDAY:1960-02-29",
        "TEL:+375291234567",
        "TEL:2-34-56",
    ]


ANY = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)


@given(texts=st.tuples(ANY, ANY, ANY, ANY, ANY))
def test_nothing_that_is_written_begins_a_line_of_its_own(texts: tuple[str, str, str, str, str]) -> None:
    family, number, birth, label, house = texts
    person = Person(
        1,
        Contact(family_be=family, birth=birth, sex=label, language=number),
        phones=[Phone(contact=1, number=number)],
        emails=[Email(contact=1, address=house)],
        addresses=[Address(contact=1, house=house, region=label)],
        tags=[Tag(contact=1, label=label)],
    )
    for newest in (True, False):
        data = b"".join(Cards("ru", newest=newest).written([person]))
        begun = [re.match(r"[A-Z-]+", line) for line in data.replace(b"\r\n ", b"").decode().split("\r\n")[:-1]]
        known = {"BEGIN", "VERSION", "UID", "FN", "N", "BDAY", "GENDER", "LANG", "TEL", "EMAIL", "ADR", "CATEGORIES"}
        ours = {
            "X-BUSEL-SUM",
            "X-BUSEL-ADDRESS",
            "X-BUSEL-PHONE",
            "X-BUSEL-SEX",
            "X-BUSEL-LANGUAGE",
            "X-BUSEL-BIRTH",
            "X-BUSEL-TAGS",
        }
        assert {found[0] for found in begun if found} <= known | ours | {"NOTE", "END", "X-BUSEL-TAIL"}
        assert None not in begun


def test_osdi_is_one_document_with_both_spellings_as_own_fields() -> None:
    document = json.loads(b"".join(osdi.written([PERSON, PERSON], 2)))
    assert document["total_records"] == 2
    first, second = document["_embedded"]["osdi:people"]
    assert first == second
    assert first["identifiers"] == ["busel:bsl-0000000000001234", "external:7", "external:А-8"]
    assert (first["given_name"], first["family_name"]) == ("Анна", "Коваль")
    assert first["birthdate"] == {"year": 1960, "month": 2, "day": 29}
    assert [one["number"] for one in first["phone_numbers"]] == ["+375291234567", "2-34-56"]
    assert [one["address"] for one in first["email_addresses"]] == ["a@b.by", "c@d.by"]
    assert first["custom_fields"]["family_be"] == "Каваль"
    assert first["custom_fields"]["risk"] is True
    assert first["custom_fields"]["own"] == {"skills": "піша"}
    assert first["custom_fields"]["tags"] == ["сход", {"label": "дапамога", "value": "восень"}]


def test_what_was_not_chosen_is_not_there_but_the_marks_always_are() -> None:
    kept = only(PERSON, ("names", "tags"))
    assert (kept.phones, kept.emails, kept.addresses) == ([], [], [])
    assert kept.tags == PERSON.tags
    assert kept.contact == Contact(
        family_be="Каваль",
        given_be="Ганна",
        family_ru="Коваль",
        given_ru="Анна",
        patronymic_ru="Ивановна",
        nickname="Аня; Ганя",
        former_family="Навік, Новик-Ліс",
        risk=True,
    )
