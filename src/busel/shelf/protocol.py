"""What the blind shelf is asked and what it answers: ids, numbers and opaque bytes, nothing else.

The shelf never holds a key that opens anything. It stores blobs, orders them, and hands them to whoever shows the right
ticket; it knows tickets by their SHA-256 only. Source of the rules: docs/format.md, "The shelf".
Ids are 16 random bytes. Tickets are 32-byte capabilities. Digests are SHA-256. Every call except `unlock`, `freeze`,
`thaw`, `accept` and `found` needs a session, which `open_session` gives for a locker that is not frozen.
"""

from __future__ import annotations

from enum import IntEnum
from typing import Protocol

import msgspec

from busel.shelf.accounts import Locker as Locker
from busel.shelf.accounts import NewInvitation as NewInvitation
from busel.shelf.accounts import NewLocker as NewLocker
from busel.shelf.accounts import UnlockRow as UnlockRow
from busel.shelf.freezing_calls import HALF_AWAITED as HALF_AWAITED
from busel.shelf.freezing_calls import IDLE_DAYS as IDLE_DAYS
from busel.shelf.freezing_calls import LEAST_IDLE_DAYS as LEAST_IDLE_DAYS
from busel.shelf.freezing_calls import MAX_STATES as MAX_STATES
from busel.shelf.freezing_calls import MOST_IDLE_DAYS as MOST_IDLE_DAYS
from busel.shelf.freezing_calls import NO_HALF_NEEDED as NO_HALF_NEEDED
from busel.shelf.freezing_calls import THAW_DAYS as THAW_DAYS
from busel.shelf.freezing_calls import THAWED as THAWED
from busel.shelf.freezing_calls import AccountState as AccountState
from busel.shelf.freezing_calls import FreezingCalls
from busel.shelf.freezing_calls import States as States
from busel.shelf.inbox_calls import Envelope as Envelope
from busel.shelf.inbox_calls import InboxCalls
from busel.shelf.log_calls import Drawn as Drawn
from busel.shelf.log_calls import LogCalls
from busel.shelf.log_calls import LogEntry as LogEntry
from busel.shelf.log_calls import LogPart as LogPart
from busel.shelf.log_calls import LogStanding as LogStanding
from busel.shelf.log_calls import NewLogEntry as NewLogEntry
from busel.shelf.refusals import BadTicketError as BadTicketError
from busel.shelf.refusals import EpochMovedError as EpochMovedError
from busel.shelf.refusals import ExistsError as ExistsError
from busel.shelf.refusals import FrozenError as FrozenError
from busel.shelf.refusals import HeadMovedError as HeadMovedError
from busel.shelf.refusals import SessionEndedError as SessionEndedError
from busel.shelf.refusals import ShelfError as ShelfError
from busel.shelf.refusals import StageMovedError as StageMovedError
from busel.shelf.refusals import TooLargeError as TooLargeError
from busel.shelf.refusals import UnreachableError as UnreachableError
from busel.shelf.refusals import VersionMovedError as VersionMovedError
from busel.shelf.renewing_calls import RenewingCalls

ID_BYTES, TICKET_BYTES = 16, 32
MAX_BODY_BYTES = 8 * 1024 * 1024
"""No stored blob is longer: 500 contacts seal to about 100 KB."""
MAX_ENVELOPE_BYTES = 1024 * 1024
MAX_APPENDED_BYTES = 1024 * 1024
"""So long is a commit of who may only append: the keys of 32 divisions take about 200 KB."""
MAX_WAITING = 4_096
MAX_WAITING_BYTES = 128 * 1024 * 1024
"""An inbox holds no more envelopes and no more bytes: who may deposit must not be able to fill the disk or a desk."""
MAX_UNLOCK_ROWS = 16
"""So many unlock rows are laid in one step: an account has two to four."""
MAX_INVITED_DAYS = 90
"""An invitation ends so many days from today at the latest."""
MAX_STAGE_BYTES = 512 * 1024 * 1024
"""So much lies in one stage: a million contacts seal to about 200 MB."""
FETCH_BYTES = 16 * 1024 * 1024
"""One answer carries at most about this much; the rest is named in `Fetched.unfinished`."""


class Segment(IntEnum):
    """Under which key of its epoch a commit's body lies."""

    STATE = 0
    HISTORY = 1
    EMPTIED = 2


