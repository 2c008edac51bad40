"""What an account is to the shelf: a locker, the rows that unlock it, and how it begins. Opaque bytes and hashes."""

from __future__ import annotations

import msgspec


class UnlockRow(msgspec.Struct, frozen=True):
    """Found by `tag`; `sealed` holds locker id, user key and kind under a key that only the passphrase gives."""

    tag: bytes
    sealed: bytes


class Locker(msgspec.Struct, frozen=True):
    """A sealed keyring. `version` counts up by one from 1; writing names the version that it replaces."""

    version: int
    sealed: bytes
    is_renewable: bool = False
    """Was it thawed? Then its codes are known to who thawed it, and new ones may be put, once."""


class NewLocker(msgspec.Struct, frozen=True):
    """A locker as it is made: hashes only, beside the sealed keyring and the unlock rows of its account."""

    id: bytes
    sealed: bytes
    session_digest: bytes
    freeze_digest: bytes
    thaw_digests: tuple[bytes, bytes]
    unlock_rows: list[UnlockRow]


class NewInvitation(msgspec.Struct, frozen=True):
    """What a slip of paper opens once: who shows the ticket until the end of the last day lays one account."""

    id: bytes
    ticket_digest: bytes
    row: UnlockRow
    """Found and opened by what stands on the slip; gone with the invitation."""
    days: int
    """It opens until the end of the day that comes so many days after the shelf's own."""
