"""Journals on their way into the workspace: fetched, verified, laid; each for itself, so one cannot stop others."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import partial

import msgspec

from busel.desk.journals.ledger import KEY_KINDS, Aside, Cause, Ledger
from busel.desk.journals.new_ledger import new_ledger
from busel.desk.keeping.removing import removal_of
from busel.desk.running import log
from busel.desk.search.names import NAMES
from busel.desk.session import Session
from busel.desk.workspace.aliases import settle
from busel.desk.workspace.apply import apply_ops, arriving
from busel.desk.workspace.load import divisions_of, forget, lay_over, load_block
from busel.journal.chain import Link
from busel.journal.deed import Deed, Fields
from busel.journal.errors import BrokenChainError, EpochUnknownError, GoneByError, JournalError, RolledBackError
from busel.registry.authored import ERASURE
from busel.registry.keyring import Bundle
from busel.registry.roster import roster_statements
from busel.registry.statements import Certificate, InboxKey, read_statement
from busel.shelf.protocol import BadTicketError, Commit, Fetched, Part, Want

_TRIES = 3
"""So often a journal is read anew while others fold it; then it waits for the next exchange."""


@dataclass
class Arrival:
    """One journal on its way in: what came of its snapshot, and what waits until the tables are indexed."""

    journal: bytes
    digests: list[bytes] = field(default_factory=list)
    items: list[tuple[str, Fields]] = field(default_factory=list)
    over: list[bytes] = field(default_factory=list)
    """Packed blocks that lie over others."""
    deeds: list[Deed] = field(default_factory=list)
    stage: bytes = b""
    anew: bool = False
    """It cannot go on from where this desk stands: it is to be read anew from its newest snapshot."""
    stood: bool = False
    """Something verified was here before: when what comes cannot be believed, that stays."""


def expect(session: Session, raw: sqlite3.Connection, bundle: Bundle) -> bool:
    """Make a journal's reader and its number; False (and kept aside) for a division without a certificate."""
    ledger = new_ledger(session, bundle, Ledger)
    if ledger is None:
        session.keep_aside(Aside(bundle.journal, 0, Cause.NO_CERTIFICATE))
        return False
    if bundle.journal not in session.numbers:
        number = session.numbers[bundle.journal] = max(session.numbers.values(), default=0) + 1
        raw.execute(
            "INSERT INTO workspace_division (id, journal, name, role, contacts) VALUES (?, ?, ?, ?, 0)",
            (number, bundle.journal, bundle.name, bundle.role.value),
        )
    session.ledgers[bundle.journal] = ledger
    return True


def fetched(session: Session, wants: list[Want]) -> Iterator[Part]:
    """Yield parts as they come; the next answer is fetched while this one is opened. A shut journal is noted.

    A shelf that promises more and gives nothing would be asked for ever: then the journals that it owes are noted.
    """
    wanted = {want.journal for want in wants}
    return (part for part in _answers(session, wants) if part.journal in wanted)


def _answers(session: Session, wants: list[Want]) -> Iterator[Part]:
    if not wants:
        return
    first = _fetch(session, wants)
    if not first.unfinished:
        yield from first.parts
        return
    with ThreadPoolExecutor(1) as ahead:
        answer: Fetched | None = first
        while answer is not None:
            coming = ahead.submit(_fetch, session, answer.unfinished) if answer.unfinished else None
            yield from answer.parts
            asked, answer = answer.unfinished, coming.result() if coming else None
            if answer is not None and answer.unfinished == asked and not answer.parts:
                for want in asked:
                    session.keep_aside(Aside(want.journal, max(want.after, 0), Cause.BROKEN_CHAIN))
                return


def _fetch(session: Session, wants: list[Want]) -> Fetched:
    """Fetch what opens. One wrong ticket fails a whole exchange: it is found by halving, so the others still come."""
    try:
        return session.shelf.fetch(session.token, wants)
    except BadTicketError:
        if len(wants) == 1:
            shut(session, wants[0].journal)
            return Fetched([], [])
    half = len(wants) // 2
    left, right = _fetch(session, wants[:half]), _fetch(session, wants[half:])
    return Fetched([*left.parts, *right.parts], [*left.unfinished, *right.unfinished])


