"""What the history tells of people in others' parts, and is gone by now: households that they left, former ties.

A household is called by a family's name, and a tie stands in the history of both people: who is erased goes from there,
too. What stands still is others', and stays.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator
from contextlib import suppress

from busel.contacts.records import ABOUT_A_CONTACT
from busel.desk.journals.annals import annals_of
from busel.desk.journals.writing import NotReadError
from busel.desk.session import Session
from busel.desk.workspace.aliases import given
from busel.desk.workspace.apply import current_fields
from busel.desk.workspace.load import raw_connection
from busel.desk.workspace.models import Item
from busel.journal.deed import Deed, Op
from busel.journal.errors import JournalError

MERGING = ("merge_contacts", "undo_change")
"""Deeds that make one of two people, or part them again."""


def told_before(session: Session, journal: bytes, contacts: Collection[int]) -> dict[int, set[int]]:
    """Return contact -> records that are gone, and in whose parts of the history the contact is told of.

    As far as the history opens here: what is wrong with it stops nobody's erasure. Raises a ShelfError.
    """
    stored = given(raw_connection(), session.numbers[journal])
    back = {local: one for one, local in stored.items()}
    asked = {back.get(one, one): one for one in contacts}
    found: dict[int, set[int]] = defaultdict(set)
    with suppress(JournalError, NotReadError):
        for deed in annals_of(session, journal).read_all(session):
            for part in deed.read_parts():
                if part.subject in asked:
                    found[asked[part.subject]].update(_others_in(part.ops))
            for one, ids in _merged_in(deed, asked.keys()):
                found[asked[one]].update(ids)
    return {contact: {id_ for id_ in ids if not stands(id_)} for contact, ids in found.items()}


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
