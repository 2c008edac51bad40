"""What is left to two deputies: a division's bundle under a key of which each of them has one half.

Neither half says anything of the key, and the bundle is sealed; both together open the division and, by the roster's
rule for deputies, let one of the two coordinate it.
"""

from __future__ import annotations

import msgspec

from busel.journal.body import pack, unpack
from busel.journal.errors import DamagedError, NotOpenedError
from busel.registry.deputyship import Deputyship
from busel.registry.keyring import Bundle
from busel.registry.roster import Tip
from busel.registry.statements import Member
from busel.vault import labels
from busel.vault.errors import VaultError
from busel.vault.seal import derive, open_sealed, seal
from busel.vault.transcript import transcript

MAX_BYTES = 4 * 1024 * 1024
_KEY_BYTES = 32


def leave(
    bundle: Bundle, deputies: tuple[Member, Member], *, organisation: bytes, end: Tip
) -> tuple[Deputyship, Deputyship]:
    """Return what each of two deputies gets of a bundle's newest epoch. `end` is that of the division's roster.

    The key and the first half come from the division's key, the epoch's, and who the two are: sent again, they are the
    same, so that a half of one try fits that of another. Those of two others differ, and of the same two in another
    order: who is named twice has no half of the one pair that fits the other's.

    Why safe: HKDF under two labels gives a key and a half that are independent to whoever has not the division's key;
    the second half is their difference. So either half alone is as good as random.
    """
    accounts = [one.account for one in deputies]
    about = transcript(labels.DERIVE_DEPUTIES, bundle.journal, bundle.epoch, bundle.keys.state, accounts)
    both = derive(bundle.division_seed, label=about, length=2 * _KEY_BYTES)
    key, first = both[:_KEY_BYTES], both[_KEY_BYTES:]
    whole = msgspec.structs.replace(bundle, epochs={bundle.epoch: bundle.keys}, grant=None)
    header = _header(organisation, bundle.journal, bundle.epoch)
    sealed = seal(key, pack(whole), label=labels.SEAL_DEPUTIES, header=header)
    one, other = deputies
    left = Deputyship(
        journal=bundle.journal,
        name=bundle.name,
        epoch=bundle.epoch,
        half=first,
        sealed=sealed,
        other=other,
        number=end.count,
        previous=end.digest,
    )
    return left, msgspec.structs.replace(left, half=_difference(key, first), other=one)


def put_together(mine: Deputyship, half: bytes, *, organisation: bytes) -> Bundle:
    """Return what both halves open. Raises NotOpenedError, or DamagedError for another division's."""
    header = _header(organisation, mine.journal, mine.epoch)
    try:
        packed = open_sealed(_difference(mine.half, half), mine.sealed, label=labels.SEAL_DEPUTIES, header=header)
    except (VaultError, ValueError) as error:
        raise NotOpenedError from error
    bundle = unpack(packed, Bundle, most=MAX_BYTES)
    if bundle.journal != mine.journal or list(bundle.epochs) != [mine.epoch]:
        raise DamagedError
    return bundle


def _difference(one: bytes, other: bytes) -> bytes:
    return bytes(a ^ b for a, b in zip(one, other, strict=True))


def _header(organisation: bytes, journal: bytes, epoch: int) -> bytes:
    return transcript(labels.SEAL_DEPUTIES, organisation, journal, epoch)
