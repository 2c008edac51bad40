"""What waits about the data standard: proposals for administrators, fields without a reason for who decides."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from busel.desk.keeping.field_proposals import proposals
from busel.desk.keeping.standard import standard
from busel.desk.session import Session
from busel.desk.web.components import Task
from busel.registry.roles import Role


def standard_tasks(session: Session) -> list[Task]:
    """Return them; nothing for who decides nothing. Raises a ShelfError."""
    commons = session.keyring.named("commons")
    if commons is None or not session.may(Role.ADMINISTRATOR, commons.journal):
        return []
    found = []
    proposed = len(proposals(session))
    if proposed:
        text = _("A coordinator proposes to keep something else about people. You decide.")
        found.append(Task(proposed, _("Proposals for what we keep"), text, reverse("standard_proposals")))
    unsaid = sum(kept.field.enabled and not kept.field.purpose for kept in standard())
    if unsaid:
        text = _("Nobody has said why these are kept. Say it, or switch them off.")
        found.append(Task(unsaid, _("Fields without a reason"), text, reverse("standard")))
    return found
