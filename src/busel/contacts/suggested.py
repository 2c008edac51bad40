"""Names that stand with a person as a program spelt them, and that nobody has looked at yet.

The contact's field `suggested` names them: "family_ru given_ru". Whoever saves the names of the person confirms them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from busel.contacts.records import Contact

PARTS = ("family", "given", "patronymic")
NAMES = tuple(f"{part}_{language}" for language in ("be", "ru") for part in PARTS)
"""What may be suggested."""


def suggested_in(fields: Mapping[str, Any]) -> list[str]:
    """Return which names in a contact's stored fields were suggested. Anybody's deed may hold anything."""
    said = fields.get("suggested", "")
    named = said.split() if isinstance(said, str) else []
    return [name for name in NAMES if name in named and fields.get(name)]


def noted(names: Iterable[str]) -> str:
    """Return the field's value for these names."""
    wanted = set(names)
    return " ".join(name for name in NAMES if name in wanted)


def confirmed(contact: Contact) -> Contact:
    """Return the contact with confirmed names only: for what leaves the house, as letters do."""
    if not contact.suggested:
        return contact
    return msgspec.structs.replace(contact, **dict.fromkeys(suggested_in(msgspec.structs.asdict(contact)), ""))
