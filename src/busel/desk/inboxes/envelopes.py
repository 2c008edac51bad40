"""One envelope in a division's inbox: what a list shows of it, and what is in it once somebody opens it.

Whoever may write to an inbox may be nobody's friend, and send as much as the shelf takes. So the people of an envelope
are never kept beside the list: they are unpacked again when it is opened.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import msgspec

from busel.desk.access.hellos import HELLO, read_hello
from busel.desk.account.alarm import TAKEN, read_taken
from busel.desk.clock import this_hour
from busel.desk.inboxes.entry import ENTRY, NAMES, Entry, checked, problems_of
from busel.desk.inboxes.totals import OLD_TOTALS, TOTALS, Told, is_news, read_told
from busel.desk.journals.ledger import Ledger
from busel.desk.keys.posting import handles_of
from busel.desk.people.likeness import likely_among
from busel.desk.people.moves import MOVE, NOTES, Move, as_entry, read_move
from busel.desk.session import Session
from busel.journal.deed import Fields
from busel.journal.envelope import Message, accepted_record_id, envelope_epoch, open_envelope
from busel.journal.errors import ForgedError, JournalError, NotOpenedError
from busel.journal.header import Place
from busel.registry.custody import CUSTODY
from busel.registry.keyring import Bundle
from busel.registry.statements import Member
from busel.shelf.protocol import Envelope

BATCH_INDEX = 1 << 40
"""The number under which an envelope's own record derives its id: no entry has so many people."""
NEWCOMER = "newcomer"
TIDINGS = (NEWCOMER, TAKEN)
"""What is for coordinators alone to decide."""
SHOWN_LETTERS = 100
"""Of each part of a name in the list."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """An envelope in a division's inbox, without its people."""

    id: bytes
    division: bytes
    division_name: str
    standing: tuple[int, ...] = ()
    """The `Reader.standing` under which it was read."""
    author: bytes = b""
    """The account that sent it; empty where it is doubtful."""
    sender: str = ""
    """Whose it is by its signature; told of a doubtful one only where the doubt is "ended"."""
    hour: int = 0
    number: int = 0
    """Of the sender's receipt."""
    epoch: int = 0
    """Whose inbox key it is sealed to."""
    people: int = 0
    is_list: bool = False
    alone: Fields = field(default_factory=dict)
    """The name of the one person in it, cut if it is long; empty where there are more."""
    problems: int = 0
    """How many in it have problems."""
    likely: int = 0
    """How many in it were likely stored already when it was first looked at."""
    doubt: str = ""
    """ "", or why no people are shown: "not-opened", "forged", "unknown" (of a kind that we do not know), "ended",
    "newcomer" (a hello), "taken" (an alarm), "totals", "totals-old" (no news) or "custody" (which coordinators' desks
    take in by themselves, and no list shows): these are from who it says. "taken-back": a move whose sender keeps the
    person after all. "moved" and "move_back" are no doubts but notes about moves, which no list shows either.

    What ended is the access of who signed it: it is theirs, but nobody can tell whether its hour is true.
    """

    back: bytes = b""
    """Of a move, the id of the envelope by which it may be taken back; empty for anything else."""
    came_from: str = ""
    """Of a move, the division that it says the person was in; empty where this account knows none of that id. Of
    totals, the division that they are of."""
    is_vouched: bool = True
    """Does the division's roster know who sent it? Of a move by a stranger only the handle is known, as signed."""

    @property
    def order(self) -> tuple[int, str, int]:
        """The oldest first, each sender's as they wrote them: a paper list stays in its order."""
        return self.hour, self.sender, self.number

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

    @property
    def name(self) -> str:
        """What it is called in addresses."""
        return self.seed.hex()


