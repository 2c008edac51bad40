"""Telephone numbers, read from every form that lists hold."""

from __future__ import annotations

import phonenumbers
import pytest
from hypothesis import given
from hypothesis import strategies as st

from busel.names.phone_cells import split_phones, type_said
from busel.names.phones import (
    NOT_DIALABLE,
    POSSIBLE,
    Phone,
    national_digits,
    plainly_home,
    read_area_code,
    shown,
)


@pytest.mark.parametrize(
    "written",
    [
        "8 029 123-45-67",
        "80291234567",
        "+375 (29) 123-45-67",
        "375291234567",
        "375 29 1234567",
        "029 123 45 67",
        "291234567",
        "8-029-123-45-67",
        "8 29 1234567",
        "+375291234567",
        "00375 29 123 45 67",
        "8 10 375 29 1234567",
        "375291234567.0",
        " (029) 1234567 ",
        "тел. +375 29 123-45-67",
        "+375\u00a029\u00a0123\u201145\u201167",
    ],
)
def test_every_form_of_a_belarusian_number_is_dialled_alike(written: str) -> None:
    assert Phone.read(written) == Phone("+375291234567", written.strip())


@pytest.mark.parametrize(
    ("written", "number", "problem"),
    [
        ("8 017 222-33-44", "+375172223344", None),
        ("8 02334 5-12-34", "+375233451234", None),
        ("+7 916 123-45-67", "+79161234567", None),
        ("+48 512 345 678", "+48512345678", None),
        ("+375 24 123-45-67", "+375241234567", POSSIBLE),
        ("8 029 023-45-67", "+375290234567", POSSIBLE),
        ("3,75E+11", "", NOT_DIALABLE),
        ("3.75296E+11", "", NOT_DIALABLE),
        ("2-34-56", "", NOT_DIALABLE),
        ("234-56-78", "", NOT_DIALABLE),
        ("12345", "", NOT_DIALABLE),
        ("няма", "", NOT_DIALABLE),
        ("+375 29 123-45", "", NOT_DIALABLE),
        ("+999 123456789", "", NOT_DIALABLE),
        ("", "", NOT_DIALABLE),
    ],
)
def test_a_number_is_kept_as_far_as_it_can_be_dialled(written: str, number: str, problem: str | None) -> None:
    assert Phone.read(written) == Phone(number, written, problem)


def test_a_number_that_cannot_be_dialled_says_so() -> None:
    assert (Phone.read("2-34-56").is_dialable, Phone.read("80291234567").is_dialable) == (False, True)


def by_the_library(written: str) -> str:
    parsed = phonenumbers.parse(written, "BY")
    if not phonenumbers.is_valid_number(parsed):
        return ""
    return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)


def test_the_fast_way_reads_what_the_library_reads_over_all_codes() -> None:
    written = [f"80{code:04}12345" for code in range(10_000)]
    fast = {one: number for one in written if (number := plainly_home(one))}
    assert len(fast) > 500
    assert fast == {one: by_the_library(one) for one in fast}


@given(
    st.from_regex(
        r"(\+375|375|80|8|0|)[ -]?\(?(29|33|44|25|17|1[56]\d|2[123]\d)\)? ?\d{3}-?\d{2}-?\d{2}", fullmatch=True
    )
)
def test_the_fast_way_reads_what_the_library_reads_in_all_forms(written: str) -> None:
    found = Phone.read(written)
    assert (found.number if found.problem is None else "") == by_the_library(written)


@given(st.text(max_size=30))
def test_any_text_is_read_and_kept(text: str) -> None:
    found = Phone.read(text)
    assert found.written == text.strip()
    assert found.is_dialable == (found.problem != NOT_DIALABLE)


