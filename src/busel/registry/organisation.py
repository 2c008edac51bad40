"""What the office keeps of accounts that are over, and of the epochs of commons: records of its own journal."""

from __future__ import annotations

import msgspec

from busel.registry.statement import Number

ENDED, LEFT_OUT = "ended", "left_out"


class Ended(msgspec.Struct, frozen=True):
    """An account that is over: no keys of commons and office go to it any more, and it is opened to nobody."""

    account: bytes
    day: int


class LeftOut(msgspec.Struct, frozen=True, omit_defaults=True):
    """Which accounts got no letter of an epoch of commons, as it began: those that were over, or frozen."""

    epoch: Number
    keys: bytes
    """Which keys of that epoch (`publishing.keys_name`)."""
    accounts: list[bytes] = []
    renewed: int = 0
    """How often divisions had renewed their certificates by then, all together: each time somebody had stopped
    coordinating there, who knew the ticket that appends to commons."""
    changed: int = 0
    """How often accounts had changed their keys by then, all together: each time somebody may have had the old ones."""
