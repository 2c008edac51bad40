"""What every signed statement is: fields, a label, and a signature over all of them."""

from __future__ import annotations

import hashlib
from typing import Annotated, Any, Self

import msgspec

from busel.registry.roles import Role
from busel.vault import labels
from busel.vault.errors import BadSignatureError
from busel.vault.sign import SigningKey, verify
from busel.vault.transcript import transcript

Number = Annotated[int, msgspec.Meta(ge=0, lt=2**32)]
"""Of an epoch or a certificate. What is beyond is no statement: JSON has no bound, and what is signed has one."""


class Statement(msgspec.Struct, frozen=True, kw_only=True):
    """What all statements share: a signature over all the other fields, in the order of their definition."""

    organisation: bytes
    signature: bytes = b""

    @classmethod
    def label(cls) -> bytes:
        """Return the label that begins the transcript."""
        raise NotImplementedError

    def words(self) -> bytes:
        """Return what is signed."""
        fields = [getattr(self, name) for name in self.__struct_fields__ if name not in _UNSIGNED]
        return transcript(self.label(), *map(_signed, fields))

    def sign(self, key: SigningKey) -> Self:
        """Return it with the signature of `key`."""
        return msgspec.structs.replace(self, signature=key.sign(self.words()))

    def check(self, public: bytes) -> None:
        """Raise vault.BadSignatureError unless the holder of `public` signed it."""
        verify(public, self.words(), self.signature)

    def is_signed_by(self, public: bytes | None) -> bool:
        """Did the holder of `public` sign it? Nobody's key signed nothing."""
        if public is None:
            return False
        try:
            self.check(public)
        except BadSignatureError:
            return False
        return True

    def digest(self) -> bytes:
        """Return the SHA-256 that names it: of what it says and of who signed it.

        Why of both: a signing key can be made so that one signature fits many texts.
        """
        return hashlib.sha256(transcript(labels.HASH_STATEMENT, self.words(), self.signature)).digest()


def _signed(field: Any) -> Any:
    """Return a field as the transcript has it: another statement by its digest, nothing as no bytes."""
    if isinstance(field, Statement):
        return field.digest()
    return b"" if field is None else field.encode() if isinstance(field, Role) else field


_UNSIGNED = ("signature",)
