"""From a plan to one deed, and back.

A deed's parts are erased one by one, by whom they tell of. So what was said of the one who goes stands in that one's
part; what is said from now on of the one who stays stands in theirs, together with the record `merge`; a tie to
somebody else stands in a part of its own, once for each of the two. Whoever is erased, merged or parted again, leaves
nothing behind (`keeping.erasing`, `Deed.without`).
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from functools import partial

from busel.contacts.busel_ids import show_busel_id
from busel.contacts.records import Activity
from busel.contacts.shared import Merge
from busel.desk.clock import today_iso
from busel.desk.duplicates.carrying import Carried, Fate
from busel.desk.duplicates.changed_since import Since, changed_since, marks_in
from busel.desk.duplicates.distinct import said_of
from busel.desk.duplicates.plans import MergePlan
from busel.desk.duplicates.untangling import untangled
from busel.desk.journals.annals import annals_of
from busel.desk.people.households import members_in
from busel.desk.session import Session
from busel.desk.workspace.aliases import given, inward
from busel.desk.workspace.apply import current_fields
from busel.desk.workspace.load import raw_connection
from busel.journal.deed import MERGE, Deed, Fields, Op, Part
from busel.journal.fold import changes, undo_op
from busel.vault.entropy import new_record_id

DEED = "merge_contacts"
About = list[tuple[int, list[Op]]]


class NothingToPartError(Exception):
    """The two are parted already, or the one who stayed has been made one with somebody else since."""


@dataclass(frozen=True)
class Parting:
    """What taking a merge back comes to."""

    kept: int
    gone: int
    about: About
    left: list[Op]
    """What was changed since: it stays as it is."""
    eased: tuple[str, ...] = ()
    """Fields of the one who stays, changed since, out of which what had come is taken."""


def operations(plan: MergePlan) -> About:
    """Return what the deed does: (subject, operations)."""
    kept, gone = plan.kept.id, plan.other.id
    own = [op for op in plan.other.removal if op.kind != "relationship"]
    about: About = [(gone, [*own, Op("contact", gone, None, plan.other.contact)])]
    ended = {op.id: op for side in (plan.other,) for op in side.removal if op.kind == "relationship"}
    about += [part for op in ended.values() for part in _in_both(op, op.was)]
    about += _emptied(plan)
    about.append((kept, [*_said_of_kept(plan)]))
    for one in plan.records:
        if one.kind == "relationship" and one.fate is Fate.COMES:
            about += _in_both(Op("relationship", new_record_id(), one.fields), one.fields)
    return about


def _said_of_kept(plan: MergePlan) -> Iterator[Op]:
    kept, day = plan.kept.id, today_iso()
    yield Op(MERGE, new_record_id(), Merge(contact=plan.other.id, other=kept, day=day).fields())
    now, _was = changes(plan.kept.contact, plan.result)
    if now:
        # `was` names empty fields too: so a change of an existing record never reads as the making of a new one.
        yield Op("contact", kept, now, {name: plan.kept.contact.get(name) for name in now})
    for one in plan.records:
        if one.kind != "relationship":
            yield from _carried(one)
    happened = Activity(contact=kept, type="merge", day=day, subject=show_busel_id(plan.other.id))
    yield Op("activity", new_record_id(), happened.fields())
    told = ((one.record, one.fields) for one in said_of(plan.other.id, kept, [plan.division]))
    yield from (Op("distinct", record, None, fields) for record, fields in told)


def _carried(one: Carried) -> Iterator[Op]:
    if one.fate is Fate.COMES:
        yield Op(one.kind, new_record_id(), one.fields)
    elif one.fate is Fate.FILLS and one.was is not None:
        yield Op(one.kind, one.record, one.now, dict(one.was))


def _in_both(op: Op, tie: Fields) -> About:
    return [(tie["contact"], [op]), (tie["other"], [op])]


def _emptied(plan: MergePlan) -> About:
    """Return what takes away a household in which nobody lives afterwards."""
    raw, both = raw_connection(), {plan.kept.id, plan.other.id}
    homes = {side.contact.get("household", 0) for side in (plan.kept, plan.other)} - {plan.result.get("household", 0)}
    return [
        (home, [Op("household", home, None, fields)])
        for home in sorted(homes)
        if home and set(members_in(raw, home)) <= both and (fields := current_fields(raw, "household", home))
    ]


def merge_in(ops: Iterable[Op], contact: int) -> Op | None:
    """Return the operation that says who went into this contact, if these hold one."""
    return next((op for op in ops if op.kind == MERGE and op.now and op.now.get("other") == contact), None)


def parting(session: Session, journal: bytes, deed_id: bytes, contact: int) -> Parting:
    """Return what takes back that somebody went into this contact, as one deed did it.

    Raises LookupError for a deed that did no such thing or does not open here, NothingToPartError, a JournalError,
    NotReadError or a ShelfError.
    """
    annals, raw, number = annals_of(session, journal), raw_connection(), session.numbers[journal]
    back = {local: stored for stored, local in given(raw, number).items()}
    wanted, parts, marks = back.get(contact, contact), About(), set[str]()
    for deed in annals.read_all(session):
        if parts:
            marks.update(mark for one, mark in marks_in(deed, DEED) if one == wanted)
        elif deed.name == DEED and deed.id == deed_id:
            parts = _parts_about(deed, wanted)
    if not parts:
        raise LookupError(deed_id)
    return _parting(number, contact, [(subject, inward(raw, number, ops)) for subject, ops in parts], marks)


def partings(
    session: Session, journal: bytes, deed: Deed, marks: Collection[tuple[int, str]] = ()
) -> Iterator[Callable[[], Parting]]:
    """Yield for each merge of a deed what returns its taking back, in the state that stands then.

    `marks`: who was marked since with what protects somebody, as `changed_since.marks_in` tells it.
    """
    raw, number = raw_connection(), session.numbers[journal]
    names = given(raw, number)
    kept = [op.now["other"] for op in deed.ops() if op.kind == MERGE and op.now]

    def read(stored: int) -> Parting:
        parts = [(subject, inward(raw, number, ops)) for subject, ops in _parts_about(deed, stored)]
        return _parting(number, names.get(stored, stored), parts, {mark for one, mark in marks if one == stored})

    yield from (partial(read, one) for one in kept)


def _parts_about(deed: Deed, kept: int) -> About:
    """Return the parts of a deed that are about one merge: it may hold several, of other people."""
    parts = list(deed.read_parts())
    merge = next((found for part in parts if part.subject == kept and (found := merge_in(part.ops, kept))), None)
    if merge is None or merge.now is None:
        raise LookupError(kept)
    pair = {kept, merge.now["contact"]}
    own = [op for part in parts if part.subject in pair for op in part.ops]
    told = {(op.kind, op.id) for op in own} | {("household", home) for op in own for home in _homes(op)}
    return [(part.subject, part.ops) for part in parts if part.subject in pair or _is_told(part, told)]


def _is_told(part: Part, told: set[tuple[str, int]]) -> bool:
    return all((op.kind, op.id) in told for op in part.ops)


def _homes(op: Op) -> Iterator[int]:
    home = op.was.get("household") if op.kind == "contact" else None
    if isinstance(home, int):
        yield home


def _parting(number: int, contact: int, parts: About, marks: Collection[str]) -> Parting:
    merge = merge_in((op for _subject, ops in parts for op in ops), contact)
    raw = raw_connection()
    if merge is None or merge.now is None or current_fields(raw, MERGE, merge.id) is None:
        raise NothingToPartError
    if current_fields(raw, "contact", contact, number) is None:
        raise NothingToPartError
    about, left, eased = [], dict[tuple[str, int], Op](), list[str]()
    since = changed_since(
        raw,
        number,
        [op for _subject, ops in parts for op in ops],
        kept=contact,
        gone=merge.now["contact"],
        marks=marks,
    )
    for subject, ops in parts:
        back = []
        for op in sorted(ops, key=lambda op: op.kind != "contact"):  # the person first, then what is about them
            if op.kind == MERGE and op.now is None:
                continue  # it counted for nothing
            current = current_fields(raw, op.kind, op.id, number)
            one, stays = _undone(op, current, since)
            if (op.kind, op.id) == ("contact", contact) and stays is not None and current is not None:
                asked = stays.now or {}
                one, stays = _eased(one, stays, current)
                eased += [name for name in asked if stays is None or name not in (stays.now or {})]
            back += [one] if one is not None else []
            if stays is not None:
                left[op.kind, op.id] = stays
        about += [(subject, back)] if back else []
    return Parting(contact, merge.now["contact"], about, list(left.values()), tuple(eased))


def _eased(back: Op | None, stays: Op, current: Fields) -> tuple[Op | None, Op | None]:
    """Return what is put back together with what is taken out of fields that were changed since; and what stays."""
    more, left = untangled(stays, current)
    if back is None or more is None:
        return back or more, left
    return Op(back.kind, back.id, {**(back.now or {}), **(more.now or {})}, {**back.was, **more.was}), left


def _undone(op: Op, current: Fields | None, since: Since) -> tuple[Op | None, Op | None]:
    """Return what takes back one operation of a merge, and what of it was changed since, wherever that stands then."""
    key = op.kind, op.id
    if key in since.stays:
        return None, op
    if key in since.came:
        return Op(op.kind, op.id, None, current or {}), since.came[key]
    one, stays = undo_op(op, current)
    if one is None or key not in since.more:
        return one, stays
    told = {**(one.now or {}), **since.more[key]}
    return Op(one.kind, one.id, {name: value for name, value in told.items() if value is not None}), stays
