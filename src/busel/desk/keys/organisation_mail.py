"""Letters with keys of commons and office: an administrator signed them, as the journal that they open proves.

Before commons is open nobody can tell who administrates: its roster is in it, a chain that begins with the root's
signature. So a letter's keys are tried first, for reading only; who signed the letter is asked of the roster that they
open, which must go on from the end that this account remembers. Only then they are put on the keyring.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import Enum

import msgspec

from busel.desk.clock import this_hour
from busel.desk.journals.ledger import Aside, Cause, Ledger
from busel.desk.journals.rereading import reread
from busel.desk.keys.taking_up import ledger_with, put_on_keyring, roster_with
from busel.desk.session import Session
from busel.journal.commit import EpochKeys
from busel.journal.envelope import Message, open_envelope
from busel.journal.errors import EpochUnknownError, ForgedError, JournalError
from busel.journal.header import Place
from busel.registry.keyring import Bundle, bundle_for
from busel.registry.letters import ORGANISATION, OrganisationLetter
from busel.registry.merging import merge_bundles
from busel.registry.roles import Role
from busel.registry.roster import Roster
from busel.registry.statements import Grant
from busel.shelf.protocol import BadTicketError, Envelope

SHARED = ("commons", "office")
"""The journals whose keys come by such letters: who reads none of them yet is sent none."""


@dataclass
class Looked:
    """What came of such letters: journals that moved, envelopes to be taken out, and all that were looked at."""

    came: list[bytes] = field(default_factory=list)
    used: list[bytes] = field(default_factory=list)
    seen: set[bytes] = field(default_factory=set)


class _Outcome(Enum):
    USED = 1
    STALE = 2
    FORGED = 3
    WAITS = 4


def use_organisation_letters(session: Session, envelopes: Iterable[Envelope]) -> Looked:
    """Use what is there of such letters, the newest first. The keyring is not saved."""
    looked, found = Looked(), []
    for envelope in envelopes:
        message = _opened(session, envelope)
        if message is not None:
            looked.seen.add(envelope.id)
            found.append(message)
    pairs = [(message, _read(message)) for message in found]
    for message, letter in sorted(pairs, key=lambda pair: pair[1].bundle.epoch if pair[1] else -1, reverse=True):
        outcome = _Outcome.FORGED if letter is None else _use(session, message, letter)
        if outcome is not _Outcome.WAITS:
            looked.used.append(message.id)
        if outcome is _Outcome.FORGED:
            session.keep_aside(Aside(session.keyring.account.mailbox, -1, Cause.THROWN_OUT))
        if letter is not None and outcome is _Outcome.USED:
            looked.came.append(letter.bundle.journal)
    return looked


def _opened(session: Session, envelope: Envelope) -> Message | None:
    account = session.keyring.account
    try:
        message = open_envelope(account.sealing, _place(session), envelope.body)
    except JournalError:
        return None
    return message if message.kind == ORGANISATION and message.id == envelope.id else None


def _read(message: Message) -> OrganisationLetter | None:
    try:
        letter = message.read(OrganisationLetter)
    except JournalError:
        return None
    return letter if len(letter.bundle.epochs) == 1 else None


def _use(session: Session, message: Message, letter: OrganisationLetter) -> _Outcome:
    """Put a letter's keys on the keyring, if they open the journal and an administrator signed it."""
    held = session.keyring.bundle(letter.bundle.journal)
    if held is None or held.name not in SHARED:
        return _Outcome.FORGED
    if letter.bundle.epoch <= held.epoch:
        _take_office(session, message, letter, held)
        return _Outcome.STALE
    new = msgspec.structs.replace(letter.bundle, name=held.name, grant=None)
    try:
        ledger = ledger_with(session, merge_bundles(_to_read(new), held))
        roster = ledger.roster
    except BadTicketError:  # an epoch that has not begun, or keys that never were used
        return _Outcome.FORGED if _is_known_as_forged(session, held, message) else _Outcome.WAITS
    except (EpochUnknownError, JournalError, LookupError):
        return _Outcome.FORGED
    if roster is None or not (_is_proven(new, ledger) and _is_from_administrator(session, roster, message)):
        return _Outcome.FORGED
    rules = roster.holds(session.account, Role.ADMINISTRATOR, this_hour())
    role = Role.ADMINISTRATOR if rules and new.role is Role.ADMINISTRATOR else Role.VIEWER
    put_on_keyring(session, merge_bundles(bundle_for(new, role), held))
    if letter.office is not None and held.name == "commons" and _administrates(session, roster, message):
        session.keyring = msgspec.structs.replace(session.keyring, office=letter.office)
    return _Outcome.USED


def _take_office(session: Session, message: Message, letter: OrganisationLetter, held: Bundle) -> None:
    """Take how to write to the office from a second letter about the present keys: the first said nothing that counts.

    The journal proves its own keys and not this. So somebody who administrates no more says nothing of it, who may have
    the keys from an accomplice.
    """
    if held.name != "commons" or letter.office in (None, session.keyring.office):
        return
    if letter.bundle.epoch != held.epoch or letter.bundle.keys.state != held.keys.state:
        return
    try:
        roster = roster_with(session, held)
    except (BadTicketError, EpochUnknownError, JournalError, LookupError):
        return
    if roster is not None and _administrates(session, roster, message):
        session.keyring = msgspec.structs.replace(session.keyring, office=letter.office)


def _to_read(new: Bundle) -> Bundle:
    """Return what of a letter's keys the journal itself proves: the state key, whose ticket the shelf takes."""
    return msgspec.structs.replace(new, epochs={new.epoch: EpochKeys(new.keys.state)})


def _is_proven(new: Bundle, ledger: Ledger) -> bool:
    """Is a letter's history key the one that the manifest names, which began the epoch or was laid in it since?

    The shelf's ticket proves the state key alone, and who signed the letter may be an administrator no more.
    """
    name = ledger.snapshot.history if ledger.snapshot is not None else b""
    return not new.keys.history or new.keys.history_name() == name


def _is_known_as_forged(session: Session, held: Bundle, message: Message) -> bool:
    """Is commons open with the keys at hand, and says that no administrator signed this?

    Else whoever may write to a mailbox could fill it with letters of epochs that never begin.
    """
    ledger = session.ledgers.get(held.journal)
    if ledger is not None and ledger.link is not None and held.journal not in session.shut:
        roster = ledger.roster
    else:
        try:
            roster = reread(session, held).ledger.roster
        except (BadTicketError, EpochUnknownError, JournalError, LookupError):
            return False
    return roster is not None and not _is_from_administrator(session, roster, message)


def _is_from_administrator(session: Session, roster: Roster, message: Message) -> bool:
    """Did somebody sign it who is, or was, an administrator by this roster?

    Why also who was: the new keys that it brings were made, and used, while the signer administrated.
    """
    granted = (one for one in roster.statements if isinstance(one, Grant) and one.account == message.author)
    if not any(one.role is Role.ADMINISTRATOR for one in granted):
        return False
    return any(_is_signed(session, message, key) for key in roster.keys_of(message.author))


def _administrates(session: Session, roster: Roster, message: Message) -> bool:
    """Did somebody sign it who is an administrator now, by the key that counts now?"""
    author = message.author
    return roster.holds(author, Role.ADMINISTRATOR, this_hour()) and _is_signed(session, message, roster.keys[author])


def _is_signed(session: Session, message: Message, key: bytes) -> bool:
    try:
        message.check_signature(_place(session), key)
    except ForgedError:
        return False
    return True


def _place(session: Session) -> Place:
    return Place(session.keyring.organisation, session.keyring.account.mailbox)
