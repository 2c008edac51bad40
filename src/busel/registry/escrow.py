"""Escrow: each epoch's whole bundle, sealed to the root: the trustees together open what nobody else can any more."""

from __future__ import annotations

import msgspec

from busel.journal.body import pack, unpack
from busel.journal.errors import DamagedError, NotOpenedError
from busel.registry.keyring import Bundle
from busel.registry.root import Root
from busel.registry.statements import Escrow
from busel.vault import labels
from busel.vault.errors import VaultError
from busel.vault.seal import derive
from busel.vault.sign import SigningKey
from busel.vault.transcript import transcript
from busel.vault.wrap import wrap

MAX_BYTES = 4 * 1024 * 1024
"""No escrow decodes to more: a former coordinator may have signed one."""
_MARK_BYTES = 16


def make_escrow(
    root_sealing: bytes, bundle: Bundle, *, organisation: bytes, key: SigningKey, mark: bytes = b""
) -> Escrow:
    """Return the escrow of a bundle's newest epoch, signed by the division's key. Raises a VaultError for a bad key.

    Older epochs' keys stay out: a rotation seals the whole history anew under the newest. `root_sealing` is the root's
    own, as it signed it itself.

    Why safe: organisation, division and epoch are bound, so an escrow that was put in another's place does not open.
    """
    whole = msgspec.structs.replace(bundle, epochs={bundle.epoch: bundle.keys}, grant=None)
    info = _info(organisation, bundle.journal, bundle.epoch)
    return Escrow(
        organisation=organisation,
        division=bundle.journal,
        epoch=bundle.epoch,
        sealed=wrap(root_sealing, pack(whole), info=info),
        mark=mark,
    ).sign(key)


def escrow_mark(bundle: Bundle, account: SigningKey) -> bytes:
    """Return by what an account knows the escrow that it laid of a bundle's newest epoch.

    Why safe: HKDF under a label of its own, from the account's key: it names nobody to who reads it, and it is another
    one for each division and epoch.
    """
    about = transcript(labels.DERIVE_ESCROW_MARK, bundle.journal, bundle.keys.read_ticket())
    return derive(account.seed, label=about, length=_MARK_BYTES)


def open_escrow(root: Root, escrow: Escrow) -> Bundle:
    """Return the bundle in an escrow. Raises NotOpenedError, or DamagedError where it is another division's or epoch's.

    Who signed it says little: whoever uses it asks whether the bundle opens the journal and holds the certified key.
    """
    info = _info(escrow.organisation, escrow.division, escrow.epoch)
    try:
        packed = root.opening.open_wrapped(escrow.sealed, info=info)
    except VaultError as error:
        raise NotOpenedError from error
    bundle = unpack(packed, Bundle, most=MAX_BYTES)
    if bundle.journal != escrow.division or list(bundle.epochs) != [escrow.epoch]:
        raise DamagedError
    return bundle


def _info(organisation: bytes, division: bytes, epoch: int) -> bytes:
    return transcript(labels.WRAP_ESCROW, organisation, division, epoch)
