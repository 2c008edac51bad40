"""What every signed statement is: fields, a label, and a signature over all of them."""

from __future__ import annotations

import hashlib
from typing import Annotated, Any, ClassVar, Self

import msgspec

from busel.journal.deed import Hour
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

    left_out_where_empty: ClassVar[tuple[str, ...]] = ()
    """Fields that came later: with nothing in them the transcript is as it was before they came."""

    @classmethod
    def label(cls) -> bytes:
        """Return the label that begins the transcript."""
        raise NotImplementedError

    def words(self) -> bytes:
        """Return what is signed."""
        fields = [getattr(self, name) for name in self.__struct_fields__ if self._is_signed(name)]
        return transcript(self.label(), *map(_signed, fields))

    def _is_signed(self, name: str) -> bool:
        """Does a field stand in the transcript?

        Why safe: what is left out where it is empty comes last, so no other text has the same fields in its place.
        """
        return name not in _UNSIGNED and (name not in self.left_out_where_empty or bool(getattr(self, name)))

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


class InRoster(Statement, frozen=True, kw_only=True):
    """What stands in a division's roster: a chain of its own, so that none can be left out, exchanged or put elsewhere.

    Why not by the hour: clocks differ, run ahead, and are told by whoever writes.
    """

    division: bytes
    since: Hour
    by: bytes
    number: Number
    """Its place in the roster, from 0 on."""
    previous: bytes
    """The digest of the statement before; `BEFORE_ALL` for the first."""


def _signed(field: Any) -> Any:
    """Return a field as the transcript has it: other statements by their digests, nothing as no bytes."""
    if isinstance(field, list):
        return [_signed(one) for one in field]
    if isinstance(field, Statement):
        return field.digest()
    return b"" if field is None else field.encode() if isinstance(field, Role) else field


_UNSIGNED = ("signature",)
