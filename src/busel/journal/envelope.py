"""An envelope: what is written by someone who may not read, sealed to a journal's inbox and signed."""

from __future__ import annotations

import hashlib
from typing import Any

import msgspec

from busel.journal.body import UNREADABLE, pack, unpack
from busel.journal.deed import Hour
from busel.journal.errors import DamagedError, ForgedError, NotOpenedError
from busel.journal.header import Place
from busel.vault import labels
from busel.vault.errors import BadSignatureError, VaultError
from busel.vault.sign import SigningKey, verify
from busel.vault.transcript import transcript
from busel.vault.wrap import OpeningKey, wrap

MAX_MESSAGE_BYTES = 4 * 1024 * 1024
"""No message decodes to more: who may write to an inbox may be nobody's friend. 2,000 people are about 1 MB."""


class Message(msgspec.Struct, frozen=True, kw_only=True):
    """The inside of an envelope. `content` depends on `kind`: "entry" (people typed or uploaded), "letter" (keys)."""

    id: bytes
    kind: str
    author: bytes
    hour: Hour
    content: msgspec.Raw
    signature: bytes = b""

    def sign(self, place: Place, key: SigningKey) -> Message:
        """Return it signed for one inbox."""
        return msgspec.structs.replace(self, signature=key.sign(self._words(place)))

    def check_signature(self, place: Place, public: bytes) -> None:
        """Raise ForgedError unless the holder of `public` signed it for this inbox."""
        try:
            verify(public, self._words(place), self.signature)
        except BadSignatureError as error:
            raise ForgedError from error

    def read(self, type_: type[Any]) -> Any:
        """Return the content as `type_`. Raises DamagedError."""
        try:
            return msgspec.json.decode(self.content, type=type_)
        except UNREADABLE as error:
            raise DamagedError from error

    def _words(self, place: Place) -> bytes:
        return transcript(
            labels.SIGN_ENVELOPE,
            place.organisation,
            place.journal,
            self.id,
            self.kind,
            self.author,
            self.hour,
            bytes(self.content),
        )


def seal_envelope(public: bytes, place: Place, epoch: int, message: Message) -> bytes:
    """Return a signed message sealed to an inbox key of an epoch. Raises TooLongError for what would never open."""
    return epoch.to_bytes(4, "big") + wrap(public, pack(message, most=MAX_MESSAGE_BYTES), info=_info(place, epoch))


def envelope_epoch(sealed: bytes) -> int:
    """Return the epoch whose inbox key opens this envelope."""
    return int.from_bytes(sealed[:4], "big")


def open_envelope(key: OpeningKey, place: Place, sealed: bytes) -> Message:
    """Return the message in an envelope. Raises NotOpenedError or DamagedError; the signature is not checked."""
    epoch = envelope_epoch(sealed)
    try:
        packed = key.open_wrapped(sealed[4:], info=_info(place, epoch))
    except VaultError as error:
        raise NotOpenedError from error
    return unpack(packed, Message, most=MAX_MESSAGE_BYTES)


def accepted_record_id(seed: bytes, index: int) -> int:
    """Return the id that record number `index` gets when what `seed` names is accepted: twice changes nothing.

    Positive, 63 bits, and the same whoever accepts. The seed holds a division and a random id, so it is as good as a
    random one.
    """
    seed = hashlib.sha256(transcript(labels.DERIVE_ACCEPTED_RECORD, seed, index)).digest()
    return (int.from_bytes(seed[:8], "big") >> 1) or 1


def _info(place: Place, epoch: int) -> bytes:
    return transcript(labels.WRAP_ENVELOPE, place.organisation, place.journal, epoch)
