from __future__ import annotations

import pytest

from busel.contacts.days import read_day, read_partial_day, shown_day
from busel.contacts.problems import Code, Problem


@pytest.mark.parametrize(
    ("written", "stored"),
    [("29.02.1960", "1960-02-29"), ("9.2.1961", "1961-02-09"), (" 1960-02-29 ", "1960-02-29"), ("", "")],
)
def test_a_whole_day_is_read(written: str, stored: str) -> None:
    assert read_day(written) == stored


@pytest.mark.parametrize(("written", "stored"), [("02.1960", "1960-02"), ("1960", "1960"), ("1960-02", "1960-02")])
def test_less_than_a_day_is_read_where_that_is_enough(written: str, stored: str) -> None:
    assert read_partial_day(written) == stored
    assert read_day(written) == Problem(Code.DATE_UNREADABLE, written)
    assert read_partial_day(shown_day(stored)) == stored


@pytest.mark.parametrize("written", ["31.02.1960", "29.02.1961", "00.13.1960", "1960-02-31"])
def test_a_day_that_is_in_no_calendar_is_refused(written: str) -> None:
    assert read_day(written) == Problem(Code.BIRTH_NO_SUCH_DAY, written)


@pytest.mark.parametrize("written", ["учора", "12", "1.2.3.1960", "²1.02.1960"])
def test_what_is_no_date_is_refused(written: str) -> None:
    assert read_partial_day(written) == Problem(Code.DATE_UNREADABLE, written)
