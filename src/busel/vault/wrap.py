"""Seal to a public key: HPKE single shot (RFC 9180) with X-Wing, so that a copied disk stays shut for decades."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cached_property

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hpke
from cryptography.hazmat.primitives.asymmetric.mlkem import MLKEM768PrivateKey, MLKEM768PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey

from busel.vault.entropy import random_bytes
from busel.vault.errors import BadKeyError, CutOffError, TamperedError, UnknownVersionError
from busel.vault.hidden import hidden
from busel.vault.seal import VERSION

_SUITE = hpke.Suite(hpke.KEM.MLKEM768_X25519, hpke.KDF.HKDF_SHA256, hpke.AEAD.CHACHA20_POLY1305)
_MLKEM_PUBLIC_BYTES = 1184
PUBLIC_BYTES = _MLKEM_PUBLIC_BYTES + 32
SEED_BYTES = 32
_LEAST = 1 + 1120 + 16


@hidden
@dataclass(frozen=True)
class OpeningKey:
    """The private half. `seed` is all that is kept: 32 bytes, expanded as X-Wing expands them (SHAKE-256)."""

    seed: bytes

    @classmethod
    def new(cls) -> OpeningKey:
        """Return a random one."""
        return cls(random_bytes(SEED_BYTES))

    @cached_property
    def _halves(self) -> tuple[MLKEM768PrivateKey, X25519PrivateKey]:
        expanded = hashlib.shake_256(self.seed).digest(96)
        return MLKEM768PrivateKey.from_seed_bytes(expanded[:64]), X25519PrivateKey.from_private_bytes(expanded[64:])

    @cached_property
    def _private(self) -> hpke.MLKEM768X25519PrivateKey:
        return hpke.MLKEM768X25519PrivateKey(*self._halves)

    @cached_property
    def public(self) -> bytes:
        """The public half: ML-KEM-768 key ‖ X25519 key, 1,216 bytes."""
        mlkem, x25519 = self._halves
        return mlkem.public_key().public_bytes_raw() + x25519.public_key().public_bytes_raw()

    def open_wrapped(self, wrapped: bytes, *, info: bytes) -> bytes:
        """Return the plaintext that was sealed to this key with this `info`. Raises a VaultError."""
        if len(wrapped) < _LEAST:
            raise CutOffError
        if wrapped[:1] != VERSION:
            raise UnknownVersionError
        try:
            return _SUITE.decrypt(wrapped[1:], self._private, info=info)
        except (InvalidTag, ValueError) as error:
            raise TamperedError from error


def wrap(public: bytes, plaintext: bytes, *, info: bytes) -> bytes:
    """Return version ‖ encapsulation ‖ ciphertext, which only the holder of the private half opens.

    `info` binds everything that must not be exchanged: label, organisation, journal. Raises CutOffError for a key of
    another length, BadKeyError for one that is none.
    """
    if len(public) != PUBLIC_BYTES:
        raise CutOffError
    try:
        mlkem = MLKEM768PublicKey.from_public_bytes(public[:_MLKEM_PUBLIC_BYTES])
        x25519 = X25519PublicKey.from_public_bytes(public[_MLKEM_PUBLIC_BYTES:])
        return VERSION + _SUITE.encrypt(plaintext, hpke.MLKEM768X25519PublicKey(mlkem, x25519), info=info)
    except ValueError as error:
        raise BadKeyError from error
