"""The organisation's letters as they are kept: one record id in one or many divisions' journals."""

from __future__ import annotations

import hashlib
from collections import Counter
from dataclasses import dataclass

import msgspec

from busel.contacts.record import read_record
from busel.contacts.records import Template
from busel.desk.session import Session
from busel.desk.workspace.models import Item
from busel.journal.deed import Fields
from busel.registry.keyring import Bundle
from busel.registry.roles import Role

KIND = "template"


@dataclass(frozen=True)
class KeptTemplate:
    """A letter's text, and which divisions hold it."""

    record: int
    template: Template
    """As most of its divisions hold it, should they differ."""
    held: dict[bytes, Fields]
    """Journal -> the fields as they stand there."""

    @property
    def version(self) -> str:
        """Another one than before means that somebody else wrote meanwhile. 32 hexadecimal digits."""
        told = [(journal.hex(), fields) for journal, fields in sorted(self.held.items())]
        return hashlib.sha256(msgspec.json.encode(told, order="sorted")).hexdigest()[:32]


def kept_templates(session: Session) -> list[KeptTemplate]:
    """Return the letters that the account reads, by title; what this version cannot read is left aside."""
    journals = {number: journal for journal, number in session.numbers.items()}
    held: dict[int, dict[bytes, Fields]] = {}
    for record, number, fields in Item.objects.filter(kind=KIND).values_list("record", "division", "fields"):
        held.setdefault(record, {})[journals[number]] = fields
    kept = [KeptTemplate(record, template, by) for record, by in held.items() if (template := _most_held(by))]
    return sorted(kept, key=lambda one: (one.template.title.casefold(), one.record))


def kept_template(session: Session, record: int) -> KeptTemplate | None:
    """Return one letter, or None."""
    return next((kept for kept in kept_templates(session) if kept.record == record), None)


def where_to_save(session: Session, kept: KeptTemplate | None, division: str = "") -> list[Bundle]:
    """Return the divisions that saving concerns: those that hold it; a new one goes to all, or to one and below it.

    Only those that the account may change.
    """
    mine = session.divisions(least=Role.EDITOR)
    if kept is not None:
        return [bundle for bundle in mine if bundle.journal in kept.held]
    return [bundle for bundle in mine if not division or f"{bundle.name} / ".startswith(f"{division} / ")]


def _most_held(held: dict[bytes, Fields]) -> Template | None:
    texts = [msgspec.json.encode(fields, order="sorted") for _journal, fields in sorted(held.items())]
    (text, _times) = Counter(texts).most_common(1)[0]
    try:
        return read_record(Template, msgspec.json.decode(text))
    except msgspec.ValidationError:
        return None
