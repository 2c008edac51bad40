"""Reading a snapshot's blocks into typed records, most of them in one go."""

from __future__ import annotations

from typing import Any

import msgspec

from busel.contacts import bonds, records
from busel.contacts.records import KINDS
from busel.desk.workspace.rows import ROWS
from busel.journal.body import UNREADABLE, unpack_json
from busel.journal.deed import Fields, RecordId
from busel.journal.errors import DamagedError
from busel.journal.snapshot import Words

Typed = dict[str, list[tuple[int, Any]]]
"""Kind -> (id, record), of the kinds that have tables."""


class AnyBlock(msgspec.Struct):
    """What every block has, whatever its records."""

    gone: dict[str, list[RecordId]] = {}
    words: Words | None = None
    over: bool = False


class _RawBlock(AnyBlock):
    records: dict[str, msgspec.Raw] = {}


class _Typed(msgspec.Struct, forbid_unknown_fields=True):
    contact: list[tuple[RecordId, records.Contact]] = []
    phone: list[tuple[RecordId, records.Phone]] = []
    email: list[tuple[RecordId, records.Email]] = []
    address: list[tuple[RecordId, records.Address]] = []
    tag: list[tuple[RecordId, records.Tag]] = []
    activity: list[tuple[RecordId, records.Activity]] = []
    messenger: list[tuple[RecordId, bonds.Messenger]] = []
    relationship: list[tuple[RecordId, bonds.Relationship]] = []
    membership: list[tuple[RecordId, bonds.Membership]] = []
    attendance: list[tuple[RecordId, bonds.Attendance]] = []
    consent: list[tuple[RecordId, bonds.Consent]] = []
    trace: list[tuple[RecordId, bonds.Trace]] = []


class _TypedBlock(AnyBlock):
    """A block of nothing but kinds with tables, as most are: read in one go instead of kind by kind."""

    records: _Typed = msgspec.field(default_factory=_Typed)


_block_decoder = msgspec.json.Decoder(_RawBlock)
_typed_block_decoder = msgspec.json.Decoder(_TypedBlock)
_typed_decoders = {kind: msgspec.json.Decoder(list[tuple[RecordId, KINDS[kind]]]) for kind in ROWS}  # type: ignore[valid-type]  # made at run time
_any_decoder = msgspec.json.Decoder(list[tuple[RecordId, Fields]])


def decode(packed: bytes) -> tuple[AnyBlock, Typed, list[tuple[str, int, Fields]]]:
    """Return a packed block, its records that have tables, and all others. Raises DamagedError."""
    encoded = unpack_json(packed)
    try:
        block = _typed_block_decoder.decode(encoded)
    except UNREADABLE:
        return _decode_any(encoded)
    return block, {kind: pairs for kind in ROWS if (pairs := getattr(block.records, kind))}, []


def _decode_any(encoded: bytes) -> tuple[AnyBlock, Typed, list[tuple[str, int, Fields]]]:
    try:
        block = _block_decoder.decode(encoded)
        typed: Typed = {
            kind: _typed_decoders[kind].decode(body) for kind, body in block.records.items() if kind in ROWS
        }
        items = [
            (kind, record, fields)
            for kind, body in block.records.items()
            if kind not in ROWS
            for record, fields in _any_decoder.decode(body)
        ]
    except UNREADABLE as error:
        raise DamagedError from error
    return block, typed, items
