"""What an auditor's desk would let go of an old access log, and what it lays together for it: nothing is done here.

One month at a time, so that one step holds all of it. What was laid together before stays, and so do sessions that were
at work when the month ended: their first entries open the rest.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from busel.desk.clock import month_of, this_hour
from busel.desk.oversight.log_gone import Old, read_old, word_at
from busel.desk.oversight.log_reports import Entry
from busel.desk.oversight.oddities import is_strange, kinds_of
from busel.desk.session import Session
from busel.journal.header import Place
from busel.registry.access_log import MOST_IDS, Folded, Gone, LogHeader, Noted, ids_to_bytes
from busel.shelf.log_calls import MAX_LOG_ENTRIES, LogEntry, LogPart


@dataclass(frozen=True)
class Plan:
    """What goes, what stays by name, and the entries that tell of it."""

    gone: Gone
    kept: list[bytes]
    notes: list[Noted]


def plan_letting_go(session: Session, division: bytes, stands: LogPart, *, by_hand: bool = False) -> Plan | None:
    """Return what may go of a division's log; None where nothing may. For auditors. Raises a ShelfError.

    Nothing goes while anything old does not open or does not hold together: it is evidence. Nor, unless somebody says
    so by hand, while there is an entry of a kind that no desk of ours lays: the logbook names those (`strange`).
    """
    old = read_old(session, division, stands.old, word_at(session, division, stands.told))
    doings = [entry for entry in old.entries if not _is_summary(entry)]
    strange = session.logbook.strange[division] = [entry for entry in doings if is_strange(entry)]
    if old.findings or (strange and not by_hand):
        return None
    for limit in sorted({month_of(entry.hour)[1] for entry in doings}):
        below = min((entry.place for entry in doings if entry.hour > limit), default=stands.old)
        kept = _summaries(old) | {row.chain for row in old.rows if row.place >= below} | old.going_on
        going = [row for row in old.rows if row.place < below and row.chain not in kept]
        if going:
            return _plan(Place(session.keyring.organisation, division), stands, old, going, below=below)
    return None


def _plan(place: Place, stands: LogPart, old: Old, going: list[LogEntry], *, below: int) -> Plan | None:
    gone = {row.place for row in going}
    entries = [entry for entry in old.entries if entry.place in gone]
    notes = list(fold_by_month(entries, "let_log_go"))
    if len(entries) != len(going) or len(notes) >= MAX_LOG_ENTRIES:
        return None
    stay = [row for row in old.rows if row.place not in gone]
    word = Gone(
        below=below,
        kept=_ranges(row.place for row in stay if row.place < below),
        until=max(entry.hour for entry in entries),
        count=len(going),
        digest=hashlib.sha256(b"".join(_digest(place, row) for row in going)).digest(),
        entries=1 + len(notes),
        before=stands.told,
    )
    first = Noted("let_log_go", this_hour(), count=len(going), gone=word)
    return Plan(word, sorted({row.chain for row in stay}), [first, *notes])


def fold_by_month(entries: Iterable[Entry], deed: str) -> Iterator[Noted]:
    """Yield what each account did in each month (UTC)."""
    months: dict[tuple[int, int], list[Entry]] = {}
    for entry in entries:
        months.setdefault(month_of(entry.hour), []).append(entry)
    for month in sorted(months):
        yield from fold(months[month], *month, deed=deed)


def fold(entries: Iterable[Entry], since: int, until: int, *, deed: str) -> Iterator[Noted]:
    """Yield what each account did between two hours, both included: whom it opened, took out, saw in lists."""
    people: dict[tuple[bytes, str], dict[int, None]] = {}
    unnamed: dict[tuple[bytes, str], int] = {}
    for entry in entries:
        for kind in kinds_of(entry):
            key = (entry.account, kind)
            people.setdefault(key, {}).update(dict.fromkeys(entry.contacts))
            unnamed[key] = unnamed.get(key, 0) + max(0, entry.count - len(entry.contacts))
    for (account, kind), held in people.items():
        ids = list(held)
        for at in range(0, max(len(ids), 1), MOST_IDS):
            folded = Folded(account, since, until, kind, unnamed[account, kind] if at == 0 else 0)
            yield Noted(deed, this_hour(), ids_to_bytes(ids[at : at + MOST_IDS]), folded=folded)


def _is_summary(entry: Entry) -> bool:
    return entry.folded is not None or entry.gone is not None


def _summaries(old: Old) -> set[bytes]:
    """Return the sessions that hold nothing but what was laid together."""
    return {one.chain for one in old.entries} - {one.chain for one in old.entries if not _is_summary(one)}


def _digest(place: Place, row: LogEntry) -> bytes:
    return LogHeader(place, row.chain, row.number).digest(row.body)


def _ranges(places: Iterable[int]) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    for place in sorted(places):
        if found and found[-1][1] == place - 1:
            found[-1] = (found[-1][0], place)
        else:
            found.append((place, place))
    return found
