"""What somebody means to come back to: activities with a day that are not done."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import QuerySet

from busel.desk.clock import this_hour
from busel.desk.keys.posting import handles_of
from busel.desk.session import Session
from busel.desk.workspace.models import Activity
from busel.registry.roles import Role


def open_follow_ups(session: Session, *, only_mine: bool) -> QuerySet[Activity]:
    """Return what is open in all divisions of the desk, the earliest first; with `only_mine`, this account's own."""
    found = Activity.objects.exclude(due="").filter(done="")
    if only_mine:
        found = found.filter(assignee=session.account.hex())
    return found.order_by("due", "pk")


def due_by(session: Session, day: str) -> int:
    """Return how many of this account's own are due on a day (ISO 8601) or were before."""
    return open_follow_ups(session, only_mine=True).filter(due__lte=day).count()


def who_may_take(session: Session, journals: Iterable[bytes]) -> dict[str, str]:
    """Return whose work it can be in all these divisions: account in hexadecimal -> handle, the own one first."""
    found: dict[str, str] | None = None
    for journal in journals:
        ledger = session.ledgers.get(journal)
        roster = None if ledger is None else ledger.roster
        in_force = {} if roster is None else roster.in_force(this_hour())
        handles = handles_of(session, journal) if len(in_force) > 1 else {}
        here = {
            account.hex(): handles.get(account) or account.hex()[:8]
            for account, grant in in_force.items()
            if grant.role.covers(Role.EDITOR)
        }
        found = here if found is None else {account: handle for account, handle in found.items() if account in here}
    own = session.account.hex()
    others = sorted(((account, handle) for account, handle in (found or {}).items() if account != own), key=_handle)
    return {own: session.keyring.account.handle, **dict(others)}


def _handle(pair: tuple[str, str]) -> str:
    return pair[1]
