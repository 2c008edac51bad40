"""Making one of two records, and taking that back; saying that two are two."""

from __future__ import annotations

from busel.contacts.shared import Distinct
from busel.desk.actions import action
from busel.desk.clock import today_iso
from busel.desk.duplicates.batches import RULE, Merged, Progress, merge_all, rule, undo_all
from busel.desk.duplicates.distinct import KIND as DISTINCT
from busel.desk.duplicates.distinct import Judged, said_of
from busel.desk.duplicates.families import Family, household_ops, tie_ops
from busel.desk.duplicates.merging import DEED, operations, parting
from busel.desk.duplicates.plans import MergePlan, TwoDivisionsError, plan
from busel.desk.journals.changes import Undone
from busel.desk.journals.writing import ConflictError, NotAllowedError, Written, write
from busel.desk.session import Session
from busel.desk.workspace.apply import current_fields
from busel.desk.workspace.load import divisions_of, raw_connection
from busel.journal.deed import Op
from busel.registry.roles import Role
from busel.vault.entropy import new_record_id

NO_FAMILY = Family()
RULE_ID = 1
"""The record of what is decided about merging: there is one."""


@action("merge_contacts")
def merge_contacts(session: Session, planned: MergePlan) -> Written:
    """Carry a plan out, in one deed.

    Raises ConflictError where either was changed since it was made, what `plan` raises, NotAllowedError or ShelfError.
    """
    with session.lock:
        choices = {line.name: line.choice for line in planned.lines}
        if plan(session, planned.kept.id, planned.other.id, choices).mark != planned.mark:
            raise ConflictError([])
        return write(session, planned.journal, DEED, operations(planned))


@action("undo_change")
def part_again(session: Session, journal: bytes, contact: int, *, deed: bytes) -> Undone:
    """Part two who were made one: each stands as before, but for what was changed since.

    Texts that came are taken out of it where they stand unchanged; what else was changed is listed and stays.

    Raises LookupError, NothingToPartError, NotAllowedError, ConflictError, a JournalError or ShelfError.
    """
    with session.lock:
        back = parting(session, journal, deed, contact)
        return Undone(write(session, journal, "undo_change", back.about), back.left, back.eased)


@action("note_distinct")
def note_distinct(
    session: Session, journal: bytes, pair: tuple[int, int], *, family: Family = NO_FAMILY
) -> Written | None:
    """Note that two of a division are two people, and what family they are; None where all of it was said before.

    Raises LookupError, TwoDivisionsError, NotAllowedError, ConflictError or ShelfError.
    """
    with session.lock:
        homes = divisions_of(raw_connection(), pair)
        if len(homes) != len(pair):
            raise LookupError
        number = session.numbers[journal]
        if set(homes.values()) != {number}:
            raise TwoDivisionsError
        first, second = sorted(pair)
        about: list[tuple[int, list[Op]]] = []
        if not said_of(first, second, [number]):
            op = Op(DISTINCT, new_record_id(), Distinct(contact=first, other=second, day=today_iso()).fields())
            about += [(first, [op]), (second, [op])]
        if family.title:
            about += household_ops(first, second, family.title)
        if family.tie:
            about += tie_ops(first, second, family)
        return write(session, journal, "note_distinct", about) if about else None


@action("note_distinct")
def note_distinct_apart(session: Session, pair: tuple[int, int]) -> None:
    """Note that two of two divisions are two people: each division says it of its own. Again completes it.

    Raises LookupError, NotAllowedError, ConflictError or ShelfError.
    """
    with session.lock:
        homes = divisions_of(raw_connection(), pair)
        journals = {number: journal for journal, number in session.numbers.items()}
        if len(homes) != len(pair):
            raise LookupError
        if not all(session.may(Role.EDITOR, journals[number]) for number in homes.values()):
            raise NotAllowedError
        said = {one.of for one in said_of(*pair, set(homes.values())) if one.elsewhere}
        for one, other in (pair, pair[::-1]):
            if one not in said:
                told = Distinct(contact=one, other=other, day=today_iso(), elsewhere=True).fields()
                about = [(one, [Op(DISTINCT, new_record_id(), told)])]
                write(session, journals[homes[one]], "note_distinct", about)


@action("note_distinct")
def forget_distinct(session: Session, judged: Judged) -> None:
    """Take back that two are two people. Raises NotAllowedError, ConflictError or ShelfError."""
    journals = judged.journals(session)
    if not all(session.may(Role.EDITOR, journal) for journal in journals):
        raise NotAllowedError
    for journal, one in zip(journals, judged.said, strict=True):
        op = Op(DISTINCT, one.record, None, one.fields)
        subjects = (one.of,) if one.elsewhere else one.pair
        write(session, journal, "note_distinct", [(subject, [op]) for subject in subjects])


@action("merge_contacts")
def merge_certain(session: Session, progress: Progress) -> None:
    """Merge all certain pairs, where the organisation allows it; again goes on with those that are left.

    Raises NotAllowedError or a ShelfError.
    """
    if not rule().certain:
        raise NotAllowedError
    merge_all(session, progress)


@action("undo_change")
def undo_certain(session: Session, merged: Merged, progress: Progress) -> None:
    """Part all who were merged with one press; again goes on. Raises NotAllowedError, a JournalError or ShelfError."""
    undo_all(session, merged, progress)


@action("set_merging")
def set_merging(session: Session, *, certain: bool) -> None:
    """Decide whether all certain pairs may be merged with one press.

    Raises NotAllowedError, ConflictError or ShelfError.
    """
    commons, known = session.keyring.named("commons"), rule()
    if commons is None:
        raise NotAllowedError
    if known.certain != certain:
        held = current_fields(raw_connection(), RULE, RULE_ID, session.numbers[commons.journal])
        was = {} if held is None else {"certain": known.certain or None}
        op = Op(RULE, RULE_ID, {"certain": certain or None}, was)
        write(session, commons.journal, "set_merging", [(RULE_ID, [op])])
