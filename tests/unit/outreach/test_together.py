"""One letter to people who live together, and letters to other countries."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from busel.contacts.records import Address, Contact
from busel.outreach.letters import HOUSEHOLD, LeftOut, Mailing, Recipient, Sender, compose
from busel.outreach.together import joined

DAY = dt.date(2026, 11, 21)
BODIES = {"be": "Чакаем: {full_name}; {given}.", "ru": "Ждём: {full_name}; {given}."}
HOME = {"settlement_be": "Жлобін", "settlement_ru": "Жлобин", "house": "5", "postcode": "247210"}
HANNA = {"family_be": "Навік", "given_be": "Ганна", "patronymic_be": "Іванаўна", "sex": "f"}
PIATRO = {"family_be": "Навік", "given_be": "Пётр", "patronymic_be": "Пятровіч", "sex": "m"}
MARYJA = {"family_be": "Юрчук", "given_be": "Марыя", "sex": "f"}


def who(id_: int, names: dict[str, Any], *, household: int = 7, **address: str) -> Recipient:
    contact = Contact(**({"language": "be"} | names))
    return Recipient(
        id=id_, contact=contact, address=Address(contact=id_, **(HOME | address)), household=household, division=3
    )


def mailing(title: str = "", **more: Any) -> Mailing:
    about: dict[str, Any] = {"sender": Sender(), "together": True, "households": {7: title}} | more
    return Mailing(bodies=BODIES, default_language="be", **about)


@pytest.mark.parametrize(
    ("title", "line"),
    [
        ("", "Навік Ганна, Навік Пётр і Юрчук Марыя"),
        ("навік", "Навік Ганна, Навік Пётр і Юрчук Марыя"),
        ("Сям’я Навікаў", "Сям’я Навікаў"),
    ],
)
def test_a_household_is_written_to_together(title: str, line: str) -> None:
    people = [who(1, HANNA), who(2, PIATRO), who(3, MARYJA), who(4, PIATRO, household=0)]
    letters, left_out = compose(people, mailing(title), day=DAY)
    assert left_out == [LeftOut(2, HOUSEHOLD), LeftOut(3, HOUSEHOLD)]
    first, alone = letters
    assert (first.contact, first.address_lines[0]) == (1, line)
    assert first.salutation == "Паважаныя Ганна Іванаўна, Пётр Пятровіч і Марыя!"
    assert first.paragraphs[0][0].text == f"Чакаем: {line}; Ганна, Пётр і Марыя."
    assert (alone.contact, alone.address_lines[0]) == (4, "Навік Пётр Пятровіч")


def test_who_wants_no_letters_is_not_named_on_that_of_the_household() -> None:
    letters, left_out = compose([who(1, HANNA), who(2, PIATRO | {"no_letters": True})], mailing("Сям’я"), day=DAY)
    assert [letter.address_lines[0] for letter in letters] == ["Навік Ганна Іванаўна"]
    assert left_out == [LeftOut(2, "no-letters")]


def test_a_greeting_names_nobody_where_a_given_name_is_missing_or_they_are_many() -> None:
    two = [who(1, HANNA), who(2, {"family_be": "Навік"})]
    many = [who(at, HANNA | {"given_be": name}) for at, name in enumerate(["Ева", "Ала", "Ія", "Ядзя"], 1)]
    for people in (two, many):
        (letter,), _ = compose(people, mailing(), day=DAY)
        assert letter.salutation == "Добры дзень!"


def test_names_are_joined_as_each_language_does() -> None:
    assert joined(["Анна", "Пётр"], "ru") == "Анна и Пётр"
    assert joined(["Ганна", "", "Ганна"], "be") == "Ганна"
    assert joined([], "be") == ""


@pytest.mark.parametrize(
    ("country", "posted_in", "lines"),
    [
        ("", "", ()),
        ("BY", "", ()),
        ("LT", "", ("Літва", "LITHUANIA")),
        ("LT", "LT", ()),
        ("", "LT", ("Беларусь", "BELARUS")),
    ],
)
def test_the_country_stands_last_where_it_is_another_one(country: str, posted_in: str, lines: tuple[str, ...]) -> None:
    about = mailing(senders={3: Sender(country=posted_in)})
    (letter,), _ = compose([who(1, HANNA, country=country)], about, day=DAY)
    assert letter.address_lines[3:] == lines


def test_letters_to_another_country_name_it_in_their_own_language_and_come_after_those_at_home() -> None:
    russian = {"family_ru": "Новик", "given_ru": "Анна", "language": "ru"}
    letters, _ = compose(
        [who(1, russian, household=0, country="LT", postcode="01100"), who(2, HANNA)], mailing(), day=DAY
    )
    assert [letter.contact for letter in letters] == [2, 1]
    assert letters[1].address_lines[-2:] == ("Литва", "LITHUANIA")


def test_each_division_has_a_head_of_its_own() -> None:
    head = Sender(lines={"be": ("Бусел",)}, places={"be": "Жлобін"})
    other = who(2, PIATRO, household=0)
    people = [who(1, HANNA), Recipient(id=2, contact=other.contact, address=other.address, division=4)]
    letters, _ = compose(people, mailing(senders={3: head}), day=DAY)
    assert [(one.sender_lines, one.place_and_day.startswith("Жлобін, ")) for one in letters] == [
        (("Бусел",), True),
        ((), False),
    ]
