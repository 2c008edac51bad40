"""Why something did not open, each cause by its name."""

from __future__ import annotations


class VaultError(Exception):
    """Nothing was opened and nothing may be believed."""


class UnknownVersionError(VaultError):
    """The first byte names a suite that this version does not know."""


class CutOffError(VaultError):
    """Shorter than the format allows."""


class WrongKeyError(VaultError):
    """The key commitment differs: another key, or another context."""


class TamperedError(VaultError):
    """The key is right and the bytes or their header are not."""


class BadKeyError(VaultError):
    """A public key that nothing can be sealed to."""


class BadSignatureError(VaultError):
    """The signature does not belong to these words and this key."""
