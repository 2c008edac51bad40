"""Mappings that were kept: how the columns of a list become fields, by the names of their headings."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import msgspec

from busel.contacts.record import read_record
from busel.contacts.records import Mapping
from busel.desk.keeping.standard import own_fields
from busel.desk.session import Session
from busel.desk.workspace.models import Item
from busel.journal.deed import Fields
from busel.sheets.targets import REPEATABLE, is_target, own_field

KIND = "mapping"
ENOUGH = 0.6
"""The part of a mapping's headings that a list has to have: two of three columns, three of five."""


@dataclass(frozen=True)
class KeptMapping:
    """A mapping, and the journal that holds it."""

    record: int
    mapping: Mapping
    fields: Fields
    journal: bytes

    @property
    def title(self) -> str:
        """What it is called."""
        return self.mapping.title

    def agrees(self, headers: Sequence[str]) -> float:
        """Return which part of the headings that it names a list has: 1.0 for all of them."""
        named = self.mapping.columns.keys()
        return len(named & set(heading_keys(headers))) / len(named) if named else 0.0

    def new(self, headers: Sequence[str]) -> list[str]:
        """Return the headings of a list that it does not name."""
        return [key for key in heading_keys(headers) if key and key not in self.mapping.columns]

    def gone(self, headers: Sequence[str]) -> list[str]:
        """Return the headings that it names and a list lacks."""
        there = set(heading_keys(headers))
        return [key for key in self.mapping.columns if key not in there]

    def targets(self, headers: Sequence[str], guessed: Sequence[str]) -> list[str]:
        """Return the targets of a list's columns; columns that it does not name stay as guessed, if that fits."""
        named = [self.mapping.columns.get(key, "") for key in heading_keys(headers)]
        own = {field.key for field in own_fields()}
        return merged([target if is_usable(target, own) else "" for target in named], guessed)


def is_usable(target: str, own: Collection[str]) -> bool:
    """Can a column be this today? Fields of the organisation's own, whose keys are `own`, come and go."""
    return is_target(target) and own_field(target) in {"", *own}


def merged(named: Sequence[str], guessed: Sequence[str]) -> list[str]:
    """Return what is named for each column, and where nothing is the guess, if no named column has it already."""
    taken = {target for target in named if target and target not in REPEATABLE}
    rest = ["ignore" if guess in taken else guess for guess in guessed]
    return [target or guess for target, guess in zip(named, rest, strict=True)]


def heading_keys(headers: Sequence[str]) -> list[str]:
    """Return a name for each column: its heading, with a number from the second on; "" for one without heading."""
    seen: dict[str, int] = {}
    keys = []
    for header in headers:
        seen[header] = seen.get(header, 0) + 1
        keys.append(f"{header} {seen[header]}" if header and seen[header] > 1 else header)
    return keys


def mapping_of(title: str, headers: Sequence[str], targets: Sequence[str]) -> Mapping:
    """Return what is kept of a list's columns: those that have a heading."""
    columns = {key: target for key, target in zip(heading_keys(headers), targets, strict=True) if key}
    return Mapping(title=title, columns=columns)


def kept_mappings(session: Session) -> list[KeptMapping]:
    """Return the mappings that the account reads, by title; each title once, for divisions may share it."""
    journals = {number: journal for journal, number in session.numbers.items()}
    found: dict[str, KeptMapping] = {}
    rows = Item.objects.filter(kind=KIND).order_by("record").values_list("record", "division", "fields")
    for record, number, fields in rows:
        try:
            mapping = read_record(Mapping, fields)
        except msgspec.ValidationError:
            continue
        found.setdefault(mapping.title, KeptMapping(record, mapping, fields, journals[number]))
    return sorted(found.values(), key=lambda kept: kept.title.casefold())


def fitting(session: Session, headers: Sequence[str]) -> list[KeptMapping]:
    """Return the kept mappings most of whose headings a list has, those that fit best first.

    A column that was put in between, or one that is gone, does not make it another list.
    """
    agreeing = [kept for kept in kept_mappings(session) if kept.agrees(headers) >= ENOUGH]
    return sorted(agreeing, key=lambda kept: (-kept.agrees(headers), -len(kept.mapping.columns)))
