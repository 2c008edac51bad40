"""Finishing, or taking back, a deed over several journals that was cut off."""

from __future__ import annotations

from itertools import islice

from busel.desk.actions import action
from busel.desk.journals.half_done import HalfDone, fields_in
from busel.desk.journals.writing import About, ConflictError, NotAllowedError, write
from busel.desk.session import Session
from busel.desk.workspace.apply import current_fields
from busel.desk.workspace.load import raw_connection
from busel.desk.workspace.models import Activity
from busel.journal.deed import Op
from busel.journal.fold import Conflict, undo_op

TOGETHER = 500
"""People in one commit: pages wait milliseconds for it."""


@action("finish_deed")
def finish_deed(session: Session, half: HalfDone) -> None:
    """Do the deed, under its id, in each place that lacks it: what it did itself and nothing that lies beside it.

    Raises NotAllowedError for a deed that can only be taken back, ConflictError when somebody changed meanwhile what it
    had written or was to change, or a ShelfError; doing it again is harmless.
    """
    if not half.can_be_finished:
        raise NotAllowedError
    deed, ops = half.deed, list(half.deed.ops())
    standing = [(op, fields_in(session, half.done[0], op.kind, op.id)) for op in ops]
    changed = [Conflict(op, fields) for op, fields in standing if undo_op(op, fields)[1] is not None]
    partial = {op.id for op, fields in standing if fields is not None and fields.keys() > (op.now or {}).keys()}
    for journal in half.left:
        held = [(op, fields_in(session, journal, op.kind, op.id)) for op in ops]
        changed += [Conflict(op, fields) for op, fields in held if fields is None and op.id in partial]
    if changed:
        raise ConflictError(changed)
    for journal in half.left:
        write(session, journal, deed.name, [(op.id, [op]) for op in ops], deed=deed.id, places=deed.places)


@action("undo_change")
def take_back_deed(session: Session, half: HalfDone) -> bool:
    """Put back what the deed changed, in each place where it stands; say whether all of it.

    What somebody changed since stays. Raises NotAllowedError, ConflictError or a ShelfError; doing it again is
    harmless: as long as one place is left, it is told of.
    """
    whole = True
    for journal in half.done:
        ops: list[tuple[int, Op]] = []
        for op in session.ledgers[journal].shared.get(half.deed.id, half.deed).ops():
            back, stays = undo_op(op, fields_in(session, journal, op.kind, op.id))
            whole = whole and stays is None
            if back is not None:
                _take_back_people(session, journal, op)
                ops.append((op.id, back))
        if ops:
            write(session, journal, "undo_change", [(subject, [op]) for subject, op in ops])
    return whole


def _take_back_people(session: Session, journal: bytes, op: Op) -> None:
    """Take what belongs to a batch out of its people's histories, before the batch itself goes."""
    if op.kind != "batch":
        return
    raw = raw_connection()
    noted = Activity.objects.filter(batch=op.id, contact__division=session.numbers[journal])
    rest = iter(list(noted.values_list("contact", "id")))
    while some := list(islice(rest, TOGETHER)):
        about: About = [
            (contact, [Op("activity", id_, None, current_fields(raw, "activity", id_) or {})]) for contact, id_ in some
        ]
        write(session, journal, "undo_change", about)
