from __future__ import annotations

import pytest

from busel.sheets.readers.number_formats import Shows, built_in, shape_of, shown


@pytest.mark.parametrize(
    ("code", "shows"),
    [
        ("General", Shows.NUMBER),
        ("", Shows.NUMBER),
        ("@", Shows.NUMBER),
        ("0", Shows.NUMBER),
        ("#,##0", Shows.NUMBER),
        ("0.00", Shows.NUMBER),
        ('#,##0.00"р."', Shows.NUMBER),
        ("0.00E+00", Shows.NUMBER),
        ("# ?/?", Shows.NUMBER),
        ("[<=9999999]###-####;(###) ###-####", Shows.NUMBER),
        ('0"дом"', Shows.NUMBER),
        ("0%", Shows.PERCENT),
        ("000000", Shows.DIGITS),
        ("+#", Shows.DIGITS),
        ('"+375"000000000', Shows.DIGITS),
        ("[Red]00000", Shows.DIGITS),
        ("dd.mm.yyyy", Shows.MOMENT),
        ("[$-419]d mmmm yyyy;@", Shows.MOMENT),
        ('yyyy"г."', Shows.MOMENT),
        ("mmm", Shows.MOMENT),
        ("h:mm", Shows.CLOCK),
        ("mm:ss", Shows.CLOCK),
        ("[h]:mm:ss", Shows.LENGTH),
        ("[mm]:ss", Shows.LENGTH),
    ],
)
def test_a_code_tells_what_it_shows(code: str, shows: Shows) -> None:
    assert shape_of(code).shows is shows


@pytest.mark.parametrize(
    ("value", "code", "text"),
    [
        (8123, "000000", "008123"),
        (220030, "000000", "220030"),
        (1220030, "000000", "1220030"),
        (375291234567, "+000000000000", "+375291234567"),
        (291234567, '"+375 ("00") "000-00-00', "+375 (29) 123-45-67"),
        (1234567, "00#-##-##", "123-45-67"),
        (-5, "000000", "-5"),
        (5.5, "000000", "5.5"),
        (0.1234, "0.00%", "12.34%"),
        (1, "d.m.yy", "1900-01-01"),
        (59, "d.m.yy", "1900-02-28"),
        (60, "d.m.yy", "1900-02-29"),
        (61, "d.m.yy", "1900-03-01"),
        (2_958_465, "d.m.yy", "9999-12-31"),
        (2_958_466, "d.m.yy", "2958466"),
        (-1, "d.m.yy", "-1"),
        (0, "d.m.yy", ""),
        (22000.5, "d.m.yy", "1960-03-25 12:00:00"),
        (22000.99999999, "d.m.yy", "1960-03-26"),
        (0, "h:mm", "00:00:00"),
        (0.75, "h:mm", "18:00:00"),
        (1.75, "h:mm", "1900-01-01 18:00:00"),
        (-0.5, "[h]:mm", "-12:00:00"),
        (float("inf"), "d.m.yy", "inf"),
        (1e300, "[h]:mm", "1e+300"),
    ],
)
def test_a_number_is_shown_as_its_format_shows_it(value: float, code: str, text: str) -> None:
    assert shown(value, shape_of(code), is_1904=False) == text


def test_formats_that_are_known_by_number_are_known() -> None:
    assert [built_in(number).shows for number in (0, 1, 4, 9, 14, 20, 22, 46, 49)] == [
        Shows.NUMBER, Shows.NUMBER, Shows.NUMBER, Shows.PERCENT, Shows.MOMENT, Shows.CLOCK, Shows.MOMENT, Shows.LENGTH,
        Shows.NUMBER,
    ]  # fmt: skip
