"""What waits beside people to mend: the inbox and its age, likely duplicates in it, what is kept too long."""

from __future__ import annotations

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from busel.desk.clock import this_hour
from busel.desk.inboxes.deciding import INBOX
from busel.desk.inboxes.inbox import Look, Waiting, count_waiting, waiting
from busel.desk.keeping import retention_runs
from busel.desk.keeping.retention import rules
from busel.desk.session import Session
from busel.desk.web.components import Task, Words
from busel.desk.web.duplicate_tasks import duplicate_tasks
from busel.desk.web.formats import format_number
from busel.registry.roles import Role


def waiting_tasks(session: Session, division: str = "") -> list[Task]:
    """Return what waits for who edits (in one division, by its full name), after a look. Raises a ShelfError."""
    if not session.divisions(least=Role.EDITOR):
        return []
    count_waiting(session)
    look = INBOX.look(session) if waiting(session) else Look()
    here = [one for one in look.envelopes.values() if division in ("", one.division_name)]
    found = [Task(len(here), _("In the inbox"), _age(here), reverse("inbox"))] if here else []
    likely = sum(one.likely for one in here)
    if likely:
        text = _("In the inbox: they seem to be stored already. Compare them before you accept.")
        found.append(Task(likely, _("Likely duplicates"), text, reverse("inbox")))
    number = next((session.numbers[one.journal] for one in session.divisions() if one.name == division), 0)
    found += duplicate_tasks(session, number, always=not division)
    return found if division else found + retention_tasks(always=True)


def _age(some: Iterable[Waiting]) -> Words:
    """Return how long the oldest envelope has waited, by the hour that its sender signed."""
    hours = [one.hour for one in some if one.hour]
    days = (this_hour() - min(hours)) // 24 if hours else 0
    if days <= 0:
        return _("Nothing has waited for more than a day.")
    told = {"n": format_number(days, get_language() or "be")}
    return ngettext("The oldest has waited for %(n)s day.", "The oldest has waited for %(n)s days.", days) % told


def retention_tasks(*, always: bool = False) -> list[Task]:
    """Return what is kept too long, as far as it was read; with `always` also that nobody has looked yet."""
    if not rules():
        return []
    count = retention_runs.known()
    if count:
        text = _("Longer than your data standard says. Let it go, or keep it with a reason.")
        return [Task(count, _("Kept too long"), text, reverse("retention"))]
    if count is None and always:
        text = _("Not looked for since you signed in. It takes some seconds.")
        return [Task("?", _("Kept too long"), text, reverse("retention"))]
    return []
