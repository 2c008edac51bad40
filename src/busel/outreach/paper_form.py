"""A paper form as it is printed: boxes to write in and to tick, the same for each person. The caller words it."""

from __future__ import annotations

import hashlib
from typing import Literal

import msgspec

VERSION_LETTERS = 6


class Box(msgspec.Struct, frozen=True, kw_only=True):
    """One thing to write in: a line, an area, a day in eight squares, or answers to tick."""

    label: str
    kind: Literal["line", "area", "day", "ticks"] = "line"
    ticks: tuple[str, ...] = ()
    """The answers, where some are ticked."""
    width: Literal[1, 2, 4] = 2
    """In quarters of the sheet."""
    hint: str = ""


class PaperForm(msgspec.Struct, frozen=True, kw_only=True):
    """Pages of A4, plain text only, in the fields that data/paper_form.typ reads."""

    language: str
    title: str
    lines: tuple[str, ...] = ()
    """What whoever fills it in should know."""
    sheet: str
    """The words before the squares for the sheet's number."""
    line: str
    """The word before the number of each person on the sheet."""
    version: str
    """The words with the form's version, at the foot of each page."""
    boxes: tuple[Box, ...]
    people: int
    """So many on the form, each numbered."""


def version_of(boxes: tuple[Box, ...]) -> str:
    """Return six letters that change whenever the form asks for something else."""
    digest = hashlib.sha256(msgspec.json.encode(boxes)).hexdigest()
    return digest[:VERSION_LETTERS].upper()
