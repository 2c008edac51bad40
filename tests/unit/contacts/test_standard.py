"""The built-in fields fit the records that hold them."""

from __future__ import annotations

import msgspec

from busel.contacts.records import KINDS, Contact
from busel.contacts.standard import BY_KEY, FIELDS, Type


def test_every_built_in_field_is_a_field_of_its_record() -> None:
    known = {kind: {field.name for field in msgspec.structs.fields(record)} for kind, record in KINDS.items()}
    assert [one.key for one in FIELDS if one.field not in known[one.kind]] == []


def test_every_field_of_a_contact_is_offered() -> None:
    offered = {one.field for one in FIELDS if one.kind == "contact"}
    assert {field.name for field in msgspec.structs.fields(Contact)} - offered == {
        "added",
        "custom",
        "household",
        "suggested",
    }


def test_keys_and_labels_are_unique() -> None:
    assert (len(BY_KEY), len({one.label for one in FIELDS})) == (len(FIELDS), len(FIELDS))


def test_choices_and_only_they_have_values() -> None:
    assert [one.key for one in FIELDS if bool(one.values) != (one.type is Type.CHOICE)] == []
