"""The spreadsheet template: which columns it has, and the headings by which our own import knows them again."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from busel.contacts.kept import Kept, Standard
from busel.sheets.headings import rows_of
from busel.sheets.out.layout import own_labels
from busel.sheets.out.words import LANGUAGES, heading
from busel.sheets.targets import base_of, of_own_field, target_of

SHEET = "sheet"


@dataclass(frozen=True)
class Asked:
    """A column of the template, or a box on paper: a field, or the two languages of one as one."""

    target: str
    kept: Kept


def asked_on(kept: Standard, form: str) -> list[Asked]:
    """Return what a form asks, in order. What is asked in both languages is asked once: the letters tell which."""
    fields = kept.in_form(form)
    keys = {one.key for one in fields}
    found: dict[str, Asked] = {}
    for one in fields:
        target = of_own_field(one.key) if one.built_in is None else target_of(one.key)
        base = base_of(target)
        if base != target and {f"{base}_be", f"{base}_ru"} <= keys:
            target = base
        if target:
            found.setdefault(target, Asked(target, one))
    return list(found.values())


def headings_of(asked: Iterable[Asked], kept: Standard, language: str) -> list[str]:
    """Return the headings of these columns, each of which means its field and nothing else."""
    labels = dict(zip((field.key for field in kept.own), own_labels(kept.own, language), strict=True))
    return [labels[one.kept.key] if one.kept.built_in is None else heading_of(one.target, language) for one in asked]


def heading_of(target: str, language: str) -> str:
    """Return the heading of a built-in field's column."""
    return _bases().get((target, language)) or heading(target, language)


@cache
def _bases() -> dict[tuple[str, str], str]:
    _names, *rows = rows_of("template_headings.tsv")
    return {
        (target, language): word for target, *words in rows for language, word in zip(LANGUAGES, words, strict=True)
    }
