"""Carrying a plan out, piece by piece; what is done stays done, and doing a piece again changes nothing."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from busel.contacts.records import Batch
from busel.desk.clock import today_iso
from busel.desk.importing.erased import erased_days
from busel.desk.importing.numbering import batch_id
from busel.desk.importing.outcomes import CHANGED_MEANWHILE, WAS_ERASED, Outcome
from busel.desk.importing.plan import About, Plan
from busel.desk.importing.undoing_ties import TIES
from busel.desk.journals.folding import TAIL_COMMITS, fold_journal
from busel.desk.journals.writing import ConflictError, write
from busel.desk.search.free_text import TEXTS
from busel.desk.search.names import NAMES
from busel.desk.session import Session
from busel.desk.workspace.apply import current_fields
from busel.desk.workspace.load import raw_connection
from busel.journal.deed import Op
from busel.journal.fold import Conflict
from busel.sheets.draft import Problem

TAIL_RECORDS = 2_000
"""People brought in at once: above that the journal is folded, so that the next opening is fast."""
DEED = "import_list"
_BREATH_SECONDS = 0.002
"""Between commits, so that a page which waits for the session's lock gets it: Python's locks know no order."""


@dataclass
class Run:
    """An import on its way. Read by pages while a thread works on it."""

    journal: bytes
    title: str
    plan: Plan = field(repr=False)
    day: str = field(default_factory=today_iso)
    done: int = 0
    """Pieces that are stored."""
    people: int = 0
    """People in them."""

    @property
    def is_done(self) -> bool:
        """Is everything stored?"""
        return self.done == len(self.plan.pieces)


def carry_out(session: Session, run: Run, told: Callable[[Run], None] = lambda _run: None) -> None:
    """Store what is not stored yet. Each piece is one commit, signed and sealed, then seen in the workspace.

    Raises NotAllowedError or a ShelfError: what was stored until then stays, and calling it again goes on.
    """
    plan = run.plan
    # Every piece names the import: so a deed in somebody's history tells by itself where it came from.
    origin = (batch_id(plan.seed), [_origin(session, run)])
    while not run.is_done:
        piece = plan.piece(run.done)
        _store(session, run, piece, origin)
        run.people += plan.people[run.done]
        run.done += 1
        told(run)
        time.sleep(_BREATH_SECONDS)
    plan.counts.check(plan.rows)
    NAMES.settle()
    TEXTS.settle()


def note_dropped(session: Session, run: Run) -> None:
    """Let the import's record tell what came in, and how many rows became problems on the way (`meanwhile`)."""
    plan, id_ = run.plan, batch_id(run.plan.seed)
    with session.lock:
        held = current_fields(raw_connection(), "batch", id_)
        if held is None or not plan.dropped:  # of a list of which nothing came in there is no record
            return
        counts = {**held["counts"]}
        for foreseen, count in plan.dropped.items():
            counts[foreseen.value] = counts.get(foreseen.value, 0) - count
            counts["problems"] = counts.get("problems", 0) + count
            counts["meanwhile"] = counts.get("meanwhile", 0) + count
        write(session, run.journal, DEED, [(id_, [Op("batch", id_, {"counts": counts}, {"counts": held["counts"]})])])
        plan.dropped.clear()


def fold_after(session: Session, run: Run) -> bool:
    """Fold the journal after a large import; say whether it was done. Somebody who writes meanwhile comes first.

    All are in and found before it: nobody has to wait for it. Raises as `fold_journal` does.
    """
    if run.people <= TAIL_RECORDS and session.ledgers[run.journal].tail <= TAIL_COMMITS:
        return False
    return fold_journal(session, run.journal)


def _origin(session: Session, run: Run) -> Op:
    """Return the operation that keeps the import's own record; what goes on keeps the one of its beginning."""
    id_ = batch_id(run.plan.seed)
    counts = run.plan.counts.as_stored()
    batch = Batch(type="import", day=run.day, title=run.title, counts=counts, by=session.account.hex())
    return Op("batch", id_, current_fields(raw_connection(), "batch", id_) or batch.fields())


def _store(session: Session, run: Run, piece: list[About], origin: tuple[int, list[Op]]) -> None:
    deed = run.plan.deed(run.done)
    if deed in session.ledgers[run.journal].deeds:
        return
    rest = _without_erased(run.plan, _not_in_yet(raw_connection(), piece), erased_days(raw_connection()))
    while rest:
        about = [(contact, ops) for _row, contact, ops in rest]
        try:
            write(session, run.journal, DEED, [origin, *about], deed=deed)
        except ConflictError as error:
            rest = _without_conflicts(run.plan, rest, error.conflicts)
        else:
            return


def _not_in_yet(raw: sqlite3.Connection, piece: list[About]) -> list[About]:
    """Leave out who was brought in before the journal was folded: the deed's id is forgotten then, the person not."""
    new = [contact for _row, contact, ops in piece if _is_new(ops)]
    marks = ",".join("?" * len(new))
    there = {row[0] for row in raw.execute(f"SELECT id FROM workspace_contact WHERE id IN ({marks})", new)}
    return [
        (row, subject, kept)
        for row, subject, ops in piece
        if (subject not in there or not _is_new(ops)) and (kept := _not_there(raw, ops))
    ]


def _not_there(raw: sqlite3.Connection, ops: list[Op]) -> list[Op]:
    """Leave out what people share, or what ties two of them, where it was brought in before the journal was folded."""
    return [op for op in ops if op.was or op.kind not in TIES or current_fields(raw, op.kind, op.id) is None]


def _without_erased(plan: Plan, piece: list[About], erased: dict[int, str]) -> list[About]:
    """Take out who came in, was erased since, and of whom the journal tells nothing any more: they stay away."""
    for row, contact, ops in piece:
        if contact in erased:
            plan.drop(Problem(row, "", erased[contact], WAS_ERASED), Outcome.NEW if _is_new(ops) else Outcome.UPDATED)
    return [about for about in piece if about[1] not in erased]


def _is_new(ops: list[Op]) -> bool:
    return ops[0].kind == "contact" and not ops[0].was


def _without_conflicts(plan: Plan, piece: list[About], conflicts: Iterable[Conflict]) -> list[About]:
    """Take out the people whom somebody else changed since the effects were shown: they become problem rows."""
    touched = {(conflict.op.kind, conflict.op.id) for conflict in conflicts}
    kept = []
    for row, contact, ops in piece:
        if touched.isdisjoint((op.kind, op.id) for op in ops):
            kept.append((row, contact, ops))
        elif ops[0].kind not in TIES:
            plan.drop(Problem(row, "", "", CHANGED_MEANWHILE), Outcome.NEW if _is_new(ops) else Outcome.UPDATED)
    if len(kept) == len(piece):
        raise RuntimeError("a conflict about nobody in the piece")
    return kept
