"""From records to rows: which kind fills which table, column by column."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import product
from operator import attrgetter
from typing import Any, get_type_hints

import msgspec

from busel.contacts.record import Record
from busel.contacts.records import ABOUT_A_CONTACT, KINDS, Contact, Phone, Tag
from busel.journal.deed import Fields

Row = tuple[Any, ...]
TAIL_DIGITS = 7


@dataclass(frozen=True)
class Table:
    """How the records of one kind become rows: `columns` after the id (and, for contacts, the division)."""

    name: str
    columns: tuple[str, ...]
    take: Callable[[Any], Sequence[Any]]

    def insert(self, *, contact: bool) -> str:
        """Return the INSERT statement. A second record with an id replaces nothing: it is an error to look into."""
        names = ["id", *(["division_id"] if contact else []), *self.columns]
        return f"INSERT INTO {self.name} ({', '.join(names)}) VALUES ({', '.join('?' * len(names))})"


def _getter(type_: type[Record], *, skip: tuple[str, ...] = ()) -> tuple[tuple[str, ...], Callable[[Any], Row]]:
    names = tuple(name for name in type_.__struct_fields__ if name not in skip)
    return names, attrgetter(*names)


def tail(digits: str) -> int:
    """Return the last seven digits of what was written, by which any form of a number is found; -1 without any."""
    only = "".join(filter(str.isdecimal, digits))
    return int(only[-TAIL_DIGITS:]) if only else -1


_FLAGS = tuple(name for name, type_ in get_type_hints(Contact).items() if type_ is bool)
# A bool that is bound to a statement takes SQLite's Python module ten times as long as an int.
_AS_NUMBERS = {flags: tuple(map(int, flags)) for flags in product((False, True), repeat=len(_FLAGS))}
_CONTACT_NAMES, _contact = _getter(Contact, skip=(*_FLAGS, "external_ids", "custom"))
_flags = attrgetter(*_FLAGS)
_encode = msgspec.json.Encoder().encode


def _contact_row(record: Contact) -> Sequence[Any]:
    ids = "[]" if not record.external_ids else _encode(record.external_ids).decode()
    custom = "{}" if not record.custom else _encode(record.custom).decode()
    return (*_contact(record), *_AS_NUMBERS[_flags(record)], ids, custom)


def _phone_row(record: Phone) -> Row:
    number = record.number
    last = number[-TAIL_DIGITS:]
    # Anybody's deed may hold anything here; one odd number must not keep a zone shut.
    end = int(last) if last.isdecimal() else tail(number or record.written)
    return record.contact, number, record.written, end, record.type, record.status


_COLUMNS = {"contact": "contact_id", "label": "label_id", "group": "group_id", "by": "by_account"}
"""The fields whose columns are called otherwise: ids of this desk, and words that SQL keeps for itself."""
_FIELDS = {column: name for name, column in _COLUMNS.items()}


def column_of(name: str) -> str:
    """Return the column that holds a field."""
    return _COLUMNS.get(name, name)


def field_of(column: str) -> str:
    """Return the field that a column holds."""
    return _FIELDS.get(column, column)


@dataclass
class Labels:
    """Tag texts and their small numbers."""

    numbers: dict[str, int] = field(default_factory=dict)
    _written: int = 0

    def number(self, text: str) -> int:
        """Return the label's number, a new one for a new text."""
        return self.numbers.setdefault(text, len(self.numbers) + 1)

    def take_new(self) -> list[tuple[str, int]]:
        """Return the (text, number) pairs that are not in the table yet, once."""
        new = list(self.numbers.items())[self._written :]
        self._written += len(new)
        return new


LABELS = Labels()


def _tag_row(record: Tag) -> Row:
    return record.contact, LABELS.number(record.label), record.value, record.day


def _table(kind: str) -> Table:
    names, take = _getter(KINDS[kind])
    return Table(f"workspace_{kind}", tuple(map(column_of, names)), take)


ROWS: dict[str, Table] = {
    "contact": Table("workspace_contact", (*_CONTACT_NAMES, *_FLAGS, "external_ids", "custom"), _contact_row),
    **{kind: _table(kind) for kind in ABOUT_A_CONTACT},
    "phone": Table("workspace_phone", ("contact_id", "number", "written", "tail", "type", "status"), _phone_row),
    "tag": Table("workspace_tag", ("contact_id", "label_id", "value", "day"), _tag_row),
}
"""The kinds that have a table of their own; all others lie in workspace_item as they were stored."""


def sources(kind: str) -> dict[str, str]:
    """Return what is selected from a kind's table: field name -> SQL."""
    text = "(SELECT text FROM workspace_label l WHERE l.id = label_id)"
    columns = [column for column in ROWS[kind].columns if column != "tail"]
    return {field_of(column): text if column == "label_id" else column for column in columns}


def is_typed(kind: str, fields: Fields) -> bool:
    """Would the workspace take these fields? Kinds without a table take any."""
    try:
        return kind not in ROWS or typed(kind, fields) is not None
    except msgspec.ValidationError:
        return False


def typed(kind: str, fields: Fields) -> Record:
    """Return stored fields as the record of their kind. Raises msgspec.ValidationError."""
    return msgspec.convert(fields, KINDS[kind])
