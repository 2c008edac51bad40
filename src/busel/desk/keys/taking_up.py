"""Taking up the keys of a journal that came, or of an epoch that it has moved to."""

from __future__ import annotations

from collections.abc import Iterator

from busel.desk.journals.arrivals import Arrival, bring_in, fetched, finish, take
from busel.desk.journals.ledger import Ledger
from busel.desk.journals.rereading import reread
from busel.desk.session import Session
from busel.desk.workspace.load import raw_connection
from busel.registry.keyring import Bundle
from busel.registry.roster import Roster
from busel.shelf.protocol import Envelope, Want


def waiting(session: Session, bundle: Bundle) -> Iterator[Envelope]:
    """Yield every envelope in an inbox that the account may list."""
    ticket, after = bundle.keys.read_ticket(), b""
    while some := session.shelf.list_inbox(session.token, bundle.journal, ticket, after):
        yield from some
        after = some[-1].id


def refuse_other_epochs(session: Session, bundle: Bundle) -> None:
    """Raise BadTicketError unless the journal is in the bundle's newest epoch: its read ticket opens no other."""
    session.shelf.ancestry(session.token, bundle.journal, bundle.keys.read_ticket(), 0, 0)


def roster_with(session: Session, bundle: Bundle) -> Roster | None:
    """Return the journal's own roster, as of its newest epoch.

    Raises BadTicketError when that is not the bundle's.
    """
    return ledger_with(session, bundle).roster


def ledger_with(session: Session, bundle: Bundle) -> Ledger:
    """Return the journal as it is read with a bundle. Raises BadTicketError when the bundle is of another epoch."""
    refuse_other_epochs(session, bundle)
    return moved(session, bundle) or reread(session, bundle).ledger


def moved(session: Session, bundle: Bundle) -> Ledger | None:
    """Go on in the new epoch from where this desk stands: the state is the same, so nothing is loaded again.

    None where this desk does not stand in that journal.
    """
    ledger = session.ledgers.get(bundle.journal)
    if ledger is None or ledger.link is None:
        return None
    ledger.bundle = bundle
    raw, arrival = raw_connection(), Arrival(bundle.journal)
    for part in fetched(session, [Want(bundle.journal, bundle.keys.read_ticket(), ledger.link.sequence)]):
        take(session, raw, part, arrival)
    finish(session, raw, arrival)
    now = session.ledgers[bundle.journal]
    return now if now.link is not None and now.link.epoch == bundle.epoch else None


def put_on_keyring(session: Session, bundle: Bundle) -> None:
    """Put a bundle on the keyring and, when the zone is open, its journal into the workspace."""
    session.put(bundle)
    session.shut.discard(bundle.journal)
    ledger = session.ledgers.get(bundle.journal)
    if ledger is not None and ledger.link is not None and ledger.link.epoch == bundle.epoch:
        ledger.bundle = bundle
    elif session.numbers and bundle.epochs:
        bring_in(session, raw_connection(), bundle)
