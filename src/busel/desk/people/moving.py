"""A person on the way to another division: what goes, what stays, and what the answer from there means here.

The steps, and what an end of the desk between them leaves:

1. a record `move` says here that the person is on the way, before anything is sent;
2. the envelope is sent, then the record says so. Without that word it is not certain: it is taken back and sent anew;
3. whoever accepts there writes the person, then answers, then takes the envelope (`answer`, again by the next look);
4. whoever looks into the inbox here takes the person out (`settle`), then the answer. What was changed here since then
   is not thrown away: it waits for an editor.

So a person stands here until it stands there, and an envelope makes one person there however often it is accepted.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass

import msgspec

from busel.contacts.busel_ids import show_busel_id
from busel.contacts.record import read_record
from busel.contacts.shared import Move as Record
from busel.desk.clock import moment, this_hour
from busel.desk.inboxes.depositing import NoInboxError, deposit
from busel.desk.inboxes.entry import EntryPerson
from busel.desk.inboxes.envelopes import Reader, Waiting
from busel.desk.inboxes.inbox import decided, envelope_at
from busel.desk.journals.changes import Change, history_of
from busel.desk.keeping.removing import removal_of
from busel.desk.keeping.standard import standard
from busel.desk.people.moves import MOVED, Moved, goes_along, proof_hash, without_ties
from busel.desk.people.person import Person
from busel.desk.session import Session
from busel.desk.workspace.aliases import outward
from busel.desk.workspace.load import divisions_of, raw_connection
from busel.desk.workspace.models import Item
from busel.journal.deed import Fields
from busel.journal.envelope import Message, envelope_epoch, open_envelope
from busel.journal.errors import JournalError, NotOpenedError
from busel.journal.header import Place
from busel.registry.keyring import Bundle
from busel.registry.roles import Role
from busel.shelf.protocol import BadTicketError

KIND = "move"
MOST_CHANGES = 500
"""Of a person's history so many, the newest, go along."""
_ON_THE_WAY = ("", "sent")


@dataclass(frozen=True)
class OnTheWay:
    """A record `move`, and where it stands."""

    id: int
    journal: bytes
    fields: Fields
    record: Record

    @property
    def is_open(self) -> bool:
        """May the other division still accept?"""
        return self.record.state in _ON_THE_WAY


def on_the_way(session: Session, journal: bytes) -> list[OnTheWay]:
    """Return who of a division is on the way elsewhere, or was and somebody has to look, the oldest first."""
    found = []
    held = Item.objects.filter(division=session.numbers.get(journal), kind=KIND)
    for id_, fields in held.values_list("record", "fields"):
        with suppress(msgspec.ValidationError):
            found.append(OnTheWay(id_, journal, fields, read_record(Record, fields)))
    return sorted(found, key=lambda one: (one.record.day, one.id))


def all_on_the_way(session: Session, *, least: Role = Role.EDITOR) -> list[OnTheWay]:
    """Return them for all divisions that the account may change."""
    return [one for bundle in session.divisions(least=least) for one in on_the_way(session, bundle.journal)]


def way_of(session: Session, found: Person) -> OnTheWay | None:
    """Return where a person is on the way to, or what somebody has to look at after that; None for who stays."""
    return next((one for one in on_the_way(session, found.journal) if one.record.contact == found.id), None)


def destinations(session: Session, journal: bytes) -> dict[bytes, str]:
    """Return the divisions to which somebody of this one may move: id -> full name."""
    named = session.certificates.divisions().items()
    return {id_: name for id_, name in named if id_ != journal and session.certificates.inbox_key(id_) is not None}


