"""What every shelf checks, in the same words: the real one and its memory twin refuse alike. No state, no input."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterable, Mapping

from busel.shelf.protocol import (
    ID_BYTES,
    LEAST_IDLE_DAYS,
    MAX_BODY_BYTES,
    MAX_ENVELOPE_BYTES,
    MAX_INVITED_DAYS,
    MAX_STAGE_BYTES,
    MAX_STATES,
    MAX_UNLOCK_ROWS,
    MAX_WAITING,
    MAX_WAITING_BYTES,
    MOST_IDLE_DAYS,
    BadTicketError,
    Commit,
    Envelope,
    EpochMovedError,
    ExistsError,
    Head,
    HeadMovedError,
    NewInvitation,
    NewJournal,
    NewLocker,
    Resealed,
    Segment,
    ShelfError,
    Staged,
    StageMovedError,
    Tickets,
    TooLargeError,
    UnlockRow,
    Want,
)
from busel.shelf.renewing_calls import Renewal

DIGEST_BYTES = 32
HASH_COMMIT = b"busel/1 hash commit"
HASH_OWN_JOURNAL = b"busel/1 hash own journal"
HEADER_VERSION = b"\x01"
"""They stand here and in `vault.labels` and `journal.header`, which a shelf must not import."""
MAX_TAG_BYTES = 64
NUMBER_LIMIT = 2**31
"""Epochs, sequences and positions stay below it, so that every database holds them in four bytes."""
FIRST_VERSION = 1
NO_SNAPSHOT = -1
KEPT_DAYS = 7
"""So long the shelf keeps what an ordinary fold replaced; a change of keys drops it at once."""
KEPT_SNAPSHOTS = 4
"""So many snapshots of one journal are kept: the first ones, so that nobody pushes them out with others."""


def digest(secret: bytes) -> bytes:
    """Return the SHA-256 under which the shelf knows a capability or a body."""
    return hashlib.sha256(secret).digest()


def opens(capability: bytes, stored: bytes) -> bool:
    """Say whether a capability hashes to what is stored.

    Why safe: both sides are digests of fixed length, compared in constant time.
    """
    return hmac.compare_digest(digest(capability), stored)


def check_ticket(capability: bytes, stored: bytes) -> None:
    """Raise BadTicketError unless the capability hashes to what is stored."""
    if not opens(capability, stored):
        raise BadTicketError


def is_idle(last_day: int, today: int, *, idle_days: int) -> bool:
    """Say whether nobody used a locker for longer than the limit."""
    return last_day < today - idle_days


def half_is_awaited(shown_until: int, today: int) -> bool:
    """Say whether a half that was shown still counts."""
    return today <= shown_until


def check_codes(freeze_digest: bytes, thaw_digests: tuple[bytes, bytes]) -> None:
    """Raise ShelfError unless these are three different hashes: one paper must not do what two people do."""
    check_lengths(DIGEST_BYTES, freeze_digest, *thaw_digests)
    if len({freeze_digest, *thaw_digests}) < 1 + len(thaw_digests):
        raise ShelfError


def check_states(codes: list[bytes]) -> None:
    """Raise ShelfError for too many at once."""
    if len(codes) > MAX_STATES:
        raise ShelfError


def check_idle_days(days: int) -> None:
    """Raise ShelfError unless it is a limit that one may set."""
    if not LEAST_IDLE_DAYS <= days <= MOST_IDLE_DAYS:
        raise ShelfError


def check_lengths(length: int, *values: bytes) -> None:
    """Raise ShelfError unless each value has exactly this many bytes."""
    if any(len(value) != length for value in values):
        raise ShelfError


def check_numbers(*numbers: int) -> None:
    """Raise ShelfError unless each number is one that every database holds."""
    if any(not 0 <= number < NUMBER_LIMIT for number in numbers):
        raise ShelfError


def check_bodies(bodies: Iterable[bytes]) -> None:
    """Raise TooLargeError if one of the blobs is longer than the protocol allows."""
    if any(len(body) > MAX_BODY_BYTES for body in bodies):
        raise TooLargeError


def check_commit(commit: Commit) -> None:
    """Raise ShelfError unless the commit is whole."""
    check_bodies([commit.body])
    check_numbers(commit.epoch, commit.sequence)
    check_lengths(DIGEST_BYTES, commit.previous, commit.body_digest)
    fresh = commit.segment == Segment.STATE and commit.key_epoch == commit.epoch
    if not (fresh and opens(commit.body, commit.body_digest)):
        raise ShelfError


def head_after(organisation: bytes, journal: bytes, commit: Commit) -> Head:
    """Return the head that a commit makes.

    Why safe: whoever appends could hand in a false digest, which no later commit could name. Of header and body digest
    the shelf makes the same as every reader (docs/format.md, "Journal"; both are held to tests/vectors/header.txt).
    """
    numbers = commit.epoch.to_bytes(4, "big") + commit.sequence.to_bytes(8, "big")
    header = HEADER_VERSION + organisation + journal + numbers + commit.previous
    return Head(commit.epoch, commit.sequence, digest(HASH_COMMIT + header + commit.body_digest))


def check_epoch(commit: Commit, epoch: int) -> None:
    """Raise EpochMovedError if the journal, now in `epoch`, was rotated since the commit was made."""
    if commit.epoch < epoch:
        raise EpochMovedError


def check_next(commit: Commit, head: Head) -> None:
    """Raise HeadMovedError unless the commit names this head; ShelfError if it does and its number does not follow."""
    if not hmac.compare_digest(commit.previous, head.digest):
        raise HeadMovedError
    if commit.sequence != head.sequence + 1:
        raise ShelfError


def check_tickets(digests: Tickets) -> None:
    """Raise ShelfError unless the hashes of a journal have the length of hashes."""
    check_lengths(DIGEST_BYTES, digests.read, digests.write, digests.deposit)
    if digests.append:
        check_lengths(DIGEST_BYTES, digests.append)


def check_new_ids(ids: list[bytes], taken: Mapping[bytes, object]) -> None:
    """Raise ExistsError unless all are new and different."""
    if len(set(ids)) < len(ids) or not taken.keys().isdisjoint(ids):
        raise ExistsError


def check_new_journal(journal: NewJournal) -> None:
    """Raise ShelfError unless a new journal is whole."""
    check_lengths(ID_BYTES, journal.id)
    check_tickets(journal.digests)
    check_commit(journal.first)
    if journal.first.sequence:
        raise ShelfError
    if journal.audit_digest:
        check_lengths(DIGEST_BYTES, journal.audit_digest)


def check_invitation(invitation: NewInvitation) -> None:
    """Raise ShelfError unless an invitation is whole and lasts no longer than one may."""
    check_lengths(ID_BYTES, invitation.id)
    check_lengths(DIGEST_BYTES, invitation.ticket_digest)
    check_unlock_rows([invitation.row])
    if not 0 <= invitation.days <= MAX_INVITED_DAYS:
        raise ShelfError


def check_accepted(locker: NewLocker, journal: NewJournal) -> None:
    """Raise ShelfError for an account that is not whole, that nothing opens, or that would invite others."""
    check_new_locker(locker)
    check_new_journal(journal)
    if journal.is_sponsor or journal.audit_digest or not locker.unlock_rows:
        raise ShelfError


def check_renewal(renewal: Renewal, journal: NewJournal) -> None:
    """Raise ShelfError for a renewal that is not whole, that nothing opens, or that would invite others."""
    check_bodies([renewal.sealed])
    check_lengths(DIGEST_BYTES, renewal.session_digest)
    check_unlock_rows(renewal.unlock_rows)
    check_new_journal(journal)
    if journal.is_sponsor or journal.audit_digest or not renewal.unlock_rows:
        raise ShelfError


def check_given_up(journal: bytes, write: bytes) -> None:
    """Raise BadTicketError for a journal that is nobody's own: an own one has an id that is made of its write ticket.

    Why safe: whoever writes in a division holds a ticket with which it could be shut for everybody and for good. But a
    division's id is made of other things, and to choose a ticket for it takes 2^128 tries. So the shelf tells them
    apart by no mark that would lie on the disk.
    """
    if not hmac.compare_digest(digest(HASH_OWN_JOURNAL + write)[:ID_BYTES], journal):
        raise BadTicketError


def check_unlock_rows(rows: list[UnlockRow]) -> None:
    """Raise ShelfError for too many, or one without a tag, TooLargeError if one is too long."""
    check_bodies(row.sealed for row in rows)
    if len(rows) > MAX_UNLOCK_ROWS or any(not 0 < len(row.tag) <= MAX_TAG_BYTES for row in rows):
        raise ShelfError


def check_new_locker(locker: NewLocker) -> None:
    """Raise ShelfError unless a new locker is whole."""
    check_lengths(ID_BYTES, locker.id)
    check_bodies([locker.sealed])
    check_lengths(DIGEST_BYTES, locker.session_digest)
    check_codes(locker.freeze_digest, locker.thaw_digests)
    check_unlock_rows(locker.unlock_rows)


def check_room(waiting: int, size: int) -> None:
    """Raise TooLargeError when an inbox with so many envelopes and bytes takes no more."""
    if waiting >= MAX_WAITING or size >= MAX_WAITING_BYTES:
        raise TooLargeError


def check_stage(size: int, blocks: list[bytes]) -> None:
    """Raise TooLargeError when a stage of so many bytes takes no more of these."""
    if size + sum(map(len, blocks)) > MAX_STAGE_BYTES:
        raise TooLargeError


def check_staged(stage: Staged, held: int) -> None:
    """Raise StageMovedError unless all blocks that were laid, one at least, are held to be adopted."""
    if not held or held != stage.blocks:
        raise StageMovedError


def check_envelope(envelope: Envelope) -> None:
    """Raise ShelfError unless the envelope has an id, TooLargeError if it is too long."""
    check_lengths(ID_BYTES, envelope.id)
    if len(envelope.body) > MAX_ENVELOPE_BYTES:
        raise TooLargeError


def check_resealed(bodies: list[Resealed], snapshot: int, epoch: int) -> None:
    """Raise ShelfError unless every commit named stands below the snapshot and gets a body under the newest key."""
    check_bodies(resealed.body for resealed in bodies)
    for resealed in bodies:
        moved = resealed.segment == Segment.HISTORY and bool(resealed.body)
        if not (0 <= resealed.sequence < snapshot and resealed.key_epoch == epoch and moved):
            raise ShelfError


def may_replace(new: Resealed, segment: Segment, key_epoch: int) -> bool:
    """Say whether a new body takes the place of what lies there: once in each epoch, and no second time.

    Why safe: whoever holds the write ticket could put junk in the place of what others sealed. What was sealed into the
    history of this epoch stays as it is until the next one; so two who finish one rotation do no harm to each other.
    """
    return segment is Segment.STATE or key_epoch < new.key_epoch


def check_want(want: Want) -> None:
    """Raise ShelfError unless the numbers of a want are possible ones."""
    check_numbers(want.after + 1, want.from_block)
