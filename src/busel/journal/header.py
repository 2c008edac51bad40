"""Where a commit or a block stands: stored in clear, bound by its seal, so that nothing opens in another place."""

from __future__ import annotations

import hashlib

import msgspec

from busel.vault import labels

VERSION = b"\x01"
GENESIS = bytes(32)
"""What the first commit of a journal names as the one before it."""


class Place(msgspec.Struct, frozen=True):
    """An organisation's journal; both 16 random bytes."""

    organisation: bytes
    journal: bytes


class Header(msgspec.Struct, frozen=True):
    """The place of one commit in the chain. `epoch` and `sequence` count from 0; `previous` is a commit's digest."""

    place: Place
    epoch: int
    sequence: int
    previous: bytes

    def encode(self) -> bytes:
        """Return version ‖ organisation ‖ journal ‖ epoch (4) ‖ sequence (8) ‖ previous (32): 77 bytes."""
        return b"".join(
            (
                VERSION,
                self.place.organisation,
                self.place.journal,
                self.epoch.to_bytes(4, "big"),
                self.sequence.to_bytes(8, "big"),
                self.previous,
            )
        )

    def digest(self, body_digest: bytes) -> bytes:
        """Return the commit's digest, which the next commit names. It outlives the body."""
        return hashlib.sha256(labels.HASH_COMMIT + self.encode() + body_digest).digest()


class BlockHeader(msgspec.Struct, frozen=True):
    """The place of one snapshot block: the stage it was laid under, and its number there."""

    place: Place
    epoch: int
    stage: bytes
    index: int

    def encode(self) -> bytes:
        """Return version ‖ organisation ‖ journal ‖ epoch (4) ‖ stage (16) ‖ index (4)."""
        return b"".join(
            (
                VERSION,
                self.place.organisation,
                self.place.journal,
                self.epoch.to_bytes(4, "big"),
                self.stage,
                self.index.to_bytes(4, "big"),
            )
        )
