"""What the office keeps of the trustees' shares: a salted hash of each, and the days on which one was shown."""

from __future__ import annotations

from typing import Annotated

import msgspec

from busel.vault.shares import LEAST, MOST

SHARE, SHOWN = "share", "share_shown"
"""The kinds of records in the office's journal."""

Day = Annotated[int, msgspec.Meta(ge=0, lt=2**20)]
"""Days since 1970."""
ShareNumber = Annotated[int, msgspec.Meta(ge=1, le=MOST)]


class ShareRecord(msgspec.Struct, frozen=True, kw_only=True):
    """One share of the root key: its number, how many are needed, a hash to recognise it by, the day it was made."""

    number: ShareNumber
    needed: Annotated[int, msgspec.Meta(ge=LEAST, le=MOST)]
    salt: bytes
    hash: bytes
    day: Day


class ShownRecord(msgspec.Struct, frozen=True, kw_only=True):
    """That a share was typed in a yearly check, on a day. Nothing else of it is kept."""

    number: ShareNumber
    day: Day
