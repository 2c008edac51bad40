"""Totals on the home page: a coordinator sees that some are due."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from busel.desk.reports.totals import plans
from busel.desk.session import Session
from busel.desk.web.components import Task
from busel.registry.roles import Role


def totals_tasks(session: Session) -> list[Task]:
    """Return what is to be sent: of divisions that told before, or that promised to each week."""
    due = [plan for plan in plans(session, least=Role.COORDINATOR) if plan.is_due]
    if not due:
        return []
    text = _("Those above wait for how many you are, in tens. Look at what goes, and send it.")
    url = reverse("send_totals", args=[session.numbers[due[0].journal]]) if len(due) == 1 else reverse("sending_totals")
    return [Task(len(due), _("Totals to send"), text, url)]
