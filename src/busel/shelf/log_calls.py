"""The access log as the shelf keeps it: numbered opaque entries in each journal, and what one account opened of late.

The shelf knows no account: it counts for a locker, in RAM, what the locker's desks say that their pages open.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import msgspec

MAX_LOG_BYTES = 64 * 1024
"""No entry is longer: one page or one piece of a long work, and at most some forty wrapped keys."""
MAX_LOG_ENTRIES = 2_048
"""So many entries are laid in one step: a page has one for each division of which it shows people."""
LAST_PLACE = 2**31 - 1
"""Beyond every place."""
LOG_MONTHS = 13
"""So many whole months (UTC) the shelf keeps each entry, by its own clock, whoever asks for it to go."""
MAX_KEPT_CHAINS = 10_000
NO_LIMIT = (0, 0)
"""Of what is asked without a brake."""


class NewLogEntry(msgspec.Struct, frozen=True):
    """One entry for one journal's log. `number` counts from 0 in each chain; `chain` is 16 random bytes."""

    journal: bytes
    read: bytes
    """The journal's read ticket: who reads it logs there."""
    chain: bytes
    number: int
    body: bytes

    def __repr__(self) -> str:
        """Show no capability, in no traceback."""
        return "<NewLogEntry: not shown>"


class Drawn(msgspec.Struct, frozen=True):
    """Of what a page was made: `digest` is the head of a journal as it stood when the page was begun."""

    journal: bytes
    read: bytes
    digest: bytes

    def __repr__(self) -> str:
        """Show no capability, in no traceback."""
        return "<Drawn: not shown>"


class LogWant(msgspec.Struct, frozen=True):
    """What is asked of one journal's log: entries with `after` < place < `below`; see LogCalls.read_log."""

    journal: bytes
    ticket: bytes
    after: int
    below: int = LAST_PLACE

    def __repr__(self) -> str:
        """Show no capability, in no traceback."""
        return "<LogWant: not shown>"


class LogEntry(msgspec.Struct, frozen=True):
    """An entry as it is stored. `place` counts from 0 in each journal, without a gap."""

    place: int
    chain: bytes
    number: int
    body: bytes


class LogStanding(msgspec.Struct, frozen=True):
    """What the locker has opened in this hour and on this day (UTC), these entries included; and where they stand.

    `stopped`: it would have been more than the brake allows; nothing was laid and nothing was counted. `stale`: what
    the page was made of has moved; nothing was laid or counted, and nothing is said of what was counted before.
    """

    hour: int
    day: int
    places: list[int]
    stopped: bool = False
    stale: bool = False


STALE = LogStanding(0, 0, [], stale=True)


class LogPart(msgspec.Struct, frozen=True):
    """A part of a journal's log, in order. `last` is the newest place of all, -1 where there is none.

    `old`: what stands below this place was laid more than LOG_MONTHS ago. `told`: where the auditors' newest word about
    what was let go begins, -1 where nothing was. `more`: not all that was asked for is told.
    """

    last: int
    entries: list[LogEntry]
    old: int = 0
    told: int = -1
    more: bool = False


class LogCalls(Protocol):
    """The calls about the access log."""

    def log(
        self,
        session: bytes,
        entries: list[NewLogEntry],
        weight: int,
        most: tuple[int, int],
        drawn: Sequence[Drawn] = (),
    ) -> LogStanding:
        """Lay the entries of one page, all or none, and count `weight` for the locker, in RAM.

        `most` (an hour, a day; 0 is without end) is the brake: what would pass it is not laid. `drawn`: what the page
        was made of; where one of these journals stands elsewhere by now nothing is laid, so a page that is confirmed
        is as new as the shelf. Raises BadTicketError for a wrong read ticket, ExistsError unless each number is its
        chain's next and the chain this session's, TooLargeError for a long body.
        """

    def read_log(self, session: bytes, journal: bytes, ticket: bytes, after: int, below: int = LAST_PLACE) -> LogPart:
        """Return entries with `after` < place < `below` (-1: from the first), at most about FETCH_BYTES.

        `ticket` is the journal's read ticket, or the auditors'. Raises BadTicketError.
        """

    def read_logs(self, session: bytes, wants: list[LogWant]) -> list[LogPart]:
        """Return what `read_log` tells of many logs, or parts of them, in the order of the wants.

        At most about FETCH_BYTES together: the last part may have `more`, and what comes after it is asked anew. Raises
        BadTicketError if one ticket is wrong.
        """

    def let_log_go(
        self, session: bytes, journal: bytes, audit: bytes, below: int, kept: list[bytes], told: list[NewLogEntry]
    ) -> list[int]:
        """Let the entries below a place go, but for whole chains that are `kept`; lay in their stead what `told` says.

        `told` is one new chain in that journal, laid first; its read ticket is not asked for. Returns its places.
        Raises BadTicketError unless `audit` is the auditors' ticket; ShelfError for a place above `LogPart.old`, where
        a chain would be cut in two, or for no word; ExistsError for a chain that is there.
        """
