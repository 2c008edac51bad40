"""Unlock rows and lockers: from what a person types to what the person holds."""

from __future__ import annotations

import msgspec

from busel.journal.body import pack, padded_size, unpack
from busel.journal.errors import DamagedError, TooLongError
from busel.registry.invitation import Invitation
from busel.registry.keyring import Keyring, locker_key
from busel.vault import labels
from busel.vault.hidden import hidden
from busel.vault.seal import open_sealed, seal

TYPED, CODE, QUIET, INVITATION = "passphrase", "code", "quiet", "invitation"
"""What unlocks: the passphrase; the recovery code, after which a new passphrase must be made; a second passphrase that
freezes; the one-time code of a slip."""
ROW_BYTES = 4096
"""The inside of every row, padded: an invitation holds the most, with public keys of 1.2 KB each."""
_UNPADDED = 4
"""Bytes that tell how long the packed inside is (`journal.body`)."""


@hidden
class Unlocked(msgspec.Struct, frozen=True):
    """The inside of an unlock row. What its fields mean depends on its kind."""

    locker: bytes
    """The account's locker; of an invitation its own id."""
    user_key: bytes
    """Of a quiet passphrase the freeze code, of an invitation the ticket that uses it up."""
    kind: str = TYPED
    invitation: Invitation | None = None


def seal_unlock_row(key: bytes, unlocked: Unlocked) -> bytes:
    """Return an unlock row's sealed half: equal in size for all kinds. Raises TooLongError for what does not fit."""
    packed = pack(unlocked)
    if len(packed) > ROW_BYTES:
        raise TooLongError
    return seal(key, packed.ljust(ROW_BYTES, b"\0"), label=labels.SEAL_UNLOCK_ROW)


def open_unlock_row(key: bytes, sealed: bytes) -> Unlocked:
    """Return what an unlock row holds. Raises a VaultError or JournalError."""
    padded = open_sealed(key, sealed, label=labels.SEAL_UNLOCK_ROW)
    size = padded_size(_UNPADDED + int.from_bytes(padded[:_UNPADDED], "big"))
    if any(padded[size:]):
        raise DamagedError
    return unpack(padded[:size], Unlocked)


def seal_keyring(user_key: bytes, locker: bytes, keyring: Keyring) -> bytes:
    """Return a keyring sealed for its locker."""
    return seal(locker_key(user_key), pack(keyring), label=labels.SEAL_LOCKER, header=locker)


def open_keyring(user_key: bytes, locker: bytes, sealed: bytes) -> Keyring:
    """Return the keyring in a locker. Raises a VaultError or JournalError."""
    return unpack(open_sealed(locker_key(user_key), sealed, label=labels.SEAL_LOCKER, header=locker), Keyring)
