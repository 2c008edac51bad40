"""What the history tells of people in others' parts, and is gone by now: households that they left, former ties.

A household is called by a family's name, and a tie stands in the history of both people: who is erased goes from there,
too. What stands still is others', and stays.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field

import msgspec

from busel.contacts.records import ABOUT_A_CONTACT
from busel.contacts.shared import Erasure
from busel.desk.journals.annals import annals_of
from busel.desk.journals.writing import NotReadError
from busel.desk.keeping.joined import Joined, said_again
from busel.desk.session import Session
from busel.desk.workspace.aliases import given
from busel.desk.workspace.apply import current_fields
from busel.desk.workspace.load import raw_connection
from busel.desk.workspace.models import Item
from busel.journal.deed import Deed, Op, Part
from busel.journal.errors import JournalError
from busel.registry.authored import ERASURE
from busel.registry.erasures import NEVER_ERASED
from busel.vault.entropy import new_record_id

MERGING = ("merge_contacts", "undo_change")
"""Deeds that make one of two people, or part them again."""


@dataclass(frozen=True)
class Told:
    """What the history tells of some people."""

    records: dict[int, set[int]]
    """Contact -> records that are gone, and in whose parts of the history the contact is told of."""
    joined: Joined
    """What was written of others with whom one of them was one for a while."""


@dataclass(frozen=True)
class Beside:
    """Ids that go with somebody and that no note may name, for something of somebody else stands under them."""

    numbers: frozenset[int] = frozenset()
    """Those that the person bore: the parts about them go all the same."""
    records: frozenset[tuple[str, int]] = frozenset()
    """Those of records: what changes nothing but these goes. Who stands under such an id keeps the history."""


NOTHING_BESIDE = Beside()


def told_before(session: Session, journal: bytes, contacts: Collection[int]) -> Told:
    """Return what the history tells of people in others' parts.

    As far as the history opens here: what is wrong with it stops nobody's erasure. Raises a ShelfError.
    """
    stored = given(raw_connection(), session.numbers[journal])
    back = {local: one for one, local in stored.items()}
    asked = {back.get(one, one): one for one in contacts}
    found: dict[int, set[int]] = defaultdict(set)
    joined = Joined(asked.keys())
    with suppress(JournalError, NotReadError):
        for deed in annals_of(session, journal).read_all(session):
            parts = list(deed.signed_parts())
            for _raw, part in parts:
                if part.subject in asked:
                    found[asked[part.subject]].update(_others_in(part.ops))
            for one, ids in _merged_in(deed, asked.keys()):
                found[asked[one]].update(ids)
            joined.take(parts)
    return Told({contact: {id_ for id_ in ids if not stands(id_)} for contact, ids in found.items()}, joined)


def noting(
    session: Session,
    journal: bytes,
    notes: Sequence[Erasure],
    joined: Joined,
    *,
    beside: Beside = NOTHING_BESIDE,
    out: Collection[Op] = (),
) -> list[tuple[int, list[Op]]]:
    """Return what a deed does to note erasures: the notes, and what says again what stands of others.

    `beside`: what no note may name. `out`: what the deed takes out.

    The notes name all parts of the history that go. Where some of it does not open here they name none, for these would
    not be all. Raises a ShelfError.
    """
    raw, number = raw_connection(), session.numbers[journal]
    back = {local: one for one, local in given(raw, number).items()}
    going = [Going(frozenset((back.get(note.contact, note.contact), *note.along))) for note in notes]
    gone, whole, others = frozenset().union(*(one.gone for one in going)), False, list[Part]()
    with suppress(JournalError, NotReadError):
        annals = annals_of(session, journal)
        for deed in annals.read_all(session):
            for one in going:
                for digest, part in _going(deed, one.gone, beside, joined.digests):
                    one.digests[digest.hex()] = None
                    others += [part] if part.subject not in gone else []
        whole = not annals.gaps
    about = []
    for note, one in zip(notes, going, strict=True):
        named = msgspec.structs.replace(note, parts=tuple(one.digests) if whole else ())
        record = new_record_id()
        about.append((record, [Op(ERASURE, record, named.fields())]))
    return [*about, *said_again(raw, number, others, gone=gone, out=out)]


@dataclass(frozen=True)
class Going:
    """What goes with one person: the ids, and the digests of the parts of the history."""

    gone: frozenset[int]
    digests: dict[str, None] = field(default_factory=dict)


def _going(deed: Deed, gone: frozenset[int], beside: Beside, named: Collection[bytes]) -> Iterator[tuple[bytes, Part]]:
    yield from deed.going(gone | beside.numbers, but=NEVER_ERASED, named=named)
    ids = frozenset(id_ for _kind, id_ in beside.records)
    for digest, part in deed.going(ids, but=NEVER_ERASED) if ids else ():
        if all((op.kind, op.id) in beside.records for op in part.ops):
            yield digest, part


def stands(id_: int) -> bool:
    """Does anything stand under this id, of whatever kind?"""
    raw = raw_connection()
    return Item.objects.filter(record=id_).exists() or any(
        current_fields(raw, kind, id_) is not None for kind in ("contact", "household", *ABOUT_A_CONTACT)
    )


def _merged_in(deed: Deed, asked: Collection[int]) -> Iterator[tuple[int, set[int]]]:
    """Yield who was made one with somebody by a deed, or parted again: with the merge, and the ties that it gave."""
    if deed.name not in MERGING:
        return
    ops = [op for op in deed.ops() if op.kind in ("merge", "relationship")]
    for op in ops:
        pair = _named(op) if op.kind == "merge" else frozenset()
        if told := pair.intersection(asked):
            ties = {tie.id for tie in ops if not pair.isdisjoint(_named(tie))}
            yield from ((one, ties) for one in told)


def _named(op: Op) -> frozenset[int]:
    fields = {**op.was, **(op.now or {})}
    return frozenset(one for name in ("contact", "other") if isinstance(one := fields.get(name), int))


def _others_in(ops: Collection[Op]) -> Iterator[int]:
    for op in ops:
        if op.kind in ("relationship", "distinct"):
            yield op.id
        elif op.kind == "contact":
            homes = ((fields or {}).get("household") for fields in (op.now, op.was))
            yield from (home for home in homes if isinstance(home, int) and home)
