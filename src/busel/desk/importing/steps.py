"""The steps of a list on its way in, each done aside: read, plan, write or send. A page waits for the quick ones."""

from __future__ import annotations

import hashlib
import zlib
from contextlib import suppress
from dataclasses import replace

from busel.desk.actions.imports import forget_unfinished, import_list, learn_headings, preview_import, send_list
from busel.desk.clock import today_iso
from busel.desk.importing.going_on import go_on_from, is_replaced, settle
from busel.desk.importing.learning import learned_headings, lessons, meanings
from busel.desk.importing.mappings import fitting
from busel.desk.importing.plan import Plan, Told
from busel.desk.importing.run import Run, fold_after
from busel.desk.importing.sending import plan_sending
from busel.desk.importing.stages import Stage
from busel.desk.importing.unfinished import unfinished_imports, unfinished_of
from busel.desk.importing.weighing import counted_anew, remember, weight_of
from busel.desk.importing.wizards import NOTHING_ASKED, Wizard, keep, keep_file, same_list, work_aside
from busel.desk.journals.writing import NotAllowedError
from busel.desk.oversight import access_log
from busel.desk.oversight.access_log import BrakedError
from busel.desk.oversight.brakes import lay_page
from busel.desk.sandboxes.parsing import read_upload
from busel.desk.session import Session
from busel.journal.errors import JournalError
from busel.registry.keyring import Bundle
from busel.registry.roles import Role
from busel.sheets.readers import Asked
from busel.sheets.tables import Book, SheetError
from busel.shelf.refusals import ShelfError

PATIENCE_SECONDS = 1.5
"""So long a page waits for a step before it shows how far it is."""


def new_wizard(session: Session, data: bytes, *, name: str, division: Bundle) -> Wizard:
    """Return a list on its way into a division, or to its inbox where the account may not change it."""
    return Wizard(
        name=name,
        journal=division.journal,
        division=division.name,
        to_inbox=not session.may(Role.EDITOR, division.journal),
        file=hashlib.sha256(data).digest(),
    )


def take(session: Session, wizard: Wizard, book: Book) -> None:
    """Take what was read: columns as guessed or as a kept mapping says; what was interrupted goes on as it began."""
    wizard.learned = {} if wizard.to_inbox else meanings(session)
    wizard.take_book(book)
    use_kept(session, wizard)
    begun = unfinished_of(session, wizard.file, wizard.journal)
    if begun is not None:
        go_on_from(wizard, begun)


def use_kept(session: Session, wizard: Wizard) -> None:
    """Read the columns as the kept mapping says that fits best, if any does."""
    if wizard.table is not None and not wizard.to_inbox:
        for kept in fitting(session, wizard.table.headers)[:1]:
            wizard.use(kept)


def begin(session: Session, data: bytes, *, name: str, division: Bundle, asked: Asked = NOTHING_ASKED) -> Wizard | None:
    """Start to read a file, or find it on its way; None when as many as can be kept are at work.

    Whoever pressed and got no answer presses once more: that is no second list.
    """
    wizard = new_wizard(session, data, name=name, division=division)
    if (same := same_list(wizard.file, wizard.journal)) is not None:
        return same
    wizard.asked = asked
    if keep(wizard) is None:
        return None
    work_aside(wizard, Stage.READING, lambda one: _read(session, one, data))
    return wizard


def read_again(session: Session, wizard: Wizard, asked: Asked) -> bool:
    """Start to read the file as the person asks. False when it is kept no more: then it has to be brought again."""
    if not wizard.packed:
        return False
    data = zlib.decompress(wizard.packed)
    wizard.asked, wizard.plan = asked, None
    return work_aside(wizard, Stage.READING, lambda one: _read(session, one, data))


def plan(session: Session, wizard: Wizard) -> None:
    """Start to compute the effects. Those of before go first: what stops on the way may not be gone on with by them."""
    before, wizard.plan = wizard.plan, None
    wizard.total = wizard.reading.table.data_count
    work_aside(wizard, Stage.PLANNING, lambda one: _plan(session, one, before))


def carry_out(session: Session, wizard: Wizard) -> bool:
    """Start to write, or to send; also to go on after it stopped. False while another list is at work."""
    if wizard.plan is None:
        return False
    wizard.total = wizard.plan.counts.people
    stage = Stage.SENDING if wizard.to_inbox else Stage.WRITING
    return work_aside(wizard, stage, lambda one: _send(session, one) if one.to_inbox else _write(session, one))


