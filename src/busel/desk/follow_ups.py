"""What somebody means to come back to: activities with a day that are not done."""

from __future__ import annotations

from django.db.models import QuerySet

from busel.desk.session import Session
from busel.desk.workspace.models import Activity


def open_follow_ups(session: Session, *, only_mine: bool) -> QuerySet[Activity]:
    """Return what is open in all divisions of the desk, the earliest first; with `only_mine`, this account's own."""
    found = Activity.objects.exclude(due="").filter(done="")
    if only_mine:
        found = found.filter(assignee=session.account.hex())
    return found.order_by("due", "pk")


def due_by(session: Session, day: str) -> int:
    """Return how many of this account's own are due on a day (ISO 8601) or were before."""
    return open_follow_ups(session, only_mine=True).filter(due__lte=day).count()
