"""What a collector sends, and the check that an editor's desk makes before it believes any of it.

An envelope's sender may be anybody who holds a collector's account, so nothing in it is taken as it comes: only kinds
that belong to a person, only fields that we know, only values that our own readers could have made.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import Any

import msgspec

from busel.contacts.bonds import CONSENT_WAYS
from busel.contacts.problems import Code
from busel.contacts.records import ACTIVITY_TYPES, ADDRESS_TYPES, PHONE_TYPES
from busel.contacts.suggested import noted, suggested_in
from busel.desk.workspace.rows import typed
from busel.journal.deed import Fields
from busel.names.phones import Phone

ENTRY = "entry"
"""The kind of message that holds an Entry."""
NAMES = tuple(f"{part}_{spelt}" for part in ("family", "given", "patronymic") for spelt in ("be", "ru"))
"""The fields of a contact that its name is made of."""
SENT_KINDS = ("phone", "email", "address", "tag", "activity", "messenger", "consent")
"""What of a person a collector may send: nothing that names another record of a division, for they read none."""
MOVED_KINDS = (*SENT_KINDS, "trace")
"""What goes along when a person moves to another division."""
MOST_PEOPLE = 2_000
"""In one envelope: an editor looks through one at a time."""
MOST_BYTES = 960 * 1024
"""Of an envelope's people as JSON. The shelf takes 1 MiB: even what does not compress, padded, goes in."""
MOST_ABOUT = 900
"""Records that belong to one person: phones, addresses, tags."""
MOST_MOVED = 5_000
"""Records that go along with one person who moves."""
MOST_LETTERS = 20_000
"""Of one text."""


class EntryPerson(msgspec.Struct, frozen=True):
    """One person as a collector entered it: fields of a contact, and (kind, fields) of what belongs to it."""

    contact: Fields
    about: list[tuple[str, Fields]] = []
    place: str = ""
    """Where it stood: a row of the file."""


class Entry(msgspec.Struct, frozen=True):
    """The content of an envelope of the kind "entry"."""

    people: list[EntryPerson]
    source: str = ""
    """Empty for typed, or the file's name as given."""
    number: int = 0
    """The number of the sender's receipt: it may stand on the paper, too."""


def checked(entry: Entry) -> Entry:
    """Return the entry with the fields that we know. Raises msgspec.ValidationError for what we could not have sent."""
    people = [checked_person(person) for person in entry.people]
    if not 0 < len(people) <= MOST_PEOPLE:
        raise msgspec.ValidationError
    if not _is_plain([entry.source, *(person.place for person in people)]) or entry.number < 0:
        raise msgspec.ValidationError
    return msgspec.structs.replace(entry, people=people)


def checked_person(person: EntryPerson) -> EntryPerson:
    """Return one person with the fields that we know. Raises msgspec.ValidationError, as `checked` does."""
    if len(person.about) > MOST_ABOUT:
        raise msgspec.ValidationError
    if any(kind not in SENT_KINDS for kind, _fields in person.about):
        raise msgspec.ValidationError
    about = [(kind, _checked_fields(kind, fields)) for kind, fields in person.about]
    return EntryPerson(_checked_fields("contact", person.contact), about, person.place)


def problems_of(person: EntryPerson) -> list[Code]:
    """Return what is odd about a person's values, each once."""
    phones = [fields for kind, fields in person.about if kind == "phone"]
    names = any(person.contact.get(f"{part}_{spelt}") for part in ("family", "given") for spelt in ("be", "ru"))
    found = [] if names or phones or person.contact.get("nickname") else [Code.NAME_MISSING]
    odd = (Phone.read(fields.get("number") or fields.get("written", "")).problem for fields in phones)
    return found + [Code(problem) for problem in dict.fromkeys(odd) if problem]


