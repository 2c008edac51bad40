"""A letter as it is printed. Apart from how it comes about: the process that prints loads nothing but this."""

from __future__ import annotations

import msgspec


class Run(msgspec.Struct, frozen=True):
    """A stretch of a paragraph, plain or bold; a newline ends a line. It is text and nothing but text."""

    text: str
    strong: bool = False


Paragraph = tuple[Run, ...]


class Letter(msgspec.Struct, frozen=True, kw_only=True):
    """One letter as it is printed: plain text only, in the fields that data/letter.typ reads."""

    contact: int
    language: str
    sender_lines: tuple[str, ...]
    address_lines: tuple[str, ...]
    """The person's name, then two or three lines."""
    place_and_day: str
    salutation: str
    """Empty where the template greets by itself."""
    paragraphs: tuple[Paragraph, ...]
    short_code: str
