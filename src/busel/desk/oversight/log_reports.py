"""Reading the access log: what the shelf has of a division, opened, verified, and what does not hold together."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from busel.desk.oversight.auditing import auditors_keys
from busel.desk.oversight.log_asking import Asking
from busel.desk.session import Session
from busel.journal.header import Place
from busel.registry.coordinators import opening_keys
from busel.registry.log_keys import Known
from busel.registry.log_reading import Finding, Flaw, LogReader, LogRecord
from busel.shelf.log_calls import LogWant
from busel.vault.wrap import OpeningKey

Entry = LogRecord
"""One entry: `account`, `handle`, `deed`, `hour`, `contacts`, `count`, `chain`, `number`, `place`."""
WINDOW = 5_000
"""So many of the newest entries are read at first; then four times as many, until the hour asked for is reached."""
LONGEST_HOURS = 8
"""No desk's session lasts longer, running work included."""


@dataclass(frozen=True)
class LogReading:
    """What was read of one division's log. `first`: the place where it began; 0 is from the beginning."""

    division: bytes
    entries: list[Entry]
    findings: list[Finding]
    first: int


def read(session: Session, division: bytes, since_hour: int, until_hour: int) -> Iterator[Entry]:
    """Yield the entries of a division between two hours (both included) that may be believed, in their order.

    For coordinators and auditors. Raises PermissionError for others, or a ShelfError. What does not hold together is
    told by `read_log`.
    """
    for entry in read_log(session, division, since_hour).entries:
        if since_hour <= entry.hour <= until_hour:
            yield entry


def may_read_log(session: Session, division: bytes) -> bool:
    """Does this account hold a key that opens a division's log?"""
    bundle = session.keyring.bundle(division)
    return bool(session.keyring.audit) or (bundle is not None and bool(bundle.division_seed))


def read_log(
    session: Session, division: bytes, since_hour: int = 0, *, begin: int = -1, asking: Asking | None = None
) -> LogReading:
    """Read a division's log at least from an hour on. Raises PermissionError or a ShelfError.

    `begin`: the place where the oldest session begins that was at work at that hour, where it is known.
    """
    asking = asking or Asking(session)
    with session.logbook.reading:
        begin = begin if since_hour or begin >= 0 else 0
        reader = _held(session, division, begin)
        if reader is None:
            reader = new_reader(session, division, begin if begin >= 0 else _begin(session, division, asking))
        entries = _brought_up(session, division, reader, asking)
        while begin < 0 and reader.first and not _reaches(entries, since_hour):
            reader = new_reader(session, division, max(0, reader.first - 3 * (_next(reader) - reader.first)))
            entries = _brought_up(session, division, reader, asking)
        session.logbook.readers[division] = reader
    if reader.end is not None and all(finding.flaw is Flaw.SHUT for finding in reader.findings):  # else the alarm stays
        session.logbook.read[division.hex()] = reader.end
    doings = [entry for entry in entries if entry.folded is None]  # who lays a month together has read nobody
    return LogReading(division, doings, list(reader.findings), reader.first)


def wanted_of_log(session: Session, division: bytes, begin: int) -> LogWant:
    """Return what `read_log` will ask for first from a place on."""
    held = _held(session, division, begin)
    return LogWant(division, log_ticket(session, division), (begin if held is None else _next(held)) - 1)


def wanted_of_news(session: Session, division: bytes) -> LogWant:
    """Return what `read_log` will ask for first where no place is known: what is new, or where the log ends."""
    held = _held(session, division, -1)
    ticket = log_ticket(session, division)
    return LogWant(division, ticket, -1, 0) if held is None else LogWant(division, ticket, _next(held) - 1)


def wanted_of_span(session: Session, division: bytes, first: int, last: int) -> LogWant:
    """Return what `read_span` will ask for first."""
    return LogWant(division, log_ticket(session, division), first - 1, last + 1)


