"""What the access log asks of an auditor on the home page."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from busel.desk.oversight.log_looking import Wanted, look
from busel.desk.running import log
from busel.desk.session import Session
from busel.desk.web.components import Task
from busel.shelf.protocol import ShelfError


def log_tasks(session: Session) -> list[Task]:
    """Return what stands out this week, and what does not hold together: for auditors."""
    if not session.keyring.audit:
        return []
    try:
        found = look(session, Wanted())
    except ShelfError as error:
        log.note_failure(error)
        return []
    tasks = []
    if found.findings:
        text = _("Entries were taken out, changed or forged. Somebody may have tampered with the store.")
        tasks.append(Task(len(found.findings), _("Does not hold together"), text, reverse("access_log")))
    if found.odd:
        text = _("Many people in little time, work at night, or a burst of exports, in the last seven days.")
        tasks.append(Task(len(found.odd), _("Stand out in the access log"), text, reverse("access_log")))
    return tasks
