"""A deed: what one person did, in operations, signed.

A deed's operations stand in *parts*, one for each contact (or other record) that they are about. The signature covers
the SHA-256 of each part, and each part begins with a random salt: erasing a person removes whole parts and leaves their
hashes, so the rest of the deed still verifies and the hash tells nothing.
"""

from __future__ import annotations

import hashlib
from base64 import b64decode, b64encode
from collections.abc import Collection, Container, Iterable, Iterator, Sequence
from typing import Annotated, Any

import msgspec

from busel.journal.body import UNREADABLE
from busel.journal.errors import DamagedError, ForgedError
from busel.journal.header import Header
from busel.vault import labels
from busel.vault.entropy import random_bytes
from busel.vault.errors import BadSignatureError
from busel.vault.sign import SigningKey, verify
from busel.vault.transcript import transcript

Fields = dict[str, Any]
Hour = Annotated[int, msgspec.Meta(ge=0, lt=2**31)]
"""Hours since 1970. Every number in a stored format has a bound: JSON has none, and what overflows must not pass."""
Position = Annotated[int, msgspec.Meta(ge=-1, le=2**63 - 1)]
RecordId = Annotated[int, msgspec.Meta(ge=0, le=2**63 - 1)]
_SALT_BYTES = 16
MERGE = "merge"
"""The kind of record that stands in the part of a deed that says of one person what was known under another number."""


class Op(msgspec.Struct, array_like=True, frozen=True):
    """One operation on one record.

    `now` holds the new value of each field that it sets (None: emptied), and is None itself when the record is removed.
    `was` holds what those fields held before; a field that is absent there was empty. For a removal: all the fields.
    """

    kind: str
    id: RecordId
    now: Fields | None
    was: Fields = {}


class Touched(msgspec.Struct, array_like=True, frozen=True):
    """An operation of which only the record is read; what it does to it stays as it is written."""

    kind: str
    id: RecordId
    now: msgspec.Raw
    was: msgspec.Raw = msgspec.Raw(b"{}")

    @property
    def gone(self) -> bool:
        """Does it remove the record?"""
        return bytes(self.now) == b"null"

    @property
    def is_new(self) -> bool:
        """Does it make a record of which it knows nothing before?"""
        return not self.gone and bytes(self.was) == b"{}"

    def fields_before(self) -> Fields:
        """Return what the record held. Raises DamagedError."""
        try:
            return _fields_decoder.decode(self.was)
        except UNREADABLE as error:
            raise DamagedError from error


class Part(msgspec.Struct, array_like=True, frozen=True):
    """The operations of a deed that are about one subject: a contact's id, or that of a record that has none."""

    salt: bytes
    subject: RecordId
    ops: list[Op]


class Deed(msgspec.Struct, frozen=True, tag="deed", kw_only=True):
    """The inside of a commit. `parts` are JSON as it was signed: a Part, or the base64 digest of an erased one."""

    id: bytes
    name: str
    """Which deed: one of `registry.deeds`."""
    author: bytes
    hour: Hour
    places: list[bytes]
    """Every journal that the deed with this id is written to, the first first."""
    parts: list[msgspec.Raw]
    signature: bytes

    def read_parts(self) -> Iterator[Part]:
        """Yield the parts that were not erased. Raises DamagedError."""
        yield from (part for _raw, part in self.signed_parts())

    def signed_parts(self) -> Iterator[tuple[msgspec.Raw, Part]]:
        """Yield the parts that were not erased, each with its bytes as signed. Raises DamagedError."""
        try:
            for raw in self.parts:
                if not _is_erased(raw):
                    yield raw, _part_decoder.decode(raw)
        except UNREADABLE as error:
            raise DamagedError from error

    @property
    def lacks_parts(self) -> bool:
        """Was something erased from it? Then it was sealed anew; nobody writes such a one."""
        return any(map(_is_erased, self.parts))

    def touched(self) -> Iterator[tuple[RecordId, list[Touched]]]:
        """Yield subject and touched records of each part that was not erased: a third of the time of `read_parts`.

        Raises DamagedError.
        """
        try:
            for raw in self.parts:
                if not _is_erased(raw):
                    part = _touched_decoder.decode(raw)
                    yield part.subject, part.ops
        except UNREADABLE as error:
            raise DamagedError from error

    def ops(self) -> Iterator[Op]:
        """Yield all operations in order. Raises DamagedError."""
        for part in self.read_parts():
            yield from part.ops

    def only_adds(self, kinds: Container[str]) -> bool:
        """Are all its operations on records of these kinds new records? Raises DamagedError."""
        return all(op.now is not None and not op.was for op in self.ops() if op.kind in kinds)

    def about(self, subject: int) -> list[Op]:
        """Return the operations about one subject; the others are not even decoded. Raises DamagedError."""
        return [
            op
            for raw in self.parts
            if not _is_erased(raw) and _subject_decoder.decode(raw).subject == subject
            for op in _part_decoder.decode(raw).ops
        ]

    def check_signature(self, header: Header, public: bytes) -> None:
        """Raise ForgedError unless the holder of `public` signed this deed for this place in the chain."""
        try:
            verify(public, _words(self, header, [part_digest(raw) for raw in self.parts]), self.signature)
        except BadSignatureError as error:
            raise ForgedError from error

    def beside_people(self) -> Deed:
        """Return what the deed does to records that are about no contact; the signature is not for so little."""
        kept = [
            msgspec.Raw(bytes(raw))  # a copy: a view would keep the whole commit in memory
            for raw in self.parts
            if not _is_erased(raw) and _is_beside_people(_part_decoder.decode(raw))
        ]
        return msgspec.structs.replace(self, parts=kept)

    def without(
        self, subjects: frozenset[int], *, but: Container[str] = (), named: Collection[bytes] = frozenset()
    ) -> Deed:
        """Return the deed with the parts erased that are about `subjects` or do nothing but change these records.

        So goes a part that holds a record `merge` with one of these ids: it says of one what was known of the other;
        and one whose digest is `named`. Parts with records of the kinds in `but` stay. Its signature still holds.
        """
        kept = [self._erase(raw) if self._tells_of(raw, subjects, but, named) else raw for raw in self.parts]
        return msgspec.structs.replace(self, parts=kept)

    def going(
        self, subjects: frozenset[int], *, but: Container[str] = (), named: Collection[bytes] = frozenset()
    ) -> Iterator[tuple[bytes, Part]]:
        """Yield the parts that `without` would erase, each with its digest: of a deed that was read whole before."""
        for raw in self.parts:
            if self._tells_of(raw, subjects, but, named):
                yield part_digest(raw), _part_decoder.decode(raw)

    @property
    def erased(self) -> list[bytes]:
        """The digests of the parts that were erased from it. Raises DamagedError."""
        return [part_digest(raw) for raw in self.parts if _is_erased(raw)]

    @staticmethod
    def _tells_of(
        raw: msgspec.Raw, subjects: frozenset[int], but: Container[str], named: Collection[bytes] = ()
    ) -> bool:
        if _is_erased(raw):
            return False
        part = _touched_decoder.decode(raw)
        if any(op.kind in but for op in part.ops):
            return False
        if named and part_digest(raw) in named:
            return True
        if part.subject in subjects or any(op.kind == MERGE and op.id in subjects for op in part.ops):
            return True
        return bool(part.ops) and all(op.id in subjects for op in part.ops)

    @staticmethod
    def _erase(raw: msgspec.Raw) -> msgspec.Raw:
        return msgspec.Raw(b'"' + b64encode(part_digest(raw)) + b'"')


