"""Bringing a list in: seeing what it would change, doing it, keeping how its columns are read."""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Mapping as Mapping_

import msgspec

from busel.contacts.records import Heading, Mapping
from busel.desk.actions import action
from busel.desk.actions.entries import send_entry
from busel.desk.clock import today_iso
from busel.desk.importing.foreseeing import plan_import
from busel.desk.importing.learning import KIND as HEADING
from busel.desk.importing.learning import Learned, learned_headings
from busel.desk.importing.mappings import KIND, KeptMapping, kept_mappings
from busel.desk.importing.numbering import batch_id, deed_id
from busel.desk.importing.outcomes import Outcome
from busel.desk.importing.plan import Plan, Reading, Told
from busel.desk.importing.run import Run, carry_out, note_dropped
from busel.desk.importing.sending import people_to_send
from busel.desk.importing.undoing import Undoing
from busel.desk.importing.undoing import carry_out as take_back
from busel.desk.importing.unfinished import KIND as UNFINISHED
from busel.desk.importing.unfinished import Unfinished, noted_imports
from busel.desk.inboxes.inbox import Entry
from busel.desk.journals.writing import ConflictError, NotAllowedError, write
from busel.desk.oversight import access_log
from busel.desk.running.patience import without_collecting
from busel.desk.session import Session
from busel.desk.workspace.apply import current_fields
from busel.desk.workspace.load import raw_connection
from busel.journal.deed import Fields, Op
from busel.journal.fold import changes
from busel.registry.roles import Role
from busel.vault.entropy import new_record_id

_TRIES = 3


@action("preview_import")
def preview_import(
    session: Session,
    journal: bytes,
    reading: Reading,
    *,
    seed: bytes,
    first_deed: int = 0,
    told: Told = lambda _rows: None,
) -> Plan:
    """Return what bringing a list into a division would do; nothing is written but the access log.

    For it tells who of the list is stored. Raises NotAllowedError or a ShelfError.
    """
    if not session.may(Role.EDITOR, journal):
        raise NotAllowedError
    raw, division = raw_connection(), session.numbers[journal]
    with without_collecting():
        plan = plan_import(raw, division, reading, seed=seed, first_deed=first_deed, told=told)
    known = [shown.known for shown in plan.first if shown.known]
    count = plan.counts[Outcome.UPDATED] + plan.counts.left_as_they_are + plan.fates.resembling
    if count:
        access_log.note(session, "preview_import", journal, known, count=count)
    return plan


@action("import_list")
def import_list(
    session: Session,
    run: Run,
    note: Unfinished,
    *,
    told: Callable[[Run], None] = lambda _run: None,
    report_waits: bool = False,
) -> None:
    """Carry a plan out; `fold_after` is for whoever called. `report_waits`: tell of it until its report was shown.

    Begun and finished are noted in the own journal, so that a killed desk is told of. Raises NotAllowedError or a
    ShelfError; what was stored until then stays, and doing it again goes on.
    """
    if not session.may(Role.EDITOR, run.journal):
        raise NotAllowedError
    _note(session, note, begun=True)
    with without_collecting():
        carry_out(session, run, told)
    note_dropped(session, run)
    _note(session, msgspec.structs.replace(note, came=run.plan.counts.as_stored()), begun=report_waits)


@action("undo_import")
def undo_import(session: Session, undoing: Undoing, *, told: Callable[[], None] = lambda: None) -> None:
    """Take a whole list back, except what was changed since; then its record says so, and nobody does it again.

    Raises NotAllowedError, ConflictError or a ShelfError; what was taken back until then is, and again goes on.
    """
    brought = undoing.brought
    if not session.may(Role.EDITOR, brought.journal):
        raise NotAllowedError
    take_back(session, undoing, told)
    with session.lock:
        held = current_fields(raw_connection(), "batch", brought.id) or {}
        if not held.get("undone"):
            op = Op("batch", brought.id, {"undone": today_iso()}, {})
            write(session, brought.journal, "undo_import", [(brought.id, [op])])


@action("note_import")
def forget_unfinished(session: Session, note: Unfinished) -> None:
    """Do not tell of an unfinished import any more; what it brought in stays. Raises ShelfError."""
    _note(session, note, begun=False)


