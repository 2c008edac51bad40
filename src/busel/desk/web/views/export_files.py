"""The file: how far it is, what came of it, and the download, which leaves the RAM only towards its person."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from busel.desk.exporting.choice import FORMATS
from busel.desk.exporting.jobs import Stage, find_job
from busel.desk.exporting.requests import find_request
from busel.desk.running import member
from busel.desk.web import notices
from busel.desk.web.export_words import FORMAT_WORDS, SUFFIXES
from busel.desk.web.policy import policy
from busel.desk.web.porch_views import see_other
from busel.registry.roles import Role

REFRESH_SECONDS = 1
MEGABYTE = 1_000_000


def not_kept() -> HttpResponse:
    """Answer for an id that is not in RAM."""
    notices.say("info", _("This choice is no longer kept here. Choose once more."))
    return see_other(reverse("export"))


@policy(Role.EDITOR)
@require_safe
def progress(request: HttpRequest, job: str) -> HttpResponse:
    """Show how far the file is; lead on when it is ready."""
    found = find_job(job)
    if found is None:
        return not_kept()
    if found.stage is Stage.READY:
        return see_other(reverse("export_done", args=[job]))
    if found.stage is Stage.FAILED:
        found.stage = Stage.CHOSEN
        notices.say("error", _("Nothing was taken out: it could not be noted, or something has changed meanwhile."))
    if found.stage is Stage.CHOSEN:
        return see_other(reverse("export_confirm", args=[job]))
    context = {"place": "export", "done": found.done, "total": found.total}
    response = render(request, "exports/progress.html", context)
    response["Refresh"] = f"{REFRESH_SECONDS}; url={request.path}"
    return response


@policy(Role.EDITOR)
@require_safe
def done(request: HttpRequest, job: str) -> HttpResponse:
    """Offer the file."""
    found = find_job(job)
    if found is None:
        return not_kept()
    if found.stage is not Stage.READY:
        return see_other(reverse("export_progress", args=[job]))
    asked = find_request(member.current().session, found.request) if found.request else None
    context = {
        "place": "export",
        "people": found.made.count,
        "what": found.choice.what,
        "format": FORMAT_WORDS[found.choice.format],
        "size": found.made.file.size / MEGABYTE,
        "left_out": found.made.left_out,
        "second": asked is not None,
        "download_url": reverse("export_file", args=[job]),
    }
    return render(request, "exports/done.html", context)


@policy(Role.EDITOR)
@require_safe
def file(_request: HttpRequest, job: str) -> HttpResponseBase:
    """Give the file, piece by piece out of RAM. Only once it is noted."""
    found = find_job(job)
    if found is None or found.stage is not Stage.READY:
        return not_kept()
    made = found.made.file
    response = StreamingHttpResponse(iter(made), content_type=FORMATS[found.choice.format])
    response["Content-Length"] = str(made.size)
    response["Content-Disposition"] = f'attachment; filename="document.{SUFFIXES[found.choice.format]}"'
    return response


urlpatterns: list[URLPattern] = [
    path("export/<str:job>/progress", progress, name="export_progress"),
    path("export/<str:job>/done", done, name="export_done"),
    path("export/<str:job>/file", file, name="export_file"),
]
