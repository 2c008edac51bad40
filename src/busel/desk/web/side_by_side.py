"""Two people who may be one, side by side: what comes, and what is known, field by field."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass

from busel.desk.importing.bringing import held_about
from busel.desk.inboxes.entry import NAMES, EntryPerson
from busel.desk.web.field_words import field_words
from busel.desk.web.inbox_words import facts_of

_SHOWN = ("phone", "email", "address", "messenger", "tag")
"""What of a known person stands beside: what tells people apart."""


@dataclass(frozen=True)
class Side:
    """One field of both; either may be empty."""

    label: str
    comes: str
    known: str
    unbroken: bool = False
    """A telephone: its parts stand in one line."""

    @property
    def comes_parts(self) -> list[str]:
        """Return what comes, one by one."""
        return list(filter(None, self.comes.split(", ")))

    @property
    def known_parts(self) -> list[str]:
        """Return what is known, one by one."""
        return list(filter(None, self.known.split(", ")))

    @property
    def differs(self) -> bool:
        """Do both say something, and not the same?"""
        return bool(self.comes and self.known) and self.comes.casefold() != self.known.casefold()

    @property
    def speaks_against(self) -> bool:
        """Does it differ so that somebody should look? Of telephones one that both have is enough."""
        return self.differs and not (self.unbroken and set(self.comes_parts) & set(self.known_parts))


def known_person(raw: sqlite3.Connection, contact: int) -> EntryPerson:
    """Return a stored person as an incoming one is shown."""
    held = held_about(raw, contact)
    fields = {name: value for name, value in held.contact.items() if name not in ("added", "household", "suggested")}
    about = [(kind, fields) for kind in _SHOWN for _id, fields in held.about[kind]]
    return EntryPerson(fields, [(kind, {n: v for n, v in one.items() if n != "contact"}) for kind, one in about])


def side_by_side(comes: EntryPerson, known: EntryPerson, language: str) -> list[Side]:
    """Return the fields of both: first the names, then what else either says."""
    mine, theirs = _told(comes, language), _told(known, language)
    phone = str(field_words("phone", "number"))
    return [Side(label, mine.get(label, ""), theirs.get(label, ""), label == phone) for label in {**mine, **theirs}]


def _told(person: EntryPerson, language: str) -> dict[str, str]:
    told = {str(field_words("contact", name)): [value] for name in NAMES if (value := person.contact.get(name))}
    for fact in facts_of(person, language):
        told.setdefault(str(fact.label), []).append(str(fact.value))
    return {label: ", ".join(dict.fromkeys(values)) for label, values in told.items()}
