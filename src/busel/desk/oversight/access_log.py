"""Who opens whom is logged before it is shown: one entry for each division and page, confirmed by the shelf.

    note(session, "open_contact", journal, [contact])

On a page what is noted is laid together, before the answer leaves (`web.views.logged`); elsewhere (a command, a long
work) at once. If the shelf does not confirm it, nothing is shown. How it is read: `log_reports`.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

import msgspec

from busel.desk.clock import this_hour
from busel.desk.journals.opening import pull
from busel.desk.journals.writing import NotAllowedError
from busel.desk.oversight.auditing import auditors
from busel.desk.oversight.log_reports import Entry as Entry
from busel.desk.oversight.log_reports import read as read
from busel.desk.session import Session
from busel.desk.workspace.aliases import stored_ids
from busel.desk.workspace.load import raw_connection
from busel.journal.header import Place
from busel.registry.access_log import MOST_IDS, LogChain, Noted, Opening, ids_to_bytes
from busel.shelf.log_calls import NO_LIMIT, Drawn, LogStanding, NewLogEntry
from busel.shelf.protocol import BadTicketError, ShelfError
from busel.vault.entropy import new_id

_TRIES = 3
"""So often is it tried while a division's keys are being changed."""
_DIVISIONS = "SELECT id, division_id FROM workspace_contact WHERE id IN (SELECT value FROM json_each(?))"
_TOGETHER = 100
"""Entries of a long work in one step: about a megabyte."""


class BrakedError(Exception):
    """So many people were opened in this hour or on this day that a colleague is asked first. Nothing was shown."""


@dataclass(frozen=True)
class Note:
    """People of one division whom a page shows, by stored ids. `count` where it is not the number of the contacts."""

    deed: str
    division: bytes
    contacts: tuple[int, ...]
    count: int = 0


class StaleError(Exception):
    """What the page was made of has moved meanwhile: nothing was laid, and the page must be made anew."""


@dataclass
class Page:
    """A page in the making: whom it shows; and, where it is asked about afterwards, of what it was made."""

    notes: list[Note] = field(default_factory=list)
    drawn: list[Drawn] | None = None
    anew: bool = False
    """It was made before, of what was stale: now the news comes first."""


class _AtHand(threading.local):
    page: Page | None = None


_at_hand = _AtHand()


def note(session: Session, deed: str, division: bytes, contacts: Iterable[int], *, count: int | None = None) -> None:
    """Note that people of a division are shown (`deed`: of `registry.deeds`). Outside of a page it is laid at once.

    Raises a ShelfError or NotAllowedError then: whoever asked must not show them.
    """
    raw, number = raw_connection(), session.numbers.get(division, 0)
    one = Note(deed, division, tuple(stored_ids(raw, number, contacts)), count or 0)
    at_hand = page_at_hand()
    if at_hand is None:
        lay(session, [one])
    else:
        at_hand.notes.append(one)


def note_people(session: Session, deed: str, contacts: Sequence[int]) -> None:
    """Note that these people are shown, whatever division each of them is in."""
    by_number: dict[int, list[int]] = {}
    asked = msgspec.json.encode(list(dict.fromkeys(contacts))).decode()
    for contact, number in raw_connection().execute(_DIVISIONS, (asked,)):
        by_number.setdefault(number, []).append(contact)
    for journal, number in list(session.numbers.items()):
        if number in by_number:
            note(session, deed, journal, by_number[number])


@contextmanager
def page(*, anew: bool = False) -> Iterator[Page]:
    """Collect what is noted in this thread, to be laid together."""
    before, _at_hand.page = _at_hand.page, Page(anew=anew)
    try:
        yield _at_hand.page
    finally:
        _at_hand.page = before


def page_at_hand() -> Page | None:
    """Return the page that this thread makes; None elsewhere."""
    return _at_hand.page


def lay(
    session: Session,
    notes: Sequence[Note],
    *,
    weight: int = 0,
    most: tuple[int, int] = NO_LIMIT,
    drawn: Sequence[Drawn] = (),
) -> LogStanding:
    """Have the shelf confirm entries for all that was noted, one for each deed and division.

    Raises StaleError where `drawn` stands elsewhere by now, BrakedError where `weight` passes the brake,
    NotAllowedError for a division that was closed meanwhile, or a ShelfError; then none is laid, as far as anybody
    knows.
    """
    by_division = _together(notes)
    for _ in range(_TRIES):
        try:
            with session.logbook.writing:
                return _lay(session, by_division, drawn, weight=weight, most=most)
        except BadTicketError:  # the keys were changed meanwhile
            if drawn:
                raise StaleError from None
            pull(session)
            if any(division not in session.ledgers for division in by_division):
                raise NotAllowedError from None
    raise BadTicketError


