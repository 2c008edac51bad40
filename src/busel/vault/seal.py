"""Seal with a symmetric key, so that only its holder can open, and only in the place it was sealed for."""

from __future__ import annotations

import hmac

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from busel.vault.entropy import random_bytes
from busel.vault.errors import CutOffError, TamperedError, UnknownVersionError, WrongKeyError

VERSION = b"\x01"
KEY_BYTES = 32
_SALT = slice(1, 33)
_COMMITMENT = slice(33, 65)
_CIPHERTEXT = slice(65, None)
OVERHEAD = 65 + 16
_NONCE = bytes(12)


def new_key() -> bytes:
    """Return a random symmetric key of 32 bytes."""
    return random_bytes(KEY_BYTES)


def seal(key: bytes, plaintext: bytes, *, label: bytes, header: bytes = b"") -> bytes:
    """Return version ‖ salt ‖ commitment ‖ ciphertext; `header` is bound and not stored.

    Why safe: each call draws a fresh 32-byte salt, so the derived key is used once and a zero nonce is never repeated.
    A key that is missing is refused: under no bytes at all everybody could open.
    """
    if len(key) < KEY_BYTES:
        raise ValueError
    return seal_with_salt(key, plaintext, label=label, header=header, salt=random_bytes(32))


def seal_with_salt(key: bytes, plaintext: bytes, *, label: bytes, header: bytes, salt: bytes) -> bytes:
    """Return what `seal` returns for a given salt. For test vectors only: a salt must never be used twice."""
    derived, commitment = _derive(key, salt, label)
    return VERSION + salt + commitment + ChaCha20Poly1305(derived).encrypt(_NONCE, plaintext, header)


def open_sealed(key: bytes, sealed: bytes, *, label: bytes, header: bytes = b"") -> bytes:
    """Return the plaintext. Raises a VaultError named by cause; never returns anything unproven.

    Why safe: the commitment is compared first, so no second key opens the same bytes to something else.
    """
    if len(sealed) < OVERHEAD:
        raise CutOffError
    if sealed[:1] != VERSION:
        raise UnknownVersionError
    derived, commitment = _derive(key, sealed[_SALT], label)
    if not hmac.compare_digest(commitment, sealed[_COMMITMENT]):
        raise WrongKeyError
    try:
        return ChaCha20Poly1305(derived).decrypt(_NONCE, sealed[_CIPHERTEXT], header)
    except InvalidTag as error:
        raise TamperedError from error


def derive(key: bytes, *, label: bytes, length: int = KEY_BYTES) -> bytes:
    """Return a secret for another use, from which `key` cannot be found."""
    return HKDF(SHA256(), length, salt=None, info=label).derive(key)


def _derive(key: bytes, salt: bytes, label: bytes) -> tuple[bytes, bytes]:
    both = HKDF(SHA256(), 64, salt=salt, info=label).derive(key)
    return both[:32], both[32:]