class Head(msgspec.Struct, frozen=True):
    """The newest commit of a journal: `digest` is the commit's hash, which the next one names as `previous`.

    The shelf makes it of what it stores, and every reader makes it anew: nobody can hand in another.
    """

    epoch: int
    sequence: int
    digest: bytes


class Commit(msgspec.Struct, frozen=True):
    """A commit as it is stored. `body_digest` stays when the body is re-sealed or emptied: the chain still verifies.

    As it is appended, `body_digest` is the SHA-256 of `body`, `segment` is STATE and `key_epoch` is `epoch`.
    """

    epoch: int
    sequence: int
    previous: bytes
    body_digest: bytes
    segment: Segment
    key_epoch: int
    """The epoch whose key seals `body` now: `epoch` at first, later ones after a rotation re-sealed the history."""
    body: bytes


class Tickets(msgspec.Struct, frozen=True):
    """The capabilities of one journal, or (in requests that set them) their SHA-256."""

    read: bytes
    write: bytes
    deposit: bytes
    append: bytes = b""  # of commons: appends something small and does nothing else; empty in all others

    def __repr__(self) -> str:
        """Show no capability, in no traceback."""
        return "<Tickets: not shown>"


class Want(msgspec.Struct, frozen=True):
    """What a desk asks for: everything after `after` (-1: from the newest snapshot on), or `block` blocks onwards."""

    journal: bytes
    read: bytes
    after: int = -1
    from_block: int = 0

    def __repr__(self) -> str:
        """Show no capability, in no traceback."""
        return "<Want: not shown>"


class Part(msgspec.Struct, frozen=True):
    """One journal's share of an answer. `snapshot` is the sequence of the commit that adopted `blocks`, or -1.

    With `after=-1` the answer starts at the newest snapshot: its blocks in order, then its commit and all later ones;
    a journal without a snapshot starts at sequence 0. Otherwise only commits after `after`, and no blocks.
    `commits` and `blocks` are empty where nothing is new. `stage` is the id under which the snapshot was laid: where it
    is another than in the part before, somebody adopted a newer snapshot meanwhile: ask anew from block 0.
    """

    journal: bytes
    head: Head
    snapshot: int
    from_block: int
    blocks: list[bytes]
    commits: list[Commit]
    stage: bytes = b""


class Fetched(msgspec.Struct, frozen=True):
    """An answer to `fetch`. `unfinished` holds what to ask next, in order; it is empty when all was told."""

    parts: list[Part]
    unfinished: list[Want]


class Staged(msgspec.Struct, frozen=True):
    """A stage that is to be adopted, and how many blocks its author laid there and signed for."""

    id: bytes
    blocks: int


class Resealed(msgspec.Struct, frozen=True):
    """A new body for an old commit: the history re-sealed, or (with `Segment.EMPTIED` and no bytes) let go."""

    sequence: int
    segment: Segment
    key_epoch: int
    body: bytes


class NewJournal(msgspec.Struct, frozen=True):
    """A journal with its first commit (sequence 0); the inbox of the same id is made too."""

    id: bytes
    digests: Tickets
    first: Commit
    is_sponsor: bool = False
    """May who writes it invite? Said once, when it is founded: else an account could lay itself a second one."""
    audit_digest: bytes = b""
    """Of the auditors' ticket, which reads every journal's access log: said once, with the sponsor."""


