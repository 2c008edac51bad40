"""The rows that unlock an account: always three, so that a disk does not tell who has a quiet passphrase."""

from __future__ import annotations

from dataclasses import dataclass

from busel.registry.locker import CODE, QUIET, TYPED, Unlocked, seal_unlock_row
from busel.shelf.protocol import UnlockRow
from busel.vault.entropy import random_bytes
from busel.vault.hidden import hidden
from busel.vault.lock import TAG_BYTES, Profile, unlocking
from busel.vault.seal import new_key

KINDS = (TYPED, CODE, QUIET)


@hidden
@dataclass(frozen=True)
class Words:
    """What opens one row when it is typed beside the account name. A recovery code takes no key file."""

    text: str
    key_file: bytes | None = None


@hidden
@dataclass(frozen=True)
class Owner:
    """Whose rows are made."""

    organisation: bytes
    handle: str
    locker: bytes


def make_row(owner: Owner, words: Words, *, kind: str, secret: bytes, profile: Profile) -> UnlockRow:
    """Return a row that these words open; costs one Argon2id. `secret`: the user key, or a quiet row's freeze code."""
    keys = unlocking(owner.organisation, owner.handle, passphrase=words.text, key_file=words.key_file, profile=profile)
    return UnlockRow(keys.tag, seal_unlock_row(keys.key, Unlocked(owner.locker, secret, kind)))


def decoy(kind: str) -> UnlockRow:
    """Return a row that nothing opens, in the place of one that the account does not use.

    Why safe: its tag and its key are random as all others look; nobody ever held them.
    """
    return UnlockRow(random_bytes(TAG_BYTES), seal_unlock_row(new_key(), Unlocked(bytes(16), bytes(32), kind)))
