"""What travels when a person moves to another division, and what the editors there believe of it.

A `move` is an envelope in the inbox of the other division. Who sent it need hold nothing there, so it carries the
sender's own statement `member`; where the division's roster knows the account, the key that stands there counts.

Why safe: the answer (`moved`) is believed for a random proof of 32 bytes that lies in the envelope alone. Here only its
SHA-256 is kept, so whoever answers has opened the inbox there, or wrote the envelope. Nobody's key need be known.
"""

from __future__ import annotations

import hashlib
from typing import Any

import msgspec

from busel.desk.inboxes.entry import MOVED_KINDS, Entry, EntryPerson, checked_moved
from busel.journal.deed import Fields
from busel.journal.envelope import Message
from busel.journal.errors import ForgedError, NotOpenedError
from busel.journal.header import Place
from busel.registry.roster import Roster
from busel.registry.statements import Member

MOVE, MOVED, MOVE_BACK = "move", "moved", "move_back"
"""The kinds of messages: a person; the answer; "we took the person back"."""
NOTES = (MOVED, MOVE_BACK)
"""Those that tell of no person: no list shows them."""
MOST_BYTES = 960 * 1024
"""Of a person with all that goes along, as JSON: the shelf takes 1 MiB."""
_ID, _PROOF = 16, 32


class Move(msgspec.Struct, frozen=True, kw_only=True):
    """The content of a `move`."""

    member: Member
    """Who sent it."""
    division: bytes
    """Where the person was, and where the answer goes."""
    person: EntryPerson
    proof: bytes
    back: bytes
    """The id of the envelope by which it may be taken back."""
    receipt: bytes
    """The id of the answer's envelope."""


class Moved(msgspec.Struct, frozen=True, kw_only=True):
    """The content of a `moved`."""

    proof: bytes
    accepted: bool


def proof_hash(proof: bytes) -> str:
    """Return what is kept of a proof."""
    return hashlib.sha256(proof).hexdigest()


def as_entry(move: Move) -> Entry:
    """Return the person as an editor decides about it."""
    return Entry([move.person])


def read_move(message: Message, place: Place, roster: Roster | None) -> Move:
    """Return what is in a move. Raises ForgedError, or another JournalError, for what could not be ours."""
    move: Move = message.read(Move)
    member = move.member
    if not member.is_sound() or (member.organisation, member.account) != (place.organisation, message.author):
        raise ForgedError
    known = roster.keys.get(member.account) if roster is not None else None
    message.check_signature(place, known or member.signing)
    if [len(one) for one in (move.division, move.back, move.receipt, move.proof)] != [_ID, _ID, _ID, _PROOF]:
        raise NotOpenedError
    try:
        return msgspec.structs.replace(move, person=checked_moved(move.person))
    except (msgspec.MsgspecError, RecursionError) as error:
        raise NotOpenedError from error


def goes_along(kind: str, fields: Fields) -> bool:
    """Does a record go with the person? What names others, groups or events of the division stays."""
    return kind in MOVED_KINDS and bool(fields)


def without_ties(kind: str, fields: Fields, *, own: frozenset[str]) -> Fields:
    """Return fields without what names records or accounts of this division. `own` are fields that name people."""
    kept = {name: value for name, value in fields.items() if (kind, name) not in _TIES}
    custom: dict[str, Any] = {key: value for key, value in kept.get("custom", {}).items() if key not in own}
    return (kept | {"custom": custom}) if custom else {name: one for name, one in kept.items() if name != "custom"}


_TIES = {
    ("contact", "household"),
    ("contact", "added"),
    ("activity", "batch"),
    ("activity", "assignee"),
    ("activity", "event"),
    ("consent", "by"),
    *((kind, "contact") for kind in MOVED_KINDS),
}
