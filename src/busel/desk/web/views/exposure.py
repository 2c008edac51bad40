"""The exposure report: made aside, shown by division, kept as a search of the people to warn, and as a PDF."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from busel.desk.actions.exposure import ToWarn, save_people_to_warn
from busel.desk.exposure.jobs import Job, find_job, start
from busel.desk.exposure.report import Exposed, Report
from busel.desk.oversight.access_log import note
from busel.desk.running import member
from busel.desk.sandboxes.printing import PrintError, print_report
from busel.desk.search.conditions import PEOPLE
from busel.desk.search.kept import RESULTS, ask
from busel.desk.web import notices
from busel.desk.web.components import Stat
from busel.desk.web.exposure_paper import MOST_NAMES, concerned, on_paper
from busel.desk.web.exposure_words import (
    COULD,
    OPENED,
    TAKEN,
    always_unknown,
    division_rows,
    period_words,
    removed_rows,
    unknown_lines,
)
from busel.desk.web.formats import format_day_short, format_number
from busel.desk.web.forms.exposure import PeriodForm
from busel.desk.web.pdf import pdf
from busel.desk.web.policy import policy
from busel.desk.web.porch_views import see_other
from busel.desk.web.reach_words import called, day_of, language
from busel.desk.web.region_groups import by_region
from busel.desk.web.views.reach import show_account
from busel.registry.roles import Role

REFRESH_SECONDS = 1
AT_ONCE = 1.0
"""A report that is ready within so many seconds is shown without a page in between."""
LISTS = (COULD, OPENED, TAKEN)


@policy(Role.COORDINATOR)
@require_POST
def make(request: HttpRequest, account: bytes) -> HttpResponse:
    """Begin a report over the days that were asked for."""
    session, form = member.current().session, PeriodForm(request.POST)
    if not form.is_valid():
        return show_account(request, account, form)
    job = start(session, Job(account, called(session, account), form.period))
    job.ended.wait(AT_ONCE)
    return see_other(reverse("exposure", args=[job.id]))


@policy(Role.COORDINATOR)
@require_safe
def show(request: HttpRequest, job: str) -> HttpResponse:
    """Show a report; while it is being made, how far it is."""
    found = find_job(job)
    if found is None:
        return _not_kept()
    if found.report is None:
        return _show_progress(request, found)
    report, rows = found.report, division_rows(found, found.report)
    context = {
        "place": "home",
        "handle": found.handle,
        "account_url": reverse("account_reach", args=[found.account.hex()]),
        "period": period_words(found.period),
        "stats": _stats(report),
        "rows": rows,
        "regions": by_region(rows, lambda row: row.division, count=lambda row: row.could.count),
        "removed": removed_rows(report),
        "unknown": unknown_lines(report),
        "always_unknown": always_unknown(),
        "still_open": sum(one.is_open for one in report.divisions),
        "warn_url": reverse("exposure_warn", args=[found.id]),
        "choices": _choices(report),
        "paper_url": reverse("exposure_paper", args=[found.id]),
    }
    for one in report.divisions:
        if one.removed:
            note(member.current().session, "show_exposure", one.journal, list(one.removed))
    return render(request, "exposure/report.html", context)


def _show_progress(request: HttpRequest, job: Job) -> HttpResponse:
    context = {
        "place": "home",
        "handle": job.handle,
        "done": job.done,
        "total": job.of_all,
        "failed": job.failed,
        "account_url": reverse("account_reach", args=[job.account.hex()]),
    }
    response = render(request, "exposure/progress.html", context)
    if not job.failed:
        response["Refresh"] = f"{REFRESH_SECONDS}; url={request.path}"
    return response


@policy(Role.COORDINATOR)
@require_safe
def people(_request: HttpRequest, job: str, name: str, at: int) -> HttpResponse:
    """Show the people of one list in one division, as a search shows them."""
    found = find_job(job)
    if found is None or found.report is None:
        return _not_kept()
    if name not in LISTS or at >= len(found.report.divisions):
        raise Http404
    ids = sorted(listed(found.report.divisions[at], name))
    return see_other(reverse("results", args=[RESULTS.keep(ask("", {"field": PEOPLE, "is": ids}))]))


@policy(Role.COORDINATOR)
@require_POST
def warn(request: HttpRequest, job: str) -> HttpResponse:
    """Keep the people of one list as a saved search, so that each of them can be warned."""
    found = find_job(job)
    if found is None or found.report is None:
        return _not_kept()
    session, name = member.current().session, request.POST.get("list", COULD)
    if name not in LISTS:
        raise Http404
    to_warn = _to_warn(found, found.report, name)
    if not to_warn.count:
        notices.say("info", _("Nobody stands in this list, so there is nobody to warn."))
        return see_other(reverse("exposure", args=[job]))
    kept_away = save_people_to_warn(session, found.report, to_warn)
    notices.say("success", _("The people to warn are saved. Write letters to them, or go through them one by one."))
    if kept_away:
        notices.say("warning", _kept_away_words(len(kept_away)))
    return see_other(reverse("saved_search", args=[to_warn.record]))


@policy(Role.COORDINATOR)
@require_POST
def paper(request: HttpRequest, job: str) -> HttpResponse:
    """Give the report as a PDF; with the people's names only if they are asked for, and then it is logged."""
    found = find_job(job)
    if found is None or found.report is None:
        return _not_kept()
    with_names = "names" in request.POST
    try:
        file = print_report(on_paper(found.report, found.handle, with_names=with_names))
    except (ValueError, PrintError, OSError) as error:
        notices.say("warning", _too_many() if isinstance(error, ValueError) else _("The file could not be made."))
        return see_other(reverse("exposure", args=[job]))
    for one in found.report.divisions if with_names else ():
        note(member.current().session, "print_exposure", one.journal, sorted(concerned(one)))
    return pdf(file)


