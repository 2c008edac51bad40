"""The header of a table of dBase: which fields its records have. Also how such a file is known by its first bytes."""

from __future__ import annotations

from typing import NamedTuple

_VERSIONS = b"\x02\x03\x30\x31\x32\x43\x63\x83\x8b\xcb\xf5\xfb"
"""The first byte of files of dBase III to V, FoxPro and Clipper, with and without long texts."""
_KINDS = "CNFLDMGPBITYVWQ0"
_HEAD, _FIELD, _END_OF_FIELDS = 32, 32, 0x0D
_MONTHS, _DAYS = 12, 31


class Field(NamedTuple):
    """A field: where it begins in a record, and how many bytes it has."""

    name: bytes
    kind: str
    at: int
    size: int


def is_dbase(data: bytes) -> bool:
    """Ask whether the bytes begin as a table of dBase: a day, and fields that make up a record exactly."""
    if len(data) < _HEAD or data[0] not in _VERSIONS or data[2] > _MONTHS or data[3] > _DAYS:
        return False
    fields = fields_of(data)
    return bool(fields) and all(field.name and field.kind in _KINDS for field in fields)


def fields_of(data: bytes) -> list[Field]:
    """Return the fields; none where they do not make up a record."""
    fields, at = [], 1
    for start in range(_HEAD, int.from_bytes(data[8:10], "little") - _FIELD + 1, _FIELD):
        entry = data[start : start + _FIELD]
        if len(entry) < _FIELD or entry[0] == _END_OF_FIELDS:
            break
        kind, size = chr(entry[11]), entry[16]
        if kind == "C":
            size += entry[17] << 8  # Clipper and FoxPro have texts of more than 255 letters
        fields.append(Field(entry[:11].partition(b"\0")[0].strip(), kind, at, size))
        at += size
    return fields if at == int.from_bytes(data[10:12], "little") else []
