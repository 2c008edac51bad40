"""Codes on a sign-in sheet: what is mistyped is told."""

from __future__ import annotations

from busel.contacts.sheet_codes import code_of, read_code

EVENT = 6_917_529_027_641_081_856 + 11


def test_a_code_is_read_as_people_write_it() -> None:
    code = code_of(12, EVENT)
    assert code.startswith("12-")
    for written in (code, code.replace("-", ""), code.replace("-", " "), f" {code.replace('-', '–')} ", f"0{code}"):
        assert read_code(written, EVENT) == 12


def test_every_wrong_digit_and_every_exchange_of_neighbours_is_told() -> None:
    for number in (*range(1, 200), 999, 1_999):
        digits = code_of(number, EVENT).replace("-", "")
        for at, right in enumerate(digits):
            wrong = [digits[:at] + other + digits[at + 1 :] for other in "0123456789" if other != right]
            assert [read_code(one, EVENT) for one in wrong] == [0] * 9
            swapped = digits[:at] + digits[at + 1 : at + 2] + right + digits[at + 2 :]
            assert swapped == digits or read_code(swapped, EVENT) == 0


def test_what_is_no_code_is_none() -> None:
    for written in ("", "7", "12-3x", "-34", "١٢٣٤", "12-34-56", "9" * 60, "12—", "0-00", "0"):
        assert read_code(written, EVENT) == 0


def test_of_other_events_sheets_one_code_in_97_is_mistaken_at_most() -> None:
    strangers = [read_code(code_of(12, EVENT + other), EVENT) for other in range(1, 97)]
    assert strangers == [0] * 96
