"""Writing: one deed, signed, sealed, appended by compare-and-append, and only then seen in the workspace."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass

from busel.desk.clock import this_hour
from busel.desk.journals.ledger import PUBLISHING, RECOVERING, Ledger
from busel.desk.journals.opening import pull
from busel.desk.keeping.removing import bound, removal_of, told_of
from busel.desk.keys.publishing import ticket_to_publish
from busel.desk.session import Session
from busel.desk.workspace.aliases import outward
from busel.desk.workspace.apply import about_nobody, apply_ops, conflicts_of
from busel.desk.workspace.load import divisions_of, raw_connection
from busel.journal.chain import Link
from busel.journal.commit import SealedCommit, seal_commit
from busel.journal.deed import MERGE, Draft, Op, encode_parts
from busel.journal.errors import ForgedError
from busel.journal.fold import Conflict
from busel.registry.authored import ERASURE
from busel.registry.deeds import needed
from busel.registry.erasures import NOTES_ITS_EPOCH
from busel.registry.roster import Roster
from busel.shelf.protocol import Commit, EpochMovedError, HeadMovedError, Segment
from busel.vault.entropy import new_id
from busel.vault.sign import SigningKey

About = Sequence[tuple[int, Sequence[Op]]]
"""What a deed does: (subject, operations), a contact's id and what happens to it and what belongs to it."""


_FEW = 1000
_TAKEN_BACK = "SELECT purpose, withdrawn FROM workspace_consent WHERE contact_id = ? AND withdrawn != ''"


class NotAllowedError(Exception):
    """The account's role on this journal does not allow the deed."""


class NotBelievedError(NotAllowedError):
    """The roster, as every desk has read it, would not take a statement of the deed: nothing was written."""


class NotReadError(Exception):
    """The journal could not be read to its end, so nothing is written after it."""


class ConflictError(Exception):
    """Somebody else changed the same fields meanwhile: nothing was written, both versions are here."""

    def __init__(self, conflicts: list[Conflict]) -> None:
        super().__init__("the same fields were changed meanwhile")
        self.conflicts = conflicts


@dataclass(frozen=True)
class Written:
    """A deed that was stored."""

    deed: bytes
    sequence: int
    already: bool = False
    """Whether the deed stood there before, by this desk or another one: nothing was written now."""


def write(
    session: Session, journal: bytes, name: str, about: About, *, deed: bytes = b"", places: Sequence[bytes] = ()
) -> Written:
    """Do one deed in one journal: stored, then applied. `deed` is its id where it must be the same on a second try.

    Raises NotAllowedError, NotReadError, ConflictError, or a ShelfError; then nothing was changed. A lost race is tried
    again on top of the newer commits; after a rotation the new keys are looked for in the mailbox.
    """
    role = needed(name)
    if role is None or not session.may(role, journal):
        raise NotAllowedError
    draft = Draft(
        id=deed or new_id(),
        name=name,
        author=session.account,
        hour=this_hour(),
        places=list(places) or [journal],
        parts=encode_parts(outward(raw_connection(), session.numbers.get(journal, 0), about)),
    )
    return store(session, journal, draft, about)


def store(session: Session, journal: bytes, draft: Draft, about: About, *, key: SigningKey | None = None) -> Written:
    """Store a deed and see it in the workspace, as `write` does. `key` signs it; the account's own without one.

    Raises NotBelievedError too, also after a lost race: then its statements are to be made anew (`stating.state`).
    """
    ops = [op for _subject, ops in about for op in ops]
    with session.lock:
        if journal not in session.ledgers:  # it was closed while this waited for the lock
            raise NotAllowedError
        lost = False
        while not session.ledgers[journal].has(draft.id, draft.name):
            _refuse_stale(session.ledgers[journal], ops)
            roster = _roster_after(session.ledgers[journal], draft, ops)
            _refuse_conflicts(session.numbers[journal], ops, lost=lost)
            if lost:
                _refuse_half_erased(ops)
                _refuse_half_merged(ops)
            try:
                written = append(session, session.ledgers[journal], draft, key=key)
            except (HeadMovedError, EpochMovedError):
                if not _caught_up(session, journal):
                    raise
                lost = True
                continue
            raw = raw_connection()
            with raw:
                raw.execute("BEGIN IMMEDIATE")
                apply_ops(raw, session.numbers[journal], ops)
            session.ledgers[journal].roster = roster
            return written
        link = session.ledgers[journal].link or Link()
        return Written(draft.id, link.sequence, already=True)


def _refuse_stale(ledger: Ledger, ops: list[Op]) -> None:
    """Raise NotBelievedError for what says that it was written in an epoch before this one: nothing would be owed."""
    now = ledger.bundle.epoch
    if any((op.now or {}).get("epoch", now) < now for op in ops if op.kind in NOTES_ITS_EPOCH):
        raise NotBelievedError


