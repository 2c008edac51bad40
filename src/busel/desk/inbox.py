"""Inboxes of divisions: opened by editors, written to by people who may not read."""

from __future__ import annotations

from dataclasses import dataclass, field

import msgspec

from busel.desk.ledger import Ledger
from busel.desk.session import Session
from busel.desk.workspace.models import Item
from busel.journal.deed import Fields
from busel.journal.envelope import Message, envelope_epoch, open_envelope
from busel.journal.errors import ForgedError, JournalError
from busel.registry.keyring import Bundle
from busel.registry.roles import Role
from busel.shelf.protocol import Envelope

ENTRY = "entry"


class EntryPerson(msgspec.Struct, frozen=True):
    """One person as a collector entered it: fields of a contact, and (kind, fields) of what belongs to it."""

    contact: Fields
    about: list[tuple[str, Fields]] = []
    place: str = ""
    """Where it stood: a row of the file, a line of the paper."""


class Entry(msgspec.Struct, frozen=True):
    """The content of an envelope of the kind "entry"."""

    people: list[EntryPerson]
    source: str = ""
    """Typed, or the file's name as given."""


@dataclass(frozen=True)
class Waiting:
    """An envelope in a division's inbox. `entry` is None when it does not open or its sender is not believed."""

    id: bytes
    division: bytes
    division_name: str
    sender: str
    hour: int
    entry: Entry | None
    doubt: str = ""
    """ "", "not-opened" or "forged"."""


@dataclass
class Look:
    """A look into all inboxes: what waits, by envelope id in hex."""

    envelopes: dict[str, Waiting] = field(default_factory=dict)


def look_into_inboxes(session: Session) -> Look:
    """Open every envelope in the inboxes that the account holds keys for; note how many wait where."""
    look = Look()
    for bundle in session.divisions(least=Role.EDITOR):
        found = [_open(session, bundle, envelope) for envelope in _all_envelopes(session, bundle)]
        entries = [waiting for waiting in found if waiting is not None]
        session.waiting[bundle.journal] = len(entries)
        look.envelopes.update((waiting.id.hex(), waiting) for waiting in entries)
    return look


def waiting(session: Session) -> int:
    """Return how many envelopes wait in the inboxes that the account opens, as of the last look."""
    return sum(session.waiting.get(bundle.journal, 0) for bundle in session.divisions(least=Role.EDITOR))


def _all_envelopes(session: Session, bundle: Bundle) -> list[Envelope]:
    found: list[Envelope] = []
    ticket, after = bundle.keys.read_ticket(), b""
    while some := session.shelf.list_inbox(session.token, bundle.journal, ticket, after):
        found += some
        after = some[-1].id
    return found


def _open(session: Session, bundle: Bundle, envelope: Envelope) -> Waiting | None:
    """Return what an envelope holds; None for one that is not about people."""
    ledger = session.ledgers[bundle.journal]
    key = bundle.inbox(envelope_epoch(envelope.body))
    try:
        if key is None:
            return _doubtful(bundle, envelope, "not-opened")
        message = open_envelope(key, ledger.place, envelope.body)
        if message.kind != ENTRY:
            return None
        _check_sender(ledger, message, envelope)
        entry = message.read(Entry)
    except ForgedError:
        return _doubtful(bundle, envelope, "forged")
    except (JournalError, msgspec.MsgspecError):
        return _doubtful(bundle, envelope, "not-opened")
    sender = handle_of(session, bundle.journal, message.author)
    return Waiting(envelope.id, bundle.journal, bundle.name, sender, message.hour, entry)


def _check_sender(ledger: Ledger, message: Message, envelope: Envelope) -> None:
    """Raise ForgedError unless somebody with a role on this division signed it, for this inbox and this envelope."""
    roster = ledger.roster
    if roster is None or message.id != envelope.id or not roster.holds(message.author, Role.COLLECTOR, message.hour):
        raise ForgedError
    message.check_signature(ledger.place, roster.keys[message.author])


def _doubtful(bundle: Bundle, envelope: Envelope, doubt: str) -> Waiting:
    return Waiting(envelope.id, bundle.journal, bundle.name, "", 0, None, doubt)


def handle_of(session: Session, journal: bytes, account: bytes) -> str:
    """Return an account's handle as the division's roster knows it, or nothing."""
    number = session.numbers.get(journal)
    for fields in Item.objects.filter(division=number, kind="member").values_list("fields", flat=True):
        statement = fields.get("statement", {})
        if statement.get("account") == msgspec.to_builtins(account):
            return str(fields.get("handle", ""))
    return ""