def _together(notes: Sequence[Note]) -> dict[bytes, list[Noted]]:
    """Return for each division its entries: one for each deed, some where there are very many people."""
    people: dict[tuple[bytes, str], dict[int, None]] = {}
    counts: dict[tuple[bytes, str], int] = {}
    for one in notes:
        key = (one.division, one.deed)
        people.setdefault(key, {}).update(dict.fromkeys(one.contacts))
        counts[key] = counts.get(key, 0) + one.count
    found: dict[bytes, list[Noted]] = {}
    for (division, deed), ids in people.items():
        parts = _parts(ids, MOST_IDS) or [[]]
        count = counts[division, deed] if len(parts) == 1 else 0
        found.setdefault(division, []).extend(Noted(deed, this_hour(), ids_to_bytes(some), count) for some in parts)
    return found


def _parts(ids: Iterable[int], most: int) -> list[list[int]]:
    whole = list(ids)
    return [whole[at : at + most] for at in range(0, len(whole), most)]


def _lay(
    session: Session,
    by_division: dict[bytes, list[Noted]],
    drawn: Sequence[Drawn],
    *,
    weight: int,
    most: tuple[int, int],
) -> LogStanding:
    book = session.logbook
    sealed = {division: _chain(session, division).seal(noted) for division, noted in by_division.items()}
    entries = [
        NewLogEntry(division, _read_ticket(session, division), book.chains[division].id, number, body)
        for division, some in sealed.items()
        for number, body in some
    ]
    try:
        standing = session.shelf.log(session.token, entries, weight, most, drawn)
    except BadTicketError:
        raise
    except ShelfError:
        # Nobody knows whether they were laid: the next page begins a chain of its own, which names the last end known.
        for division in by_division:
            book.chains.pop(division, None)
        raise
    if standing.stale:
        raise StaleError
    if standing.stopped:
        raise BrakedError
    places = iter(standing.places)
    for division, some in sealed.items():
        end = book.chains[division].confirm(some, [next(places) for _ in some])
        book.ends[division.hex()] = end
    return standing


def write_apart(session: Session, division: bytes, notes: Sequence[Noted]) -> tuple[int, int]:
    """Lay entries in a chain of their own; return the first and the last place. Raises a ShelfError."""
    chain = new_chain(session, division)
    places: list[int] = []
    for at in range(0, len(notes), _TOGETHER):
        sealed = chain.seal(notes[at : at + _TOGETHER])
        ticket = _read_ticket(session, division)
        entries = [NewLogEntry(division, ticket, chain.id, number, body) for number, body in sealed]
        standing = session.shelf.log(session.token, entries, 0, NO_LIMIT)
        chain.confirm(sealed, standing.places)
        places += standing.places
    return places[0], places[-1]


def new_chain(session: Session, division: bytes) -> LogChain:
    """Return a chain of its own for what is laid in one step."""
    return _begin(session, division, _coordinators(session, division))


def _read_ticket(session: Session, division: bytes) -> bytes:
    ledger = session.ledgers.get(division)
    if ledger is None:
        raise NotAllowedError
    return ledger.bundle.keys.read_ticket()


def _chain(session: Session, division: bytes) -> LogChain:
    """Return the session's chain for a division; a new one where other keys open it now: coordinators' or auditors'."""
    coordinators = _coordinators(session, division)
    held = session.logbook.chains.get(division)
    if held is None or (coordinators and held.recipients != _recipients(session, coordinators)):
        held = session.logbook.chains[division] = _begin(session, division, coordinators)
    return held


def _begin(session: Session, division: bytes, coordinators: bytes) -> LogChain:
    account, keyring = session.keyring.account, session.keyring
    before = session.logbook.ends.get(division.hex()) or keyring.logs.get(division.hex())
    return LogChain(
        place=Place(keyring.organisation, division),
        id=new_id(),
        opening=Opening(account.id, account.signing.public, account.handle, before, account.handovers),
        signing=account.signing,
        recipients=_recipients(session, coordinators),
    )


def _recipients(session: Session, coordinators: bytes) -> list[bytes]:
    commons = session.keyring.named("commons")
    ledger = session.ledgers.get(commons.journal) if commons is not None else None
    at, book = ledger.link if ledger is not None else None, session.logbook
    if book.auditors is None or book.auditors[0] != at:  # looked up once for each state of commons
        book.auditors = at, list(auditors(session).values())
    return [key for key in (coordinators, *book.auditors[1]) if key]


def _coordinators(session: Session, division: bytes) -> bytes:
    certificate = session.certificates.certificate(division)
    return b"" if certificate is None else certificate.sealing
