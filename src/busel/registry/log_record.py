"""An entry of the access log as it was read: what is in it, and the words that its signature is over."""

from __future__ import annotations

import msgspec

from busel.registry.access_log import Folded, Gone, LogHeader, Noted, Signed, ids_from_bytes, log_words
from busel.vault.sign import verify


class LogRecord(msgspec.Struct, frozen=True):
    """One entry that was read: who did which deed, when, to whom."""

    account: bytes
    handle: str
    """As the account calls itself; its key is the proof."""
    deed: str
    hour: int
    packed: bytes
    count: int
    chain: bytes
    number: int
    place: int
    folded: Folded | None = None
    """Of an entry that lays a month together: it is nobody's reading."""
    gone: Gone | None = None
    """Of an auditor's word about what was let go."""

    @property
    def contacts(self) -> tuple[int, ...]:
        """The ids of the people whom it shows."""
        return ids_from_bytes(self.packed)


class Seen(msgspec.Struct, frozen=True):
    """The newest entry that a reader has read: its place and digest."""

    place: int
    digest: bytes


class Read(msgspec.Struct, frozen=True):
    """The inside of an entry, its content read in one go."""

    content: Noted
    signature: bytes


decode_entry = msgspec.json.Decoder(Read).decode


class Inside(msgspec.Struct, frozen=True):
    """The inside of an entry as it was written, for the words that are signed."""

    header: LogHeader
    encoded: bytes

    def verify(self, public: bytes) -> None:
        """Raise BadSignatureError unless the holder of a key signed it."""
        signed = msgspec.json.decode(self.encoded, type=Signed)
        verify(public, log_words(self.header, bytes(signed.content)), signed.signature)
