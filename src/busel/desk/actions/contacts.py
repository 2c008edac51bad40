"""Adding a person and correcting one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from busel.desk.actions import action
from busel.desk.clock import today_iso
from busel.desk.inboxes.entry import EntryPerson
from busel.desk.journals import changes
from busel.desk.journals.changes import Undone
from busel.desk.journals.writing import ConflictError, NotBelievedError, Written, write
from busel.desk.keeping.erasing import erasing
from busel.desk.people.editing import Edit, operations
from busel.desk.people.to_spell import confirming
from busel.desk.session import Session
from busel.desk.workspace.apply import current_fields
from busel.desk.workspace.load import raw_connection
from busel.journal.deed import Fields, Op
from busel.vault.entropy import new_record_id

TOGETHER = 500
"""People in one commit: pages wait milliseconds for it."""


@action("add_contact")
def add_contact(session: Session, journal: bytes, *, person: Fields, about: Sequence[tuple[str, Fields]] = ()) -> int:
    """Add a person to a division, and what is known about them: (kind, fields without the contact); return the id.

    Raises NotAllowedError or ShelfError.
    """
    [contact] = add_contacts(session, journal, [EntryPerson(person, list(about))])
    return contact


@action("add_contact")
def add_contacts(session: Session, journal: bytes, people: Sequence[EntryPerson], *, deed: bytes = b"") -> list[int]:
    """Add people to a division in one deed; return their ids, none where the deed stood there before.

    Raises NotAllowedError or ShelfError.
    """
    about = [_as_stored(new_record_id(), person) for person in people]
    written = write(session, journal, "add_contact", about, deed=deed)
    return [] if written.already else [contact for contact, _ops in about]


@action("edit_contact")
def plan_follow_ups(session: Session, journal: bytes, contacts: Sequence[int], *, activity: Fields) -> None:
    """Write one follow-up down for each of these people of a division. Raises NotAllowedError or ShelfError."""
    for at in range(0, len(contacts), TOGETHER):
        some = contacts[at : at + TOGETHER]
        ops = [(one, [Op("activity", new_record_id(), {**activity, "contact": one})]) for one in some]
        write(session, journal, "edit_contact", ops)


@action("edit_contact")
def edit_contact(session: Session, journal: bytes, contact: int, *, edits: Sequence[Edit]) -> Written | None:
    """Correct a person in one deed; None when nothing differs.

    Raises editing.ChangedMeanwhileError (nothing was written), LookupError for a record of somebody else,
    NotAllowedError or ShelfError.
    """
    with session.lock:
        whole = [_about(contact, edit) for edit in edits]
        ops = operations(raw_connection(), whole)
        if not ops:
            return None
        try:
            return write(session, journal, "edit_contact", [(contact, ops)])
        except ConflictError:
            # Somebody was quicker by less than a page: their commits are here now, so the same question is asked again.
            operations(raw_connection(), whole)
            raise


@action("edit_contact")
def keep_spellings(session: Session, journal: bytes, spelt: Mapping[int, Fields]) -> int:
    """Write names in the other language that somebody has looked at, contact -> fields, in one deed; return how many.

    Only where nothing stands by now. Raises NotAllowedError, ConflictError (nothing was written) or ShelfError.
    """
    with session.lock:
        edits = [edit for contact, fields in spelt.items() if (edit := confirming(contact, fields))]
        if edits:
            about = [(edit.id, operations(raw_connection(), [edit])) for edit in edits]
            write(session, journal, "edit_contact", about)
        return sum(len((edit.now or {}).keys() & spelt[edit.id].keys()) for edit in edits)


@action("undo_change")
def undo_change(session: Session, journal: bytes, contact: int, *, deed: bytes) -> Undone:
    """Put back what one deed changed of a person; what was changed since is listed and stays.

    Raises LookupError, NotAllowedError, ConflictError or ShelfError.
    """
    return changes.undo_change(session, journal, deed, contact)


@action("erase_contact")
def erase_contact(session: Session, journal: bytes, contact: int) -> None:
    """Take a person out for good; new keys are owed then, which take them out of the history and of older copies.

    Made anew where keys were changed, or more was written about the person, in this very moment. Raises LookupError,
    NotAllowedError, ConflictError or ShelfError.
    """
    with session.lock:
        while True:
            ledger = session.ledgers[journal]
            before = ledger.link
            try:
                write(session, journal, "erase_contact", erasing(session, journal, contact))
            except NotBelievedError:
                if ledger.link == before:
                    raise
            else:
                return


def _as_stored(contact: int, person: EntryPerson) -> tuple[int, list[Op]]:
    ops = [Op("contact", contact, {**person.contact, "added": today_iso()})]
    ops += [Op(kind, new_record_id(), {"contact": contact, **fields}) for kind, fields in person.about]
    return contact, ops


def _about(contact: int, edit: Edit) -> Edit:
    """Return the edit with its record's contact. Raises LookupError for a record of somebody else."""
    held = current_fields(raw_connection(), edit.kind, edit.id) if edit.id else None
    if edit.kind == "contact":
        if edit.id != contact:
            raise LookupError(edit.kind)
        return edit
    if held is not None and held.get("contact") != contact:
        raise LookupError(edit.kind)
    if edit.now is None or (edit.id and edit.base is not None):
        return edit
    return replace(edit, now={"contact": contact, **edit.now})
