"""What waits of duplicates: the pairs that were found and nobody has settled."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from busel.desk.duplicates.review import REVIEW
from busel.desk.session import Session
from busel.desk.web.components import Task
from busel.registry.roles import Role


def duplicate_tasks(session: Session, division: int = 0, *, always: bool = False) -> list[Task]:
    """Return how many pairs wait (in one division, by its number here); with `always` also that nobody has looked."""
    if not session.divisions(least=Role.EDITOR):
        return []
    if REVIEW.looked:
        count = sum(division in (0, one.division) for one in REVIEW.waiting(session))
        text = _("Records that may be one person. Look at both, and decide.")
        return [Task(count, _("Duplicates"), text, reverse("duplicates"))] if count else []
    text = _("Not looked for since you signed in. It takes some seconds.")
    return [Task("?", _("Duplicates"), text, reverse("duplicates"))] if always else []
