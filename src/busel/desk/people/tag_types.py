"""What is known about tags: in which group they are shown, what they are called in each language, and their values."""

from __future__ import annotations

from dataclasses import dataclass

import msgspec

from busel.contacts.record import read_record
from busel.contacts.shared import TagType
from busel.desk.session import Session
from busel.desk.workspace.models import Item
from busel.journal.deed import Fields

KIND = "tag_type"


@dataclass(frozen=True)
class TypeHeld:
    """A tag type as one division holds it."""

    record: int
    journal: bytes
    type: TagType
    fields: Fields


def tag_types(session: Session) -> list[TypeHeld]:
    """Return the tag types of all divisions that are open, by group and label; the untidy ones are left aside."""
    journals = {number: journal for journal, number in session.numbers.items()}
    found = []
    rows = Item.objects.filter(kind=KIND).order_by("pk").values_list("record", "division_id", "fields")
    for record, division, fields in rows:
        try:
            type_ = read_record(TagType, fields)
        except msgspec.ValidationError:
            continue
        if division in journals:
            found.append(TypeHeld(record, journals[division], type_, fields))
    return sorted(found, key=lambda one: (one.type.group.casefold(), one.type.label.casefold(), one.record))


def by_label(session: Session, journal: bytes) -> dict[str, TagType]:
    """Return the type of each label: that of the division where it has one, else any other's."""
    found: dict[str, TagType] = {}
    for one in sorted(tag_types(session), key=lambda held: held.journal == journal):
        found[one.type.label] = one.type
    return found


def label_words(type_: TagType | None, label: str, language: str) -> str:
    """Return a tag's words in a language; the label itself where it has none."""
    return (type_.labels.get(language) if type_ else "") or label
