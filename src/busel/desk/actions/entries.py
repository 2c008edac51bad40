"""Entries: people typed or brought by someone who may not read, and what an editor makes of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress

import msgspec

from busel.contacts.records import Batch
from busel.desk.account.preferences import own_records
from busel.desk.actions import action
from busel.desk.clock import this_hour, today_iso
from busel.desk.inboxes.depositing import deposit
from busel.desk.inboxes.entry import checked
from busel.desk.inboxes.filling import NotThereError, filling
from busel.desk.inboxes.inbox import ENTRY, Entry, EntryPerson, Look, Waiting, decided, envelope_at
from busel.desk.inboxes.totals import TOTALS
from busel.desk.journals.writing import ConflictError, NotAllowedError, write
from busel.desk.people.moving import answer
from busel.desk.session import Session
from busel.desk.workspace.load import raw_connection
from busel.desk.workspace.models import Contact
from busel.journal.deed import Fields, Op
from busel.journal.envelope import Message, accepted_record_id
from busel.registry.roles import Role
from busel.vault.entropy import new_id, new_record_id

RECEIPT = "receipt"
TOGETHER = 500
"""Envelopes rejected in one commit: pages wait milliseconds for it."""
_RECORDS_A_PERSON = 1000
"""More than `entry.MOST_ABOUT`: the ids of one person's records never run into the next one's."""


class TakenBackError(Exception):
    """Its sender keeps the person after all: nothing was stored."""


class DecidedAlreadyError(Exception):
    """Somebody has decided about this envelope before: nothing was written now."""


@action("send_entry")
def send_entry(session: Session, division: bytes, entry: Entry, *, envelope: bytes = b"") -> bytes:
    """Seal people to a division's inbox and keep a receipt without them; return the envelope's id.

    The entry gets the receipt's number. The answer depends on nothing that is stored there. Sending with the same
    `envelope` again is one envelope. Nothing is sent, and no receipt kept, of what an editor's desk would not open:
    msgspec.ValidationError, TooLongError. Raises NotAllowedError, NoInboxError or a ShelfError too.
    """
    checked(entry)
    if not session.may(Role.COLLECTOR, division):
        raise NotAllowedError
    with session.lock:
        numbered = msgspec.structs.replace(entry, number=next_number(session))
        message = Message(
            id=envelope or new_id(),
            kind=ENTRY,
            author=session.account,
            hour=this_hour(),
            content=msgspec.Raw(msgspec.json.encode(numbered)),
        )
        deposit(session, division, message)
        _keep_receipt(session, division, numbered)
    return message.id


def _keep_receipt(session: Session, division: bytes, entry: Entry) -> None:
    record = new_record_id()
    fields: Fields = {
        "number": entry.number,
        "day": today_iso(),
        "hour": this_hour(),
        "people": len(entry.people),
        "division": division.hex(),
        "typed": not entry.source,
    }
    write(session, session.keyring.account.mailbox, "keep_receipt", [(record, [Op(RECEIPT, record, fields)])])


def receipts(session: Session) -> list[Fields]:
    """Return the account's own receipts, newest first: number, day, how many people, which division. No person."""
    return sorted(own_records(session, RECEIPT), key=_number, reverse=True)


def next_number(session: Session) -> int:
    """Return the number that the account's next receipt will have."""
    return max(map(_number, own_records(session, RECEIPT)), default=0) + 1


def _number(fields: Fields) -> int:
    return int(fields.get("number", 0))


@action("accept_entry")
def accept_entry(
    session: Session,
    waiting: Waiting,
    people: Sequence[tuple[int, EntryPerson]],
    *,
    known: Sequence[tuple[int, int, EntryPerson]] = (),
) -> list[int]:
    """Store people of an envelope, as they came or corrected, reject its others, then take it; return the new ids.

    `people` are (index in the envelope, person); `known` (index, contact of that division, person) are filled in. Ids
    come from the envelope, so nobody is ever stored twice. Raises DecidedAlreadyError, TakenBackError, NotThereError,
    ConflictError where somebody known was changed this moment, NotAllowedError or a ShelfError.
    """
    if people and waiting.back and _is_taken_back(session, waiting):
        raise TakenBackError
    new = [_as_stored(waiting.seed, index, person) for index, person in people]
    with session.lock:
        filled = list(_filled(session, waiting, known))
        done = {"accepted": len(new), "filled": len(known)}
        decide(session, waiting, "accept_entry" if people or known else "reject_entry", [*new, *filled], done=done)
    return [contact for contact, _ops in new]


def _filled(
    session: Session, waiting: Waiting, known: Sequence[tuple[int, int, EntryPerson]]
) -> Iterator[tuple[int, list[Op]]]:
    here = session.numbers.get(waiting.division, 0)
    for index, contact, person in known:
        if not Contact.objects.filter(pk=contact, division_id=here).exists():
            raise NotThereError
        first = index * _RECORDS_A_PERSON
        ids = (accepted_record_id(waiting.seed, at) for at in range(first + 1, first + _RECORDS_A_PERSON))
        if ops := filling(raw_connection(), contact, person, ids):
            yield contact, ops


