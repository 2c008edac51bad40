from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from busel.contacts.records import Address, Contact
from busel.outreach.letters import REASONS, LeftOut, Mailing, Recipient, Sender, compose, day_in_words

DAY = dt.date(2026, 11, 21)
BODIES = {"be": "Запрашаем вас.", "ru": "Приглашаем вас."}
SENDER = Sender(lines={"be": ("Бусел",), "ru": ("Аист",)}, places={"be": "Бабруйск", "ru": "Бобруйск"})
ALENA = {
    "family_be": "Кавалёва",
    "given_be": "Алена",
    "patronymic_be": "Уладзіміраўна",
    "family_ru": "Ковалёва",
    "given_ru": "Елена",
    "patronymic_ru": "Владимировна",
    "sex": "f",
}
HOME = {
    "settlement_be": "г. Бабруйск",
    "settlement_ru": "г. Бобруйск",
    "street_be": "вул. Янкі Купалы",
    "street_ru": "ул. Янки Купалы",
    "house": "12",
    "flat": "3",
    "postcode": "213826",
}


def mailing(bodies: dict[str, str] = BODIES, default: str = "be") -> Mailing:
    return Mailing(bodies=bodies, sender=SENDER, default_language=default)


def alena(id_: int = 1, home: dict[str, str] | None = None, **changes: Any) -> Recipient:
    address = Address(contact=id_, **{**HOME, **(home or {})})
    return Recipient(id=id_, contact=Contact(**{**ALENA, **changes}), address=address, short_code="K7M2")


def test_a_letter_in_belarusian_is_belarusian_in_every_part() -> None:
    (letter,), left_out = compose([alena(language="be")], mailing(), day=DAY)
    assert left_out == []
    assert letter.language == "be"
    assert letter.address_lines == (
        "Кавалёва Алена Уладзіміраўна",
        "вул. Янкі Купалы, д. 12, кв. 3",
        "213826 г. Бабруйск",
    )
    assert letter.sender_lines == ("Бусел",)
    assert letter.place_and_day == "Бабруйск, 21 лістапада 2026 г."
    assert letter.salutation == "Паважаная Алена Уладзіміраўна!"
    assert [[run.text for run in paragraph] for paragraph in letter.paragraphs] == [["Запрашаем вас."]]
    assert letter.short_code == "K7M2"


def test_a_letter_in_russian_is_russian_in_every_part() -> None:
    (letter,), _ = compose([alena(language="ru")], mailing(), day=DAY)
    assert letter.address_lines == (
        "Ковалёва Елена Владимировна",
        "ул. Янки Купалы, д. 12, кв. 3",
        "213826 г. Бобруйск",
    )
    assert letter.sender_lines == ("Аист",)
    assert letter.place_and_day == "Бобруйск, 21 ноября 2026 г."
    assert letter.salutation == "Уважаемая Елена Владимировна!"


@pytest.mark.parametrize(
    ("language", "bodies", "default", "written"),
    [
        ("be", BODIES, "ru", "be"),
        ("ru", BODIES, "be", "ru"),
        ("", BODIES, "ru", "ru"),
        ("", BODIES, "en", "be"),
        ("be", {"ru": "Привет"}, "be", "ru"),
        ("ru", {"be": "Вітаем", "ru": ""}, "ru", "be"),
        ("pl", BODIES, "ru", "ru"),
    ],
)
def test_the_language_is_the_persons_then_the_organisations_then_what_there_is(
    language: str, bodies: dict[str, str], default: str, written: str
) -> None:
    letters, _ = compose([alena(language=language)], mailing(bodies, default), day=DAY)
    assert [letter.language for letter in letters] == [written]


@pytest.mark.parametrize(
    ("changes", "language", "salutation"),
    [
        ({"sex": "m", "given_be": "Ян", "patronymic_be": ""}, "be", "Паважаны Ян!"),
        ({"sex": "m", "given_ru": "Иван", "patronymic_ru": "Ильич"}, "ru", "Уважаемый Иван Ильич!"),
        ({"sex": ""}, "be", "Добры дзень, Алена Уладзіміраўна!"),
        ({"sex": "?"}, "ru", "Здравствуйте, Елена Владимировна!"),
        ({"given_be": "", "given_ru": ""}, "be", "Паважаная спадарыня Кавалёва!"),
        ({"given_be": "", "given_ru": "", "sex": "m"}, "ru", "Уважаемый господин Ковалёва!"),
        ({"given_be": "", "given_ru": "", "sex": ""}, "be", "Добры дзень!"),
        ({"given_be": ""}, "be", "Паважаная Елена Владимировна!"),
        ({"given_be": "", "family_ru": "", "given_ru": "", "patronymic_ru": ""}, "ru", "Уважаемая госпожа Кавалёва!"),
    ],
)
def test_the_greeting_follows_sex_language_and_what_is_known(
    changes: dict[str, str], language: str, salutation: str
) -> None:
    letters, _ = compose([alena(language=language, **changes)], mailing(), day=DAY)
    assert [letter.salutation for letter in letters] == [salutation]


def test_a_template_that_greets_by_itself_gets_no_second_greeting() -> None:
    (letter,), _ = compose([alena()], mailing({"be": "{зварот}, вітаем вас."}), day=DAY)
    assert letter.salutation == ""
    assert [run.text for run in letter.paragraphs[0]] == ["Паважаная Алена Уладзіміраўна, вітаем вас."]


def test_all_placeholders_have_a_value() -> None:
    body = "{given}|{patronymic}|{family}|{full_name}|{settlement}|{today}"
    (letter,), _ = compose([alena()], mailing({"be": body}), day=DAY)
    assert letter.paragraphs[0][0].text == (
        "Алена|Уладзіміраўна|Кавалёва|Кавалёва Алена Уладзіміраўна|г. Бабруйск|21 лістапада 2026 г."
    )


