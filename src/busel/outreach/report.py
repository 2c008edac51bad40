"""A report as it is printed: headed sections of sentences and tables. The caller words it."""

from __future__ import annotations

import msgspec


class Section(msgspec.Struct, frozen=True, kw_only=True):
    """A heading, sentences under it, and a table; each may be absent."""

    title: str
    lines: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    widths: tuple[int, ...] = ()
    """Of the columns, in parts of the whole."""
    rows: tuple[tuple[str, ...], ...] = ()
    """As many cells as there are columns."""


class Report(msgspec.Struct, frozen=True, kw_only=True):
    """Pages of A4, numbered. Plain text only, in the fields that data/report.typ reads."""

    language: str
    title: str
    lines: tuple[str, ...] = ()
    sections: tuple[Section, ...] = ()
