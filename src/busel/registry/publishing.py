"""The ticket that puts new keys into commons: sealed there to the coordinators of each division, whoever they are.

So no list of coordinators is needed, which administrators do not have; and whoever gets a division's key has this, too.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from contextlib import suppress
from typing import Any

import msgspec

from busel.registry.coordinators import opening_keys
from busel.registry.keyring import Bundle
from busel.registry.statement import Number
from busel.registry.statements import Certificate
from busel.vault import labels
from busel.vault.errors import VaultError
from busel.vault.seal import derive
from busel.vault.transcript import transcript
from busel.vault.wrap import wrap

PUBLISHING = "publishing"


class Publishing(msgspec.Struct, frozen=True):
    """The record: for which division's coordinators, and for which epoch of commons."""

    division: bytes
    epoch: Number
    keys: bytes
    """Which keys of that epoch: a change that was cut off leaves records, and nobody has its keys."""
    sealed: bytes

    def is_for(self, commons: Bundle) -> bool:
        """Is it for the epoch that this bundle opens?"""
        return (self.epoch, self.keys) == (commons.epoch, keys_name(commons))


def keys_name(bundle: Bundle) -> bytes:
    """Return what names a bundle's newest keys to whoever has them: a hash of the read ticket, as the shelf has it."""
    return hashlib.sha256(bundle.keys.read_ticket()).digest()


def publishing_ticket(commons: Bundle) -> bytes:
    """Return what appends to commons in a bundle's epoch, from its write ticket.

    Why safe: HKDF under a label of its own: who may only append cannot find what writes.
    """
    return derive(commons.write, label=labels.DERIVE_PUBLISHING)


def for_coordinators(commons: Bundle, certificate: Certificate) -> dict[str, Any]:
    """Return the fields of the record for one division. Raises a VaultError for a certificate with a bad key.

    Why safe: organisation, division and epoch are bound, so a ticket that lies in another's place does not open.
    """
    info = _info(certificate.organisation, certificate.division, commons.epoch)
    sealed = wrap(certificate.sealing, publishing_ticket(commons), info=info)
    fields: dict[str, Any] = msgspec.to_builtins(
        Publishing(certificate.division, commons.epoch, keys_name(commons), sealed)
    )
    return fields


def opened_ticket(organisation: bytes, record: Publishing, divisions: Iterable[Bundle]) -> bytes | None:
    """Return the ticket in a record if one of these divisions' keys opens it."""
    info = _info(organisation, record.division, record.epoch)
    for bundle in divisions:
        for key in opening_keys(bundle) if bundle.journal == record.division else []:
            with suppress(VaultError):
                return key.open_wrapped(record.sealed, info=info)
    return None


def _info(organisation: bytes, division: bytes, epoch: int) -> bytes:
    return transcript(labels.WRAP_PUBLISHING, organisation, division, epoch)
