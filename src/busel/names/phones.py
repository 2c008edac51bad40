"""Telephone numbers as people write them, and as they are dialled (E.164).

The ranges are those of the library phonenumbers, which follows the numbering plans of all countries. Its parser takes
0.1 ms a number; the forms in which nearly all Belarusian numbers come are read by one pattern, made of its ranges.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

import phonenumbers

HOME = "BY"
HOME_CODE = "375"
POSSIBLE = "phone-possible"
"""The number has the right length and lies in no known range: it is kept, with a warning."""
NOT_DIALABLE = "phone-not-dialable"
"""No number that can be dialled: cut short by a spreadsheet, local without a code, or no number at all."""

_NATIONAL_LENGTH = 9
_WRITTEN = re.compile(r"[\s().\-\u2010-\u2015\u2212\u00a0]")
_PLAIN = re.compile(r"(?:\+?375|80|8|0)?([0-9]{9})")
_CODE = re.compile(r"(?:1[5-7]|2[1-3])[0-9]{0,2}")
_FROM_A_SHEET = re.compile(r"\d(?:[.,]\d+)?[eE]\+?\d+")
_WHOLE_FLOAT = re.compile(r"(\d{9,})[.,]0")
_NO_DIGIT = re.compile(r"[^0-9]+")
_NATIONAL = re.compile(r"(?:0*375|810375|80|8|0)(\d{9})")


@dataclass(frozen=True)
class Phone:
    """A number read from what somebody wrote. `number` is E.164 ("+375291234567") or "" when it cannot be dialled."""

    number: str
    written: str
    problem: str | None = None
    """None, POSSIBLE or NOT_DIALABLE."""

    @classmethod
    def read(cls, text: str, region: str = HOME) -> Phone:
        """Return the one number in `text`; a number without a country code belongs to `region`. Never fails."""
        written = text.strip()
        number = plainly_home(written) if region == HOME else ""
        if number:
            return cls(number, written)
        number, problem = _by_the_library(written, region)
        return cls(number, written, problem)

    @classmethod
    def read_local(cls, text: str, area_code: str) -> Phone:
        """Return the number in `text`, which may lack its code: "23-45-67" with "232" is +375232234567.

        `area_code` is as `read_area_code` returns it. Only a number that so becomes a valid one takes it.
        """
        found = cls.read(text)
        digits = re.sub(r"[^0-9]", "", text)
        if found.is_dialable or not area_code or len(area_code + digits) != _NATIONAL_LENGTH or "+" in text:
            return found
        number = plainly_home(area_code + digits)
        return cls(number, found.written) if number else found

    @property
    def is_dialable(self) -> bool:
        """Whether somebody could call it."""
        return self.number != ""


def read_area_code(text: str) -> str:
    """Return the digits of a place's code without zeros and country: "8 (0232)", "+375 232", "232"; "" for none.

    Codes of Belarus have two to four digits: with the number behind it they make nine.
    """
    digits = re.sub(r"[^0-9]", "", text)
    if digits.startswith(HOME_CODE):
        digits = digits.removeprefix(HOME_CODE)
    code = digits.removeprefix("8").removeprefix("0")
    return code if _CODE.fullmatch(code) else ""


def plainly_home(written: str) -> str:
    """Return E.164 of a Belarusian number in one of its plain forms, or ""."""
    found = _PLAIN.fullmatch(_WRITTEN.sub("", written))
    if found and _home_ranges().fullmatch(found[1]):
        return f"+{HOME_CODE}{found[1]}"
    return ""


@cache
def _home_ranges() -> re.Pattern[str]:
    metadata = phonenumbers.PhoneMetadata.metadata_for_region(HOME)
    ranges = [kind.national_number_pattern for kind in (metadata.fixed_line, metadata.mobile)]  # type: ignore[union-attr]  # Belarus has both
    return re.compile("|".join(f"(?:{one})" for one in ranges))


def _by_the_library(written: str, region: str) -> tuple[str, str | None]:
    if _FROM_A_SHEET.fullmatch(written):
        return "", NOT_DIALABLE
    text = _WHOLE_FLOAT.sub(r"\1", written)
    text = re.sub(r"^\s*00(?=[1-9])", "+", text)
    try:
        parsed = phonenumbers.parse(text, region)
    except phonenumbers.NumberParseException:
        return "", NOT_DIALABLE
    number = phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)
    if phonenumbers.is_valid_number(parsed):
        return number, None
    if phonenumbers.is_possible_number(parsed) and not _lacks_its_code(parsed):
        return number, POSSIBLE
    return "", NOT_DIALABLE


def _lacks_its_code(parsed: phonenumbers.PhoneNumber) -> bool:
    """Say whether a Belarusian number is only its local part; the library calls that possible, for special services."""
    return str(parsed.country_code) == HOME_CODE and len(str(parsed.national_number)) != _NATIONAL_LENGTH


def shown(number: str) -> str:
    """Return E.164 as people write it: "+375 29 123-45-67". What is not E.164 comes back as it is."""
    if re.fullmatch(r"\+375(?:17|25|29|33|44)\d{7}", number):
        return f"{number[:4]} {number[4:6]} {number[6:9]}-{number[9:11]}-{number[11:]}"
    try:
        parsed = phonenumbers.parse(number)
    except phonenumbers.NumberParseException:
        return number
    return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.INTERNATIONAL)


def national_digits(text: str) -> str:
    """Return the nine digits of a Belarusian number in any form, else all digits: what a search compares."""
    digits = _NO_DIGIT.sub("", _WHOLE_FLOAT.sub(r"\1", text))
    found = _NATIONAL.fullmatch(digits)
    return found[1] if found else digits
