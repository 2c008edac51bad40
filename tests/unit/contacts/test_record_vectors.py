"""Records that were written once are read for ever: the vectors of those about one person who stood there twice."""

from __future__ import annotations

import json

import msgspec
import pytest

from busel.contacts.record import read_record
from busel.contacts.records import KINDS
from busel.contacts.shared import ShortForm
from busel.journal.envelope import accepted_record_id
from busel.names.clean import clean
from factories.vectors import Vector, named, raw, vectors


@pytest.mark.parametrize("vector", vectors("record"), ids=named)
def test_record(vector: Vector) -> None:
    type_, fields = KINDS[vector["kind"]], json.loads(vector["json"])
    if vector["expect"] != "success":
        assert vector["expect"] == "not-decoded"
        with pytest.raises(msgspec.ValidationError):
            read_record(type_, fields)
        return
    record = read_record(type_, fields)
    assert record.fields() == fields
    if isinstance(record, ShortForm):
        words = f"short_form {clean(record.form)} {clean(record.name)}"
        assert accepted_record_id(raw(vector, "commons") + words.encode(), 0) == int(vector["id"])
