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
    """Return what stands out this week, and what does not hold together.

    For auditors as of now; for coordinators as their desk last saw it while nobody pressed anything.
    """
    if not session.keyring.audit:
        return _seen_aside(session)
    try:
        found = look(session, Wanted())
    except ShelfError as error:
        log.note_failure(error)
        return []
    tasks = _strange(session)
    if found.findings:
        text = _("Entries were taken out, changed or forged. Somebody may have tampered with the store.")
        tasks.append(Task(len(found.findings), _("Does not hold together"), text, reverse("access_log")))
    if found.odd:
        text = _("Many people in little time, work at night, or a burst of exports, in the last seven days.")
        tasks.append(Task(len(found.odd), _("Stand out in the access log"), text, reverse("access_log")))
    return tasks


def _seen_aside(session: Session) -> list[Task]:
    if not session.logbook.stands_out:
        return []
    text = _(
        "In your divisions, in the last seven days: many people in little time, work at night, a burst of exports."
    )
    return [Task(session.logbook.stands_out, _("Stand out in the access log"), text, reverse("access_log"))]


def _strange(session: Session) -> list[Task]:
    strange = sum(map(len, session.logbook.strange.values()))
    if not strange:
        return []
    text = _("Older than thirteen months, of a kind that Busel does not know. They keep old entries from going.")
    return [Task(strange, _("Entries for you to decide on"), text, reverse("access_log"))]
