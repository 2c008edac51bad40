"""Typed, length-prefixed bytes for what is signed or bound: two different field lists never encode alike."""

from __future__ import annotations

from collections.abc import Sequence

Field = bytes | str | int | Sequence["Field"]


def transcript(label: bytes, *fields: Field) -> bytes:
    """Return the canonical bytes of `label` and `fields`.

    Each field is a type letter, its length in 8 bytes, and its content; integers are 16 signed bytes.
    """
    return _encode(label) + b"".join(map(_encode, fields))


def _encode(field: Field) -> bytes:
    if isinstance(field, bytes):
        return b"b" + len(field).to_bytes(8, "big") + field
    if isinstance(field, str):
        text = field.encode()
        return b"s" + len(text).to_bytes(8, "big") + text
    if isinstance(field, int):
        return b"i" + (16).to_bytes(8, "big") + field.to_bytes(16, "big", signed=True)
    content = b"".join(map(_encode, field))
    return b"l" + len(content).to_bytes(8, "big") + content
