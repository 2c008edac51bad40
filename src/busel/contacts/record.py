"""What all kinds of records share: how they become the mapping that is stored, and back."""

from __future__ import annotations

from typing import Annotated, Any, TypeVar

import msgspec

RecordId = Annotated[int, msgspec.Meta(ge=0, le=2**63 - 1)]
"""The id of another record; 0 is none."""
ContactId = RecordId
Hex = Annotated[str, msgspec.Meta(pattern=r"\A(?:[0-9a-f]{2})*\Z")]
"""An id of something that is no record, in hexadecimal. What is none is no record either: an editor with a changed desk
writes what they like, and a page that could not read it would be shown to nobody."""


class Record(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True):
    """One record. Empty values are written as absent."""

    def fields(self) -> dict[str, Any]:
        """Return the mapping that is stored: field name -> JSON value, without empty ones."""
        stored = msgspec.to_builtins(self).items()
        # As JSON gives it back: a tuple is a list there, and the fold compares.
        return {name: list(value) if isinstance(value, tuple) else value for name, value in stored}


R = TypeVar("R", bound=Record)


def read_record(type_: type[R], fields: dict[str, Any]) -> R:
    """Return the typed record of a stored mapping. Unknown fields (of a newer version) are left aside.

    Raises msgspec.ValidationError when a known field has another type than documented.
    """
    return msgspec.convert(fields, type_, strict=False)
