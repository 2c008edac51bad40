"""The data standard that an organisation begins with: few fields, each with its reason in three languages."""

from __future__ import annotations

import tomllib
from importlib import resources
from typing import Any

import msgspec

from busel.contacts.kept import undecided
from busel.contacts.records import Field
from busel.contacts.standard import BY_KEY


def starting_standard() -> list[Field]:
    """Return its records: decisions about built-in fields, and fields of the organisation's own, in order."""
    text = resources.files("busel.contacts.data").joinpath("starting_standard.toml").read_text(encoding="utf-8")
    found: list[Field] = []
    for order, one in enumerate(tomllib.loads(text)["field"], 1):
        keys = one.pop("keys", [one.get("key")])
        found += [_field(key, one, order) for key in keys]
    return found


def _field(key: str, said: dict[str, Any], order: int) -> Field:
    if key in BY_KEY:
        usual = undecided(BY_KEY[key])
        return msgspec.structs.replace(usual, **said)
    return msgspec.convert({"order": order * 1_000_000, **said, "key": key}, Field)
