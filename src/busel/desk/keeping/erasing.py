"""Erasure: a person is taken out, then out of the history, and new keys leave older copies to nobody who stays.

The steps, and what an end of the desk between them leaves:

1. one deed removes all that is stored about the person and notes an `erasure` with the journal's epoch;
2. while that epoch is the newest, new keys are owed (`owing`), and every home page of a key holder says so;
3. whoever seals an older body anew (`history`) leaves out what it tells of people erased since it was sealed.

Why safe: a deed's parts are salted and signed by their digests, so the rest of it still verifies (`Deed.without`).
After the rotation no key on any keyring opens a body or a block from before, and what was sealed anew holds nobody
erased.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta

import msgspec

from busel.contacts.busel_ids import read_busel_id
from busel.contacts.record import read_record
from busel.contacts.shared import Erasure
from busel.desk.clock import today_date
from busel.desk.keeping.removing import removal_of, squatters
from busel.desk.keeping.told_before import Beside, noting, told_before
from busel.desk.session import Session
from busel.desk.workspace.aliases import given
from busel.desk.workspace.load import divisions_of, raw_connection
from busel.desk.workspace.models import Item
from busel.journal.deed import MERGE, Fields, Op
from busel.registry.authored import ERASURE

BACKUP_DAYS = 30
"""So long backups are kept at most: an older copy, and an old keyring in it, is gone everywhere then."""


@dataclass(frozen=True)
class Erased:
    """Who was erased in a journal: (epoch, records of whom nothing may be told)."""

    by_epoch: Sequence[tuple[int, frozenset[int]]]
    named: frozenset[bytes] = frozenset()
    """The digests of parts that go, whomever they are about."""

    def since(self, epoch: int) -> frozenset[int]:
        """Return whom a body still tells of that was sealed with the keys of this epoch."""
        return frozenset().union(*(gone for erased, gone in self.by_epoch if erased >= epoch))


def erased_in(session: Session, journal: bytes) -> Erased:
    """Return who was erased in a journal that this desk has opened; nobody in one without a place in the workspace."""
    records, read = Item.objects.filter(division=session.numbers.get(journal), kind=ERASURE), []
    for fields in records.values_list("fields", flat=True):
        with suppress(msgspec.ValidationError):  # a changed desk's: no note stops the others' keys from being changed
            read.append(read_record(Erasure, fields))
    back = {local: stored for stored, local in given(raw_connection(), session.numbers.get(journal, 0)).items()}
    named = frozenset(bytes.fromhex(part) for one in read for part in one.parts)
    return Erased([(one.epoch, frozenset((back.get(one.contact, one.contact), *one.along))) for one in read], named)


def erasing(session: Session, journal: bytes, contact: int) -> list[tuple[int, list[Op]]]:
    """Return what a deed does to erase a person: (subject, operations). Raises LookupError where there is none."""
    ops = removal_of(raw_connection(), contact)
    if not ops:
        raise LookupError(contact)
    epoch, merged = session.ledgers[journal].bundle.epoch, numbers_merged(ops)
    before = told_before(session, journal, [contact, *merged])
    told = sorted(id_ for ids in before.records.values() for id_ in ids)
    wanted = tuple(dict.fromkeys((*along(ops), *told)))
    taken = squatters(raw_connection(), session.numbers[journal], (contact, *wanted), ops)
    note = Erasure(
        contact=contact,
        along=tuple(one for one in wanted if one not in taken),
        before=numbers_before(ops[-1].was),
        epoch=epoch,
        day=today_date().isoformat(),
    )
    beside = Beside(
        numbers=frozenset(taken).intersection(merged),
        records=frozenset((op.kind, op.id) for op in ops if op.id in taken and op.id != contact),
    )
    return [
        (contact, ops),
        *own_parts(taken.get(contact, ())),
        *noting(session, journal, [note], before.joined, beside=beside, out=ops),
    ]


def own_parts(ops: Iterable[Op]) -> list[tuple[int, list[Op]]]:
    """Return operations, each in a part about whom its record is."""
    return [(op.was.get("contact", op.id), [op]) for op in ops]


def written_under(contact: int) -> Counter[str]:
    """Return how many records of each kind stand under somebody's number, which only a changed desk writes."""
    raw = raw_connection()
    home = divisions_of(raw, [contact]).get(contact, 0)
    return Counter(op.kind for op in squatters(raw, home, [contact], removal_of(raw, contact)).get(contact, ()))


def along(ops: Sequence[Op]) -> tuple[int, ...]:
    """Return what goes with a person and in whose parts of the history they are told of.

    Records that others have with them, a household; and the numbers under which they stood before they were merged.
    """
    told = [op.id for op in ops if op.kind in ("household", "relationship", "distinct", MERGE)]
    return (*told, *numbers_merged(ops))


def numbers_merged(ops: Sequence[Op]) -> tuple[int, ...]:
    """Return the numbers that mean the person, too, of whom these operations take out all."""
    return tuple(op.was["contact"] for op in ops if op.kind == MERGE)


def numbers_before(contact: Fields) -> tuple[int, ...]:
    """Return the numbers that a person bore in other divisions: they came along as ids of other lists."""
    return tuple(number for one in contact.get("external_ids", ()) if (number := read_busel_id(one)))


def what_goes(contact: int) -> Counter[str]:
    """Return how many records of each kind go with a person."""
    return Counter(op.kind for op in removal_of(raw_connection(), contact))


def code_for(contact: int) -> str:
    """Return the code that is to be typed: five digits, the same each time, another one for the next person."""
    return f"{int.from_bytes(hashlib.sha256(str(contact).encode()).digest()[:8], 'big') % 100_000:05}"


def gone_everywhere() -> str:
    """Return the day when the last backup that holds somebody who is erased today is gone, as an ISO 8601 date."""
    return (today_date() + timedelta(days=BACKUP_DAYS)).isoformat()
