"""What waits in an inbox: put in by who may not read, listed by who may, taken out by who may write."""

from __future__ import annotations

from typing import Protocol

import msgspec


class Envelope(msgspec.Struct, frozen=True):
    """One bounded sealed message waiting in a journal's inbox."""

    id: bytes
    body: bytes


class InboxCalls(Protocol):
    """The calls about inboxes, but for how many wait in each."""

    def deposit(self, session: bytes, journal: bytes, deposit: bytes, envelope: Envelope) -> None:
        """Put one envelope into the journal's inbox; the same id twice is one envelope.

        Raises TooLargeError for one that is too long, or when the inbox is full.
        """

    def list_inbox(self, session: bytes, journal: bytes, read: bytes, after: bytes = b"") -> list[Envelope]:
        """Return waiting envelopes in the order of their ids, after `after`, at most about FETCH_BYTES."""

    def inbox_ids(self, session: bytes, journal: bytes, read: bytes) -> list[bytes]:
        """Return the ids of all waiting envelopes, in their order: MAX_WAITING at most."""

    def read_inbox(self, session: bytes, journal: bytes, read: bytes, envelopes: list[bytes]) -> list[Envelope]:
        """Return these envelopes in the order of their ids, the first ones up to about FETCH_BYTES.

        Those that lie there no longer are missing.
        """

    def take(self, session: bytes, journal: bytes, write: bytes, envelopes: list[bytes]) -> None:
        """Remove envelopes; taking one twice is harmless."""
