"""What the office keeps of the trustees' shares: by what a few words of each are known, and when they were told."""

from __future__ import annotations

from typing import Annotated

import msgspec

from busel.vault.share_checks import SETS
from busel.vault.shares import LEAST, MOST

SHARE, SHOWN = "share", "share_shown"
"""The kinds of records in the office's journal."""

Day = Annotated[int, msgspec.Meta(ge=0, lt=2**20)]
"""Days since 1970."""
ShareNumber = Annotated[int, msgspec.Meta(ge=1, le=MOST)]
Digest = Annotated[bytes, msgspec.Meta(min_length=32, max_length=32)]


class ShareRecord(msgspec.Struct, frozen=True, kw_only=True):
    """One share: its number, how many are needed, a check for each year's words, the day on which it was made."""

    number: ShareNumber
    needed: Annotated[int, msgspec.Meta(ge=LEAST, le=MOST)]
    salt: bytes
    checks: Annotated[list[Digest], msgspec.Meta(min_length=len(SETS), max_length=len(SETS))]
    day: Day


class ShownRecord(msgspec.Struct, frozen=True, kw_only=True):
    """That the words of a share were told on a day, and what only these words give. Nothing else of it is kept."""

    number: ShareNumber
    day: Day
    proof: Digest
