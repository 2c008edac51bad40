"""What stands at the head of a division's letters: who writes, where, and where they are posted. One for a division."""

from __future__ import annotations

import msgspec

from busel.contacts.record import read_record
from busel.contacts.shared import Sender as Record
from busel.desk.session import Session
from busel.desk.workspace.models import Division, Item
from busel.journal.deed import Fields
from busel.outreach.letters import Sender

KIND = "sender"
RECORD = 1
"""A division has one, so that two editors never make two."""


def kept_sender(session: Session, journal: bytes) -> tuple[Record, Fields]:
    """Return what a division itself keeps, and its fields as they are stored; nothing where it keeps none."""
    found = Item.objects.filter(division=session.numbers.get(journal), kind=KIND, record=RECORD).first()
    if found is None:
        return Record(), {}
    try:
        return read_record(Record, found.fields), found.fields
    except msgspec.ValidationError:
        return Record(), found.fields


def senders(session: Session) -> dict[int, Sender]:
    """Return what stands at the head of letters by the workspace's number of a division.

    A division that keeps nothing takes what the nearest one above it keeps, as far as that is open here.
    """
    names = dict(Division.objects.values_list("name", "pk"))
    own = {}
    for bundle in session.divisions():
        record, fields = kept_sender(session, bundle.journal)
        if fields and record != Record():
            own[session.numbers[bundle.journal]] = _as_sender(record)
    found = {}
    for name, number in names.items():
        parts = name.split(" / ")
        above = (names.get(" / ".join(parts[:length])) for length in range(len(parts), 0, -1))
        nearest = next((own[one] for one in above if one in own), None)
        if nearest is not None:
            found[number] = nearest
    return found


def _as_sender(record: Record) -> Sender:
    lines = {language: tuple(text.splitlines()) for language, text in record.lines.items() if text}
    return Sender(lines=lines, places=record.places, country=record.country)
