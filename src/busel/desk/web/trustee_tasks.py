"""What waits for an administrator about the trustees."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from busel.desk.clock import today
from busel.desk.session import Session
from busel.desk.trustees.successors import known_successor
from busel.desk.trustees.yearly_check import check_on
from busel.desk.web.components import Task
from busel.desk.web.policy import holds
from busel.registry.roles import Role


def trustee_tasks(session: Session) -> list[Task]:
    """Return the yearly check, when it is due."""
    if not holds(session.keyring, Role.ADMINISTRATOR):
        return []
    check = check_on(session, today())
    if not check.is_due:
        return []
    text = _("Ask each trustee for four words of the own card: are enough still there to bring everything back?")
    return [Task(len(check.shares) - check.proven, _("Shares to ask for"), text, reverse("shares"))]


def next_address(session: Session) -> str | None:
    """Return the successor's address, "" when none is named; None for who is no administrator: no panel of it."""
    if not holds(session.keyring, Role.ADMINISTRATOR):
        return None
    known = known_successor(session)
    return known.address if known else ""
