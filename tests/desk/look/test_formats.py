"""Numbers, dates and telephones as people write them."""

import datetime as dt

import pytest

from busel.desk.web import formats
from busel.desk.web.place_words import by_name

LEAP = dt.date(1960, 2, 29)


@pytest.mark.parametrize(
    ("value", "language", "shown"),
    [
        (7, "be", "7"),
        (4812, "be", "4\u202f812"),
        (113220, "ru", "113\u202f220"),
        (113220, "en", "113,220"),
        (-1000, "be", "-1\u202f000"),
        (1234.56, "be", "1\u202f234,6"),
        (1234.56, "en", "1,234.6"),
    ],
)
def test_digits_stand_in_groups(value: float, language: str, shown: str) -> None:
    assert formats.format_number(value, language) == shown


@pytest.mark.parametrize(
    ("language", "long", "short"),
    [
        ("be", "29 лютага 1960", "29.02.1960"),
        ("ru", "29 февраля 1960", "29.02.1960"),
        ("en", "29 February 1960", "29 Feb 1960"),
    ],
)
def test_days_are_written_as_people_do(language: str, long: str, short: str) -> None:
    assert (formats.format_day(LEAP, language), formats.format_day_short(LEAP, language)) == (long, short)


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("", ""),
        ("1960", "1960"),
        ("1960-02", "люты 1960"),
        ("1960-02-29", "29 лютага 1960"),
        ("1961-02-29", "1961-02-29"),
    ],
)
def test_a_birth_date_is_shown_as_far_as_it_is_known(written: str, shown: str) -> None:
    assert formats.format_partial(written, "be") == shown


@pytest.mark.parametrize(
    ("number", "shown"),
    [
        ("+375291234567", "+375\u00a029\u00a0123-45-67"),
        ("+375172223344", "+375\u00a017\u00a0222-33-44"),
        ("2-14-55 (пасля 18)", "2-14-55 (пасля 18)"),
        ("", ""),
    ],
)
def test_a_telephone_is_grouped_and_what_is_none_stays(number: str, shown: str) -> None:
    assert formats.format_phone(number) == shown


@pytest.mark.parametrize(
    ("part", "whole", "share"), [(0, 10, 0), (4811, 4812, 99), (10, 10, 100), (11, 10, 100), (1, 0, 0)]
)
def test_work_is_at_100_only_when_it_is_done(part: int, whole: int, share: int) -> None:
    assert formats.format_share(part, whole) == share


@pytest.mark.parametrize(
    "names",
    [
        [
            "Акцябрскі",
            "Ельскі",
            "Ёлкаўскі",
            "Жлобінскі",
            "Іванаўскі",
            "Івацэвіцкі",
            "Кіраўскі",
            "Крычаўскі",
            "Уздзенскі",
            "Ўсходні",
        ],
        ["Гомельский", "Ёлкинский", "Жлобинский", "Ивановский", "Щучинский"],
        ["Babrujsk", "Barysaŭ", "Čavusy", "Homieĺ"],
    ],
)
def test_names_stand_in_the_order_of_their_alphabet(names: list[str]) -> None:
    assert [name for name, _id in by_name((name, "") for name in reversed(names))] == names
