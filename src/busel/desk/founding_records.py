"""What the founding writes that states nothing: custodies of the first accounts, and by what shares are recognised."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from busel.desk.accounts import FreshAccount
from busel.journal.deed import Fields
from busel.registry.custody import CUSTODY, Custody, custody_fields, seal_custody
from busel.registry.keyring import Bundle
from busel.registry.share_record import ShareRecord
from busel.vault.shares import Share, new_salt

Records = list[tuple[str, Fields]]
OFFICE, COORDINATORS = 0, 1
"""Whose half of a thaw is which."""


def custodies(accounts: Iterable[FreshAccount], holder: Bundle, public: bytes, *, half: int) -> Records:
    """Return the records of custodies for who holds the private half of `public` in a journal."""
    return [
        (CUSTODY, custody_fields(_custody(one, half).account, _sealed(one, holder, public, half=half)))
        for one in accounts
    ]


def _sealed(account: FreshAccount, holder: Bundle, public: bytes, *, half: int) -> bytes:
    organisation = account.keyring.organisation
    return seal_custody(public, _custody(account, half), organisation=organisation, holder=holder.journal)


def _custody(account: FreshAccount, half: int) -> Custody:
    codes = account.credentials
    return Custody(account=account.keyring.account.id, freeze_code=codes.freeze_code, thaw_half=codes.thaw_halves[half])


def share_fields(organisation: bytes, share: Share, *, day: int) -> Fields:
    """Return what the office keeps of a share: enough to recognise it, and nothing of what it says."""
    salt = new_salt()
    kept = ShareRecord(
        number=share.number, needed=share.needed, salt=salt, hash=share.hash(organisation, salt), day=day
    )
    fields: Fields = msgspec.to_builtins(kept)
    return fields
