"""How an account is shut and opened again. The shelf knows codes by their SHA-256 only."""

from __future__ import annotations

from typing import Protocol

import msgspec

IDLE_DAYS, LEAST_IDLE_DAYS, MOST_IDLE_DAYS = 10, 3, 90
"""Until an administrator sets it, and between which bounds."""
THAW_DAYS = 7
"""So long the other half of a thaw is awaited."""
NO_HALF_NEEDED, HALF_AWAITED, THAWED = 0, 1, 2
MAX_STATES = 1_000
"""So many accounts are asked for at once."""


class AccountState(msgspec.Struct, frozen=True):
    """How a locker stands. Who asks has its freeze code."""

    is_frozen: bool
    """By a code, whoever showed it."""
    last_day: int
    """The last day of use, in days since 1970."""
    shown_half: int = 0
    """Which half of a thaw was shown, 1 or 2; 0 for none."""
    shown_until: int = 0
    """The last day on which the other half is awaited."""


class States(msgspec.Struct, frozen=True):
    """An answer to `states`: one for each code, None where nobody has such a code (any more)."""

    idle_days: int
    today: int
    """The shelf's own day."""
    accounts: list[AccountState | None]


class FreezingCalls(Protocol):
    """The calls about freezing and thawing."""

    def freeze(self, code: bytes) -> bytes | None:
        """Freeze the locker whose freeze digest this code hashes to, end its sessions; return its id, None without one.

        Why safe: the id opens nothing. Who asks needs it to end the locker's desk at once.
        """

    def thaw(self, half: bytes) -> int:
        """Show one half of a thaw. Returns NO_HALF_NEEDED, HALF_AWAITED or THAWED; raises BadTicketError.

        Both halves within THAW_DAYS undo a freeze, start the idle limit anew and let the account renew its codes once.
        A freeze in between takes back what was shown. A half of a locker that is open (NO_HALF_NEEDED) changes nothing.
        """

    def put_codes(self, session: bytes, freeze_digest: bytes, thaw_digests: tuple[bytes, bytes]) -> None:
        """Replace the hashes of the session's own thaw halves, once after each thaw; the freeze code stays.

        Raises BadTicketError when no thaw came before, or for another code. Why: else who has taken an account makes
        it unfreezable. Raises ExistsError for a half that another locker has.
        """

    def states(self, session: bytes, codes: list[bytes]) -> States:
        """Return how the lockers stand whose freeze codes these are, in their order; at most MAX_STATES.

        Why safe: no locker is told, and who has the code may shut it anyway. No table says whose codes lie together.
        """

    def set_idle_days(self, session: bytes, sponsor: bytes, write: bytes, days: int) -> None:
        """Set after how many days without use a locker opens no session. `write` must open the journal that invites.

        Raises BadTicketError, or ShelfError unless it is LEAST_IDLE_DAYS to MOST_IDLE_DAYS.
        """
