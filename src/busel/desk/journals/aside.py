"""What of a journal was not believed, and why: it is kept aside and shown."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Cause(StrEnum):
    """Why something was kept aside."""

    NOT_OPENED = "not-opened"
    DAMAGED = "damaged"
    BROKEN_CHAIN = "broken-chain"
    FORGED = "forged"
    CONFLICT = "conflict"
    ROLLED_BACK = "rolled-back"
    ROSTER_CUT = "roster-cut"
    AHEAD = "ahead"
    FALSE_SNAPSHOT = "false-snapshot"
    HISTORY_GONE = "history-gone"
    SHUT = "shut"
    NO_CERTIFICATE = "no-certificate"
    NO_LETTER = "no-letter"
    THROWN_OUT = "thrown-out"
    CROWDED = "crowded"
    FALSE_INBOX_KEY = "false-inbox-key"
    UNINVITED = "uninvited"
    UNFREEZABLE = "unfreezable"


@dataclass(frozen=True)
class Aside:
    """Something of a journal that was not believed: which commit, and why."""

    journal: bytes
    sequence: int
    cause: Cause
