"""Opening the zone: every journal whose keys are on the keyring, verified and laid into the workspace."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

import msgspec

from busel.desk.ledger import Aside, Cause, EpochUnknownError, Ledger, roster_statements
from busel.desk.search.names import NAMES
from busel.desk.session import Session
from busel.desk.workspace.apply import apply_ops
from busel.desk.workspace.load import lay_over, load_block, raw_connection
from busel.desk.workspace.rows import ROWS
from busel.desk.workspace.schema import make_indexes, make_tables
from busel.journal.deed import Deed, Fields
from busel.journal.errors import BrokenChainError, JournalError, RolledBackError
from busel.journal.header import Place
from busel.registry.keyring import NOT_DIVISIONS, Bundle
from busel.registry.roster import Roster
from busel.registry.statements import Certificate, InboxKey, read_statement
from busel.shelf.protocol import Fetched, Part, Want

Progress = Callable[[int, int], None]
"""Told (journals done, journals in all)."""


def open_zone(session: Session, progress: Progress = lambda _done, _all: None) -> None:
    """Fill the workspace. Commons first: it certifies the divisions' keys. What is not believed is kept aside.

    Snapshots are laid in bulk into tables without indexes, then the indexes are made, then the tails are applied.
    """
    make_tables()
    raw = raw_connection()
    held = [bundle for bundle in session.keyring.bundles.values() if bundle.epochs]
    first = sorted((b for b in held if b.name in NOT_DIVISIONS), key=lambda bundle: bundle.name != "commons")
    arrivals: list[_Arrival] = []
    for bundles in (*([bundle] for bundle in first), [b for b in held if b.name not in NOT_DIVISIONS]):
        arrivals += _read(session, raw, bundles, progress)
    make_indexes()
    for arrival in arrivals:
        _finish(session, raw, arrival)
    _count(raw)
    NAMES.settle()


def pull(session: Session) -> None:
    """Bring what is newer in every opened journal: one exchange when there is nothing."""
    with session.lock:
        wants = [
            Want(ledger.place.journal, ledger.keys.read_ticket(), ledger.link.sequence)
            for ledger in session.ledgers.values()
            if ledger.link is not None
        ]
        raw = raw_connection()
        while wants:
            fetched = session.shelf.fetch(session.token, wants)
            for part in fetched.parts:
                arrival = _Arrival(part.journal)
                _take(session, raw, part, arrival)
                _finish(session, raw, arrival)
            wants = fetched.unfinished


@dataclass
class _Arrival:
    """One journal on its way in: what came of its snapshot, and what waits until the tables are indexed."""

    journal: bytes
    digests: list[bytes] = field(default_factory=list)
    items: list[tuple[str, Fields]] = field(default_factory=list)
    over: list[bytes] = field(default_factory=list)
    """Packed blocks that lie over others."""
    deeds: list[Deed] = field(default_factory=list)


def _read(session: Session, raw: sqlite3.Connection, bundles: list[Bundle], progress: Progress) -> list[_Arrival]:
    wants = []
    for bundle in bundles:
        ledger = new_ledger(session, bundle)
        if ledger is None:
            session.aside.append(Aside(bundle.journal, 0, Cause.NO_CERTIFICATE))
            continue
        _number(session, raw, bundle)
        session.ledgers[bundle.journal] = ledger
        wants.append(Want(bundle.journal, bundle.keys.read_ticket()))
    arrivals = {want.journal: _Arrival(want.journal) for want in wants}
    for done, part in enumerate(_fetched(session, wants), 1):
        _take(session, raw, part, arrivals[part.journal])
        progress(min(done, len(wants)), len(wants))
    return list(arrivals.values())


def _fetched(session: Session, wants: list[Want]) -> Iterator[Part]:
    """Yield parts as they come; the next answer is fetched while this one is opened."""

    def fetch(some: list[Want]) -> Fetched:
        return session.shelf.fetch(session.token, some)

    with ThreadPoolExecutor(1) as ahead:
        coming = ahead.submit(fetch, wants) if wants else None
        while coming is not None:
            fetched = coming.result()
            coming = ahead.submit(fetch, fetched.unfinished) if fetched.unfinished else None
            yield from fetched.parts


def new_ledger(session: Session, bundle: Bundle) -> Ledger | None:
    """Return the reader of a journal, or None for a division whose key no certificate chain reaches."""
    account = session.keyring.account
    roster = None
    if bundle.name != "own":
        key = session.keyring.root if bundle.name in NOT_DIVISIONS else session.certificates.public(bundle.journal)
        if key is None:
            return None
        roster = Roster(session.keyring.organisation, bundle.journal, key)
    return Ledger(
        place=Place(session.keyring.organisation, bundle.journal),
        bundle=bundle,
        account=account.id,
        own_public=account.signing.public,
        roster=roster,
        remembered=session.keyring.heads.get(bundle.journal.hex()),
    )


def _number(session: Session, raw: sqlite3.Connection, bundle: Bundle) -> None:
    number = session.numbers[bundle.journal] = len(session.numbers) + 1
    raw.execute(
        "INSERT INTO workspace_division (id, journal, name, role, contacts) VALUES (?, ?, ?, ?, 0)",
        (number, bundle.journal, bundle.name, bundle.role.value),
    )


def _take(session: Session, raw: sqlite3.Connection, part: Part, arrival: _Arrival) -> None:
    """Lay one part's snapshot and verify its deeds; when it cannot be believed, take its journal out and say so."""
    ledger, number = session.ledgers[part.journal], session.numbers[part.journal]
    try:
        with raw:
            raw.execute("BEGIN")
            _lay_blocks(raw, number, ledger.open_blocks(part), arrival)
        if part.commits and ledger.roster is not None:
            ledger.roster.take_all(roster_statements(arrival.items))
            _certify(session, ledger, arrival.items)
            arrival.items = []
        for _commit, deed in ledger.read(part, digests=arrival.digests):
            arrival.deeds.append(deed)
            _certify(session, ledger, [(op.kind, op.now) for op in deed.ops() if op.now is not None])
    except EpochUnknownError:
        session.aside.append(Aside(part.journal, part.head.sequence, Cause.NOT_OPENED))
    except (BrokenChainError, RolledBackError):
        pass  # what came before stands; the reader has kept the rest aside
    except JournalError:
        _forget(raw, number)
        arrival.deeds, arrival.over = [], []
        if not ledger.aside:
            session.aside.append(Aside(part.journal, part.snapshot, Cause.DAMAGED))
    session.aside.extend(ledger.aside)
    ledger.aside.clear()