@pytest.mark.parametrize(
    ("changes", "home", "reason"),
    [
        ({"deceased": True}, {}, "deceased"),
        ({"risk": True}, {}, "risk"),
        ({"moved": True}, {}, "moved"),
        ({"no_letters": True}, {}, "no-letters"),
        ({}, {"house": ""}, "no-address"),
        ({}, {"settlement_be": "", "settlement_ru": ""}, "no-address"),
        ({}, {"status": "bad"}, "no-address"),
        ({}, {"status": "past"}, "no-address"),
        (dict.fromkeys(ALENA, ""), {}, "no-name"),
        ({"deceased": True, "risk": True, "no_letters": True}, {"house": ""}, "deceased"),
    ],
)
def test_who_is_left_out_is_told_with_the_first_reason(
    changes: dict[str, Any], home: dict[str, str], reason: str
) -> None:
    assert compose([alena(5, home, **changes)], mailing(), day=DAY) == ([], [LeftOut(5, reason)])
    assert reason in REASONS


def test_nobody_is_written_to_without_an_address_or_a_template() -> None:
    homeless = Recipient(id=8, contact=Contact(**ALENA))
    assert compose([homeless], mailing(), day=DAY) == ([], [LeftOut(8, "no-address")])
    assert compose([alena(9)], mailing({"be": "", "pl": "Dzień dobry"}), day=DAY) == ([], [LeftOut(9, "no-template")])


def test_everybody_is_either_written_to_or_left_out() -> None:
    people = [alena(1), alena(2, risk=True), alena(3), alena(4, {"house": ""})]
    letters, left_out = compose(people, mailing(), day=DAY)
    assert sorted([letter.contact for letter in letters] + [one.contact for one in left_out]) == [1, 2, 3, 4]


def test_letters_stand_in_postal_order() -> None:
    people = [
        alena(1, {"postcode": ""}),
        alena(2, {"house": "10"}),
        alena(3, {"house": "10а"}),
        alena(4, {"house": "2", "flat": "11"}),
        alena(5, {"house": "2", "flat": "9"}),
        alena(6, {"postcode": "210001", "house": "99"}),
        alena(7, {"street_be": "вул. Абутковая", "house": "50"}),
        alena(8, {"settlement_be": "в. Азярцо"}),
        alena(9, {"house": "2/1"}),
    ]
    letters, _ = compose(people, mailing(), day=DAY)
    assert [letter.contact for letter in letters] == [6, 8, 7, 5, 4, 9, 2, 3, 1]


def test_a_street_that_some_write_in_the_other_language_is_one_street_in_postal_order() -> None:
    only_ru = {"settlement_be": "", "street_be": "", "street_ru": "Советская улица"}
    people = [
        alena(1, {"street_be": "вул. Савецкая", "street_ru": "", "house": "1"}),
        alena(2, {"street_be": "вул. Саргсянца", "street_ru": "", "house": "1"}),
        alena(3, {**only_ru, "house": "2"}),
        alena(4, {"street_be": "вул. Савецкая", "street_ru": "", "house": "3"}),
        alena(5, {"street_be": "зав. Савецкі", "street_ru": "", "house": "2"}),
    ]
    letters, _ = compose(people, mailing(), day=DAY)
    order = [letter.contact for letter in letters]
    assert [one for one in order if one in (1, 3, 4)] == [1, 3, 4]
    assert order.index(4) - order.index(1) == 2


def test_district_and_region_are_worded_by_the_caller() -> None:
    home = {
        "district": "babrujski",
        "region": "mahilou",
        "settlement_be": "в. Ковалі",
        "street_be": "",
        "street_ru": "",
    }
    words = {("babrujski", "be"): "Бабруйскі раён", ("mahilou", "be"): "Магілёўская вобласць"}
    (letter,), _ = compose(
        [alena(1, home)], mailing(), day=DAY, place_word=lambda stored, language: words[stored, language]
    )
    assert letter.address_lines[1:] == (
        "д. 12, кв. 3",
        "213826 в. Ковалі",
        "Бабруйскі раён, Магілёўская вобласць",
    )


def test_a_house_that_brings_its_own_word_keeps_it() -> None:
    (letter,), _ = compose(
        [alena(1, {"house": "а/с 12", "street_be": "", "street_ru": "", "flat": ""})], mailing(), day=DAY
    )
    assert letter.address_lines[1] == "а/с 12"


@pytest.mark.parametrize(
    ("month", "be", "ru"),
    [
        (1, "студзеня", "января"),
        (2, "лютага", "февраля"),
        (3, "сакавіка", "марта"),
        (4, "красавіка", "апреля"),
        (5, "мая", "мая"),
        (6, "чэрвеня", "июня"),
        (7, "ліпеня", "июля"),
        (8, "жніўня", "августа"),
        (9, "верасня", "сентября"),
        (10, "кастрычніка", "октября"),
        (11, "лістапада", "ноября"),
        (12, "снежня", "декабря"),
    ],
)
def test_days_are_written_as_people_write_them(month: int, be: str, ru: str) -> None:
    day = dt.date(2026, month, 5)
    assert (day_in_words(day, "be"), day_in_words(day, "ru")) == (f"5 {be} 2026 г.", f"5 {ru} 2026 г.")


def test_a_template_with_problems_stops_before_anybody_is_written_to() -> None:
    with pytest.raises(ValueError, match="has problems"):
        compose([alena()], mailing({"be": "{няма такога}"}), day=DAY)