def _too_many() -> str:
    return _(
        "More than %(n)s names make no list to call through. Save the people to warn, and write letters to them."
    ) % {"n": format_number(MOST_NAMES, language())}


def listed(one: Exposed, name: str) -> frozenset[int]:
    """Return the people of one list of a division."""
    return {COULD: one.could, OPENED: frozenset(one.traces.opened), TAKEN: frozenset(one.traces.taken)}[name]


def _to_warn(job: Job, report: Report, name: str) -> ToWarn:
    words = {"handle": job.handle, "day": format_day_short(day_of(report.made), language())}
    title = {
        COULD: _("People to warn: %(handle)s, %(day)s"),
        OPENED: _("People to warn, opened: %(handle)s, %(day)s"),
        TAKEN: _("People to warn, printed or taken out: %(handle)s, %(day)s"),
    }[name]
    standing = {one.journal: listed(one, name) - one.removed.keys() for one in report.divisions}
    return ToWarn(job.records[LISTS.index(name)], title % words, {one: ids for one, ids in standing.items() if ids})


def _kept_away_words(divisions: int) -> str:
    return ngettext(
        "Of %(n)s division they are saved for you alone: this account could still read the list there. Once the keys"
        " are changed, make the report again and save it for all.",
        "Of %(n)s divisions they are saved for you alone: this account could still read the list there. Once the keys"
        " are changed, make the report again and save it for all.",
        divisions,
    ) % {"n": format_number(divisions, language())}


def _stats(report: Report) -> list[Stat]:
    return [
        Stat(report.could(), _("could be read"), _("its keys opened them")),
        Stat(report.opened(), _("were opened"), _("by the access log and its own changes")),
        Stat(report.taken(), _("were printed or taken out"), _("on paper or in a file"), kind="danger"),
    ]


def _choices(report: Report) -> list[tuple[str, str, int]]:
    words = {COULD: _("All whom it could read"), OPENED: _("Whom it opened"), TAKEN: _("Whom it printed or took out")}
    counts = {COULD: report.could(), OPENED: report.opened(), TAKEN: report.taken()}
    return [(name, words[name], counts[name]) for name in LISTS if counts[name]]


def _not_kept() -> HttpResponse:
    notices.say("info", _("This report is no longer kept here. Make it once more."))
    return see_other(reverse("exposed"))


urlpatterns: list[URLPattern] = [
    path("exposed/<account:account>/report", make, name="exposure_make"),
    path("exposure/<str:job>", show, name="exposure"),
    path("exposure/<str:job>/<str:name>/<int:at>", people, name="exposure_people"),
    path("exposure/<str:job>/warn", warn, name="exposure_warn"),
    path("exposure/<str:job>/paper", paper, name="exposure_paper"),
]
