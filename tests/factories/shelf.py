"""Lockers, journals and commits as a desk would make them, with random bytes where a desk seals."""

from __future__ import annotations

import hashlib
import os
import time
from dataclasses import dataclass, field

from busel.journal.header import Header, Place
from busel.shelf.protocol import (
    Commit,
    Head,
    NewInvitation,
    NewJournal,
    NewLocker,
    Segment,
    Shelf,
    Staged,
    Tickets,
    UnlockRow,
    Want,
)

ORGANISATION = bytes.fromhex("5a" * 16)
"""Whose commits every shelf of a test hashes."""
GENESIS = bytes(32)


def new_id() -> bytes:
    return os.urandom(16)


def secret() -> bytes:
    return os.urandom(32)


def sha(data: bytes) -> bytes:
    return hashlib.sha256(data).digest()


def today() -> int:
    return int(time.time() // 86_400)


def hashes(tickets: Tickets) -> Tickets:
    append = sha(tickets.append) if tickets.append else b""
    return Tickets(sha(tickets.read), sha(tickets.write), sha(tickets.deposit), append)


def own_journal(write: bytes) -> bytes:
    return sha(b"busel/1 hash own journal" + write)[:16]


def new_tickets() -> Tickets:
    return Tickets(secret(), secret(), secret())


@dataclass
class Account:
    """What one member's desk knows of the member's locker."""

    id: bytes = field(default_factory=new_id)
    ticket: bytes = field(default_factory=secret)
    freeze_code: bytes = field(default_factory=secret)
    halves: tuple[bytes, bytes] = field(default_factory=lambda: (secret(), secret()))
    rows: list[UnlockRow] = field(default_factory=lambda: [UnlockRow(secret(), os.urandom(200)) for _ in range(3)])
    sealed: bytes = field(default_factory=lambda: os.urandom(512))

    def locker(self) -> NewLocker:
        thaw = (sha(self.halves[0]), sha(self.halves[1]))
        return NewLocker(self.id, self.sealed, sha(self.ticket), sha(self.freeze_code), thaw, self.rows)

    def sign_in(self, shelf: Shelf) -> bytes:
        return shelf.open_session(self.id, self.ticket, today())


@dataclass
class Slip:
    """An invitation, as the office's desk makes it and a newcomer's shows it."""

    id: bytes = field(default_factory=new_id)
    ticket: bytes = field(default_factory=secret)
    row: UnlockRow = field(default_factory=lambda: UnlockRow(secret(), os.urandom(200)))
    days: int = 14

    def invitation(self) -> NewInvitation:
        return NewInvitation(self.id, sha(self.ticket), self.row, self.days)


def let_in(
    shelf: Shelf, session: bytes, office: Chain, locker: NewLocker | None = None, *, journal: NewJournal | None = None
) -> None:
    """Lay one more account, or one more journal, as a newcomer's desk does; what is not given is a stranger's."""
    slip = Slip()
    shelf.invite(session, office.id, office.tickets.write, slip.invitation())
    shelf.accept(slip.ticket, locker or Account().locker(), journal or Chain().new())


def commit_after(journal: bytes, head: Head, body: bytes, *, epoch: int | None = None) -> tuple[Commit, Head]:
    """Return the commit that follows `head`, and the head that it makes: as a desk does, not as a shelf does."""
    epoch = head.epoch if epoch is None else epoch
    sequence = head.sequence + 1
    commit = Commit(epoch, sequence, head.digest, sha(body), Segment.STATE, epoch, body)
    header = Header(Place(ORGANISATION, journal), epoch, sequence, head.digest)
    return commit, Head(epoch, sequence, header.digest(commit.body_digest))


@dataclass
class Chain:
    """One journal as an editor's desk holds it."""

    id: bytes = field(default_factory=new_id)
    tickets: Tickets = field(default_factory=new_tickets)
    commits: list[Commit] = field(default_factory=list)
    head: Head = field(default_factory=lambda: Head(0, -1, GENESIS))

    @classmethod
    def own(cls) -> Chain:
        """Return an account's own journal, whose id is made of its write ticket."""
        tickets = new_tickets()
        return cls(own_journal(tickets.write), tickets)

    def new(self, body: bytes = b"first", *, is_sponsor: bool = False, audit_digest: bytes = b"") -> NewJournal:
        commit, self.head = commit_after(self.id, Head(0, -1, GENESIS), body)
        self.commits = [commit]
        return NewJournal(self.id, hashes(self.tickets), commit, is_sponsor, audit_digest)

    def append(
        self, shelf: Shelf, session: bytes, body: bytes = b"deed", *, stage: bytes = b"", blocks: int = 1
    ) -> Commit:
        commit, head = commit_after(self.id, self.head, body)
        staged = Staged(stage, blocks) if stage else None
        assert shelf.append(session, self.id, self.tickets.write, commit, staged) == head
        self.head = head
        self.commits.append(commit)
        return commit

    def switch(
        self, shelf: Shelf, session: bytes, stage: bytes, body: bytes = b"new epoch", *, blocks: int = 1
    ) -> Commit:
        commit, head = commit_after(self.id, self.head, body, epoch=self.head.epoch + 1)
        tickets = new_tickets()
        assert (
            shelf.switch(session, self.id, self.tickets.write, commit, Staged(stage, blocks), hashes(tickets)) == head
        )
        self.head, self.tickets = head, tickets
        self.commits.append(commit)
        return commit

    def stage(self, shelf: Shelf, session: bytes, *blocks: bytes) -> bytes:
        stage = new_id()
        assert shelf.stage(session, self.id, self.tickets.write, stage, list(blocks)) == len(blocks)
        return stage

    def want(self, after: int = -1, from_block: int = 0) -> Want:
        return Want(self.id, self.tickets.read, after, from_block)