def shut(session: Session, journal: bytes) -> None:
    """Note that a journal's keys were changed: what opens it may wait in the mailbox."""
    session.shut.add(journal)
    session.keep_aside(Aside(journal, 0, Cause.SHUT))


def take(session: Session, raw: sqlite3.Connection, part: Part, arrival: Arrival) -> None:
    """Lay one part's snapshot and verify its deeds; when it cannot be believed, take its journal out and say so."""
    ledger = session.ledgers[part.journal]
    if _stands_at(ledger, part):
        return
    if part.from_block and part.stage != arrival.stage:
        arrival.anew = True  # somebody laid a newer snapshot between two answers
    if arrival.anew:
        return
    arrival.stage, arrival.stood = part.stage, arrival.stood or ledger.link is not None
    _take_believed(session, raw, part, arrival)
    for aside in ledger.aside:
        session.keep_aside(aside)
    ledger.aside.clear()


def _stands_at(ledger: Ledger, part: Part) -> bool:
    """Is there nothing new, and nothing to prove? Then all was asked when this end was read: most exchanges are so."""
    link, head = ledger.link, part.head
    here = link is not None and (link.sequence, link.digest) == (head.sequence, head.digest)
    return here and ledger.remembered is None and not part.commits and not part.blocks


def _take_believed(session: Session, raw: sqlite3.Connection, part: Part, arrival: Arrival) -> None:
    ledger = session.ledgers[part.journal]
    try:
        if part.blocks:
            _lay_blocks(session, raw, ledger.open_blocks(part), arrival)
        _read(session, ledger, part, arrival)
    except GoneByError:
        arrival.anew = True
    except EpochUnknownError:
        shut(session, part.journal)
    except (BrokenChainError, RolledBackError):
        pass  # what came before stands; the reader has kept the rest aside
    except Exception as error:  # noqa: BLE001 - what one member wrote must not keep others out of their zone
        if not isinstance(error, JournalError):
            log.note_failure(error)
        _give_up(session, raw, part, arrival)


def _give_up(session: Session, raw: sqlite3.Connection, part: Part, arrival: Arrival) -> None:
    """Stop at a snapshot that is not believed: the journal has no end any more, so nothing is pulled or written there.

    What was verified before it stays to be seen; blocks that nothing stands behind are taken out.
    """
    ledger = session.ledgers[part.journal]
    if not arrival.stood:
        forget(raw, session.numbers[part.journal])
        arrival.deeds, arrival.over = [], []
    ledger.link = None
    if not ledger.aside:
        session.keep_aside(Aside(part.journal, part.snapshot, Cause.DAMAGED))


def _read(session: Session, ledger: Ledger, part: Part, arrival: Arrival) -> None:
    if part.commits and ledger.roster is not None:
        ledger.roster.take_all(roster_statements(arrival.items), epoch=part.head.epoch)
        if ledger.bundle.name == "commons":
            certify(session, arrival.items)
        arrival.items = []
    for deed in ledger.read(part, digests=arrival.digests):
        arrival.deeds.append(deed)
        if ledger.bundle.name == "commons":
            certify(session, [(op.kind, op.now) for op in deed.ops() if op.now is not None])


def _lay_blocks(
    session: Session, raw: sqlite3.Connection, blocks: Iterator[tuple[int, bytes]], arrival: Arrival
) -> None:
    number = session.numbers[arrival.journal]
    with raw:
        raw.execute("BEGIN IMMEDIATE")
        for _index, packed in blocks:
            loaded = load_block(raw, number, packed, seen=session.arriving)
            arrival.digests.append(hashlib.sha256(packed).digest())
            arrival.items += [(kind, fields) for kind, _id, fields in loaded.items]
            if loaded.over:
                arrival.over.append(packed)
            if loaded.strays:
                session.keep_aside(Aside(arrival.journal, -1, Cause.CONFLICT))
            if loaded.words is not None:
                NAMES.know(loaded.words)


