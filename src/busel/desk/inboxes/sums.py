"""What comes along with the people of an envelope beside names and telephones: summed up, so nothing comes in unread.

Many are accepted at once; a consent, a support level or a note that a collector wrote must be seen before. Each
consent stands in the sum by what it is for and how it was given, however many there are.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from busel.desk.inboxes.entry import EntryPerson

FLAGS = ("risk", "no_letters", "no_calls", "moved", "deceased")


def _of_kind(kind: str, *names: str) -> Callable[[EntryPerson], list[tuple[str, ...]]]:
    def said(person: EntryPerson) -> list[tuple[str, ...]]:
        return [tuple(str(one.get(name, "")) for name in names) for held, one in person.about if held == kind]

    return said


SORTS: dict[str, Callable[[EntryPerson], Sequence[object]]] = {
    "consents": _of_kind("consent", "purpose", "how"),
    "support": lambda person: [person.contact["support"]] if person.contact.get("support") else [],
    "tags": _of_kind("tag", "label", "value"),
    "happened": _of_kind("activity", "type"),
    "flags": lambda person: [name for name in FLAGS if person.contact.get(name)],
    "own": lambda person: list(person.contact.get("custom") or ()),
    "notes": lambda person: [True] if person.contact.get("notes") else [],
}
"""What is summed up, and what a person has of it. The words for each live in `web.sum_words`."""


@dataclass
class Sum:
    """One sort of what comes along."""

    people: int = 0
    said: Counter[object] = field(default_factory=Counter)
    """What is said -> how often."""


def comes_along(people: Iterable[EntryPerson]) -> dict[str, Sum]:
    """Return what comes along with these people, by sort; nothing of what nobody has."""
    found: dict[str, Sum] = {}
    for person in people:
        for sort, said_by in SORTS.items():
            if said := said_by(person):
                one = found.setdefault(sort, Sum())
                one.people += 1
                one.said.update(said)
    return {sort: found[sort] for sort in SORTS if sort in found}


def who_has(people: Sequence[EntryPerson], sort: str) -> list[int]:
    """Return the places of those with whom something of a sort comes along; everybody for no sort that is known."""
    said_by = SORTS.get(sort)
    return [at for at, person in enumerate(people) if said_by is None or said_by(person)]
