"""The package's own facts about words: tab-separated files with a source line, read once."""

from __future__ import annotations

from functools import cache
from importlib import resources

DATA = resources.files("busel.outreach") / "data"


@cache
def rows(name: str) -> tuple[tuple[str, ...], ...]:
    """Return the rows of `data/{name}.tsv` without comments, each split into its columns."""
    text = (DATA / f"{name}.tsv").read_text("utf-8")
    return tuple(tuple(line.split("\t")) for line in text.splitlines() if line and not line.startswith("#"))


@cache
def letter_source() -> bytes:
    """Return the Typst source of a letter; it takes its data from `sys.inputs.letters` only."""
    return (DATA / "letter.typ").read_bytes()


@cache
def card_source() -> bytes:
    """Return the Typst source of cards; it takes its data from `sys.inputs.cards` only."""
    return (DATA / "card.typ").read_bytes()


@cache
def report_source() -> bytes:
    """Return the Typst source of a report; it takes its data from `sys.inputs.report` only."""
    return (DATA / "report.typ").read_bytes()


@cache
def paper_form_source() -> bytes:
    """Return the Typst source of a paper form; it takes its data from `sys.inputs.form` only."""
    return (DATA / "paper_form.typ").read_bytes()


@cache
def sign_in_source() -> bytes:
    """Return the Typst source of a sign-in sheet; it takes its data from `sys.inputs.sheet` only."""
    return (DATA / "sign_in.typ").read_bytes()