def finish(session: Session, raw: sqlite3.Connection, arrival: Arrival) -> None:
    """Apply what waited for the indexes: blocks that lie over others, then the deeds of the tail.

    A journal that cannot go on from where it stands is read anew.
    """
    if arrival.anew:
        bring_in(session, raw, session.ledgers[arrival.journal].bundle)
        return
    number = session.numbers[arrival.journal]
    if session.ledgers[arrival.journal].link is None and not arrival.stood:
        forget(raw, number)  # no verified commit stands behind what was laid
        if not any(aside.journal == arrival.journal for aside in session.aside):
            session.keep_aside(Aside(arrival.journal, 0, Cause.DAMAGED))
        return
    settle(raw, number)
    for packed in arrival.over:
        _one_thing(session, raw, arrival, partial(lay_over, raw, number, packed))
    for deed in arrival.deeds:
        _one_thing(session, raw, arrival, partial(_apply, raw, number, deed))


def _apply(raw: sqlite3.Connection, number: int, deed: Deed) -> int:
    """Apply a deed. Of who was erased the removal itself may be gone from it: the note says who is to go."""
    ops = arriving(raw, number, deed.ops())
    erased = {int(op.now.get("contact", 0)) for op in ops if op.kind == ERASURE and op.now and deed.lacks_parts}
    for contact, home in divisions_of(raw, erased).items():
        if home == number:
            apply_ops(raw, number, removal_of(raw, contact))
    return len(apply_ops(raw, number, ops))


def _one_thing(session: Session, raw: sqlite3.Connection, arrival: Arrival, lay: Callable[[], int]) -> None:
    """Lay one block or deed in a transaction of its own; what does not fit, or fails, is kept aside alone."""
    try:
        with raw:
            raw.execute("BEGIN IMMEDIATE")
            if lay():
                session.keep_aside(Aside(arrival.journal, -1, Cause.CONFLICT))
    except Exception as error:  # noqa: BLE001 - what one member wrote must not keep others out of their zone
        log.note_failure(error)
        session.keep_aside(Aside(arrival.journal, -1, Cause.DAMAGED))


def bring_in(session: Session, raw: sqlite3.Connection, bundle: Bundle) -> None:
    """Read one journal into an open workspace, from its newest snapshot on: a new one, or one that is read anew."""
    journal = bundle.journal
    for _ in range(_TRIES):
        before = session.ledgers.get(journal)
        seen = before.remembered or before.link if before else None  # a head that is not proven yet is never forgotten
        if journal in session.numbers:
            forget(raw, session.numbers[journal])
        if not expect(session, raw, bundle):
            return
        ledger = session.ledgers[journal]
        ledger.remembered = seen or ledger.remembered
        arrival = Arrival(journal)
        for part in fetched(session, [Want(journal, bundle.keys.read_ticket())]):
            take(session, raw, part, arrival)
        if not arrival.anew:
            finish(session, raw, arrival)
            prove(session, ledger)
            NAMES.settle()
            return
    session.ledgers[journal].link = None
    session.keep_aside(Aside(journal, 0, Cause.DAMAGED))


def prove(session: Session, ledger: Ledger) -> None:
    """Prove that the head which the account remembers is an ancestor of the newest snapshot, or keep that aside."""
    remembered, begun = ledger.remembered, ledger.begun
    if remembered is None or begun is None or ledger.link is None:
        return
    try:
        ledger.prove(_between(session, ledger, remembered, begun))
    except RolledBackError:
        session.keep_aside(Aside(ledger.place.journal, begun.sequence + 1, Cause.ROLLED_BACK))


def _between(session: Session, ledger: Ledger, remembered: Link, begun: Link) -> Iterator[Commit]:
    after, ticket = remembered.sequence, ledger.bundle.keys.read_ticket()
    while after < begun.sequence:
        some = session.shelf.ancestry(session.token, ledger.place.journal, ticket, after, begun.sequence + 1)
        if not some:
            return
        yield from some
        after = some[-1].sequence


def certify(session: Session, records: list[tuple[str, Fields]]) -> None:
    """Take certificates and inbox keys among records (kind, fields) of commons; each is believed for its signature."""
    for kind, fields in records:
        if kind in KEY_KINDS:
            try:
                statement = read_statement(kind, fields)
            except msgspec.ValidationError:
                continue
            if isinstance(statement, Certificate | InboxKey):
                session.certificates.add([statement])
