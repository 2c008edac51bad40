"""Another auditor: with the root key, whoever signs in here reads the access log from now on.

What was sealed to those before stays theirs; nothing new is sealed to them, once a desk has read it in commons: a
running session begins another chain (`access_log`). Done again after an end at any point, it goes on.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import msgspec

from busel.desk.clock import this_hour
from busel.desk.keys.posting import put_statements
from busel.desk.keys.publishing import may_publish
from busel.desk.oversight.auditing import auditors, named_auditors
from busel.desk.trustees.recovering import NoEscrowError, opened_bundle
from busel.registry.statements import Auditor, Statement

if TYPE_CHECKING:
    from busel.desk.session import Session
    from busel.registry.root import Root


@dataclass(frozen=True)
class Named:
    """What came of it: how many audit now, and how many do so no more."""

    auditors: int
    ended: int


def name_auditor(session: Session, root: Root, *, beside: bool = False) -> Named:
    """Make this account an auditor, and end all others, or (`beside`) leave them.

    Raises NoEscrowError or a ShelfError.

    Why safe: every desk believes the root's signature alone; the ticket that reads the log comes from the root, too.
    """
    with session.lock:
        ended = [] if beside else [one for one in auditors(session) if one != session.account]
        statements: list[Statement] = [*_mine(session, root), *(_end(session, root, one) for one in ended)]
        if statements:
            _publish(session, root, statements)
        session.keyring = msgspec.structs.replace(session.keyring, audit=root.audit_ticket)
        session.save_keyring()
        return Named(len(auditors(session)), len(ended))


def _mine(session: Session, root: Root) -> list[Auditor]:
    """Return the statement about this account, unless the newest one says just that."""
    account, known = session.keyring.account, named_auditors(session).get(session.account)
    keys = (account.sealing.public, account.signing.public)
    if known is not None and (known.sealing, known.signing) == keys:
        return []
    sealing, signing = keys
    statement = Auditor(
        organisation=session.keyring.organisation,
        account=account.id,
        sealing=sealing,
        number=0 if known is None else known.number + 1,
        since=this_hour(),
        signing=signing,
    )
    return [statement.sign(root.signing)]


def _end(session: Session, root: Root, account: bytes) -> Auditor:
    known = named_auditors(session)[account]
    over = msgspec.structs.replace(known, sealing=b"", number=known.number + 1, since=this_hour(), signature=b"")
    return over.sign(root.signing)


def _publish(session: Session, root: Root, statements: list[Statement]) -> None:
    """Put them into commons; by the ticket that the trustees hold in escrow, where this account has none."""
    commons = session.keyring.named("commons")
    if commons is None:
        raise NoEscrowError
    ledger = session.ledgers[commons.journal]
    held = ledger.bundle
    if not may_publish(session):  # for this once: it comes on no keyring
        ledger.bundle = msgspec.structs.replace(held, write=opened_bundle(session, root, commons.journal).write)
    try:
        put_statements(session, commons.journal, statements, root.signing)
    finally:
        ledger.bundle = held
