"""What was kept in an unlock row, a locker or a statement once is read for ever."""

from __future__ import annotations

import json
from typing import Any

import msgspec
import pytest

from busel.registry.locker import open_keyring, open_unlock_row
from busel.registry.statements import STATEMENTS
from factories.vectors import FAILURES, Vector, named, raw, vectors


@pytest.mark.parametrize("vector", vectors("unlock_row"), ids=named)
def test_unlock_row(vector: Vector) -> None:
    if vector["expect"] == "success":
        row = open_unlock_row(raw(vector, "key"), raw(vector, "sealed"))
        assert (row.locker, row.user_key, row.kind) == (raw(vector, "locker"), raw(vector, "user_key"), vector["kind"])
    else:
        with pytest.raises(FAILURES[vector["expect"]]):
            open_unlock_row(raw(vector, "key"), raw(vector, "sealed"))


@pytest.mark.parametrize("vector", vectors("locker"), ids=named)
def test_locker(vector: Vector) -> None:
    if vector["expect"] == "success":
        keyring = open_keyring(raw(vector, "user_key"), raw(vector, "locker"), raw(vector, "sealed"))
        read = json.loads(msgspec.json.encode(keyring))
        assert read == with_later_fields(json.loads(vector["json"]), read)
    else:
        with pytest.raises(FAILURES[vector["expect"]]):
            open_keyring(raw(vector, "user_key"), raw(vector, "locker"), raw(vector, "sealed"))


def with_later_fields(told: Any, read: Any) -> Any:
    """Return what a vector tells, with what came after it was written: that has its default."""
    if not (isinstance(told, dict) and isinstance(read, dict)):
        return told
    return read | {name: with_later_fields(value, read.get(name)) for name, value in told.items()}


@pytest.mark.parametrize("vector", vectors("statement"), ids=named)
def test_statement(vector: Vector) -> None:
    statement = msgspec.json.decode(vector["json"], type=STATEMENTS[vector["kind"]])
    assert statement.words() == raw(vector, "words")
    if vector["expect"] == "success":
        statement.check(raw(vector, "public"))
    else:
        with pytest.raises(FAILURES[vector["expect"]]):
            statement.check(raw(vector, "public"))
