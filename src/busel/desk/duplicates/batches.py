"""All certain pairs at once, where the organisation allows it; and all of them back again.

Each deed holds merges of people of whom none touches another one's, so that one can be taken back without the others.
Chains of more than four never come here (`review.LONGEST`): somebody looks at them.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, field

import msgspec

from busel.contacts.record import read_record
from busel.contacts.records import Batch
from busel.contacts.shared import Merging
from busel.desk.clock import today_iso
from busel.desk.duplicates.changed_since import marks_in
from busel.desk.duplicates.merging import DEED, About, NothingToPartError, operations, partings
from busel.desk.duplicates.plans import NotMergedError, plan
from busel.desk.duplicates.review import REVIEW, Key, Review, Show, Waiting
from busel.desk.journals.annals import annals_of
from busel.desk.journals.opening import pull
from busel.desk.journals.writing import ConflictError, write
from busel.desk.session import Session
from busel.desk.workspace.apply import current_fields
from busel.desk.workspace.load import raw_connection
from busel.desk.workspace.models import Item
from busel.journal.deed import Deed, Fields, Op
from busel.registry.roles import Role
from busel.vault.entropy import new_record_id

KIND, TYPE, RULE, UNDOING = "batch", "merge", "merging", "undo_change"
TOGETHER = 50
"""Merges in one commit."""
_TRIES = 3
_RULE = (
    "SELECT fields FROM workspace_item WHERE kind = 'merging' AND record = 1"
    " AND division_id = (SELECT id FROM workspace_division WHERE name = 'commons' ORDER BY id LIMIT 1)"
)


@dataclass(frozen=True)
class Merged:
    """A batch that was merged with one press: its record."""

    id: int
    journal: bytes
    fields: Fields
    batch: Batch


@dataclass
class Progress:
    """How far it is. Read by pages while a thread works on it."""

    total: int = 0
    done: int = 0
    left: int = 0
    """What was changed meanwhile, or since: it stays as it is."""
    failed: set[Key] = field(default_factory=set)
    merged: set[int] = field(default_factory=set)
    """Who was made one on the way: they say more than when they were weighed."""


def rule() -> Merging:
    """Return what the organisation decided; without a decision nothing is merged at once."""
    row = raw_connection().execute(_RULE).fetchone()
    try:
        return Merging() if row is None else read_record(Merging, msgspec.json.decode(row[0], type=Fields))
    except msgspec.ValidationError:
        return Merging()


def certain(session: Session) -> list[Waiting]:
    """Return the pairs that could be merged at once: certain ones of people who stand as they were weighed."""
    return [one for one in _sure(session, REVIEW) if REVIEW.is_as_weighed(one.key)]


def _sure(session: Session, review: Review) -> list[Waiting]:
    return [one for one in review.waiting(session) if one.fits(Show.CERTAIN, 0)]


def mark_of(pairs: Iterable[Waiting]) -> str:
    """Return a digest of whom a page proposes to merge."""
    return hashlib.sha256(repr(sorted(one.key for one in pairs)).encode()).hexdigest()


def merge_all(session: Session, progress: Progress) -> None:
    """Merge all certain pairs, division by division. Raises NotAllowedError or a ShelfError.

    Those that are certain now, and no others: whoever looks anew meanwhile adds nobody.
    """
    sure = certain(session)
    progress.total = len(sure)
    pull(session)
    here = Review(found=[one.pair for one in sure], looked=True, weighed=REVIEW.weighed)
    for bundle in session.divisions(least=Role.EDITOR):
        number, journal = session.numbers[bundle.journal], bundle.journal
        pairs = sum(one.division == number for one in _sure(session, here))
        batch = Batch(type=TYPE, day=today_iso(), counts={"pairs": pairs}, by=session.account.hex())
        origin = new_record_id(), batch.fields()
        while _merge_some(session, journal, here, origin=origin, progress=progress):
            pull(session)  # what others corrected until now counts


def _merge_some(
    session: Session, journal: bytes, here: Review, *, origin: tuple[int, Fields], progress: Progress
) -> bool:
    """Merge the first of those that are left. False where nobody is."""
    record, fields = origin
    with session.lock:
        number = session.numbers.get(journal, 0)
        some = [one for one in _sure(session, here) if one.division == number and one.key not in progress.failed]
        about, keys = _apart(session, here, some, progress)
        if not about:
            return False
        try:
            write(session, journal, DEED, [(record, [Op(KIND, record, fields)]), *about])
        except ConflictError:  # somebody changed one of them this moment: they are looked at one by one
            progress.failed.update(keys)
            progress.left += len(keys)
            return True
    progress.done += len(keys)
    progress.merged.update(contact for key in keys for contact in key)
    return True


def _apart(session: Session, here: Review, some: list[Waiting], progress: Progress) -> tuple[About, list[Key]]:
    """Return what merges the first pairs of whom none touches another one, and which these are."""
    about: About = []
    keys: list[Key] = []
    touched: set[int] = set()
    for one in some:
        ops = _merging(session, *one.key) if here.is_as_weighed(one.key, but=progress.merged) else []
        if not ops:
            progress.failed.add(one.key)
            progress.left += 1
            continue
        subjects = {subject for subject, _ops in ops}
        if touched.isdisjoint(subjects):
            touched |= subjects
            about += ops
            keys.append(one.key)
        if len(keys) == TOGETHER:
            break
    return about, keys


def _merging(session: Session, one: int, other: int) -> About:
    """Return what merges two; nothing where they cannot be made one."""
    try:
        return operations(plan(session, one, other))
    except (NotMergedError, LookupError):
        return []


def batches(session: Session) -> list[Merged]:
    """Return what was merged at once in the divisions that the account reads, the newest first."""
    found = []
    for bundle in session.divisions():
        held = Item.objects.filter(division=session.numbers[bundle.journal], kind=KIND).order_by("-pk")
        for id_, fields in held.values_list("record", "fields"):
            if fields.get("type") == TYPE:
                found.append(Merged(id_, bundle.journal, fields, read_record(Batch, fields)))
    return sorted(found, key=lambda one: one.batch.day, reverse=True)


def undo_all(session: Session, merged: Merged, progress: Progress, told: Callable[[], None] = lambda: None) -> None:
    """Part all who were merged by a batch, the last ones first; what was changed since stays.

    Raises NotAllowedError, a JournalError, NotReadError or a ShelfError; again goes on.
    """
    deeds, marks = list[Deed](), set[tuple[int, str]]()
    for deed in annals_of(session, merged.journal).read_all(session):
        if _is_of(deed, merged.id):
            deeds.append(deed)
        elif deeds:
            marks.update(marks_in(deed, DEED))
    progress.total = len(deeds)
    for deed in reversed(deeds):
        _undo_deed(session, merged, deed, progress, marks=marks)
        progress.done += 1
        told()
    _note_undone(session, merged)


def _undo_deed(
    session: Session, merged: Merged, deed: Deed, progress: Progress, *, marks: Collection[tuple[int, str]]
) -> None:
    for left in reversed(range(_TRIES)):
        pull(session)
        with session.lock:
            back = list(_back(session, merged.journal, deed, marks))
            about = [part for one, _stays in back for part in one]
            try:
                if about:
                    write(session, merged.journal, UNDOING, [(merged.id, [_origin(merged)]), *about])
            except ConflictError:
                if not left:
                    raise
                continue
        progress.left += sum(stays for _about, stays in back)
        return


def _back(
    session: Session, journal: bytes, deed: Deed, marks: Collection[tuple[int, str]]
) -> Iterator[tuple[About, int]]:
    for read in partings(session, journal, deed, marks):
        try:
            one = read()
        except (NothingToPartError, LookupError):
            continue  # it was taken back already, or merged again since
        yield one.about, len(one.left)


def _is_of(deed: Deed, batch: int) -> bool:
    return deed.name == DEED and any(op.kind == KIND and op.id == batch for op in deed.ops())


def _origin(merged: Merged) -> Op:
    """Return the operation by which each deed tells to which batch it belongs; it changes nothing."""
    return Op(KIND, merged.id, current_fields(raw_connection(), KIND, merged.id) or merged.fields)


def _note_undone(session: Session, merged: Merged) -> None:
    held = current_fields(raw_connection(), KIND, merged.id) or {}
    if held and not held.get("undone"):
        op = Op(KIND, merged.id, {"undone": today_iso()}, {"undone": None})
        write(session, merged.journal, UNDOING, [(merged.id, [op])])
