"""Inboxes of divisions: opened by editors, written to by people who may not read."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, field

import msgspec

from busel.desk.entry import ENTRY, Entry, EntryPerson, checked
from busel.desk.ledger import Ledger
from busel.desk.posting import handles_of
from busel.desk.session import Session
from busel.desk.workspace.apply import current_fields
from busel.desk.workspace.load import raw_connection
from busel.journal.deed import Fields
from busel.journal.envelope import Message, accepted_record_id, envelope_epoch, open_envelope
from busel.journal.errors import ForgedError, JournalError
from busel.registry.keyring import Bundle
from busel.registry.roles import Role
from busel.shelf.protocol import BadTicketError, Envelope, Want

__all__ = [
    "ENTRY",
    "Entry",
    "EntryPerson",
    "Look",
    "Waiting",
    "count_waiting",
    "decided",
    "look_into_inboxes",
    "waiting",
]

BATCH_INDEX = 1 << 40
"""The number under which an envelope's own record derives its id: no entry has so many people."""


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

    @property
    def batch(self) -> int:
        """The id of the record that says what became of it."""
        return accepted_record_id(self.seed, BATCH_INDEX)

    @property
    def seed(self) -> bytes:
        """What the ids of accepted records come from.

        Why the division too: a sender chooses the envelope's id, and could put one id into two inboxes.
        """
        return self.division + self.id


@dataclass
class Look:
    """A look into all inboxes: what waits, by its name on the pages; `over` are those about which somebody has decided.

    Those were left by a desk that ended between commit and taking: they are to be taken out, nothing else.
    """

    envelopes: dict[str, Waiting] = field(default_factory=dict)
    over: list[Waiting] = field(default_factory=list)


def look_into_inboxes(session: Session) -> Look:
    """Open every envelope in the inboxes that the account holds keys for; note how many wait where.

    An inbox whose keys were changed this moment is left for the next look.
    """
    look = Look()
    count_waiting(session)
    for bundle in session.divisions(least=Role.EDITOR):
        if not session.waiting.get(bundle.journal):
            continue
        try:
            envelopes = _all_envelopes(session, bundle)
        except BadTicketError:
            continue
        senders = Senders(session, bundle)
        found = [_open(senders, bundle, envelope) for envelope in envelopes]
        entries = [one for one in found if one is not None]
        waiting = [one for one in entries if decided(one) is None]
        session.waiting[bundle.journal] = len(waiting)
        look.over += [one for one in entries if one not in waiting]
        for one in waiting:  # one id in two inboxes is two envelopes: a sender chooses it
            look.envelopes[one.seed.hex() if one.id.hex() in look.envelopes else one.id.hex()] = one
    return look


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


def _all_envelopes(session: Session, bundle: Bundle) -> list[Envelope]:
    found: list[Envelope] = []
    ticket, after = bundle.keys.read_ticket(), b""
    while some := session.shelf.list_inbox(session.token, bundle.journal, ticket, after):
        found += some
        after = some[-1].id
    return found


class Senders:
    """Who may write to one inbox: the division's roster, and the handles that it knows."""

    def __init__(self, session: Session, bundle: Bundle) -> None:
        self.ledger: Ledger = session.ledgers[bundle.journal]
        self._session = session
        self._handles: dict[bytes, str] | None = None

    def check(self, message: Message, envelope: Envelope) -> None:
        """Raise ForgedError unless somebody with a role here signed it, for this inbox and this envelope."""
        roster, author = self.ledger.roster, message.author
        if roster is None or message.id != envelope.id or not roster.holds(author, Role.COLLECTOR, message.hour):
            raise ForgedError
        message.check_signature(self.ledger.place, roster.keys[author])

    def handle(self, account: bytes) -> str:
        """Return an account's handle, or nothing."""
        if self._handles is None:
            self._handles = handles_of(self._session, self.ledger.place.journal)
        return self._handles.get(account, "")


def _open(senders: Senders, bundle: Bundle, envelope: Envelope) -> Waiting | None:
    """Return what an envelope holds; None for one that is not about people."""
    key = bundle.inbox(envelope_epoch(envelope.body))
    try:
        if key is None:
            return _doubtful(bundle, envelope, "not-opened")
        message = open_envelope(key, senders.ledger.place, envelope.body)
        if message.kind != ENTRY:
            return None
        senders.check(message, envelope)
        entry = checked(message.read(Entry))
    except ForgedError:
        return _doubtful(bundle, envelope, "forged")
    except (JournalError, msgspec.MsgspecError, RecursionError):
        return _doubtful(bundle, envelope, "not-opened")
    return Waiting(envelope.id, bundle.journal, bundle.name, senders.handle(message.author), message.hour, entry)


def _doubtful(bundle: Bundle, envelope: Envelope, doubt: str) -> Waiting:
    return Waiting(envelope.id, bundle.journal, bundle.name, "", 0, None, doubt)
