"""A commit: a deed or a manifest, sealed for one place in the chain."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Container
from typing import Protocol

import msgspec

from busel.journal.body import pack, unpack
from busel.journal.deed import Deed
from busel.journal.errors import DamagedError, NotOpenedError
from busel.journal.header import Header
from busel.journal.snapshot import Manifest
from busel.vault import labels
from busel.vault.errors import VaultError
from busel.vault.hidden import hidden
from busel.vault.seal import derive, new_key, open_sealed, seal

Content = Deed | Manifest
MAX_COMMIT_BYTES = 16 * 1024 * 1024
"""No commit decodes to more: 500 people of a list with all its columns are some hundred kilobytes."""


@hidden
class EpochKeys(msgspec.Struct, frozen=True):
    """What opens one epoch of a journal. Without `history` ("from now on only") folded deeds stay shut."""

    state: bytes
    history: bytes = b""

    @classmethod
    def new(cls) -> EpochKeys:
        """Return random keys for a new epoch."""
        return cls(new_key(), new_key())

    def history_name(self) -> bytes:
        """Return what a manifest names the history key by; nothing without that key.

        Why safe: HKDF under a label of its own. Whoever reads it, with the state key, finds no key by it.
        """
        return derive(self.history, label=labels.DERIVE_HISTORY_NAME) if self.history else b""

    def read_ticket(self) -> bytes:
        """Return the capability to fetch: derived from the state key, so who can read can fetch."""
        return derive(self.state, label=labels.DERIVE_READ_TICKET)


class Stored(Protocol):
    """A commit as a shelf stores it; `shelf.protocol.Commit` is one."""

    @property
    def epoch(self) -> int:
        """Its epoch, from 0."""

    @property
    def sequence(self) -> int:
        """Its number in the chain, from 0."""

    @property
    def previous(self) -> bytes:
        """The digest of the commit before it."""

    @property
    def body_digest(self) -> bytes:
        """SHA-256 of the body as it was first stored."""

    @property
    def body(self) -> bytes:
        """The sealed body."""


class SealedCommit(msgspec.Struct, frozen=True):
    """A commit ready to be stored; `digest` is what the next one will name."""

    header: Header
    body: bytes
    body_digest: bytes
    digest: bytes


def seal_commit(keys: EpochKeys, header: Header, content: Content) -> SealedCommit:
    """Return `content` sealed under the epoch's state key for the place that `header` names. Raises TooLongError."""
    packed = pack(content, most=MAX_COMMIT_BYTES)
    body = seal(keys.state, packed, label=labels.SEAL_COMMIT_STATE, header=header.encode())
    body_digest = hashlib.sha256(body).digest()
    return SealedCommit(header, body, body_digest, header.digest(body_digest))


def open_commit(keys: EpochKeys, header: Header, body: bytes) -> Content:
    """Return what is in a commit of the state segment, unverified. Raises NotOpenedError or DamagedError.

    Nothing was erased from it yet: a deed that says so would take out, on desks that are open, whom it did not remove.
    """
    content = _decode(packed_content(keys, header, body, history=False))
    if isinstance(content, Deed) and content.lacks_parts:
        raise DamagedError
    return content


def packed_content(keys: EpochKeys, header: Header, body: bytes, *, history: bool) -> bytes:
    """Return the packed bytes in a commit's body, undecoded. Raises NotOpenedError."""
    key, label = (keys.history, labels.SEAL_COMMIT_HISTORY) if history else (keys.state, labels.SEAL_COMMIT_STATE)
    try:
        return open_sealed(key, body, label=label, header=header.encode())
    except VaultError as error:
        raise NotOpenedError from error


def packed_without(
    packed: bytes, subjects: frozenset[int], *, but: Container[str] = (), named: Collection[bytes] = frozenset()
) -> bytes:
    """Return what is in a commit without what it tells of these subjects; the same bytes where it tells nothing.

    Nor is a part in it whose digest is `named`. Parts with records of the kinds in `but` stay. Raises DamagedError.
    """
    content = _decode(packed)
    if not isinstance(content, Deed):
        return packed
    kept = content.without(subjects, but=but, named=named)
    return packed if kept == content else pack(kept, most=MAX_COMMIT_BYTES)


def seal_packed_history(keys: EpochKeys, header: Header, packed: bytes) -> bytes:
    """Return packed bytes re-sealed under the history key of a (later) epoch, for the place where they first stood."""
    return seal(keys.history, packed, label=labels.SEAL_COMMIT_HISTORY, header=header.encode())


def open_history(keys: EpochKeys, header: Header, body: bytes) -> Content:
    """Return what is in a commit of the history segment. Raises NotOpenedError or DamagedError."""
    return _decode(packed_content(keys, header, body, history=True))


def _decode(packed: bytes) -> Content:
    return unpack(packed, Content, most=MAX_COMMIT_BYTES)  # type: ignore[arg-type]  # msgspec decodes a union; type[T] has no word for it
