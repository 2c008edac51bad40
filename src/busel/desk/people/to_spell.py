"""Names that were typed from paper in one language: how the other one spells them, until somebody has looked at it.

Which people these are stands in the desk's RAM and is gone with the desk. Only who edits them is asked.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple, cast

from busel.contacts.suggested import noted, suggested_in
from busel.desk.people.editing import Edit
from busel.desk.people.spellings import LANGUAGES, PARTS, spellings_of
from busel.desk.session import Session
from busel.desk.workspace.apply import current_fields
from busel.desk.workspace.load import divisions_of, raw_connection
from busel.journal.deed import Fields
from busel.names.spelling import Language, Part, Suggestion, can_be_spelt
from busel.registry.roles import Role

REMEMBERED = 200
"""People: twenty pages of lines. Those typed before them are asked about no more."""


class Lacking(NamedTuple):
    """A name that stands in one language only."""

    contact: int
    part: Part
    name: str
    to: Language

    @property
    def field(self) -> str:
        """The contact's field that is empty."""
        return f"{self.part}_{self.to}"

    @property
    def key(self) -> str:
        """What tells it from others: the person and the field."""
        return f"{self.contact} {self.field}"


class Offer(NamedTuple):
    """How the other language spells it."""

    lacking: Lacking
    suggestion: Suggestion


@dataclass
class ToSpell:
    """Whom this desk has just added, and which of their names somebody has looked at."""

    _people: dict[int, None] = field(default_factory=dict)
    _settled: set[str] = field(default_factory=set)

    def note(self, contacts: Iterable[int]) -> None:
        """Note that these people were added."""
        self._people |= dict.fromkeys(contacts)
        while len(self._people) > REMEMBERED:
            del self._people[next(iter(self._people))]

    def settle(self, looked_at: Iterable[Lacking]) -> None:
        """Note that somebody has looked at these names, kept or not: nobody is asked again."""
        self._settled |= {one.key for one in looked_at}

    def is_settled(self, key: str) -> bool:
        """Has somebody looked at the name of this key?"""
        return key in self._settled

    def lacking(self, session: Session) -> list[Lacking]:
        """Return the names that lack the other language, person by person, of people whom the account still edits."""
        edited = {number for journal, number in session.numbers.items() if session.may(Role.EDITOR, journal)}
        raw, people = raw_connection(), list(self._people)
        divisions = divisions_of(raw, people)
        found: list[Lacking] = []
        for contact in people:
            if divisions.get(contact) in edited:
                found += _lacking(contact, current_fields(raw, "contact", contact) or {})
        return [one for one in found if one.key not in self._settled]

    def forget(self) -> None:
        """Forget all: for tests; a desk ends with its process."""
        self._people.clear()
        self._settled.clear()


def _lacking(contact: int, stored: Fields) -> Iterable[Lacking]:
    for part in PARTS:
        for have, lack in LANGUAGES:
            name = stored.get(f"{part}_{have}")
            if name and not stored.get(f"{part}_{lack}") and can_be_spelt(cast("str", name)):
                yield Lacking(contact, part, cast("str", name), lack)


def offers(lacking: Iterable[Lacking]) -> list[Offer]:
    """Return how the other language spells these names, as entry forms suggest it."""
    asked = list(lacking)
    found: dict[tuple[Part, Language], dict[str, Suggestion]] = {}
    for part in PARTS:
        for _have, to in LANGUAGES:
            names = [one.name for one in asked if (one.part, one.to) == (part, to)]
            found[part, to] = spellings_of(part, names, to=to) if names else {}
    pairs = [(one, found[one.part, one.to].get(one.name)) for one in asked]
    return [Offer(one, suggestion) for one, suggestion in pairs if suggestion is not None]


def confirming(contact: int, spelt: Fields) -> Edit | None:
    """Return the correction that writes these names where nothing stands; None where something stands everywhere."""
    held = current_fields(raw_connection(), "contact", contact)
    wanted = {name: text for name, text in spelt.items() if held is not None and not held.get(name)}
    if held is None or not wanted:
        return None
    if held.get("suggested"):  # an old mark of an empty field would doubt what somebody has looked at now
        wanted["suggested"] = noted(suggested_in(held)) or None
    return Edit("contact", contact, {name: held.get(name) for name in wanted}, wanted)


TO_SPELL = ToSpell()
"""The desk's one list."""
