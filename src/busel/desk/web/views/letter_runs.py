"""A print run: how far it is, what came of it, and the file, which leaves the RAM only towards its person."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from busel.desk.mailing.jobs import Job, find_job, start
from busel.desk.mailing.run import PrintRun, Stage
from busel.desk.running import member
from busel.desk.web import notices
from busel.desk.web.components import LETTER_STEPS
from busel.desk.web.letter_words import STAGE_WORDS
from busel.desk.web.pdf import pdf
from busel.desk.web.policy import policy
from busel.desk.web.porch_views import see_other
from busel.registry.roles import Role

REFRESH_SECONDS = 1
MEGABYTE = 1_000_000


def not_kept() -> HttpResponse:
    """Answer for an id that is not in RAM: another day's, or one of too many."""
    notices.say("info", _("These letters are no longer kept here. Choose once more."))
    return see_other(reverse("letters"))


@policy(Role.EDITOR)
@require_safe
def progress(request: HttpRequest, job: str) -> HttpResponse:
    """Show how far it is; lead on when it is ready, and say what to do when it is not."""
    found = find_job(job)
    if found is None:
        return not_kept()
    if found.run is None:
        return see_other(reverse("letters_preview", args=[job]))
    if found.run.stage is Stage.READY:
        return see_other(reverse("letters_done", args=[job]))
    if not found.run.stage.works:
        return _show_stopped(request, found, found.run)
    run = found.run
    context = {
        "place": "letters",
        "step_labels": LETTER_STEPS,
        "title": found.choice.template.title,
        "done": run.set if run.stage is Stage.SETTING else run.noted,
        "total": run.people,
        "doing": STAGE_WORDS[run.stage],
    }
    response = render(request, "letters/progress.html", context)
    response["Refresh"] = f"{REFRESH_SECONDS}; url={request.path}"
    return response


def _show_stopped(request: HttpRequest, job: Job, run: PrintRun) -> HttpResponse:
    context = {
        "place": "letters",
        "title": job.choice.template.title,
        "printed": bool(run.file),
        "noted": run.noted,
        "people": run.people,
        "preview_url": reverse("letters_preview", args=[job.id]),
        "again_url": reverse("letters_again", args=[job.id]),
    }
    return render(request, "letters/stopped.html", context)


@policy(Role.EDITOR)
@require_POST
def again(_request: HttpRequest, job: str) -> HttpResponse:
    """Note what is not noted yet of letters that are printed already; what is noted stays as it is."""
    found = find_job(job)
    if found is None:
        return not_kept()
    stopped = found.run is not None and found.run.stage is Stage.NOT_NOTED
    if stopped and not start(found, member.current().session):
        notices.say("warning", _("Other letters are being printed. Try again when they are ready."))
    return see_other(reverse("letters-progress", args=[job]))


@policy(Role.EDITOR)
@require_safe
def done(request: HttpRequest, job: str) -> HttpResponse:
    """Show what came of it, and offer the file."""
    found = find_job(job)
    if found is None:
        return not_kept()
    if found.run is None or found.run.stage is not Stage.READY:
        return see_other(reverse("letters-progress", args=[job]))
    run = found.run
    context = {
        "place": "letters",
        "step_labels": LETTER_STEPS,
        "title": found.choice.template.title,
        "people": run.people,
        "pages": run.pages,
        "noted": run.noted,
        "size": len(run.file) / MEGABYTE,
        "download_url": reverse("letters_file", args=[job]),
        "left_out": len(found.plan.left_out),
        "left_out_url": reverse("letters_left_out", args=[job]),
    }
    return render(request, "letters/done.html", context)


@policy(Role.EDITOR)
@require_safe
def file(_request: HttpRequest, job: str) -> HttpResponse:
    """Give the PDF. Only once its letters are noted."""
    found = find_job(job)
    if found is None or found.run is None or found.run.stage is not Stage.READY:
        return not_kept()
    return pdf(found.run.file)


urlpatterns: list[URLPattern] = [
    path("letters/<str:job>/progress", progress, name="letters-progress"),
    path("letters/<str:job>/again", again, name="letters_again"),
    path("letters/<str:job>/done", done, name="letters_done"),
    path("letters/<str:job>/file", file, name="letters_file"),
]
