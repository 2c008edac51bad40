"""Who changed what, and undoing it: the journal read backwards, over the tail and the history alike."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from busel.desk.ledger import PUBLISHING, Ledger
from busel.desk.posting import handles_of
from busel.desk.session import Session
from busel.desk.workspace.apply import current_fields
from busel.desk.workspace.load import raw_connection
from busel.desk.writing import NotReadError, Written, write
from busel.journal.commit import open_commit, open_history
from busel.journal.deed import Deed, Fields, Op
from busel.journal.errors import BrokenChainError, ForgedError, JournalError
from busel.journal.fold import undo_op
from busel.journal.header import Header
from busel.shelf.protocol import Commit, Segment

MAKES_PEOPLE = frozenset({"add_contact", "import_list", "accept_entry", "add_demo_people"})
"""Deeds that make people: where one of them made a person there is nothing older to tell of them."""


@dataclass(frozen=True)
class Edit:
    """One field of one record: what stood there before and after; None is nothing."""

    kind: str
    record: int
    name: str
    was: Any
    now: Any


@dataclass(frozen=True)
class Change:
    """What one deed did to one subject."""

    deed: bytes
    name: str
    author: bytes
    handle: str
    """Of the author, as the division's records know it; empty where they do not."""
    hour: int
    sequence: int
    ops: list[Op] = field(default_factory=list)
    batch: Fields = field(default_factory=dict)
    """Of the list or envelope that the deed belongs to; empty for a deed of its own."""

    def edits(self) -> Iterator[Edit]:
        """Yield each field that it changed."""
        for op in self.ops:
            names = op.was if op.now is None else {**op.was, **op.now}
            for name in names:
                yield Edit(op.kind, op.id, name, op.was.get(name), (op.now or {}).get(name))


@dataclass(frozen=True)
class Past:
    """The changes of a subject, newest first. `sealed` older commits do not open: the account was let in later."""

    changes: list[Change]
    sealed: int = 0
    doubtful: int = 0
    """Commits that did not verify; they are left aside."""


@dataclass(frozen=True)
class Undone:
    """What came of undoing: `written` is None when nothing was left to undo; `left` was changed since and stays."""

    written: Written | None
    left: list[Op]


def history_of(session: Session, journal: bytes, subject: int) -> Past:
    """Return what happened to a contact (or another subject). Raises BrokenChainError, NotReadError or a ShelfError."""
    handles = handles_of(session, journal)
    changes: list[Change] = []
    counts = {"sealed": 0, "doubtful": 0}
    for commit, deed in _backwards(session, journal, counts):
        ops = _about(deed, subject)
        if ops:
            handle = handles.get(deed.author, "")
            changes.append(
                Change(deed.id, deed.name, deed.author, handle, deed.hour, commit.sequence, ops, _batch(deed))
            )
            if deed.name in MAKES_PEOPLE and any(op.kind == "contact" and not op.was for op in ops):
                break
    return Past(changes, counts["sealed"], counts["doubtful"])


def undo_change(session: Session, journal: bytes, deed: bytes, subject: int) -> Undone:
    """Put back what a deed changed of a subject, where nobody changed it since.

    Raises LookupError for a deed that did nothing to the subject, and what `write` raises.
    """
    change = next((one for one in history_of(session, journal, subject).changes if one.deed == deed), None)
    if change is None:
        raise LookupError
    ops: list[Op] = []
    left: list[Op] = []
    raw = raw_connection()
    for op in reversed(change.ops):
        back, stays = undo_op(op, current_fields(raw, op.kind, op.id))
        ops += [back] if back is not None else []
        left += [stays] if stays is not None else []
    if not ops:
        return Undone(None, left)
    return Undone(write(session, journal, "undo_change", [(subject, ops)]), left)


def _about(deed: Deed, subject: int) -> list[Op]:
    return [op for part in deed.read_parts() if part.subject == subject for op in part.ops]


def _batch(deed: Deed) -> Fields:
    ops = (op for part in deed.read_parts() for op in part.ops)
    return next((op.now for op in ops if op.kind == "batch" and op.now), {})


def _backwards(session: Session, journal: bytes, counts: dict[str, int]) -> Iterator[tuple[Commit, Deed]]:
    """Yield verified deeds, newest first. The chain is followed from the verified head back."""
    ledger = session.ledgers[journal]
    if ledger.link is None:
        raise NotReadError
    ticket, below, digest = ledger.bundle.keys.read_ticket(), ledger.link.sequence + 1, ledger.link.digest
    while below > 0:
        commits = session.shelf.history(session.token, journal, ticket, below)
        for commit in commits:
            header = Header(ledger.place, commit.epoch, commit.sequence, commit.previous)
            if commit.sequence != below - 1 or header.digest(commit.body_digest) != digest:
                raise BrokenChainError
            below, digest = commit.sequence, commit.previous
            deed = _deed(session, ledger, (header, commit), counts)
            if deed is not None:
                yield commit, deed
        if not commits:
            raise BrokenChainError


def _deed(session: Session, ledger: Ledger, placed: tuple[Header, Commit], counts: dict[str, int]) -> Deed | None:
    header, commit = placed
    keys = ledger.bundle.epochs.get(commit.key_epoch)
    history = commit.segment is Segment.HISTORY
    if commit.segment is Segment.EMPTIED or keys is None or (history and not keys.history):
        counts["sealed"] += 1
        return None
    try:
        content = (open_history if history else open_commit)(keys, header, commit.body)
        if not isinstance(content, Deed):
            return None
        _check_author(session, ledger, header, deed=content)
        list(content.read_parts())  # what is signed and does not decode is damaged, too
    except JournalError:
        counts["doubtful"] += 1
        return None
    return content


def _check_author(session: Session, ledger: Ledger, header: Header, *, deed: Deed) -> None:
    """Raise ForgedError unless its author signed it: who holds, or once held, a role here; in commons a division."""
    if ledger.roster is None:
        public = ledger.own_public if deed.author == ledger.account else None
    else:
        published = deed.name == PUBLISHING and ledger.bundle.name == "commons"
        public = session.certificates.public(deed.author) if published else ledger.roster.keys.get(deed.author)
    if public is None:
        raise ForgedError
    deed.check_signature(header, public)
