"""What the home page says to each role: the next step, what waits, how we stand."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from busel.desk.access.reach import divisions_with_one_holder, reaches
from busel.desk.clock import today_iso
from busel.desk.exporting.requests import State, mine, to_answer
from busel.desk.inboxes.inbox import waiting
from busel.desk.journals.half_done import half_done
from busel.desk.journals.kept_aside import kept_aside
from busel.desk.people.departures import to_forget
from busel.desk.people.follow_ups import due_by
from busel.desk.reports.growth import came_lately
from busel.desk.session import Session
from busel.desk.web.access_tasks import access_tasks
from busel.desk.web.components import NextStep, Stat, Task
from busel.desk.web.duplicate_tasks import duplicate_tasks
from busel.desk.web.import_tasks import import_tasks
from busel.desk.web.log_tasks import log_tasks
from busel.desk.web.office_tasks import office_tasks
from busel.desk.web.reach_words import AccountRow, account_rows
from busel.desk.web.standard_tasks import standard_tasks
from busel.desk.web.totals_tasks import totals_tasks
from busel.desk.web.trustee_tasks import trustee_tasks
from busel.desk.web.waiting_tasks import retention_tasks
from busel.desk.workspace.models import Contact
from busel.registry.roles import Role

WORST = 5
"""So many accounts stand on the home page."""


def next_step(session: Session, role: Role, people: int) -> NextStep | None:
    """Return the one thing to do now; None where nothing waits."""
    if role is Role.COLLECTOR:
        return NextStep(
            _("Type in people from paper"),
            _("One person after the other, or a whole phone list. Each goes sealed to the division's editor."),
            reverse("entry"),
            _("Enter people"),
        )
    if role is Role.AUDITOR and session.keyring.audit:
        return NextStep(
            _("Look through the access log"),
            _("Who opened how many people, and when. What stands out is at the top. You see no person’s name."),
            reverse("access_log"),
            _("Open the access log"),
        )
    if role is Role.ADMINISTRATOR:
        return NextStep(
            _("Look after the accounts"),
            _("Freeze one at once when somebody is detained. Agree when one is to open again."),
            reverse("accounts"),
            _("Open the accounts"),
        )
    if role.covers(Role.EDITOR) and waiting(session):
        return NextStep(
            _("Look through the inbox"),
            _("Somebody sent in people, or totals of another division. They are among yours once you accept them."),
            reverse("inbox"),
            _("Open the inbox"),
        )
    return _first_steps(role) if not people else _find(role)


def _first_steps(role: Role) -> NextStep | None:
    """Return how an empty zone begins."""
    if role.covers(Role.EDITOR):
        return NextStep(
            _("Bring in your first list"),
            _("A spreadsheet or a table is enough. You see what would change before anything is stored."),
            reverse("import"),
            _("Bring in a list"),
        )
    return None


def _find(role: Role) -> NextStep | None:
    if role.covers(Role.VIEWER):
        return NextStep(
            _("Find a person"),
            _("By name in Belarusian, Russian or Latin letters, or by telephone."),
            reverse("find"),
            _("Find a person"),
        )
    return None


def tasks(session: Session, role: Role) -> list[Task]:
    """Return what waits."""
    found = [*access_tasks(session), *import_tasks(session)]
    inbox = waiting(session) if role.covers(Role.EDITOR) else 0
    if inbox:
        found.append(Task(inbox, _("In the inbox"), _("Accept, correct or reject what was sent."), reverse("inbox")))
    due = due_by(session, today_iso()) if role.covers(Role.VIEWER) else 0
    if due:
        text = _("People whom you meant to come back to by today.")
        found.append(Task(due, _("To come back to"), text, reverse("follow_ups")))
    halves = len(half_done(session))
    if halves:
        text = _("Something was cut off before it was written in every division. Finish it, or take it back.")
        found.append(Task(halves, _("Only half done"), text, reverse("half_done")))
    one_holder = len(divisions_with_one_holder(session)) if role.covers(Role.COORDINATOR) else 0
    if one_holder:
        text = _("One coordinator alone can let others in and change the keys there. Let a second one in.")
        found.append(Task(one_holder, _("Hanging on one person"), text, f"{reverse('exposed')}#one-holder"))
    moved = len(to_forget(session)) if role.covers(Role.COORDINATOR) else 0
    if moved:
        text = _("They moved to another division with their list of changes. The change log here still tells of them.")
        found.append(Task(moved, _("Moved away"), text, reverse("departed")))
    found += [*office_tasks(session), *trustee_tasks(session)]
    found += standard_tasks(session)
    found += [*totals_tasks(session), *duplicate_tasks(session), *retention_tasks()]
    found += log_tasks(session)
    found += export_tasks(session)
    aside = len(kept_aside(session))
    if aside:
        text = _("Damaged or forged entries that were not believed. Look at them and tell your coordinator.")
        found.append(Task(aside, _("Kept aside"), text, reverse("kept_aside")))
    return found


def export_tasks(session: Session) -> list[Task]:
    """Return what waits of taking people out: others' requests to answer, own ones that were agreed to."""
    found = []
    asked = len(to_answer(session))
    if asked:
        text = _(
            "Somebody wishes to take many people out into a file, or to print very many letters. It needs your consent."
        )
        found.append(Task(asked, _("Consent to an export"), text, reverse("export_requests")))
    agreed = sum(one.state is State.AGREED for one in mine(session))
    if agreed:
        text = _("A coordinator has agreed. The file can be taken once, within a day.")
        found.append(Task(agreed, _("Take the file"), text, reverse("export")))
    letters = sum(one.state is State.AGREED for one in mine(session, letters=True))
    if letters:
        text = _("A coordinator has agreed. Choose the letter and the people again, and print within a day.")
        found.append(Task(letters, _("Print the letters"), text, reverse("letters")))
    return found


def exposed(session: Session, role: Role) -> list[AccountRow]:
    """Return the accounts whose capture would expose the most people, the own one too: for who coordinates."""
    if not role.covers(Role.COORDINATOR):
        return []
    return account_rows(session, [reach for reach in reaches(session)[:WORST] if reach.people])


def stats(session: Session, role: Role) -> list[Stat]:
    """Return how we stand, for who reads."""
    if not role.covers(Role.VIEWER):
        return []
    people, divisions = Contact.objects.count(), len(session.divisions())
    found = [Stat(people, ngettext("person", "people", people), url=reverse("find"))]
    if new := came_lately():
        found.append(Stat(new, _("new in thirty days"), url=reverse("reports")))
    if divisions > 1:
        found.append(Stat(divisions, ngettext("division", "divisions", divisions)))
    return found


def empty_words(role: Role) -> tuple[object, object] | None:
    """Return heading and sentence for who has nothing to do here now: what this account is for."""
    if role is Role.AUDITOR:
        return (
            _("No division is open to you"),
            _("Your account holds no key to anybody’s people yet. A coordinator opens a division to it."),
        )
    if role is Role.VIEWER:
        return (
            _("Nobody is here yet"),
            _("Once an editor brings in a list or adds a person, you find them here."),
        )
    return None
