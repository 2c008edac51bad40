"""One session's chain in the access log of one division: who opened whom, sealed to coordinators and auditors.

The first entry, the *opening*, carries a random key wrapped to each who may read, and says whose chain it is. Every
entry is sealed under a key of its own, ratcheted forward. Each names the digest and the place of the one before and is
signed by the account: so the last signature stands for the whole chain. How it is read: `log_reading`.
"""

from __future__ import annotations

import hashlib
import struct
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import msgspec

from busel.journal.body import pack
from busel.journal.deed import Hour
from busel.journal.header import VERSION, Place
from busel.registry.member import Handovers
from busel.vault import labels
from busel.vault.hidden import hidden
from busel.vault.seal import KEY_BYTES, derive, new_key, seal
from busel.vault.sign import SigningKey
from busel.vault.transcript import transcript
from busel.vault.wrap import wrap

MAX_ENTRY_BYTES = 1024 * 1024
"""No entry decodes to more."""
MOST_IDS = 1_000
"""So many people stand in one entry; more are several."""
WRAPPED_BYTES = 1 + 1120 + KEY_BYTES + 16
"""A wrapped key: version, encapsulation, key, tag."""
TOGETHER = -1
"""In the place of the place before: laid in one step with the entry before, right behind it."""


class LogHeader(msgspec.Struct, frozen=True):
    """Where an entry stands in its chain: stored in clear, bound by its seal."""

    place: Place
    chain: bytes
    number: int

    def encode(self) -> bytes:
        """Return version ‖ organisation ‖ journal ‖ chain ‖ number (4): 53 bytes."""
        where = (VERSION, self.place.organisation, self.place.journal, self.chain)
        return b"".join((*where, self.number.to_bytes(4, "big")))

    def digest(self, body: bytes) -> bytes:
        """Return the digest that the next entry names."""
        return hashlib.sha256(labels.HASH_LOG + self.encode() + hashlib.sha256(body).digest()).digest()


class LogEnd(msgspec.Struct, frozen=True):
    """The last entry of a chain, as the next session of the account names it; `place` is in the journal's log."""

    chain: bytes
    number: int
    digest: bytes
    place: int


class Opening(msgspec.Struct, frozen=True):
    """Whose chain it is. `before` is the end of this account's chain before, if there was one."""

    account: bytes
    signing: bytes
    handle: str
    before: LogEnd | None = None
    handovers: Handovers = []
    """From the account's first signing key to this one, if it was taken and has others."""


class Folded(msgspec.Struct, frozen=True):
    """What one account did in a month, as a coordinator's desk laid it together."""

    account: bytes
    since: Hour
    until: Hour
    """Both hours included."""
    kind: str
    """"opened", "taken" (printed or exported) or "listed"."""
    unnamed: int = 0
    """So many more of whom it is not said who they were."""


class Gone(msgspec.Struct, frozen=True):
    """What an auditor's desk let go, having laid together in the same chain what each account had done."""

    below: int
    """Everything below this place, but for `kept`."""
    kept: list[tuple[int, int]]
    """First and last places, both included, that stayed: what was laid together before."""
    until: Hour
    """The last hour of what went."""
    count: int
    """So many entries went now."""
    digest: bytes
    """SHA-256 of their digests in order, by which a copy can be held against it."""
    entries: int
    """So many entries this chain has: the word, and what was laid together."""
    before: int = -1
    """Where the word before this one stands."""

    def covers(self, first: int, last: int) -> bool:
        """Were all places between two, both included, let go?"""
        return last < self.below and not any(low <= last and first <= high for low, high in self.kept)


class Noted(msgspec.Struct, frozen=True):
    """The content of an entry. `contacts`: their ids, 8 bytes each; `count` where it is not their number."""

    deed: str
    hour: Hour
    contacts: bytes = b""
    count: int = 0
    previous: bytes = b""
    """The digest of the entry before."""
    at: int = TOGETHER
    """The place of the entry before in the journal's log."""
    opening: Opening | None = None
    folded: Folded | None = None
    gone: Gone | None = None


