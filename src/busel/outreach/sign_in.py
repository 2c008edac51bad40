"""A sign-in sheet as it is printed: a line for each person with a code and room to sign, empty lines after them."""

from __future__ import annotations

import msgspec


class SignInSheet(msgspec.Struct, frozen=True, kw_only=True):
    """Pages of A4, plain text only, in the fields that data/sign_in.typ reads. The caller words it."""

    language: str
    title: str
    day: str
    lines: tuple[str, ...] = ()
    """What whoever lays it out should know."""
    columns: tuple[str, str, str]
    """Over the codes, the names, the signatures."""
    rows: tuple[tuple[str, str], ...]
    """Code and name of each."""
    unasked: str
    """Over the empty lines."""
    empty: int
    """So many empty lines."""