def checked_moved(person: EntryPerson) -> EntryPerson:
    """Return somebody who moves here from another division. Raises msgspec.ValidationError, as `checked` does."""
    if len(person.about) > MOST_MOVED or any(kind not in MOVED_KINDS for kind, _fields in person.about):
        raise msgspec.ValidationError
    about = [(kind, _checked_fields(kind, fields, moves=True)) for kind, fields in person.about]
    return EntryPerson(_checked_fields("contact", person.contact), about)


def _checked_fields(kind: str, fields: Fields, *, moves: bool = False) -> Fields:
    owned = {} if kind == "contact" else {"contact": 0}
    known = typed(kind, fields | owned).fields()
    for name in owned:
        del known[name]
    for name, value in known.items():
        may = _MAY.get((kind, name), _is_plain)
        if moves and (kind, name) == ("consent", "withdrawn"):
            may = _is_day
        if not may(value):
            raise msgspec.ValidationError
    if kind == "contact" and "suggested" in known:  # a mark on a name that was not sent would wait for that name
        known["suggested"] = noted(suggested_in(known))
    return {name: value for name, value in known.items() if name != "suggested" or value}


def _is_plain(value: Any) -> bool:
    """Is it a text, a number, or a list or a mapping of such? Nothing deeper is ever stored."""
    if isinstance(value, dict):
        return all(
            len(key) <= MOST_LETTERS and not isinstance(one, dict) and _is_plain(one) for key, one in value.items()
        )
    if isinstance(value, list | tuple):
        return all(not isinstance(one, dict | list | tuple) and _is_plain(one) for one in value)
    return not isinstance(value, str) or len(value) <= MOST_LETTERS


def _matches(pattern: str) -> Callable[[Any], bool]:
    whole = re.compile(pattern, re.ASCII)
    return lambda value: whole.fullmatch(str(value)) is not None


def _is_birth(value: Any) -> bool:
    """Is it a day, a month or a year as `contacts.birth` writes them?"""
    return _is_day({4: f"{value}-01-01", 7: f"{value}-01"}.get(len(value), value))


def _is_day(value: Any) -> bool:
    try:
        return bool(date.fromisoformat(value).isoformat() == value)
    except ValueError:
        return False


def _never(_value: Any) -> bool:
    """Is this for the desk to fill in, which knows who sent it?"""
    return False


_MAY: dict[tuple[str, str], Callable[[Any], bool]] = {
    ("contact", "sex"): _matches("f|m"),
    ("contact", "language"): _matches("be|ru"),
    ("contact", "support"): _matches("[0-5]"),
    ("contact", "birth"): _is_birth,
    ("contact", "household"): _matches("0"),
    ("contact", "added"): _matches("(?!)"),
    ("contact", "suggested"): _matches("(?:(?:^| )(?:family|given|patronymic)_(?:be|ru)){1,6}"),
    ("phone", "type"): _matches("|".join(PHONE_TYPES)),
    ("phone", "status"): _matches("bad"),
    ("email", "status"): _matches("bad"),
    ("address", "country"): _matches("[A-Z]{2}"),
    ("address", "type"): _matches("|".join(ADDRESS_TYPES)),
    ("tag", "day"): _is_day,
    ("phone", "number"): _matches(r"\+\d{4,20}"),
    ("address", "status"): _matches("verified|bad|past"),
    ("activity", "type"): _matches("|".join(ACTIVITY_TYPES)),
    ("activity", "day"): _is_day,
    ("activity", "batch"): _matches("0"),
    ("activity", "assignee"): _never,
    ("activity", "due"): _is_day,
    ("activity", "done"): _is_day,
    ("activity", "event"): _matches("0"),
    ("consent", "how"): _matches("|".join(CONSENT_WAYS)),
    ("consent", "day"): _is_day,
    ("consent", "by"): _never,
    ("consent", "until"): _is_day,
    ("consent", "withdrawn"): _never,
    ("trace", "day"): _is_day,
    ("trace", "deed"): _matches("[a-z_]{1,40}"),
}
"""What a filled field may hold where that is less than any text."""
