"""What can be wrong with an access log, and where it shows."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Flaw(StrEnum):
    """What does not hold together."""

    CUT = "cut"
    """Entries were taken out: a place, a number or a whole session lacks."""
    CHANGED = "changed"
    """An entry does not open where it stands: it was changed, exchanged or put there."""
    MOVED = "moved"
    """An entry stands at another place than it was laid."""
    FORGED = "forged"
    """It is not signed by whom it names."""
    ROLLED_BACK = "rolled-back"
    """What this account has read before is not there any more."""
    SHUT = "shut"
    """A session that is not sealed to this reader."""


@dataclass(frozen=True)
class Finding:
    """A flaw, and the place in the log where it shows."""

    flaw: Flaw
    place: int