class Reader:
    """Who may write to one inbox, by the division's roster, and what they wrote."""

    def __init__(self, session: Session, bundle: Bundle) -> None:
        self.bundle = bundle
        self._ledger: Ledger = session.ledgers[bundle.journal]
        self._session = session
        self._handles: dict[bytes, str] | None = None

    @property
    def standing(self) -> tuple[int, ...]:
        """How far the roster and the keys have come: while it stays, an envelope read again reads the same."""
        roster = self._ledger.roster
        if roster is None:
            return (self.bundle.epoch,)
        grants = sum(map(len, roster.grants.values()))
        return self.bundle.epoch, len(roster.statements), len(roster.keys), grants

    def read(self, envelope: Envelope) -> tuple[Message, Entry]:
        """Return what is in an envelope. Raises ForgedError, or another JournalError, for what is not believed."""
        message = self._message(envelope)
        if message.kind == MOVE:
            return message, as_entry(self._move(message))
        try:
            return message, checked(message.read(Entry))
        except (msgspec.MsgspecError, RecursionError) as error:
            raise NotOpenedError from error

    def read_move(self, envelope: Envelope) -> Move | None:
        """Return a move as it came; None for anything else. Raises a JournalError for what is not believed."""
        message = self._message(envelope)
        return self._move(message) if message.kind == MOVE else None

    def read_totals(self, envelope: Envelope) -> Told | None:
        """Return totals as they came; None for anything else. Raises a JournalError for what is not believed."""
        try:
            self._message(envelope)
        except _TotalsError as found:
            return found.told
        return None

    def _move(self, message: Message) -> Move:
        return read_move(message, self._ledger.place, self._ledger.roster)

    def summary(self, envelope: Envelope) -> Waiting:
        """Return what a list shows of an envelope."""
        about = (envelope.id, self.bundle.journal, self.bundle.name, self.standing)
        try:
            message, entry = self.read(envelope)
            own = self._about_move(message) if message.kind == MOVE else {"sender": self._handle(message.author)}
        except _TotalsError as found:
            return Waiting(*about, **self._about_totals(found))
        except _TidingsError as told:
            return Waiting(*about, sender=told.handle, doubt=told.what)
        except _AccessEndedError as error:
            return Waiting(*about, sender=self._handle(error.account), doubt="ended")
        except JournalError as error:
            return Waiting(*about, doubt=_doubt_of(error))
        return Waiting(
            *about,
            author=message.author,
            hour=message.hour,
            number=entry.number,
            epoch=envelope_epoch(envelope.body),
            people=len(entry.people),
            is_list=bool(entry.source),
            alone=_name_of(entry) if len(entry.people) == 1 else {},
            problems=sum(bool(problems_of(person)) for person in entry.people),
            likely=len(likely_among(entry.people)),
            **own,
        )

    def _about_move(self, message: Message) -> dict[str, Any]:
        move, handle = self._move(message), self._handle(message.author)
        return {
            "sender": handle or move.member.handle[:SHOWN_LETTERS],
            "back": move.back,
            "came_from": self._session.certificates.divisions().get(move.division, ""),
            "is_vouched": bool(handle),
        }

    def _about_totals(self, found: _TotalsError) -> dict[str, Any]:
        totals = found.told.statement
        return {
            "author": found.told.member.account,
            "sender": self._handle(found.told.member.account) or found.told.member.handle[:SHOWN_LETTERS],
            "hour": found.hour,
            "came_from": self._session.certificates.name(totals.division) or "",
            "doubt": TOTALS if is_news(self._session, totals) else OLD_TOTALS,
        }

    def _message(self, envelope: Envelope) -> Message:
        key, place = self.bundle.inbox(envelope_epoch(envelope.body)), self._ledger.place
        if key is None:
            raise NotOpenedError
        message = open_envelope(key, place, envelope.body)
        if message.kind == HELLO and message.id == envelope.id:
            raise _TidingsError(NEWCOMER, read_hello(message, place).handle)
        if message.kind == TAKEN and message.id == envelope.id:
            raise self._alarm(read_taken(message, place))
        if message.kind == TOTALS and message.id == envelope.id:
            raise _TotalsError(read_told(self._session, message, place), message.hour)
        if message.kind in (MOVE, *NOTES) and message.id == envelope.id:
            return _of_a_move(message)
        if message.kind not in (ENTRY, CUSTODY):
            raise _UnknownKindError
        return self._of_a_member(message, envelope, place)

    def _of_a_member(self, message: Message, envelope: Envelope, place: Place) -> Message:
        roster, author = self._ledger.roster, message.author
        if roster is None or message.id != envelope.id or author not in roster.keys:
            raise ForgedError
        message.check_signature(place, roster.keys[author])
        if not roster.may_have_sent(author, message.hour, now=this_hour()):
            raise _AccessEndedError(author)
        if message.kind == CUSTODY:
            raise _TidingsError(message.kind, self._handle(author))
        return message

    def _alarm(self, member: Member) -> JournalError:
        """Return what is told of an alarm: a forgery, unless the account goes on from a key that is known here."""
        known = self._ledger.roster.keys.get(member.account) if self._ledger.roster is not None else None
        if known is None or not (known == member.signing or member.comes_after(known)):
            return ForgedError()
        return _TidingsError(TAKEN, self._handle(member.account) or member.handle)

    def _handle(self, account: bytes) -> str:
        if self._handles is None:
            self._handles = handles_of(self._session, self.bundle.journal)
        return self._handles.get(account, "")


class _AccessEndedError(ForgedError):
    """Its author signed it, and held nothing here at its hour, or holds nothing any more."""

    def __init__(self, account: bytes) -> None:
        super().__init__()
        self.account = account


class _TidingsError(JournalError):
    """Nothing about people, but word to the coordinators, by who signed it: a hello, or an alarm."""

    def __init__(self, what: str, handle: str) -> None:
        super().__init__()
        self.what, self.handle = what, handle[:SHOWN_LETTERS]


class _TotalsError(JournalError):
    """Nothing about people, but totals of a division below, which it signed."""

    def __init__(self, told: Told, hour: int) -> None:
        super().__init__()
        self.told, self.hour = told, hour


class _UnknownKindError(JournalError):
    """The message is not about people."""


def _of_a_move(message: Message) -> Message:
    """Return a move, whose own reader checks who signed it; the notes about moves are told without a name."""
    if message.kind in NOTES:
        raise _TidingsError(message.kind, "")
    return message


def _doubt_of(error: JournalError) -> str:
    if isinstance(error, _UnknownKindError):
        return "unknown"
    return "forged" if isinstance(error, ForgedError) else "not-opened"


def _name_of(entry: Entry) -> Fields:
    contact = entry.people[0].contact
    return {name: value[:SHOWN_LETTERS] for name, value in contact.items() if name in (*NAMES, "nickname")}
