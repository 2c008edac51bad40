"""Taking people out: what, how many, the passphrase once more. A choice stands in RAM under an id that says nothing."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from busel.desk.account.proving import TooManyWrongError, is_own
from busel.desk.actions.exports import NotAgreedError, ask_to_export, consent
from busel.desk.exporting.choice import NoRightError, people_of
from busel.desk.exporting.jobs import Job, Stage, find_job, keep, ready, start
from busel.desk.exporting.requests import HOURS, MOST_ALONE, Asked, State, find_request, mine
from busel.desk.exporting.right import divisions_to_export
from busel.desk.oversight.counting import note_counted
from busel.desk.running import member, options
from busel.desk.search.conditions import BadConditionError
from busel.desk.search.saved_searches import saved_searches
from busel.desk.session import Session
from busel.desk.web import notices
from busel.desk.web.export_words import FORMAT_WORDS, STATE_KINDS, STATE_WORDS, described
from busel.desk.web.forms.exports import ExportForm, ProofForm
from busel.desk.web.forms.letters import page_language
from busel.desk.web.policy import policy
from busel.desk.web.porch_views import see_other
from busel.desk.web.saved_links import said_count
from busel.desk.web.views import export_files, export_requests
from busel.registry.roles import Role
from busel.vault.lock import PROFILES


@policy(Role.EDITOR)
@require_http_methods(["GET", "HEAD", "POST"])
def export(request: HttpRequest) -> HttpResponse:
    """Choose what is taken out; what was asked for stands beside it."""
    session = member.current().session
    allowed = divisions_to_export(session)
    form = ExportForm(
        request.POST if request.method == "POST" else None,
        saved=[(saved, said_count(session, saved)) for saved in saved_searches(session)],
        divisions=allowed,
    )
    if request.method == "POST" and allowed and form.is_valid():
        job = _chosen(session, form)
        if job is not None:
            return see_other(reverse("export_confirm", args=[job.id]))
    context = {
        "place": "export",
        "form": form if allowed else None,
        "asked": [_told(asked) for asked in mine(session)],
        "ready": [_told_ready(job) for job in ready()],
        "alone": MOST_ALONE,
    }
    return render(request, "exports/choose.html", context)


def _chosen(session: Session, form: ExportForm) -> Job | None:
    try:
        people = people_of(session, form.choice)
    except BadConditionError:
        form.add_error("where", _("This search was made with a newer version and cannot be run here."))
        return None
    if not people:
        form.add_error("where", _("Nobody fits the choice."))
        return None
    return keep(Job(form.choice))


def _told(asked: Asked) -> dict[str, Any]:
    return {
        "count": asked.count,
        "what": asked.one.what,
        "format": FORMAT_WORDS.get(asked.one.format, asked.one.format),
        "state": STATE_WORDS[asked.state],
        "kind": STATE_KINDS.get(asked.state, ""),
        "url": reverse("export_asked", args=[asked.record]) if asked.state in {State.WAITING, State.AGREED} else "",
    }


def _told_ready(job: Job) -> dict[str, Any]:
    return {
        "count": job.made.count,
        "what": job.choice.what,
        "format": FORMAT_WORDS[job.choice.format],
        "url": reverse("export_done", args=[job.id]),
    }


@policy(Role.EDITOR)
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: HttpRequest, job: str) -> HttpResponse:
    """Say how many people and what the file is; take the passphrase, or ask a second person."""
    session, found = member.current().session, find_job(job)
    if found is None:
        return export_files.not_kept()
    if found.stage is not Stage.CHOSEN:
        return see_other(reverse("export_progress", args=[job]))
    try:
        people = people_of(session, found.choice)
    except NoRightError:
        notices.say("error", _("Your right to take people out there has ended."))
        return see_other(reverse("export"))
    note_counted(session, [one for some in people.values() for one in some])
    asked = find_request(session, found.request) if found.request else None
    form = ProofForm(request.POST or None, request.FILES or None)
    may_take = _may_take(session, found, people)
    if request.method == "POST" and people and may_take and form.is_valid() and _proved(session, form):
        if start(session, found, language=page_language()):
            return see_other(reverse("export_progress", args=[job]))
        notices.say("warning", _("Another file is being made. Take this one when it is ready."))
    context = {
        "place": "export",
        "form": form if may_take else None,
        "job": found,
        "people": sum(map(len, people.values())),
        "alone": MOST_ALONE,
        "hours": HOURS,
        "asked": asked and asked.state.value,
        "ask_url": reverse("export_ask", args=[job]),
        "back_url": reverse("export"),
        **described(session, found.choice, list(people)),
    }
    return render(request, "exports/confirm.html", context)


def _may_take(session: Session, job: Job, people: dict[bytes, list[int]]) -> bool:
    try:
        consent(session, job.choice, people, job.request)
    except NotAgreedError:
        return False
    return True


def _proved(session: Session, form: ProofForm) -> bool:
    upload = form.cleaned_data["key_file"]
    key_file = upload.read() if upload else None
    try:
        if is_own(session, form.cleaned_data["passphrase"], key_file, profile=PROFILES[options.chosen.lock_profile]):
            return True
    except TooManyWrongError:
        form.add_error("passphrase", _("Too many wrong passphrases were typed here. Sign out and in again."))
        return False
    form.add_error("passphrase", _("Passphrase or key file is not right. Nothing tells which."))
    return False


@policy(Role.EDITOR)
@require_POST
def ask(_request: HttpRequest, job: str) -> HttpResponse:
    """Ask the coordinators; pressed twice it is one request."""
    session, found = member.current().session, find_job(job)
    if found is None:
        return export_files.not_kept()
    before = find_request(session, found.request) if found.request else None
    if before is None or before.state not in {State.WAITING, State.AGREED}:
        found.request = ask_to_export(session, found.choice)
        notices.say("success", _("You have asked. It stands on the home page of the coordinators there."))
    return see_other(reverse("export_confirm", args=[job]))


@policy(Role.EDITOR)
@require_safe
def asked_for(_request: HttpRequest, record: int) -> HttpResponse:
    """Go on with what was asked for, also at another desk than the one that asked."""
    session = member.current().session
    asked = find_request(session, record)
    if asked is None or asked.account != session.account:
        return export_files.not_kept()
    job = keep(Job(asked.choice, asked.record))
    return see_other(reverse("export_confirm", args=[job.id]))


urlpatterns: list[URLPattern] = [
    path("export", export, name="export"),
    *export_requests.urlpatterns,
    path("export/asked/<int:record>", asked_for, name="export_asked"),
    path("export/<str:job>", confirm, name="export_confirm"),
    path("export/<str:job>/ask", ask, name="export_ask"),
    *export_files.urlpatterns,
]
