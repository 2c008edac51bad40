"""Who changed what, and undoing it: from the deeds that are believed, over the tail and the history alike."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from busel.desk.journals.annals import Annals, annals_of
from busel.desk.journals.writing import Written, write
from busel.desk.keys.posting import handles_of
from busel.desk.session import Session
from busel.desk.workspace.aliases import inward, stored_id
from busel.desk.workspace.apply import current_fields
from busel.desk.workspace.load import raw_connection
from busel.desk.workspace.rows import is_typed
from busel.journal.deed import Deed, Fields, Op
from busel.journal.fold import State, undo_op
from busel.registry.erasures import RESTATING

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
    eased: tuple[str, ...] = ()
    """Fields of a person, changed since, out of which what a merge had brought is taken."""


def history_of(session: Session, journal: bytes, subject: int) -> Past:
    """Return what happened to a contact (or another subject), by the deeds that are believed.

    An operation that did not fit changed nothing, so it is told as doubtful. Raises a JournalError, NotReadError or a
    ShelfError.
    """
    return histories_of(session, journal, [subject])[subject]


def histories_of(session: Session, journal: bytes, subjects: Iterable[int]) -> dict[int, Past]:
    """Return what happened to each of some subjects, as `history_of` does; the journal is read once."""
    annals, handles = annals_of(session, journal), handles_of(session, journal)
    raw, number = raw_connection(), session.numbers[journal]
    tales = {one: _Tale(stored_id(raw, number, one)) for one in subjects}
    for deed in annals.read_all(session):
        for tale in tales.values():
            tale.take(deed, inward(raw, number, deed.about(tale.stored)), annals, handles.get(deed.author, ""))
    return {one: tale.told(annals) for one, tale in tales.items()}


class _Tale:
    """What happened to one subject, as far as the journal is read."""

    def __init__(self, stored: int) -> None:
        self.stored = stored
        self._past, self._state, self._misfits = Past([]), State(fits=is_typed), 0

    def take(self, deed: Deed, about: list[Op], annals: Annals, handle: str) -> None:
        """Take what a deed did to the subject."""
        self._state.meet(deed, restates=deed.name in RESTATING)
        ops = [op for op in about if self._state.apply_one(op) is None or annals.gaps]
        self._misfits += len(ops) < len(about)
        if not ops or deed.name in RESTATING:  # what is said again for who lacks parts is no change
            return
        if deed.name in MAKES_PEOPLE and any(op.kind == "contact" and not op.was for op in ops):
            self._past = Past([], annals.sealed, annals.doubtful + self._misfits)  # there is nothing older to tell
        change = Change(deed.id, deed.name, deed.author, handle, deed.hour, annals.sequence, ops, _batch(deed))
        self._past.changes.append(change)

    def told(self, annals: Annals) -> Past:
        """Return it, the newest change first, once the journal is read."""
        past, doubtful = self._past, annals.doubtful + self._misfits
        return Past(past.changes[::-1], annals.sealed - past.sealed, doubtful - past.doubtful)


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
        back, stays = undo_op(op, current_fields(raw, op.kind, op.id, session.numbers[journal]))
        ops += [back] if back is not None else []
        left += [stays] if stays is not None else []
    if not ops:
        return Undone(None, left)
    return Undone(write(session, journal, "undo_change", [(subject, ops)]), left)


def _batch(deed: Deed) -> Fields:
    return next((op.now for op in deed.ops() if op.kind == "batch" and op.now), {})