@pytest.mark.parametrize(
    ("cell", "numbers"),
    [
        ("", []),
        ("  ", []),
        ("80291234567", ["80291234567"]),
        ("8029 1234567, 2-34-56", ["8029 1234567", "2-34-56"]),
        ("80291234567; 80331234567", ["80291234567", "80331234567"]),
        ("80291234567/80331234567", ["80291234567", "80331234567"]),
        ("80291234567\n80331234567", ["80291234567", "80331234567"]),
        ("80291234567 80331234567", ["80291234567", "80331234567"]),
        ("+375 29 123-45-67 +375 33 123-45-67", ["+375 29 123-45-67", "+375 33 123-45-67"]),
        ("80291234567 и 80331234567", ["80291234567", "80331234567"]),
        ("2-34-56/57", ["2-34-56/57"]),
        ("3,75E+11", ["3,75E+11"]),
        ("80291234567, сын", ["80291234567, сын"]),
        ("сын, 80291234567", ["сын, 80291234567"]),
        ("80291234567,", ["80291234567"]),
        ("няма", ["няма"]),
    ],
)
def test_the_numbers_of_a_cell_are_parted(cell: str, numbers: list[str]) -> None:
    assert split_phones(cell) == numbers


@pytest.mark.parametrize(
    ("number", "people_write"),
    [
        ("+375291234567", "+375 29 123-45-67"),
        ("+375172223344", "+375 17 222-33-44"),
        ("+375233451234", "+375 2334 51-234"),
        ("+79161234567", "+7 916 123-45-67"),
        ("2-34-56", "2-34-56"),
        ("", ""),
    ],
)
def test_a_number_is_shown_as_people_write_it(number: str, people_write: str) -> None:
    assert shown(number) == people_write


@pytest.mark.parametrize(
    "typed", ["+375 29 123-45-67", "80291234567", "8 (029) 1234567", "375291234567.0", "291234567", "00375291234567"]
)
def test_every_form_has_the_same_national_digits(typed: str) -> None:
    assert national_digits(typed) == "291234567"


def test_a_part_of_a_number_is_searched_by_its_digits() -> None:
    assert national_digits("123-45") == "12345"


@pytest.mark.parametrize("written", ["232", "0232", "8 (0232)", "8-0232", "+375 232", "375 (232)"])
def test_the_code_of_a_place_is_read_in_every_form(written: str) -> None:
    assert read_area_code(written) == "232"


@pytest.mark.parametrize("written", ["", "Гомель", "29", "8 029", "44", "9", "80232 23-45-67", "12345"])
def test_what_is_no_code_of_a_place_in_belarus_is_none(written: str) -> None:
    assert read_area_code(written) == ""


@pytest.mark.parametrize(
    ("written", "area_code", "number"),
    [
        ("23-45-67", "232", "+375232234567"),
        ("дом. 23-45-67", "232", "+375232234567"),
        ("223-45-67", "17", "+375172234567"),
        ("5-12-34", "2334", "+375233451234"),
        ("23-45-67", "", ""),
        ("23-45", "232", ""),
        ("23-45-67 доб. 12", "232", ""),
        ("+375 29 123-45-67", "232", "+375291234567"),
        ("8 017 223-45-67", "232", "+375172234567"),
        ("+48 22 123", "2334", ""),
    ],
)
def test_a_local_number_takes_the_code_of_its_place(written: str, area_code: str, number: str) -> None:
    found = Phone.read_local(written, area_code)
    assert (found.number, found.written) == (number, written)


@pytest.mark.parametrize(
    ("piece", "said"),
    [
        ("дом. 23-45-67", "home"),
        ("хатні: 23-45-67", "home"),
        ("23-45-67 (раб.)", "work"),
        ("прац. 23-45-67", "work"),
        ("+375 29 123-45-67 МТС", "mobile"),
        ("А1 +375 29 123-45-67", "mobile"),
        ("вел. +375 29 123-45-67", "mobile"),
        ("факс 23-45-67", "other"),
        ("дом. 23-45-67; вел. МТС", "home"),
        ("дом./раб. 23-45-67", ""),
        ("+375 29 123-45-67", ""),
        ("муж 23-45-67", ""),
    ],
)
def test_words_beside_a_number_say_its_kind(piece: str, said: str) -> None:
    assert type_said(piece) == said
