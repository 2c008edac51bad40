"""What a division told the one above it once counts, or does not, for ever."""

from __future__ import annotations

import msgspec
import pytest

from busel.registry.totals import Totals, read_totals
from factories.vectors import FAILURES, Vector, named, raw, vectors


@pytest.mark.parametrize("vector", vectors("totals"), ids=named)
def test_totals(vector: Vector) -> None:
    stored = msgspec.json.decode(vector["json"])
    totals = read_totals(stored)
    if vector["expect"] == "not-decoded":
        assert totals is None
        return
    assert totals is not None
    assert totals.words() == raw(vector, "words")
    assert totals.is_sound() == (vector["expect"] != "unsound")
    if vector["expect"] in ("success", "unsound"):
        totals.check(raw(vector, "public"))
        assert msgspec.to_builtins(totals) == stored
    else:
        with pytest.raises(FAILURES[vector["expect"]]):
            totals.check(raw(vector, "public"))


def test_every_field_of_totals_stands_in_the_vector_that_counts() -> None:
    told = next(vector for vector in vectors("totals") if vector["expect"] == "success")
    assert set(msgspec.json.decode(told["json"])) == set(Totals.__struct_fields__)