def _lay_blocks(raw: sqlite3.Connection, number: int, blocks: Iterator[tuple[int, bytes]], arrival: _Arrival) -> None:
    for _index, packed in blocks:
        loaded = load_block(raw, number, packed)
        arrival.digests.append(hashlib.sha256(packed).digest())
        arrival.items += [(kind, fields) for kind, _id, fields in loaded.items]
        if loaded.over:
            arrival.over.append(packed)
        if loaded.words is not None:
            NAMES.know(loaded.words)


def _finish(session: Session, raw: sqlite3.Connection, arrival: _Arrival) -> None:
    """Apply what waited for the indexes: blocks that lie over others, then the deeds of the tail."""
    number = session.numbers[arrival.journal]
    if not arrival.over and not arrival.deeds:
        return
    with raw:
        raw.execute("BEGIN")
        for packed in arrival.over:
            lay_over(raw, number, packed)
        for deed in arrival.deeds:
            if apply_ops(raw, number, deed.ops()):
                session.aside.append(Aside(arrival.journal, -1, Cause.CONFLICT))


def _certify(session: Session, ledger: Ledger, records: list[tuple[str, Fields]]) -> None:
    """Take certificates and inbox keys that stand in commons; each is believed for its own signature."""
    if ledger.bundle.name != "commons":
        return
    for kind, fields in records:
        if kind in ("certificate", "inbox_key"):
            try:
                statement = read_statement(kind, fields)
            except msgspec.ValidationError:
                continue
            if isinstance(statement, Certificate | InboxKey):
                session.certificates.add([statement])


def _forget(raw: sqlite3.Connection, number: int) -> None:
    people = "(SELECT id FROM workspace_contact WHERE division_id = ?)"
    with raw:
        for table in (table for kind, table in ROWS.items() if kind != "contact"):
            raw.execute(f"DELETE FROM {table.name} WHERE contact_id IN {people}", (number,))
        raw.execute(f"DELETE FROM workspace_externalid WHERE contact_id IN {people}", (number,))
        raw.execute("DELETE FROM workspace_contact WHERE division_id = ?", (number,))
        raw.execute("DELETE FROM workspace_item WHERE division_id = ?", (number,))


def _count(raw: sqlite3.Connection) -> None:
    with raw:
        raw.execute(
            "UPDATE workspace_division SET contacts ="
            " (SELECT COUNT(*) FROM workspace_contact c WHERE c.division_id = workspace_division.id)"
        )
