"""Values of a fixed choice, read from what lists write in three languages."""

from __future__ import annotations

import re
from functools import cache
from importlib import resources

from busel.contacts.problems import Code, Problem
from busel.names.clean import clean

_SIGNS = {"+": "плюс", "✓": "плюс", "✔": "плюс", "-": "мінус", "−": "мінус", "–": "мінус", "—": "мінус"}


def read_sex(written: str) -> str | Problem:
    """Return "f", "m", "" for nothing, or a problem."""
    return _read("sex", written, Code.SEX_UNKNOWN)


def read_language(written: str) -> str | Problem:
    """Return "be", "ru", "" for nothing, or a problem."""
    return _read("language", written, Code.LANGUAGE_UNKNOWN)


def read_support(written: str) -> int | Problem:
    """Return 1 (strong supporter) to 5 (strong opponent), 0 for nothing, or a problem."""
    found = _read("support", written, Code.SUPPORT_UNKNOWN)
    return found if isinstance(found, Problem) else int(found or 0)


def read_status(written: str) -> str | Problem:
    """Return "verified", "bad" or "past" for what an address is, "" for nothing, or a problem."""
    return _read("status", written, Code.STATUS_UNKNOWN)


def read_yes_no(written: str) -> bool | Problem:
    """Return the answer; nothing is no."""
    found = _read("yes_no", written, Code.YES_NO_UNKNOWN)
    return found if isinstance(found, Problem) else found == "yes"


def read_email(written: str) -> str | Problem:
    """Return an e-mail address, its domain in lower case, "" for nothing, or a problem."""
    text = re.sub(r"\A(?:[\s<>;,]|mailto:)+|[\s<>;,]+\Z", "", written)
    name, at, domain = text.rpartition("@")
    if not text:
        return ""
    odd = any(sign.isspace() or sign in "@,;<>" for sign in name + domain)
    fits = at and name and "." in domain.strip(".") and not odd
    return f"{name}@{domain.lower()}" if fits else Problem(Code.EMAIL_UNREADABLE, written)


def read_number(written: str) -> float | Problem | None:
    """Return a number written with a point or a comma, None for nothing, or a problem."""
    text = "".join(written.split()).replace(",", ".")
    try:
        return float(text) if text else None
    except ValueError:
        return Problem(Code.NUMBER_UNREADABLE, written)


def read_postcode(written: str) -> str | Problem:
    """Return the six digits of a postcode of Belarus, "" for nothing, or a problem."""
    digits = "".join(written.split()).removesuffix(".0")
    if not digits or (len(digits) == 6 and digits.isascii() and digits.isdigit()):  # noqa: PLR2004  # by the postal service
        return digits
    return Problem(Code.POSTCODE_UNREADABLE, written)


def _read(field: str, written: str, code: Code) -> str | Problem:
    text = written.strip()
    if not text:
        return ""
    words = " ".join(re.sub(r"[-._]", " ", clean(_SIGNS.get(text, text))).split())
    for word in (words, words.removesuffix(" 0")):
        if found := _answers().get((field, word)):
            return found
    return Problem(code, written)


@cache
def _answers() -> dict[tuple[str, str], str]:
    text = resources.files("busel.contacts.data").joinpath("answers.tsv").read_text(encoding="utf-8")
    rows = [line.split("\t") for line in text.splitlines() if not line.startswith("#")][1:]
    return {(field, word): value for field, value, words in rows for word in words.split("|")}
