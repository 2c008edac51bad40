"""One letter for people who live together: how they are named, and how they are greeted."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from busel.outreach.greeting import Named, name_in
from busel.outreach.placeholders import one_line
from busel.outreach.tables import rows

if TYPE_CHECKING:
    from busel.contacts.records import Contact

MOST_GREETED = 3
"""More people than these are not named one after the other in a greeting."""


def addressed_to(title: str, people: Sequence[Contact], language: str) -> str:
    """Return the first line of the address: the household's title, unless it is a family name and no more."""
    names = [name_in(one, language) for one in people]
    known = one_line(title)
    if known and known.casefold() not in {name.family.casefold() for name in names}:
        return known
    return joined([f"{name.family} {name.given}".strip() for name in names], language)


def joined(words: Sequence[str], language: str) -> str:
    """Return words joined as a language does: "Ганна, Марыя і Пятро"; each once, empty ones not."""
    *first, last = dict.fromkeys(filter(None, words)) or [""]
    between = next(row[5] for row in rows("address_words") if row[0] == language)
    return f"{', '.join(first)} {between} {last}" if first else last


def greeting_of_several(names: Sequence[Named], language: str) -> str:
    """Return "Паважаныя Ганна Іванаўна і Пётр Пятровіч"; where one is not known, or they are many, nobody is named."""
    with_names, without = next(row[2:] for row in rows("greetings") if row[:2] == (language, "several"))
    spoken = [name.spoken for name in names]
    if len(names) > MOST_GREETED or not all(spoken):
        return without
    return with_names.replace("{name}", joined(spoken, language))


def named_together(names: Sequence[Named], language: str) -> Named:
    """Return the names as placeholders show them: family names and given names, each joined; no patronymics."""
    family, given = ([getattr(name, part) for name in names] for part in ("family", "given"))
    return Named(joined(family, language), joined(given, language), "")
