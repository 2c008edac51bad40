"""What the founding writes that states nothing: custodies of the first accounts, and by what shares are recognised."""

from __future__ import annotations

from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor

import msgspec

from busel.desk.account.accounts import FreshAccount
from busel.journal.deed import Fields
from busel.registry.custody import CUSTODY, Custody, custody_fields, seal_custody
from busel.registry.keyring import Bundle
from busel.registry.share_record import SHARE, ShareRecord
from busel.vault.lock import Profile
from busel.vault.share_checks import checks_of
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


def share_records(organisation: bytes, shares: Iterable[Share], *, day: int, profile: Profile) -> Records:
    """Return the records by which the office knows a few words of each share; of the others it keeps nothing."""
    with ThreadPoolExecutor(2) as both_cores:
        return [
            (SHARE, fields)
            for fields in both_cores.map(lambda share: _share_fields(organisation, share, day, profile), shares)
        ]


def _share_fields(organisation: bytes, share: Share, day: int, profile: Profile) -> Fields:
    salt = new_salt()
    checks = checks_of(share, (organisation, salt), profile=profile)
    kept = ShareRecord(number=share.number, needed=share.needed, salt=salt, checks=checks, day=day)
    fields: Fields = msgspec.to_builtins(kept)
    return fields