class Shelf(FreezingCalls, RenewingCalls, InboxCalls, LogCalls, Protocol):
    """The port. `shelf.client` speaks it to the real shelf, `shelf.memory` is its twin; one suite runs on all."""

    def unlock(self, tag: bytes) -> UnlockRow | None:
        """Return the row with this tag; no session needed, and nothing tells why there is none.

        An invitation's row is given until the end of its last day.
        """

    def found(self, lockers: list[NewLocker], journals: list[NewJournal]) -> None:
        """Lay the first lockers and journals of an organisation. Raises ExistsError unless the shelf is empty."""

    def open_session(self, locker: bytes, ticket: bytes, day: int) -> bytes:
        """Return a session token (32 bytes) for a locker that is not frozen; notes the day (days since 1970).

        Raises BadTicketError, or (only when the ticket is right) FrozenError.
        """

    def close_session(self, session: bytes) -> None:
        """End a session; ending one twice is harmless."""

    def read_locker(self, session: bytes) -> Locker:
        """Return the session's own locker."""

    def write_locker(self, session: bytes, replaces: int, sealed: bytes) -> Locker:
        """Replace the session's own locker if its version still is `replaces`; raises VersionMovedError."""

    def put_unlock_rows(self, session: bytes, add: list[UnlockRow], drop: list[bytes] | None) -> None:
        """Drop those of the session's own rows that have these tags, then add rows for it, in one step.

        `drop` None: all of them, whoever put them there.
        """

    def invite(self, session: bytes, sponsor: bytes, write: bytes, invitation: NewInvitation) -> int:
        """Lay an invitation with its unlock row; return its last day (days since 1970).

        `write` must open journal `sponsor`; nothing notes whose it is.
        Raises BadTicketError unless `sponsor` was founded as one, ExistsError for an id, a ticket or a tag that is
        taken, ShelfError for more than MAX_INVITED_DAYS, or fewer than none.
        """

    def withdraw(self, session: bytes, sponsor: bytes, write: bytes, invitation: bytes) -> None:
        """Take an invitation back with its row; harmless when it was used or is not there."""

    def accept(self, ticket: bytes, locker: NewLocker, journal: NewJournal) -> None:
        """Lay one account, and use up the invitation that the ticket is for: both, or nothing. No session needed.

        Raises BadTicketError when there is none: unknown, used, withdrawn or over are one case.
        """

    def fetch(self, session: bytes, wants: list[Want]) -> Fetched:
        """Return what is newer, at most about FETCH_BYTES. Raises BadTicketError if any read ticket is wrong."""

    def history(self, session: bytes, journal: bytes, read: bytes, below: int) -> list[Commit]:
        """Return commits with sequence < `below`, newest first, whatever their segment; at most FETCH_BYTES."""

    def ancestry(self, session: bytes, journal: bytes, read: bytes, after: int, below: int) -> list[Commit]:
        """Return commits with `after` < sequence < `below` without bodies, oldest first: the chain, to be proven."""

    def append(self, session: bytes, journal: bytes, write: bytes, commit: Commit, stage: Staged | None = None) -> Head:
        """Append if `commit.previous` is the head's digest; with `stage`, its blocks become the newest snapshot.

        `write` may be the ticket that only appends: it adopts nothing, and at most MAX_APPENDED_BYTES. Returns the new
        head. Raises EpochMovedError when the journal's epoch is past `commit.epoch` (before the ticket is looked at: a
        rotation replaced it), HeadMovedError when it lost; StageMovedError unless the stage holds as many blocks as it
        says, one at least, and never was adopted: no reader would believe a part of it.
        """

    def stage(self, session: bytes, journal: bytes, write: bytes, stage: bytes, blocks: list[bytes]) -> int:
        """Put blocks aside under a stage id, after those already there; returns how many it holds now.

        Not idempotent: count. Only `drop_stage`, a switch, or two days without an addition throw one away.
        Raises ExistsError for a stage that is or was adopted, TooLargeError without room.
        """

    def drop_stage(self, session: bytes, journal: bytes, write: bytes, stage: bytes) -> None:
        """Throw a stage away; harmless when it is not there. Raises ExistsError for the adopted one."""

    def switch(
        self, session: bytes, journal: bytes, write: bytes, commit: Commit, stage: Staged, digests: Tickets
    ) -> Head:
        """Begin a new epoch in one step: append `commit` (epoch + 1), adopt the stage, replace the hashes.

        Who loses is told as by `append`, and so is whose stage is not whole. All other stages are thrown away, but the
        blocks of the snapshot before stay until `let_go`.
        """

    def reseal(self, session: bytes, journal: bytes, write: bytes, bodies: list[Resealed]) -> None:
        """Replace the bodies of old commits below the newest snapshot; headers and digests stay."""

    def let_go(self, session: bytes, journal: bytes, write: bytes, adopted: bytes) -> None:
        """Let the blocks of the snapshot before go: the stage `adopted`, now the newest snapshot, was read back.

        Harmless when another one was adopted meanwhile: nothing is let go.
        """

    def waiting(self, session: bytes, wants: list[Want]) -> list[int]:
        """Return how many envelopes wait in these journals' inboxes, in the order of `wants`: their numbers only."""
