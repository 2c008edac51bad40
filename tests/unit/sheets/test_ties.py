"""What stands in cells about others: each word is read back, and what is not understood is told."""

from __future__ import annotations

import pytest

from busel.contacts.bonds import ANSWERS, CONSENT_WAYS, MESSENGERS
from busel.contacts.problems import Code, Problem
from busel.contacts.records import ADDRESS_TYPES
from busel.contacts.relationships import KINDS
from busel.names.countries import country_name, read_country
from busel.sheets.headings import rows_of
from busel.sheets.ties import LANGUAGES, UNREADABLE, Tie, read_messengers, read_ties, side_of, value_of, word


def test_every_word_that_we_write_is_read_back() -> None:
    _names, *rows = rows_of("tie_words.tsv")
    assert [[value_of(field, one) for one in words] for field, _value, *words in rows] == [
        [value] * len(LANGUAGES) for _field, value, *_words in rows
    ]


def test_every_choice_has_a_word() -> None:
    wanted = {
        "how": CONSENT_WAYS,
        "answer": ANSWERS,
        "address_type": ADDRESS_TYPES,
        "service": MESSENGERS,
        "relationship": [f"{one.key}.{side}" for one in KINDS for side in ("contact", "other")[one.is_mutual :]],
    }
    missing = [
        (field, value)
        for field, values in wanted.items()
        for value in values
        if any(word(field, value, language) == value for language in ("be", "ru"))
    ]
    assert missing == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_country_is_read_back_from_its_name(language: str) -> None:
    codes = ("PL", "LT", "LV", "UA", "DE", "GE", "CZ", "US", "GB", "BY", "RU", "IT", "ES")
    assert [read_country(country_name(code, language)) for code in codes] == list(codes)


def test_people_may_write_it_more_simply() -> None:
    assert read_messengers("Telegram: @hanna, signal: +375291234567; @x") == [
        ("telegram", "@hanna"),
        ("signal", "+375291234567"),
        ("other", "@x"),
    ]
    assert read_ties("groups", "Хор, Сход") == [Tie("Хор", {}), Tie("Сход", {})]
    assert side_of(Tie("мать или отец: Навік Ганна", {}, 7)) == "parent.contact"


def test_what_is_not_understood_is_told_with_a_code() -> None:
    assert read_ties("groups", '"Хор"="учора"') == UNREADABLE
    assert read_ties("groups", '"Хор"="з: 31.02.2024"') == Problem(Code.BIRTH_NO_SUCH_DAY, "31.02.2024")
    assert read_ties("events", '"Сход"="адказ: можа"') == UNREADABLE
