"""Values of a fixed choice."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from busel.contacts.answers import (
    read_email,
    read_language,
    read_number,
    read_postcode,
    read_sex,
    read_support,
    read_yes_no,
)
from busel.contacts.problems import Code, Problem
from busel.names import phones

if TYPE_CHECKING:
    from collections.abc import Callable

CASES = [
    (read_sex, "Ж", "f"),
    (read_sex, "муж.", "m"),
    (read_sex, "жанчына", "f"),
    (read_sex, "Female", "f"),
    (read_sex, "", ""),
    (read_sex, "так", Problem(Code.SEX_UNKNOWN, "так")),
    (read_language, "бел.", "be"),
    (read_language, "Па-беларуску", "be"),
    (read_language, "русский", "ru"),
    (read_language, "BY", "be"),
    (read_language, "", ""),
    (read_language, "польская", Problem(Code.LANGUAGE_UNKNOWN, "польская")),
    (read_support, "1", 1),
    (read_support, "5.0", 5),
    (read_support, "0", 0),
    (read_support, "", 0),
    (read_support, "Сторонник", 2),
    (read_support, "6", Problem(Code.SUPPORT_UNKNOWN, "6")),
    (read_yes_no, "Да", True),
    (read_yes_no, "так", True),
    (read_yes_no, "+", True),
    (read_yes_no, "х", True),
    (read_yes_no, "1.0", True),
    (read_yes_no, "нет", False),
    (read_yes_no, "Не", False),
    (read_yes_no, "-", False),
    (read_yes_no, "", False),
    (read_yes_no, "не знаю", Problem(Code.YES_NO_UNKNOWN, "не знаю")),
    (read_email, " Vera@Example.ORG ", "Vera@example.org"),
    (read_email, "mailto:vera@example.org", "vera@example.org"),
    (read_email, "", ""),
    (read_email, "vera@example", Problem(Code.EMAIL_UNREADABLE, "vera@example")),
    (read_email, "vera.example.org", Problem(Code.EMAIL_UNREADABLE, "vera.example.org")),
    (read_email, "a@b.org, c@d.org", Problem(Code.EMAIL_UNREADABLE, "a@b.org, c@d.org")),
    (read_number, "1 234,5", 1234.5),
    (read_number, "", None),
    (read_number, "шмат", Problem(Code.NUMBER_UNREADABLE, "шмат")),
    (read_postcode, "247 210", "247210"),
    (read_postcode, "247210.0", "247210"),
    (read_postcode, "", ""),
    (read_postcode, "24721", Problem(Code.POSTCODE_UNREADABLE, "24721")),
]


@pytest.mark.parametrize(("read", "written", "meant"), CASES)
def test_an_answer_is_read_or_named(read: Callable[[str], object], written: str, meant: object) -> None:
    assert read(written) == meant


def test_the_codes_of_phones_are_codes_here_and_cost_no_row() -> None:
    assert [Code(phones.POSSIBLE).is_warning, Code(phones.NOT_DIALABLE).is_warning] == [True, True]


def test_a_wrong_birth_date_is_more_than_a_warning() -> None:
    assert Code.BIRTH_NO_SUCH_DAY.is_warning is False