@action("reject_entry")
def reject_entry(session: Session, waiting: Waiting) -> None:
    """Take an envelope and store nobody of it. Raises DecidedAlreadyError, NotAllowedError or a ShelfError."""
    decide(session, waiting, "reject_entry", [])


@action("reject_entry")
def reject_entries(session: Session, several: Sequence[Waiting]) -> None:
    """Take many envelopes and store nobody of them. Raises NotAllowedError or a ShelfError.

    What somebody else decided about meanwhile stays as it was decided. Doing it again goes on where it stopped.
    """
    if not all(session.may(Role.EDITOR, one.division) for one in several):
        raise NotAllowedError
    for division in dict.fromkeys(one.division for one in several):
        here = [one for one in several if one.division == division]
        for at in range(0, len(here), TOGETHER):
            with session.lock:
                some = here[at : at + TOGETHER]
                _note_rejected(session, division, some)
                _take(session, division, some)


def _note_rejected(session: Session, division: bytes, some: Sequence[Waiting]) -> None:
    while left := [one for one in some if decided(one) is None]:
        about = [(one.batch, [Op("batch", one.batch, _batch(one, 0).fields())]) for one in left]
        with suppress(ConflictError):  # one of them was accepted this moment, and this desk has seen it now
            write(session, division, "reject_entry", about)


@action("accept_entry")
def take_decided(session: Session, look: Look) -> None:
    """Take out envelopes that were decided about by a desk that ended before it could. Raises a ShelfError."""
    for waiting in look.over:
        _take(session, waiting.division, [waiting])
    look.over.clear()


def contact_ids(waiting: Waiting) -> list[int]:
    """Return the ids that the people of an envelope have once they are accepted, in their order."""
    return [accepted_record_id(waiting.seed, index * _RECORDS_A_PERSON) for index in range(waiting.people)]


def decide(
    session: Session,
    waiting: Waiting,
    deed: str,
    about: list[tuple[int, list[Op]]],
    *,
    done: Mapping[str, int] | None = None,
) -> None:
    """Commit first, then take the envelope: a desk that ends between leaves it to whoever looks next."""
    if not session.may(Role.EDITOR, waiting.division):
        raise NotAllowedError
    with session.lock:
        is_late = decided(waiting) is not None
        if not is_late:
            batch = _batch(waiting, **(done or {"accepted": len(about)}))
            noted = (waiting.batch, [Op("batch", waiting.batch, batch.fields())])
            try:
                # The envelope's id is the deed's: of two editors who press at once, one loses the race and sees it.
                is_late = write(session, waiting.division, deed, [*about, noted], deed=waiting.id).already
            except ConflictError:
                if decided(waiting) is None:
                    raise
                is_late = True  # together with others of its sender
        _take(session, waiting.division, [waiting])
    if is_late:
        raise DecidedAlreadyError


def _batch(waiting: Waiting, accepted: int, filled: int = 0) -> Batch:
    counts = {"accepted": accepted, "rejected": waiting.people - accepted - filled}
    if filled:
        counts["filled"] = filled
    if (
        accepted or filled
    ) and waiting.epoch:  # whoever had that inbox key could read these people before they stood here
        counts["epoch"] = waiting.epoch
    type_ = waiting.doubt if waiting.doubt == TOTALS else ENTRY
    return Batch(type=type_, day=today_iso(), title=waiting.sender, counts={} if type_ == TOTALS else counts)


def _is_taken_back(session: Session, waiting: Waiting) -> bool:
    return envelope_at(session, session.ledgers[waiting.division].bundle, waiting.back) is not None


@action("accept_entry")
def take_notes(session: Session, notes: Sequence[Waiting]) -> None:
    """Take out envelopes that tell of no person. Raises a ShelfError."""
    for division in dict.fromkeys(one.division for one in notes):
        _take(session, division, [one for one in notes if one.division == division])


def _take(session: Session, division: bytes, some: Sequence[Waiting]) -> None:
    """Take envelopes out; where one is a move, its division is told first what became of it."""
    bundle = session.ledgers[division].bundle
    some = [one for one in some if not one.back or answer(session, one)]
    session.shelf.take(session.token, division, bundle.write, [one.id for one in some])
    session.waiting[division] = max(session.waiting.get(division, 0) - len(some), 0)


def _as_stored(seed: bytes, index: int, person: EntryPerson) -> tuple[int, list[Op]]:
    first = index * _RECORDS_A_PERSON
    contact = accepted_record_id(seed, first)
    ops = [Op("contact", contact, {**person.contact, "added": today_iso()})]
    for at, (kind, fields) in enumerate(person.about, first + 1):
        ops.append(Op(kind, accepted_record_id(seed, at), {**fields, "contact": contact}))
    return contact, ops
