"""From passphrase and key file to the tag that finds an unlock row and the key that opens it.

Nothing about an account stands in the database in a form that can be asked: wrong name, wrong passphrase and wrong key
file all give a tag that no row has.
"""

from __future__ import annotations

import hashlib
import unicodedata
from dataclasses import dataclass

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from busel.vault import labels
from busel.vault.hidden import hidden
from busel.vault.transcript import transcript

TAG_BYTES = 32


@dataclass(frozen=True)
class Profile:
    """A named cost of Argon2id: memory in KiB, passes, one lane."""

    name: str
    memory: int
    passes: int


STANDARD = Profile("standard", memory=256 * 1024, passes=3)
"""About one second and 256 MiB: RFC 9106's second choice, four times over."""
CHEAP = Profile("cheap", memory=1024, passes=1)
"""For tests only; tests/architecture proves that nothing of ours selects it."""
PROFILES = {profile.name: profile for profile in (STANDARD, CHEAP)}


@hidden
@dataclass(frozen=True)
class Unlocking:
    """`tag` finds the unlock row, `key` opens it."""

    tag: bytes
    key: bytes


def unlocking(
    organisation: bytes, handle: str, *, passphrase: str, key_file: bytes | None = None, profile: Profile = STANDARD
) -> Unlocking:
    """Return tag and key for what a person typed; `key_file` is the file's content or None.

    Why safe: the salt is made from organisation and handle, so no salt lies on the disk to say which handles exist, and
    a table made for one organisation is worthless for another. The key file enters after Argon2id as HKDF's salt.
    """
    salt = hashlib.sha256(transcript(labels.HASH_LOCK_SALT, organisation, plain(handle))).digest()
    stretched = Argon2id(salt=salt, length=32, iterations=profile.passes, lanes=1, memory_cost=profile.memory).derive(
        plain(passphrase).encode()
    )
    second = hashlib.sha256(key_file).digest() if key_file is not None else bytes(32)
    both = HKDF(SHA256(), 64, salt=second, info=labels.DERIVE_UNLOCK).derive(stretched)
    return Unlocking(tag=both[:TAG_BYTES], key=both[TAG_BYTES:])


def plain(typed: str) -> str:
    """Return what was meant: NFKC, lower case, one space between words. Generated words need nothing else."""
    return " ".join(unicodedata.normalize("NFKC", typed).lower().split())
