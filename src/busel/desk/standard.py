"""The organisation's own fields of a contact, as commons holds them."""

from __future__ import annotations

import msgspec

from busel.contacts.record import read_record
from busel.contacts.records import Field
from busel.desk.workspace.models import Item


def own_fields() -> list[Field]:
    """Return the fields that are switched on, in the order of their records; one that cannot be read is left aside."""
    found = []
    for fields in Item.objects.filter(kind="field").order_by("pk").values_list("fields", flat=True):
        try:
            field = read_record(Field, fields)
        except msgspec.ValidationError:
            continue
        if field.enabled and field.key.isidentifier():
            found.append(field)
    return found


def label_of(field: Field, language: str) -> str:
    """Return a field's label in a language, else in any, else its key."""
    return field.labels.get(language) or next(filter(None, field.labels.values()), field.key)
