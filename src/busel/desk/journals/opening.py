"""Opening the zone: every journal whose keys are on the keyring, verified and laid into the workspace."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import suppress

from busel.desk.clock import this_hour
from busel.desk.journals.arrivals import Arrival, expect, fetched, finish, prove, take
from busel.desk.journals.ledger import Aside, Cause
from busel.desk.keys.endings import close_what_ended, take_up_closed, without_closed
from busel.desk.keys.mailbox import open_mailbox
from busel.desk.keys.taking_up import put_on_keyring
from busel.desk.running.patience import without_collecting
from busel.desk.search.names import NAMES
from busel.desk.session import Session
from busel.desk.workspace.load import raw_connection
from busel.desk.workspace.schema import make_indexes, make_tables
from busel.registry.keyring import NOT_DIVISIONS, Bundle
from busel.registry.statements import InboxKey
from busel.shelf.protocol import BadTicketError, Want

Progress = Callable[[int, int], None]
"""Told (journals done, journals in all)."""


def open_zone(session: Session, progress: Progress = lambda _done, _all: None) -> None:
    """Fill the workspace. Commons first: it certifies the divisions' keys. What is not believed is kept aside.

    The mailbox is opened before: new keys may wait there. Snapshots are laid in bulk into tables without indexes, then
    the indexes are made, then the tails are applied. `prove_heads` and `compare_inbox_keys` are to be called aside,
    once people can work.
    """
    with session.lock, without_collecting():
        take_up_closed(session)
        open_mailbox(session)
        make_tables()
        raw = raw_connection()
        held = [bundle for bundle in session.keyring.bundles.values() if bundle.epochs]
        first = sorted((b for b in held if b.name in NOT_DIVISIONS), key=lambda bundle: bundle.name != "commons")
        session.arriving = set()
        arrivals: list[Arrival] = []
        for bundles in (*([bundle] for bundle in first), [b for b in held if b.name not in NOT_DIVISIONS]):
            arrivals += _read(session, raw, bundles, progress)
        make_indexes()
        session.arriving = None
        for arrival in arrivals:
            finish(session, raw, arrival)
        close_what_ended(session)
        _count(raw)
        NAMES.settle()


def prove_heads(session: Session) -> None:
    """Prove for each journal that the head remembered from before is an ancestor of today's: aside, no page waits."""
    for ledger in list(session.ledgers.values()):
        with suppress(BadTicketError):  # rotated meanwhile: the next exchange meets it
            prove(session, ledger)


def pull(session: Session) -> bool:
    """Bring what is newer in every opened journal: one exchange when there is nothing. Return whether there was.

    Where a journal's keys were changed the locker is read, where another desk of this account may have put the new
    ones, and the mailbox is opened; what they bring is open when this returns. What the account does not hold any more
    is closed.
    """
    with session.lock:
        wants = [
            Want(ledger.place.journal, ledger.bundle.keys.read_ticket(), ledger.link.sequence)
            for ledger in session.ledgers.values()
            if ledger.link is not None and ledger.place.journal not in session.shut
        ]
        raw = raw_connection()
        arrivals: dict[bytes, Arrival] = {}
        for part in fetched(session, wants):
            take(session, raw, part, arrivals.setdefault(part.journal, Arrival(part.journal)))
        for arrival in arrivals.values():
            finish(session, raw, arrival)
        if session.shut:
            session.learn_from_locker()
            open_mailbox(session)
        close_what_ended(session)
        commons = session.keyring.named("commons")
        news = arrivals.get(commons.journal) if commons else None
        if news is not None and (news.deeds or news.anew):
            compare_inbox_keys(session)
        return any(arrival.deeds or arrival.anew for arrival in arrivals.values())


def look_again(session: Session) -> None:
    """Open again what was closed, where the account was let in meanwhile or a clock that ran ahead was put right.

    For an open desk, once in a while: it asks the shelf only where something was closed. Raises a ShelfError.
    """
    with session.lock:
        if not (session.ended or session.keyring.closed):
            return
        session.learn_from_locker()
        open_mailbox(session)
        for bundle in session.keyring.closed:
            if bundle.journal not in session.ledgers and bundle.lasts(this_hour()):
                put_on_keyring(session, without_closed(session, bundle))
        close_what_ended(session)
        session.ended.difference_update(bundle.name for bundle in session.divisions())
        _count(raw_connection())
        NAMES.settle()


def compare_inbox_keys(session: Session) -> None:
    """Keep aside where others seal to another key than this account holds, or to one of an epoch that never began.

    `pull` does it whenever commons brings something; what was there before is compared aside, once people can work.
    """
    for bundle in session.divisions():
        with session.lock:  # a page waits for one division at most
            _compare_inbox_key(session, bundle)


def _compare_inbox_key(session: Session, bundle: Bundle) -> None:
    """Compare what stands in commons for one division.

    Commons is read before the divisions, and a rotation switches before it publishes: so a key is never ahead of its
    division here, but where its letter has not come.
    """
    ledger = session.ledgers.get(bundle.journal)
    if ledger is None or ledger.link is None or bundle.journal in session.shut:
        return
    for key in session.certificates.newest_inbox_keys(bundle.journal):
        if key in session.true_keys:
            continue
        if key.epoch <= ledger.link.epoch and _is_own(bundle, key):
            session.true_keys.add(key)
        else:
            session.keep_aside(Aside(bundle.journal, -1, Cause.FALSE_INBOX_KEY))


def _is_own(bundle: Bundle, key: InboxKey) -> bool:
    """Is it the bundle's key, as far as the role holds it?"""
    own = bundle.inbox(key.epoch)
    return own is None or (own.public == key.public and (key.epoch < bundle.epoch or key.deposit == bundle.deposit))


def _read(session: Session, raw: sqlite3.Connection, bundles: list[Bundle], progress: Progress) -> list[Arrival]:
    wants = [Want(bundle.journal, bundle.keys.read_ticket()) for bundle in bundles if expect(session, raw, bundle)]
    arrivals = {want.journal: Arrival(want.journal) for want in wants}
    for done, part in enumerate(fetched(session, wants), 1):
        take(session, raw, part, arrivals[part.journal])
        progress(min(done, len(wants)), len(wants))
    return list(arrivals.values())


def _count(raw: sqlite3.Connection) -> None:
    with raw:
        raw.execute(
            "UPDATE workspace_division SET contacts ="
            " (SELECT COUNT(*) FROM workspace_contact c WHERE c.division_id = workspace_division.id)"
        )
