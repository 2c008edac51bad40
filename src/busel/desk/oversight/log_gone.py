"""What was let go of the access log after thirteen months: the auditors' word, and what it laid together."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from busel.desk.oversight.auditing import auditors_keys
from busel.desk.oversight.log_reports import Entry, log_ticket, new_reader, read_span
from busel.desk.session import Session
from busel.registry.access_log import Gone
from busel.registry.log_findings import Finding
from busel.shelf.log_calls import LogEntry, LogPart

BEYOND = 5_000
"""So many younger entries are looked at for sessions that were at work when the old ones end."""


@dataclass(frozen=True)
class Old:
    """What stands in a log below a place: believed entries, what does not hold together, and the rows themselves."""

    entries: list[Entry]
    findings: list[Finding]
    rows: Sequence[LogEntry]
    going_on: set[bytes]
    """Sessions that wrote after it."""


def standing(session: Session, division: bytes) -> LogPart:
    """Ask where a division's log stands, and read none of it. Raises PermissionError or a ShelfError."""
    return session.shelf.read_log(session.token, division, log_ticket(session, division), -1, 0)


def word_at(session: Session, division: bytes, place: int) -> Gone | None:
    """Return the auditors' word that begins at a place, where it may be believed."""
    return next((one.gone for one in _of_auditors(session, division, place, place) if one.gone is not None), None)


def gone_until(session: Session, division: bytes) -> int:
    """Return the last hour of which entries were let go, of a log that was read; 0 where none were."""
    place, held = session.logbook.told.get(division, -1), session.logbook.gone_until
    if place < 0:
        return 0
    if (division, place) not in held:
        gone = word_at(session, division, place)
        held[division, place] = gone.until if gone is not None else 0
    return held[division, place]


def laid_together(session: Session, division: bytes, *, since: int) -> Iterator[Entry]:
    """Yield what auditors laid together of entries that are gone, of months that end at `since` or later."""
    read = session.logbook.told  # of a log that was read this is known
    place = read[division] if division in read else standing(session, division).told
    while (gone := word_at(session, division, place)) is not None and gone.until >= since:
        for entry in _of_auditors(session, division, place, place + gone.entries - 1):
            if entry.folded is not None and entry.folded.until >= since:
                yield entry
        place = gone.before if gone.before < place else -1


def read_old(session: Session, division: bytes, below: int, gone: Gone | None) -> Old:
    """Read what stands below a place, from the beginning. `gone`: what was told of what is not there any more."""
    reader, ticket = new_reader(session, division, 0), log_ticket(session, division)
    reader.forget_what_was_seen()
    reader.gone = gone
    rows: list[LogEntry] = []
    going_on: set[bytes] = set()
    after, end = -1, below + BEYOND
    while after < end - 1:
        part = session.shelf.read_log(session.token, division, ticket, after, end)
        for row in part.entries:
            if row.place < below:
                reader.take(row.place, row.chain, row.number, row.body)
                rows.append(row)
            else:
                going_on.add(row.chain)
        if not part.entries:
            break
        after = part.entries[-1].place
    reader.miss(below)
    entries = reader.finish()
    return Old(entries, reader.findings, rows, going_on)


def _of_auditors(session: Session, division: bytes, first: int, last: int) -> list[Entry]:
    if first < 0:
        return []
    known = auditors_keys(session)
    return [one for one in read_span(session, division, first, last) if one.account in known]