def luggage(session: Session, found: Person, *, with_history: bool) -> EntryPerson:
    """Return what goes along. Raises a JournalError or a ShelfError where the history is asked for."""
    own = frozenset(field.key for field in standard().own if field.type == "contact")
    about = [
        (kind, without_ties(kind, fields, own=own))
        for kind in found.records
        for fields in found.all(kind)
        if kind != "contact" and goes_along(kind, fields) and (with_history or kind != "trace")
    ]
    if with_history:
        newest = history_of(session, found.journal, found.id).changes[:MOST_CHANGES]
        about += [("trace", _trace(one)) for one in reversed(newest)]
    contact = without_ties("contact", found.contact, own=own)
    # By the number here an old export is known there for the same person, and after an erasure for somebody erased.
    numbers = dict.fromkeys((*contact.get("external_ids", ()), show_busel_id(found.id)))
    return EntryPerson({**contact, "external_ids": list(numbers)}, about)


def _trace(change: Change) -> Fields:
    touched = dict.fromkeys(f"{edit.kind}.{edit.name}" for edit in change.edits() if edit.name != "contact")
    told = {"by": change.handle, "touched": " ".join(touched)}
    day = moment(change.hour).date().isoformat()
    return {"day": day, "deed": change.name} | {name: value for name, value in told.items() if value}


def what_stays(found: Person) -> Counter[str]:
    """Return how many records of each kind do not go along: they name others, groups or events of this division."""
    gone = Counter(op.kind for op in removal_of(raw_connection(), found.id))
    stays = Counter({kind: gone[kind] for kind in ("relationship", "membership", "attendance") if gone[kind]})
    if found.contact.get("household"):
        stays["household"] = 1
    return stays


def content_hash(contact: int) -> str:
    """Return a digest of all that stands here about a person."""
    raw = raw_connection()
    home = divisions_of(raw, [contact]).get(contact, 0)
    [(_contact, ops)] = outward(raw, home, [(contact, removal_of(raw, contact))])
    told = sorted((op.kind, op.id, op.was) for op in ops if op.kind not in (KIND, "household"))
    return hashlib.sha256(msgspec.json.encode(told, order="deterministic")).hexdigest()


def answer(session: Session, waiting: Waiting) -> bool:
    """Tell the other division what became of a move, before its envelope is taken; say whether it may be taken now.

    Sent again it is one answer. Raises a ShelfError. Where the other division is changing its keys this moment, the
    envelope stays until the next look.
    """
    noted = decided(waiting)
    bundle = next((one for one in session.divisions(least=Role.EDITOR) if one.journal == waiting.division), None)
    envelope = envelope_at(session, bundle, waiting.id) if bundle is not None and noted is not None else None
    if bundle is None or envelope is None or noted is None:
        return True
    try:
        move = Reader(session, bundle).read_move(envelope)
    except JournalError:
        return True
    if move is None:
        return True
    accepted = bool(noted.get("counts", {}).get("accepted"))
    content = msgspec.Raw(msgspec.json.encode(Moved(proof=move.proof, accepted=accepted)))
    # Nobody's name on it: that division need not learn who works here. It is believed for its proof.
    message = Message(id=move.receipt, kind=MOVED, author=b"", hour=this_hour(), content=content)
    try:
        deposit(session, move.division, message)
    except NoInboxError:
        return True  # there is nobody to tell
    except BadTicketError:
        return False
    return True


def answers(session: Session) -> Iterator[tuple[OnTheWay, Moved | None]]:
    """Yield each move that an envelope answers; None for one that proves nothing. Raises a ShelfError."""
    for bundle in session.divisions(least=Role.EDITOR):
        for one in on_the_way(session, bundle.journal):
            try:
                envelope = envelope_at(session, bundle, bytes.fromhex(one.record.receipt))
            except BadTicketError:
                break
            if envelope is not None:
                yield one, _read_answer(session, bundle, envelope.body, one.record)


def _read_answer(session: Session, bundle: Bundle, sealed: bytes, record: Record) -> Moved | None:
    key, place = bundle.inbox(envelope_epoch(sealed)), Place(session.keyring.organisation, bundle.journal)
    try:
        if key is None:
            raise NotOpenedError
        message = open_envelope(key, place, sealed)
        moved: Moved = message.read(Moved)
    except JournalError:
        return None
    return moved if message.kind == MOVED and proof_hash(moved.proof) == record.proof else None
