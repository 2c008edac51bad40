"""Who may take people out of which divisions: whose grant says so, by the division's own roster."""

from __future__ import annotations

from busel.desk.clock import this_hour
from busel.desk.session import Session
from busel.registry.keyring import Bundle
from busel.registry.roles import Role

LEAST = Role.EDITOR
"""Each export is noted in the division's journal, and only who writes there can note it."""


def may_export(session: Session, journal: bytes) -> bool:
    """May the account take people out of this division now?"""
    ledger = session.ledgers.get(journal)
    if ledger is None or ledger.roster is None or not session.may(LEAST, journal):
        return False
    grants, hour = ledger.roster.grants.get(session.account, ()), this_hour()
    return any(grant.may_export and grant.holds_at(hour) for grant in grants)


def divisions_to_export(session: Session) -> list[Bundle]:
    """Return the opened divisions out of which the account may take people, by name."""
    return [bundle for bundle in session.divisions(least=LEAST) if may_export(session, bundle.journal)]
