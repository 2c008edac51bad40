"""Birth dates, whole or in part."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from busel.contacts.birth import read_birth
from busel.contacts.problems import Code, Problem

TODAY = date(2026, 8, 1)


@pytest.mark.parametrize(
    ("written", "known"),
    [
        ("", ""),
        ("29.02.1960", "1960-02-29"),
        ("1.2.1960", "1960-02-01"),
        ("29/02/1960", "1960-02-29"),
        ("02/29/1960", "1960-02-29"),
        ("19600229", "1960-02-29"),
        ("57 г.р.", "1957"),
        ("57 год рождения", "1957"),
        ("29-02-1960", "1960-02-29"),
        ("29 02 1960", "1960-02-29"),
        ("1960-02-29", "1960-02-29"),
        ("1960-02-29 00:00:00", "1960-02-29"),
        ("1960-02-29T00:00:00", "1960-02-29"),
        ("1960-02", "1960-02"),
        ("02.1960", "1960-02"),
        ("1960", "1960"),
        (" 1960 г. ", "1960"),
        ("1960 г.р.", "1960"),
        ("29.02.1960 г.", "1960-02-29"),
        ("29.02.60", "1960-02-29"),
        ("01.05.05", "2005-05-01"),
        ("01.05.12", "2012-05-01"),
        ("01.05.13", "1913-05-01"),
        ("00.00.1960", "1960"),
        ("00.05.1960", "1960-05"),
        ("5 мая 1960", "1960-05-05"),
        ("5 траўня 1960 г.", "1960-05-05"),
        ("люты 1960", "1960-02"),
        ("May 9, 1960", "1960-05-09"),
        ("1960 9 мая", "1960-05-09"),
        ("21975", "1960-02-29"),
        ("21975.0", "1960-02-29"),
        (21975, "1960-02-29"),
        (21975.0, "1960-02-29"),
        (date(1960, 2, 29), "1960-02-29"),
        (datetime(1960, 2, 29, 0, 0), "1960-02-29"),  # noqa: DTZ001  # as a spreadsheet gives it
    ],
)
def test_a_birth_date_is_kept_as_far_as_it_is_known(written: str | float | date, known: str) -> None:
    assert read_birth(written, today=TODAY) == (
        Problem(Code.BIRTH_UNREADABLE, str(written)) if known is None else known
    )


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("31.02.1960", Code.BIRTH_NO_SUCH_DAY),
        ("29.02.1961", Code.BIRTH_NO_SUCH_DAY),
        ("13.1960", Code.BIRTH_NO_SUCH_DAY),
        ("1860", Code.BIRTH_TOO_LONG_AGO),
        ("0000-00-00", Code.BIRTH_TOO_LONG_AGO),
        ("2027", Code.BIRTH_IN_FUTURE),
        ("02.08.2026", Code.BIRTH_IN_FUTURE),
        ("каля 60", Code.BIRTH_UNREADABLE),
        ("60", Code.BIRTH_UNREADABLE),
        ("1960-1970", Code.BIRTH_UNREADABLE),
        ("1.2.3.1960", Code.BIRTH_UNREADABLE),
        ("мая 5 мая", Code.BIRTH_UNREADABLE),
        ("мая мая 1960", Code.BIRTH_UNREADABLE),
        ("5.5.960", Code.BIRTH_UNREADABLE),
        ("05.1960.12", Code.BIRTH_UNREADABLE),
        ("?", Code.BIRTH_UNREADABLE),
        ("196O", Code.BIRTH_UNREADABLE),
    ],
)
def test_what_is_no_birth_date_is_named_and_kept(written: str, code: Code) -> None:
    assert read_birth(written, today=TODAY) == Problem(code, written)


@given(st.dates(min_value=date(1900, 1, 1), max_value=TODAY))
def test_every_day_is_read_in_every_form(day: date) -> None:
    serial = str((day - date(1899, 12, 30)) // timedelta(days=1))
    forms = [
        day.isoformat(),
        f"{day:%d.%m.%Y}",
        f"{day.day}/{day.month}/{day.year}",
        *([serial] if len(serial) == 5 else []),
    ]
    assert {read_birth(form, today=TODAY) for form in forms} == {day.isoformat()}


@given(st.integers(min_value=10_000, max_value=46_000))
def test_every_number_of_a_spreadsheet_is_its_day(serial: int) -> None:
    assert read_birth(serial, today=TODAY) == (date(1899, 12, 30) + timedelta(days=serial)).isoformat()


@given(st.text(max_size=20))
def test_any_text_is_a_date_or_a_problem(text: str) -> None:
    found = read_birth(text, today=TODAY)
    assert (found.value if isinstance(found, Problem) else found[:0]) in {text.strip(), ""}