def read_span(session: Session, division: bytes, first: int, last: int, *, asking: Asking | None = None) -> list[Entry]:
    """Read whole sessions that lie between two places, both included; what does not hold together is left aside."""
    if last < first:
        return []
    asking = asking or Asking(session)
    reader = new_reader(session, division, first)
    ticket, after = log_ticket(session, division), first - 1
    while after < last:
        part = asking.part(division, ticket, after, last + 1)
        if not part.entries:
            break
        for row in part.entries:
            reader.take(row.place, row.chain, row.number, row.body)
        after = part.entries[-1].place
    return reader.finish()


def _held(session: Session, division: bytes, begin: int) -> LogReader | None:
    """Return the reader that is kept of a log, where it has read from a place on, or where any place will do (-1)."""
    held = session.logbook.readers.get(division)
    if held is None or held.opens_with != [key.seed for key in _keys(session, division)]:
        return None
    return held if begin < 0 or held.first <= begin else None


def _begin(session: Session, division: bytes, asking: Asking) -> int:
    """Return the place of the newest entries of a log."""
    return max(0, asking.part(division, log_ticket(session, division), -1, 0).last + 1 - WINDOW)


def _next(reader: LogReader) -> int:
    return reader.end.place + 1 if reader.end else reader.first


def _reaches(entries: list[Entry], since_hour: int) -> bool:
    """Was read so far back that no session which was at work at that hour is missing?"""
    return any(entry.hour < since_hour - LONGEST_HOURS for entry in entries)


def new_reader(session: Session, division: bytes, first: int) -> LogReader:
    """Return a reader with what this account holds and knows."""
    reader = LogReader(
        Place(session.keyring.organisation, division),
        _keys(session, division),
        known=_known(session, division),
        trusted=session.logbook.trusted,
        first=first,
        seen=session.logbook.read.get(division.hex()) or session.keyring.logs_read.get(division.hex()),
    )
    reader.auditors = auditors_keys(session)
    return reader


def _brought_up(session: Session, division: bytes, reader: LogReader, asking: Asking) -> list[Entry]:
    """Read what is newer than what the reader has; return all that may be believed."""
    ticket, after = log_ticket(session, division), _next(reader) - 1
    while True:
        part = asking.part(division, ticket, after)
        session.logbook.told[division] = part.told
        for row in part.entries:
            reader.take(row.place, row.chain, row.number, row.body)
        if not part.entries or part.entries[-1].place >= part.last:
            return reader.finish()
        after = part.entries[-1].place


def log_ticket(session: Session, division: bytes) -> bytes:
    """Return the ticket by which this account reads a log. Raises PermissionError."""
    if session.keyring.audit:
        return session.keyring.audit
    ledger = session.ledgers.get(division)
    if ledger is None or not may_read_log(session, division):
        raise PermissionError
    return ledger.bundle.keys.read_ticket()


def _keys(session: Session, division: bytes) -> list[OpeningKey]:
    bundle, made = session.keyring.bundle(division), session.logbook.opening_keys
    keys = opening_keys(bundle) if bundle is not None else []
    if session.keyring.audit:
        account = session.keyring.account
        keys = [*keys, account.sealing, *map(OpeningKey, account.past_sealing)]
    return [made.setdefault(key.seed, key) for key in keys]  # to unfold one takes as long as to open with it


def _known(session: Session, division: bytes) -> Known:
    """Return what tells an account's public keys: the division's roster as it is then, for who reads it."""
    of_auditors = auditors_keys(session)

    def known(account: bytes) -> tuple[bytes, ...] | None:
        ledger = session.ledgers.get(division)
        roster = ledger.roster if ledger is not None else None
        if account in of_auditors:  # the root says so, in no roster; some hold a role in a division, too
            return (of_auditors[account], *(roster.keys_of(account) if roster is not None else ()))
        return None if roster is None else roster.keys_of(account)

    return known