def _note(session: Session, note: Unfinished, *, begun: bool) -> None:
    record = batch_id(bytes.fromhex(note.seed))
    held = next((one.fields() for one in noted_imports(session) if one.seed == note.seed), None)
    op = _change(record, held, note.fields() if begun else None)
    if op is not None:
        write(session, session.keyring.account.mailbox, "note_import", [(record, [op])])


def _change(record: int, held: Fields | None, wanted: Fields | None) -> Op | None:
    if wanted is None:
        return None if held is None else Op(UNFINISHED, record, None, held)
    now, was = changes(held, wanted)
    return Op(UNFINISHED, record, now, was) if now else None


@action("send_entry")
def send_list(session: Session, reading: Reading, note: Unfinished, *, told: Told = lambda _people: None) -> int:
    """Send a list's people sealed to the division's inbox, some thousands in an envelope; return how many were sent.

    Begun and finished are noted in the own journal; a note of before goes on where it stopped. Raises NotAllowedError,
    NoInboxError or a ShelfError; envelopes that were sent until then stay in the inbox.
    """
    seed = bytes.fromhex(note.seed)
    sent = 0
    for at, people in enumerate(people_to_send(reading)):
        if at >= note.sent:
            _note(session, msgspec.structs.replace(note, sent=at), begun=True)
            send_entry(session, note.journal, Entry(people, note.name), envelope=deed_id(seed, at))
        sent += len(people)
        told(sent)
    _note(session, note, begun=False)
    return sent


@action("save_mapping")
def save_mapping(session: Session, journal: bytes, mapping: Mapping) -> None:
    """Keep how columns are read, under its title, in a division. Raises NotAllowedError, ConflictError, ShelfError."""
    same = (kept for kept in kept_mappings(session) if kept.title == mapping.title and kept.journal == journal)
    kept = next(same, None)
    record = kept.record if kept else new_record_id()
    now, was = changes(kept.fields if kept else None, mapping.fields())
    if now:
        write(session, journal, "save_mapping", [(record, [Op(KIND, record, now, was)])])


@action("save_mapping")
def rename_mapping(session: Session, kept: KeptMapping, title: str) -> None:
    """Call a kept mapping otherwise. Raises NotAllowedError, ConflictError, ShelfError."""
    if title != kept.title:
        op = Op(KIND, kept.record, {"title": title}, {"title": kept.title})
        write(session, kept.journal, "save_mapping", [(kept.record, [op])])


@action("delete_mapping")
def delete_mapping(session: Session, kept: KeptMapping) -> None:
    """Keep a mapping no more. Raises NotAllowedError, ConflictError, ShelfError."""
    write(session, kept.journal, "delete_mapping", [(kept.record, [Op(KIND, kept.record, None, kept.fields)])])


@action("learn_headings")
def learn_headings(session: Session, journal: bytes, lessons: Mapping_[str, str]) -> None:
    """Remember what columns with these headings are: heading -> target. Raises NotAllowedError and ShelfError.

    Somebody who learns the same meanwhile comes first: then it is counted anew, and after some tries left.
    """
    for _try in range(_TRIES):
        ops = _learned(session, journal, lessons)
        if not ops:
            return
        try:
            write(session, journal, "learn_headings", [(op.id, [op]) for op in ops])
        except ConflictError:
            continue
        return


def _learned(session: Session, journal: bytes, lessons: Mapping_[str, str]) -> list[Op]:
    held = {one.heading.heading: one for one in learned_headings(session) if one.journal == journal}
    ops = []
    for heading, target in sorted(lessons.items()):
        known = held.get(heading)
        counts = dict(known.heading.targets) if known else {}
        counts[target] = counts.get(target, 0) + 1
        wanted = Heading(heading=heading, targets=counts, last=target)
        now, was = changes(known.fields if known else None, wanted.fields())
        if now:
            ops.append(Op(HEADING, known.record if known else new_record_id(), now, was))
    return ops


@action("forget_heading")
def forget_heading(session: Session, one: Learned) -> None:
    """Forget what was learned about a heading. Raises NotAllowedError, ConflictError, ShelfError."""
    write(session, one.journal, "forget_heading", [(one.record, [Op(HEADING, one.record, None, one.fields)])])