class Draft(msgspec.Struct, frozen=True, kw_only=True):
    """A deed before it has a place in the chain: signed anew for each place that it is tried at."""

    id: bytes
    name: str
    author: bytes
    hour: int
    places: list[bytes]
    parts: list[msgspec.Raw]

    def sign(self, header: Header, key: SigningKey) -> Deed:
        """Return the deed, signed for the place in the chain that `header` names.

        Why safe: the whole header is signed, the digest of the commit before included: a deed cannot be played again
        at another place, not even after the commits around it were folded away, and nothing before it can be exchanged
        by somebody who holds the journal's key and no signing key.
        """
        unsigned = Deed(
            id=self.id,
            name=self.name,
            author=self.author,
            hour=self.hour,
            places=self.places,
            parts=self.parts,
            signature=b"",
        )
        signature = key.sign(_words(unsigned, header, [part_digest(raw) for raw in self.parts]))
        return msgspec.structs.replace(unsigned, signature=signature)


def encode_parts(about: Iterable[tuple[int, Sequence[Op]]]) -> list[msgspec.Raw]:
    """Return the parts of a deed, each with a fresh salt: `about` gives subject and operations."""
    pairs = list(about)
    salts = random_bytes(_SALT_BYTES * len(pairs))
    encode = _encoder.encode
    return [
        msgspec.Raw(encode([salts[at * _SALT_BYTES : (at + 1) * _SALT_BYTES], subject, ops]))
        for at, (subject, ops) in enumerate(pairs)
    ]


def part_digest(raw: msgspec.Raw) -> bytes:
    """Return the SHA-256 of a part's bytes as signed; of an erased part, the digest that was left."""
    content = bytes(raw)
    if content[:1] != b'"':
        return hashlib.sha256(content).digest()
    try:
        left = b64decode(content[1:-1], validate=True)
    except ValueError as error:
        raise DamagedError from error
    if len(left) != hashlib.sha256().digest_size:  # digests are joined without their lengths
        raise DamagedError
    return left


class _Subject(msgspec.Struct, array_like=True, frozen=True):
    """A part of which only the subject is read."""

    salt: msgspec.Raw
    subject: RecordId


class _TouchedPart(msgspec.Struct, array_like=True, frozen=True):
    """A part of which only the touched records are read."""

    salt: msgspec.Raw
    subject: RecordId
    ops: list[Touched]


def _is_beside_people(part: Part) -> bool:
    return all(op.id == part.subject and op.kind != "contact" for op in part.ops)


def _is_erased(raw: msgspec.Raw) -> bool:
    return bytes(raw)[:1] == b'"'


def _words(deed: Deed, header: Header, digests: list[bytes]) -> bytes:
    return transcript(
        labels.SIGN_DEED,
        header.encode(),
        deed.id,
        deed.name,
        deed.author,
        deed.hour,
        deed.places,
        b"".join(digests),
    )


_encoder = msgspec.json.Encoder()
_part_decoder = msgspec.json.Decoder(Part)
_subject_decoder = msgspec.json.Decoder(_Subject)
_touched_decoder = msgspec.json.Decoder(_TouchedPart)
_fields_decoder = msgspec.json.Decoder(Fields)
