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
    """Return if the holder of `public` signed `words`; raise BadSignatureError otherwise, bad keys included."""
    try:
        _public_key(public).verify(signature, words)
    except (InvalidSignature, ValueError) as error:
        raise BadSignatureError from error


@lru_cache(maxsize=256)
def _public_key(public: bytes) -> Ed25519PublicKey:
    return Ed25519PublicKey.from_public_bytes(public)