def _refuse_half_erased(ops: list[Op]) -> None:
    """Raise NotBelievedError where more is stored by now about somebody who is erased: it would stay for ever."""
    done = {(op.kind, op.id) for op in ops}
    for op in ops:
        contact = (op.now or {}).get("contact") if op.kind == ERASURE else None
        if contact is not None and not done.issuperset(
            (one.kind, one.id) for one in removal_of(raw_connection(), contact)
        ):
            raise NotBelievedError


def _refuse_half_merged(ops: list[Op]) -> None:
    """Raise ConflictError where more is stored by now about two who are merged, and it would be lost.

    Whatever is told of the one who goes; of the one who stays that they took a consent back, or are another person.
    """
    done = {(op.kind, op.id) for op in ops}
    raw = raw_connection()
    for merge in [op.now for op in ops if op.kind == MERGE and op.now is not None]:
        gone, kept = merge["contact"], merge["other"]
        held = [*bound(raw, gone, divisions_of(raw, [gone]).get(gone, 0)), *told_of(raw, gone)]
        held += [one for one in removal_of(raw, gone) if one.kind == "distinct" and kept in _named(one)]
        if not done.issuperset((one.kind, one.id) for one in held) or _is_taken_back(raw, kept, ops):
            raise ConflictError([])


def _named(op: Op) -> tuple[object, object]:
    return op.was.get("contact"), op.was.get("other")


def _is_taken_back(raw: sqlite3.Connection, kept: int, ops: list[Op]) -> bool:
    """Does a consent come that stands, though one for the same was taken back by whoever gets it, and not before?"""
    comes = [op.now for op in ops if op.kind == "consent" and op.now is not None and op.now.get("contact") == kept]
    held = raw.execute(_TAKEN_BACK, (kept,)).fetchall()
    return any(
        not one.get("withdrawn") and one.get("purpose") == purpose and not one.get("day", "") > day
        for one in comes
        for purpose, day in held
    )


def _roster_after(ledger: Ledger, draft: Draft, ops: list[Op]) -> Roster | None:
    """Return the roster after a deed. Raises NotAllowedError for a deed that no desk would believe."""
    try:
        after = ledger.after(ops, by_root=draft.name in RECOVERING)
    except ForgedError as error:
        raise NotBelievedError from error
    if not ledger.allows(draft, after):
        raise NotAllowedError
    return after


def _caught_up(session: Session, journal: bytes) -> bool:
    """Bring what is newer in a journal. False when there is nothing that this desk believes: it would never end."""
    before = session.ledgers[journal].link
    pull(session)
    if journal not in session.ledgers:
        raise NotAllowedError
    now = session.ledgers[journal].link
    return now is not None and now != before


def _refuse_conflicts(division: int, ops: list[Op], *, lost: bool) -> None:
    """Raise ConflictError for what does not fit.

    New records of a long deed are asked about only after a lost race: their ids are random, but two editors who accept
    one entry make the same ones.
    """
    asked = ops if lost or len(ops) <= _FEW else [op for op in ops if op.was or op.now is None]
    conflicts = [*conflicts_of(raw_connection(), division, asked), *about_nobody(raw_connection(), division, ops)]
    if conflicts:
        raise ConflictError(conflicts)


def append(session: Session, ledger: Ledger, draft: Draft, *, key: SigningKey | None = None) -> Written:
    """Sign, seal and store a deed at a journal's end; the workspace does not see it yet. Raises HeadMovedError."""
    if ledger.link is None:
        raise NotReadError
    header = ledger.next_header()
    sealed = seal_commit(ledger.keys, header, draft.sign(header, key or session.keyring.account.signing))
    publishes = draft.name == PUBLISHING and ledger.bundle.name == "commons"
    ticket = ticket_to_publish(session, ledger.bundle) if publishes else ledger.bundle.write
    session.shelf.append(session.token, ledger.place.journal, ticket, to_commit(sealed))
    ledger.link = Link(header.sequence, sealed.digest, header.epoch)
    (ledger.published if draft.name == PUBLISHING else ledger.deeds).add(draft.id)
    ledger.tail += 1
    return Written(draft.id, header.sequence)


def to_commit(sealed: SealedCommit) -> Commit:
    """Return a sealed commit as the shelf takes it."""
    header = sealed.header
    return Commit(
        epoch=header.epoch,
        sequence=header.sequence,
        previous=header.previous,
        body_digest=sealed.body_digest,
        segment=Segment.STATE,
        key_epoch=header.epoch,
        body=sealed.body,
    )
