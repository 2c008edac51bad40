"""Custody: what others keep of an account so that it can be frozen at once, and thawed by two of them together."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import msgspec

from busel.journal.body import pack, unpack
from busel.journal.errors import DamagedError, NotOpenedError
from busel.vault import labels
from busel.vault.errors import VaultError
from busel.vault.hidden import hidden
from busel.vault.transcript import transcript
from busel.vault.wrap import OpeningKey, wrap

CUSTODY = "custody"
"""The kind of the records that hold one, and of the messages that bring a new one after a thaw."""
CODE_BYTES = 32
MAX_BYTES = 4096
"""No custody decodes to more: who may say hello may be nobody's friend."""


@hidden
class Custody(msgspec.Struct, frozen=True, kw_only=True):
    """The freeze code of an account, and one of its two thaw halves; no half for whom the account asks later on."""

    account: bytes
    freeze_code: bytes
    thaw_half: bytes


class Kept(msgspec.Struct, frozen=True, omit_defaults=True):
    """The fields of a record of this kind: whose custody, and the custody sealed to who holds the record."""

    account: bytes
    sealed: bytes
    since: int = 0
    """The hour at which the account sent it after a thaw; 0 for its first one."""
    shuts_only: bool = False
    """Is there no half of a thaw in it? Then another one may lie beside it."""


def custody_fields(account: bytes, sealed: bytes, *, since: int = 0, shuts_only: bool = False) -> dict[str, Any]:
    """Return the fields of a record that keeps a custody."""
    fields: dict[str, Any] = msgspec.to_builtins(Kept(account, sealed, since, shuts_only))
    return fields


def read_custody(fields: dict[str, Any]) -> Kept:
    """Return what a record keeps. Raises msgspec.ValidationError."""
    return msgspec.convert(fields, Kept)


def seal_custody(public: bytes, custody: Custody, *, organisation: bytes, holder: bytes) -> bytes:
    """Return a custody for who holds the private half of `public`. Raises a VaultError for a key that is none.

    `holder` is the id of the office's journal, or of a division.
    Why safe: organisation, holder and account are bound, so a custody that was put in another's place does not open.
    """
    return wrap(public, pack(custody), info=_info(organisation, holder, custody.account))


def open_custody(
    keys: Iterable[OpeningKey], sealed: bytes, *, organisation: bytes, holder: bytes, account: bytes
) -> Custody:
    """Return a custody that one of the keys opens. Raises NotOpenedError or DamagedError."""
    info = _info(organisation, holder, account)
    for key in keys:
        try:
            packed = key.open_wrapped(sealed, info=info)
        except VaultError:
            continue
        custody = unpack(packed, Custody, most=MAX_BYTES)
        lengths = {len(custody.freeze_code), len(custody.thaw_half or custody.freeze_code)}
        if custody.account != account or lengths != {CODE_BYTES}:
            raise DamagedError
        return custody
    raise NotOpenedError


def _info(organisation: bytes, holder: bytes, account: bytes) -> bytes:
    return transcript(labels.WRAP_CUSTODY, organisation, holder, account)