class Signed(msgspec.Struct, frozen=True):
    """The inside of an entry: the content exactly as it was written, and the account's signature."""

    content: msgspec.Raw
    signature: bytes


def log_words(header: LogHeader, content: bytes) -> bytes:
    """Return what is signed."""
    return transcript(labels.SIGN_LOG, header.encode(), hashlib.sha256(content).digest())


def wrap_info(place: Place, chain: bytes) -> bytes:
    """Return what a wrapped key of a chain is bound to."""
    return transcript(labels.WRAP_LOG, place.organisation, place.journal, chain)


def next_keys(key: bytes) -> tuple[bytes, bytes]:
    """Return the key of this entry and the one that the next comes from.

    Why safe: HKDF goes one way, so a desk that is taken gives no key of an entry that it wrote before.
    """
    both = derive(key, label=labels.DERIVE_LOG, length=2 * KEY_BYTES)
    return both[:KEY_BYTES], both[KEY_BYTES:]


def ids_to_bytes(contacts: Iterable[int]) -> bytes:
    """Return contact ids as an entry holds them: 8 bytes each, big-endian."""
    ids = list(contacts)
    return struct.pack(f">{len(ids)}q", *ids)


def ids_from_bytes(packed: bytes) -> tuple[int, ...]:
    """Return the contact ids of an entry; what is no whole id is left aside."""
    return struct.unpack(f">{len(packed) // 8}q", packed[: len(packed) // 8 * 8])


@hidden
@dataclass
class LogChain:
    """The writing end of a chain: the ratchet's key and where the chain ends. Nothing moves before `confirm`."""

    place: Place
    id: bytes
    opening: Opening
    signing: SigningKey
    recipients: Sequence[bytes]
    """The public keys of who may read it."""
    key: bytes = field(default_factory=new_key)
    end: LogEnd | None = None

    def seal(self, noted: Sequence[Noted]) -> list[tuple[int, bytes]]:
        """Return (number, body) of the entries that would follow, in one step."""
        key, sealed = self.key, []
        number = self.end.number + 1 if self.end else 0
        previous, at = (self.end.digest, self.end.place) if self.end else (b"", TOGETHER)
        for one in noted:
            header = LogHeader(self.place, self.id, number)
            entry_key, after = next_keys(key)
            opening = None if number else self.opening
            content = msgspec.structs.replace(one, previous=previous, at=at, opening=opening)
            body = self._body(header, content, entry_key, chain_key=key)
            sealed.append((number, body))
            key, number, previous, at = after, number + 1, header.digest(body), TOGETHER
        return sealed

    def confirm(self, sealed: Sequence[tuple[int, bytes]], places: Sequence[int]) -> LogEnd:
        """Note that the shelf has taken them; the keys that sealed them are gone. Returns the new end."""
        for _ in sealed:
            _entry_key, self.key = next_keys(self.key)
        number, body = sealed[-1]
        self.end = LogEnd(self.id, number, LogHeader(self.place, self.id, number).digest(body), places[-1])
        return self.end

    def _body(self, header: LogHeader, noted: Noted, key: bytes, *, chain_key: bytes) -> bytes:
        content = msgspec.json.encode(noted)
        signed = Signed(msgspec.Raw(content), self.signing.sign(log_words(header, content)))
        wrapped = b"" if header.number else self._wrapped(chain_key)
        bound = header.encode() + hashlib.sha256(wrapped).digest()
        return wrapped + seal(key, pack(signed, most=MAX_ENTRY_BYTES), label=labels.SEAL_LOG, header=bound)

    def _wrapped(self, key: bytes) -> bytes:
        """Return the count of those who may read it, and the key wrapped to each.

        Why safe: the seal binds these bytes, so nobody exchanges one reader's key without all of them seeing it.
        """
        info = wrap_info(self.place, self.id)
        return bytes([len(self.recipients)]) + b"".join(wrap(public, key, info=info) for public in self.recipients)