def has_moved(session: Session, wizard: Wizard) -> bool:
    """Did somebody write into the division since the effects were computed?"""
    return not wizard.to_inbox and wizard.planned_at != _end_of(session, wizard.journal)


def wait(wizard: Wizard) -> None:
    """Wait a moment for the step that is being done."""
    wizard.ended.wait(PATIENCE_SECONDS)


def _read(session: Session, wizard: Wizard, data: bytes) -> Stage:
    book = read_upload(data, wizard.asked)
    if isinstance(book, SheetError) and wizard.book is not None:  # as it was read before it can still be used
        wizard.misread = book
        return Stage.SEEN
    if isinstance(book, SheetError):
        wizard.error = book
        return Stage.REFUSED
    wizard.misread, wizard.plan = None, None
    take(session, wizard, book)
    if book.encoding and not wizard.packed:  # a reader that had to find the encoding out can be told another one
        keep_file(wizard, data)
    return Stage.SEEN


def _plan(session: Session, wizard: Wizard, before: Plan | None) -> Stage:
    def told(rows: int) -> None:
        wizard.done = rows

    wizard.braked = False
    settle(wizard)
    if wizard.to_inbox:
        wizard.plan = plan_sending(wizard.reading, seed=wizard.seed)
    else:
        planned_at = wizard.planned_at
        with session.upkeep:  # a fold that is under way moves the end: the effects would be shown once more
            wizard.planned_at = _end_of(session, wizard.journal)
        try:
            wizard.plan = _compared(session, wizard, told, before if planned_at == wizard.planned_at else None)
        except BrakedError:  # nothing was shown: the columns stay as they were set, to be tried again
            wizard.braked = True
            return Stage.COLUMNS
    wizard.run = None
    return Stage.EFFECTS


def _compared(session: Session, wizard: Wizard, told: Told, before: Plan | None) -> Plan:
    """Return the effects, once the access log has confirmed of whom they tell. Raises BrakedError for too many.

    `before`: the effects of before, since which nobody wrote. What was weighed for them still holds.
    """
    reading = wizard.reading
    if before is not None and before.found.was_weighed and before.weighed_by == reading.weighed_by:
        reading = replace(reading, found=before.found)
    with access_log.page() as page:
        plan = preview_import(
            session, wizard.journal, reading, seed=wizard.seed, first_deed=wizard.first_deed, told=told
        )
    counted = counted_anew(session, wizard, plan).difference(*(one.contacts for one in page.notes))
    lay_page(session, page.notes, more=weight_of(counted))
    remember(wizard, counted)
    return plan


def _write(session: Session, wizard: Wizard) -> Stage:
    if wizard.plan is None:
        raise LookupError

    def told(run: Run) -> None:
        wizard.done = run.people

    wizard.run = wizard.run or Run(wizard.journal, wizard.name, wizard.plan)
    import_list(session, wizard.run, wizard.note(wizard.run.day), told=told, report_waits=True)
    _learn(session, wizard)
    wizard.let_go()
    wizard.stage = Stage.DONE  # all are in and found: nobody waits until the journal is folded
    wizard.ended.set()
    with suppress(ShelfError, NotAllowedError, JournalError):
        fold_after(session, wizard.run)
    return Stage.DONE


def _learn(session: Session, wizard: Wizard) -> None:
    """Remember what the editor said of headings. All people are in: whatever hinders a lesson does not hinder them."""
    known = {one.heading.heading for one in learned_headings(session)}
    found = lessons(wizard.columns, wizard.targets, known)
    with suppress(ShelfError, NotAllowedError):
        learn_headings(session, wizard.journal, found)


def send(session: Session, wizard: Wizard, told: Told) -> None:
    """Send a list, or what of it does not lie in the inbox yet. What it replaces is told of no more."""
    if wizard.interrupted is not None and is_replaced(wizard):
        forget_unfinished(session, wizard.interrupted)
    sent = (one for one in unfinished_imports(session) if one.seed == wizard.seed.hex())
    send_list(session, wizard.reading, next(sent, None) or wizard.note(today_iso()), told=told)


def _send(session: Session, wizard: Wizard) -> Stage:
    def told(people: int) -> None:
        wizard.done = people

    send(session, wizard, told)
    wizard.let_go()
    return Stage.DONE


def _end_of(session: Session, journal: bytes) -> int:
    link = session.ledgers[journal].link
    return -1 if link is None else link.sequence
