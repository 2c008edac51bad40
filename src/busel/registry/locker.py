"""Unlock rows and lockers: from what a person types to what the person holds."""

from __future__ import annotations

import msgspec

from busel.journal.body import pack, unpack
from busel.registry.keyring import Keyring, locker_key
from busel.vault import labels
from busel.vault.hidden import hidden
from busel.vault.seal import open_sealed, seal

TYPED, QUIET = "passphrase", "quiet"
"""What unlocks: the passphrase; a second passphrase that freezes."""


@hidden
class Unlocked(msgspec.Struct, frozen=True):
    """The inside of an unlock row. `kind` is "passphrase", "code" or "quiet" (a second passphrase that freezes)."""

    locker: bytes
    user_key: bytes
    kind: str = TYPED


def seal_unlock_row(key: bytes, unlocked: Unlocked) -> bytes:
    """Return an unlock row's sealed half: equal in size for all."""
    return seal(key, pack(unlocked), label=labels.SEAL_UNLOCK_ROW)


def open_unlock_row(key: bytes, sealed: bytes) -> Unlocked:
    """Return what an unlock row holds. Raises a VaultError or JournalError."""
    return unpack(open_sealed(key, sealed, label=labels.SEAL_UNLOCK_ROW), Unlocked)


def seal_keyring(user_key: bytes, locker: bytes, keyring: Keyring) -> bytes:
    """Return a keyring sealed for its locker."""
    return seal(locker_key(user_key), pack(keyring), label=labels.SEAL_LOCKER, header=locker)


def open_keyring(user_key: bytes, locker: bytes, sealed: bytes) -> Keyring:
    """Return the keyring in a locker. Raises a VaultError or JournalError."""
    return unpack(open_sealed(locker_key(user_key), sealed, label=labels.SEAL_LOCKER, header=locker), Keyring)
