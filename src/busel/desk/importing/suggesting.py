"""The other language's spelling of names that a list gives in one language, for who asks for it: marked as suggested.

By dictionary and rules alone: what the zone has learned is asked name by name in forms, and would take minutes here.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from busel.contacts.suggested import PARTS, noted, suggested_in
from busel.names.spelling import Language, Part, suggested

_WAYS: tuple[tuple[Language, Language], ...] = (("be", "ru"), ("ru", "be"))
_REMEMBERED = 20_000


def add_suggestions(contact: dict[str, Any]) -> None:
    """Fill in the names that lack in a new person's fields, where the suggestion is likely right, and mark them."""
    found = {}
    for have, lack in _WAYS:
        for part in PARTS:
            name = contact.get(f"{part}_{have}", "")
            if name and not contact.get(f"{part}_{lack}") and (spelt := _likely(name, part, lack)):
                found[f"{part}_{lack}"] = spelt
    if found:
        contact |= found
        contact["suggested"] = noted([*found, *suggested_in(contact)])


@lru_cache(_REMEMBERED)
def _likely(name: str, part: Part, to: Language) -> str:
    """Return the spelling; "" where it would be a guess."""
    found = suggested(name, part=part, to=to)
    return found.text if found and found.is_likely else ""
