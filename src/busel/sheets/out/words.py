"""The words of the files that we write, in the language of who takes them out: headings, and values with a choice."""

from __future__ import annotations

from functools import cache

from busel.contacts.own_values import Words
from busel.contacts.suggested import NAMES, noted
from busel.sheets.headings import rows_of

LANGUAGES = ("be", "ru", "en")


def heading(target: str, language: str) -> str:
    """Return the heading over a target's column."""
    return _headings()[target, language]


def value_word(field: str, value: str, language: str) -> str:
    """Return the word for a choice's value; what is no value of it, as it is."""
    return _values().get((field, value, language), value)


def yes_no_words(language: str) -> Words:
    """Return the words in which values of the organisation's own fields are written."""
    return Words(language, value_word("yes_no", "yes", language), value_word("yes_no", "no", language))


def suggested_words(suggested: str, language: str) -> str:
    """Return which names were suggested, by the headings of their columns: "Family name (Russian), …"."""
    return ", ".join(heading(name, language) for name in NAMES if name in suggested.split())


def read_suggested(cell: str) -> str:
    """Return the names that a cell names by headings of ours in any language, or by our own words; "" for none."""
    told = {one.strip().casefold() for one in cell.replace(",", "\n").splitlines()}
    if len(told) == 1:
        told |= set(cell.casefold().split())
    return noted(
        name
        for name in NAMES
        if name in told or any(heading(name, language).casefold() in told for language in LANGUAGES)
    )


@cache
def _headings() -> dict[tuple[str, str], str]:
    _names, *rows = rows_of("export_headings.tsv")
    return {
        (target, language): word for target, *words in rows for language, word in zip(LANGUAGES, words, strict=True)
    }


@cache
def _values() -> dict[tuple[str, str, str], str]:
    _names, *rows = rows_of("export_values.tsv")
    return {
        (field, value, language): word
        for field, value, *words in rows
        for language, word in zip(LANGUAGES, words, strict=True)
    }
