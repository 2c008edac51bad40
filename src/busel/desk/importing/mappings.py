"""Mappings that were kept: how the columns of a list become fields, by the names of their headings."""

from __future__ import annotations

from collections.abc import Sequence
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

    def agrees(self, headers: Sequence[str]) -> bool:
        """Does a list have every heading that it names?"""
        return bool(self.mapping.columns) and self.mapping.columns.keys() <= set(heading_keys(headers))

    def targets(self, headers: Sequence[str], guessed: Sequence[str]) -> list[str]:
        """Return the targets of a list's columns; columns that it does not name stay as guessed, if that fits."""
        named = [self.mapping.columns.get(key, "") for key in heading_keys(headers)]
        taken = {target for target in named if target and target not in REPEATABLE}
        rest = ["ignore" if guess in taken else guess for guess in guessed]
        own = {field.key for field in own_fields()}
        usable = [target if is_target(target) and own_field(target) in {"", *own} else "" for target in named]
        return [target or guess for target, guess in zip(usable, rest, strict=True)]


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
    """Return the kept mappings whose headings a list has, those that name most of them first."""
    agreeing = [kept for kept in kept_mappings(session) if kept.agrees(headers)]
    return sorted(agreeing, key=lambda kept: -len(kept.mapping.columns))
