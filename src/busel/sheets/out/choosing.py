"""Leaving out of a person what was not chosen: what is not in the object cannot get into a file."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from busel.contacts.records import Contact
from busel.sheets.out.layout import PARTS
from busel.sheets.out.person import Bond, Person
from busel.sheets.targets import MARKS

_FIELDS = {
    **{part: PARTS[part] for part in ("names", "birth", "support", "notes", "ids")},
    "own": ("custom",),
}


def only(person: Person, parts: Collection[str]) -> Person:
    """Return the person with the chosen parts; the marks (do not approach …) stay whatever is chosen."""
    if set(PARTS) <= set(parts):
        return person
    kept = (*MARKS, *(name for part in parts for name in _FIELDS.get(part, ())))
    return Person(
        person.id,
        Contact(**{name: getattr(person.contact, name) for name in kept}),
        person.division,
        person.phones if "phones" in parts else [],
        person.emails if "emails" in parts else [],
        person.addresses if "addresses" in parts else [],
        person.tags if "tags" in parts else [],
        person.messengers if "messengers" in parts else [],
        person.consents if "consents" in parts else [],
        **(_ties(person, named="names" in parts) if "ties" in parts else {}),
        activities=person.activities if "activities" in parts else [],
    )


def _ties(person: Person, *, named: bool) -> dict[str, Any]:
    """Return what ties a person to others; where no names were chosen nobody is named there either."""
    bonds = person.relations if named else [Bond(one.side, one.other._replace(text="")) for one in person.relations]
    return {"household": person.household, "groups": person.groups, "events": person.events, "relations": bonds}
