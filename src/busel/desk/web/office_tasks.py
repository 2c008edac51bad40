"""What waits for an administrator about accounts with new keys."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from busel.desk.access.office_renewed import look, runs_here
from busel.desk.session import Session
from busel.desk.web.components import Task


def office_tasks(session: Session) -> list[Task]:
    """Return the line about accounts whose six words nobody has compared yet. Raises a ShelfError."""
    renewed = look(session) if runs_here(session) else []
    if not renewed:
        return []
    text = _("It may have been taken, and has new keys. Compare six words before anything is sent to them.")
    title = ngettext("An account asks for new keys", "Accounts ask for new keys", len(renewed))
    return [Task(len(renewed), title, text, reverse("office_renewed", args=[renewed[0].name]))]
