"""A snapshot: the folded state in blocks, adopted by a signed manifest that stands in the chain.

Blocks hold records; where two blocks hold the same one the later wins, and `gone` takes records away. So a snapshot can
be carried into a new epoch block by block as it lies, with one more block for what was appended since.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping

import msgspec

from busel.journal.body import UNREADABLE, pack, unpack
from busel.journal.deed import Fields, Hour, Position, RecordId
from busel.journal.errors import DamagedError, ForgedError, NotOpenedError
from busel.journal.header import BlockHeader, Header
from busel.vault import labels
from busel.vault.errors import BadSignatureError, VaultError
from busel.vault.seal import open_sealed, seal
from busel.vault.sign import SigningKey, verify
from busel.vault.transcript import transcript

CONTACTS_IN_A_BLOCK = 500


class Words(msgspec.Struct, frozen=True):
    """Distinct words with the keys that were dear to compute, and the version of the rules that made them."""

    version: int
    keyed: list[tuple[str, str, str]]


class Block(msgspec.Struct, frozen=True, omit_defaults=True):
    """Some records of a folded state by kind, each [id, fields]; and the ids of records that are no longer there."""

    records: dict[str, list[tuple[RecordId, Fields]]] = {}
    gone: dict[str, list[RecordId]] = {}
    words: Words | None = None
    over: bool = False
    """Does it lie over earlier blocks? Only then may it hold a record that another block holds too."""


class Manifest(msgspec.Struct, frozen=True, tag="snapshot", kw_only=True):
    """The inside of the commit that adopts a stage: which blocks, and which deeds they hold."""

    id: bytes
    author: bytes
    hour: Hour
    covers: Position
    """The blocks hold the state after the commit with this sequence; the manifest is the next one."""
    stage: bytes
    blocks: list[bytes]
    """SHA-256 of each block's packed bytes, in order."""
    signature: bytes = b""
    history: bytes = b""
    """What the epoch's history key is known by (`EpochKeys.history_name`): a letter with another one is refused."""

    def sign(self, header: Header, key: SigningKey) -> Manifest:
        """Return it signed for its place in the chain."""
        return msgspec.structs.replace(self, signature=key.sign(self._words(header)))

    def check_signature(self, header: Header, public: bytes) -> None:
        """Raise ForgedError unless the holder of `public` signed it for this place."""
        try:
            verify(public, self._words(header), self.signature)
        except BadSignatureError as error:
            raise ForgedError from error

    def _words(self, header: Header) -> bytes:
        return transcript(
            labels.SIGN_SNAPSHOT,
            header.encode(),
            self.id,
            self.author,
            self.hour,
            self.covers,
            self.stage,
            b"".join(self.blocks),
            *([self.history] if self.history else []),  # it came later and stands last
        )


def pack_block(block: Block) -> tuple[bytes, bytes]:
    """Return a block's packed bytes and their SHA-256."""
    packed = pack(block)
    return packed, hashlib.sha256(packed).digest()


def unpack_block(packed: bytes) -> Block:
    """Return the block in packed bytes. Raises DamagedError."""
    return unpack(packed, Block)


def records_of(packed: bytes, kinds: tuple[str, ...]) -> list[tuple[str, Fields]]:
    """Return (kind, fields) of a block's records of some kinds, leaving the others unread. Raises DamagedError."""
    block = unpack(packed, _RawBlock)
    try:
        return [
            (kind, fields)
            for kind in kinds
            if kind in block.records
            for _id, fields in _pairs.decode(block.records[kind])
        ]
    except UNREADABLE as error:
        raise DamagedError from error


def some_of(packed: bytes, wanted: Mapping[str, set[int]]) -> Block:
    """Return a block with only the wanted records of a packed one: by kind, ids. Raises DamagedError.

    The others are not even decoded, so that a long snapshot can be asked for a few records.
    """
    block = unpack(packed, _RawBlock)
    try:
        records = {
            kind: [(id_, _fields.decode(raw)) for id_, raw in _raw_pairs.decode(block.records[kind]) if id_ in ids]
            for kind, ids in wanted.items()
            if kind in block.records
        }
    except UNREADABLE as error:
        raise DamagedError from error
    gone = {kind: [id_ for id_ in block.gone.get(kind, ()) if id_ in ids] for kind, ids in wanted.items()}
    return Block(records, gone, over=block.over)


def taken_out(packed: bytes) -> Mapping[str, list[RecordId]] | None:
    """Return what a block that lies over others takes away, by kind; None for a block that lies over none.

    Its records are not even decoded. Raises DamagedError.
    """
    block = unpack(packed, _Over)
    return block.gone if block.over else None


class _Over(msgspec.Struct, frozen=True):
    gone: dict[str, list[RecordId]] = {}
    over: bool = False


class _RawBlock(msgspec.Struct, frozen=True):
    records: dict[str, msgspec.Raw] = {}
    gone: dict[str, list[int]] = {}
    over: bool = False


_fields = msgspec.json.Decoder(Fields)
_raw_pairs = msgspec.json.Decoder(list[tuple[int, msgspec.Raw]])
_pairs = msgspec.json.Decoder(list[tuple[int, Fields]])


def seal_block(key: bytes, packed: bytes, header: BlockHeader) -> bytes:
    """Return packed bytes sealed under an epoch's state key for one place."""
    return seal(key, packed, label=labels.SEAL_BLOCK, header=header.encode())


def open_block(key: bytes, sealed: bytes, header: BlockHeader) -> bytes:
    """Return the packed bytes of a sealed block. Raises NotOpenedError."""
    try:
        return open_sealed(key, sealed, label=labels.SEAL_BLOCK, header=header.encode())
    except VaultError as error:
        raise NotOpenedError from error


def blocks_of(records: Iterable[tuple[str, int, Fields]], *, limit: int = CONTACTS_IN_A_BLOCK) -> Iterator[Block]:
    """Yield blocks of a folded state: `limit` contacts each, with what is about them; the rest comes first.

    `records` are (kind, id, fields) in any order; what is about a contact names it in its field "contact".
    """
    rest: dict[str, list[tuple[int, Fields]]] = {}
    people: dict[int, list[tuple[str, int, Fields]]] = {}
    for kind, id_, fields in records:
        subject = id_ if kind == "contact" else fields.get("contact")
        if subject is None:
            rest.setdefault(kind, []).append((id_, fields))
        else:
            people.setdefault(subject, []).append((kind, id_, fields))
    if rest:
        yield Block(rest)
    subjects = list(people)
    for at in range(0, len(subjects), limit):
        block: dict[str, list[tuple[int, Fields]]] = {}
        for subject in subjects[at : at + limit]:
            for kind, id_, fields in people[subject]:
                block.setdefault(kind, []).append((id_, fields))
        yield Block(block)
