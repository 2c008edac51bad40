"""Sign and verify: Ed25519 over a transcript."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, lru_cache

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from busel.vault.entropy import random_bytes
from busel.vault.errors import BadSignatureError
from busel.vault.hidden import hidden

SEED_BYTES = 32
PUBLIC_BYTES = 32
_SMALL_ORDER = frozenset(
    bytes.fromhex(point)
    for point in (
        "00" * 32,
        "01" + "00" * 31,
        "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
        "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
        "ec" + "ff" * 30 + "7f",
        "ed" + "ff" * 30 + "7f",
        "ee" + "ff" * 30 + "7f",
    )
)
"""All encodings of the eight points of small order, without the sign bit. Source: libsodium, ed25519_ref10.c."""


@hidden
@dataclass(frozen=True)
class SigningKey:
    """The private half; `seed` is all that is kept."""

    seed: bytes

    @classmethod
    def new(cls) -> SigningKey:
        """Return a random one."""
        return cls(random_bytes(SEED_BYTES))

    @cached_property
    def _key(self) -> Ed25519PrivateKey:
        return Ed25519PrivateKey.from_private_bytes(self.seed)

    @cached_property
    def public(self) -> bytes:
        """The public half, 32 bytes."""
        return self._key.public_key().public_bytes_raw()

    def sign(self, words: bytes) -> bytes:
        """Return the signature (64 bytes) over a transcript."""
        return self._key.sign(words)


def verify(public: bytes, words: bytes, signature: bytes) -> None:
    """Return if the holder of `public` signed `words`; raise BadSignatureError otherwise, bad keys included.

    Why safe: under a key of small order one signature fits many words or all; those keys are refused.
    """
    if public[:-1] + bytes([public[-1] & 0x7F] if public else []) in _SMALL_ORDER:
        raise BadSignatureError
    try:
        _public_key(public).verify(signature, words)
    except (InvalidSignature, ValueError) as error:
        raise BadSignatureError from error


@lru_cache(maxsize=256)
def _public_key(public: bytes) -> Ed25519PublicKey:
    return Ed25519PublicKey.from_public_bytes(public)
