"""Inboxes of divisions: opened by editors, written to by people who may not read."""

from __future__ import annotations

import math
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field, replace

from busel.desk.inboxes.entry import ENTRY, Entry, EntryPerson
from busel.desk.inboxes.envelopes import Reader, Waiting
from busel.desk.people.moves import MOVE_BACK, MOVED, NOTES
from busel.desk.session import Session
from busel.desk.workspace.apply import current_fields
from busel.desk.workspace.load import raw_connection
from busel.journal.deed import Fields
from busel.journal.errors import JournalError
from busel.registry.custody import CUSTODY
from busel.registry.keyring import Bundle
from busel.registry.roles import Role
from busel.shelf.protocol import BadTicketError, Envelope, Want

TAKEN_BACK = "taken-back"
"""The doubt of a move whose sender keeps the person."""

_TOGETHER = 128
"""So many envelopes are brought by one answer."""

__all__ = [
    "ENTRY",
    "TAKEN_BACK",
    "Entry",
    "EntryPerson",
    "Look",
    "Waiting",
    "count_waiting",
    "decided",
    "look_into_inboxes",
    "open_entry",
    "waiting",
]


@dataclass
class Look:
    """A look into all inboxes: what waits, by its name, the oldest first.

    `over` are those about which somebody has decided, left by a desk that ended between commit and taking: they are to
    be taken out, nothing else. `unopened`: so many more lie there, for the next look.
    """

    envelopes: dict[str, Waiting] = field(default_factory=dict)
    over: list[Waiting] = field(default_factory=list)
    notes: list[Waiting] = field(default_factory=list)
    """Answers to moves, and words that one was taken back, which no envelope waits for any more."""
    unopened: int = 0


def look_into_inboxes(session: Session, before: Look | None = None, *, seconds: float = math.inf) -> Look:
    """Look at every envelope in the inboxes that the account holds keys for; note how many wait where.

    What the look `before` saw is not opened again. What is new is, one in each inbox at least, until so many seconds
    are over. An inbox whose keys were changed this moment stays as it was before.
    """
    before, look = before or Look(), Look()
    found: list[Waiting] = []
    ends = time.monotonic() + seconds
    count_waiting(session)
    for bundle in session.divisions(least=Role.EDITOR):
        if session.waiting.get(bundle.journal):
            try:
                found += _look_into_one(Reader(session, bundle), session, before, look, ends=ends)
            except BadTicketError:
                found += [one for one in before.envelopes.values() if one.division == bundle.journal]
    look.envelopes = {one.name: one for one in sorted(found, key=lambda one: one.order)}
    return look


def _look_into_one(reader: Reader, session: Session, before: Look, look: Look, *, ends: float) -> list[Waiting]:
    journal = reader.bundle.journal
    waiting: list[Waiting] = []
    notes: list[Waiting] = []
    found = _summaries(reader, session, before, ends=ends)
    unopened = sum(one is None for one in found)
    for one in filter(None, found):
        if one.doubt in NOTES:
            notes.append(one)
        elif one.doubt != CUSTODY:
            (waiting if decided(one) is None else look.over).append(one)
    backs = {note.id for note in notes if note.doubt == MOVE_BACK}
    waiting = [replace(one, doubt=TAKEN_BACK) if one.back in backs else one for one in waiting]
    left = {one.back for one in waiting} if not unopened else backs
    look.notes += [note for note in notes if note.doubt == MOVED or note.id not in left]
    session.waiting[journal] = len(waiting) + unopened
    look.unopened += unopened
    return waiting


def _summaries(reader: Reader, session: Session, before: Look, *, ends: float) -> list[Waiting | None]:
    """Return what a list shows of each envelope in the order of their ids; None for one that was not opened yet.

    Only those are brought of which the look before knows nothing, or what holds no more.
    """
    bundle, standing = reader.bundle, reader.standing
    ids = session.shelf.inbox_ids(session.token, bundle.journal, bundle.keys.read_ticket())
    found = {id_: before.envelopes.get((bundle.journal + id_).hex()) for id_ in ids}
    stale = [id_ for id_, one in found.items() if one is None or one.standing != standing]
    for envelope in _envelopes(session, bundle, stale):
        found[envelope.id] = reader.summary(envelope)
        if time.monotonic() > ends:
            break
    return list(found.values())


def open_entry(session: Session, waiting: Waiting) -> Entry | None:
    """Unpack an envelope; None when it lies there no longer, or not for this account, or is not believed any more.

    Raises a ShelfError.
    """
    held = (one for one in session.divisions(least=Role.EDITOR) if one.journal == waiting.division)
    if (bundle := next(held, None)) is None:
        return None
    if (envelope := envelope_at(session, bundle, waiting.id)) is None:
        return None
    with suppress(JournalError):
        return Reader(session, bundle).read(envelope)[1]
    return None


def envelope_at(session: Session, bundle: Bundle, id_: bytes) -> Envelope | None:
    """Return the envelope with an id; None when none lies there. Raises a ShelfError."""
    return next(_envelopes(session, bundle, [id_]), None)


def count_waiting(session: Session) -> None:
    """Ask in one call how many envelopes wait where; nothing is opened. Raises a ShelfError.

    While the keys of any division are being changed the numbers stay as of the call before.
    """
    bundles = [one for one in session.divisions(least=Role.EDITOR) if one.journal not in session.shut]
    wants = [Want(bundle.journal, bundle.keys.read_ticket()) for bundle in bundles]
    if wants:
        with suppress(BadTicketError):
            counts = session.shelf.waiting(session.token, wants)
            session.waiting.update({want.journal: count for want, count in zip(wants, counts, strict=True)})


def waiting(session: Session) -> int:
    """Return how many envelopes wait in the inboxes that the account opens, as of the last look or count."""
    return sum(session.waiting.get(bundle.journal, 0) for bundle in session.divisions(least=Role.EDITOR))


def decided(envelope: Waiting) -> Fields | None:
    """Return the record of what somebody decided about an envelope; None while nobody has."""
    return current_fields(raw_connection(), "batch", envelope.batch)


def _envelopes(session: Session, bundle: Bundle, ids: list[bytes]) -> Iterator[Envelope]:
    """Yield these envelopes in the order of their ids, some at a time: they are not all held at once."""
    while ids:
        asked, ids = ids[:_TOGETHER], ids[_TOGETHER:]
        some = session.shelf.read_inbox(session.token, bundle.journal, bundle.keys.read_ticket(), asked)
        yield from some
        ids = [id_ for id_ in asked if some and id_ > some[-1].id] + ids
