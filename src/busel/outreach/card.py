"""A card as it is printed: what somebody keeps on paper, in a wallet or with a friend. The caller words it."""

from __future__ import annotations

import msgspec


class Card(msgspec.Struct, frozen=True, kw_only=True):
    """Half a page of A4, with lines to cut along. Plain text only, in the fields that data/card.typ reads."""

    language: str
    title: str
    lines: tuple[str, ...] = ()
    """What the card is for, a paragraph each."""
    fields: tuple[tuple[str, str], ...] = ()
    """Label and value; values are monospaced and break at spaces and dashes; a word above 24 letters anywhere."""
    words: tuple[str, ...] = ()
    """Numbered in columns, to be written down and typed one by one: the words of a share."""
    marked: tuple[int, ...] = ()
    """The numbers, from 1, of words that are underlined."""
    foot: str = ""
