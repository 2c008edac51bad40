"""Letters: to whom and what, how they look, and who gets none. A choice stands in RAM under an id that says nothing."""

from __future__ import annotations

from base64 import b64encode
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from busel.desk.actions.printing import ask_to_print
from busel.desk.exporting.requests import HOURS
from busel.desk.mailing.consent import MOST_LETTERS_ALONE, Standing, alone_in, standing_of
from busel.desk.mailing.jobs import Job, find_job, keep, printed, start
from busel.desk.mailing.plan import MOST_LETTERS, Choice, Plan, has_problems, plan_letters
from busel.desk.mailing.run import Stage
from busel.desk.mailing.templates import KeptTemplate, kept_templates
from busel.desk.oversight.access_log import note_people
from busel.desk.oversight.counting import note_counted
from busel.desk.running import log, member
from busel.desk.sandboxes.printing import PrintError, preview_png
from busel.desk.search.conditions import BadConditionError
from busel.desk.search.people import people_of
from busel.desk.search.saved_searches import saved_searches
from busel.desk.session import Session
from busel.desk.web import notices
from busel.desk.web.components import LETTER_STEPS, Stat
from busel.desk.web.export_words import FEW_NAMED
from busel.desk.web.forms.letters import RESULT, SEARCH, ChooseForm
from busel.desk.web.letter_words import LANGUAGE_COUNTS, REASON_WORDS, STAGE_WORDS
from busel.desk.web.person_words import listed
from busel.desk.web.place_words import division_words
from busel.desk.web.policy import policy
from busel.desk.web.porch_views import see_other
from busel.desk.web.saved_links import said_count
from busel.desk.web.views import letter_runs, letter_texts
from busel.registry.roles import Role

PAGE = 50


@policy(Role.EDITOR)
@require_http_methods(["GET", "HEAD", "POST"])
def letters(request: HttpRequest) -> HttpResponse:
    """Choose to whom and what; what was printed before can be taken again from here."""
    session = member.current().session
    templates = kept_templates(session)
    form = _choose_form(request, session, templates)
    if request.method == "POST" and form.is_valid():
        job = _planned(session, form)
        if job is not None:
            return see_other(reverse("letters_preview", args=[job.id]))
    context = {
        "place": "letters",
        "step_labels": LETTER_STEPS,
        "form": form,
        "templates": templates,
        "jobs": [_told(job) for job in printed()],
    }
    return render(request, "letters/choose.html", context)


def _choose_form(request: HttpRequest, session: Session, templates: list[KeptTemplate]) -> ChooseForm:
    result, search = request.GET.get("result", ""), request.GET.get("search", "")
    chosen = f"{RESULT}:{result}" if result else f"{SEARCH}:{search}" if search else None
    return ChooseForm(
        request.POST if request.method == "POST" else None,
        saved=[(saved, said_count(session, saved)) for saved in saved_searches(session)],
        templates=templates,
        divisions=session.divisions(),
        result=result,
        initial={"where": chosen},
    )


def _planned(session: Session, form: ChooseForm) -> Job | None:
    """Return the job of a valid form, or None when the form says now what stands against it."""
    audience, title = form.audience()
    template = form.template_chosen().template
    if has_problems(template):
        form.add_error("template", _("There is something to mend in this letter. Open it below."))
        return None
    choice = Choice(audience, template, title, one_per_household=form.cleaned_data["one_per_household"])
    try:
        return keep(Job(choice, plan_letters(session, choice)))
    except BadConditionError:
        form.add_error("where", _("This search was made with a newer version and cannot be run here."))
        return None


def _told(job: Job) -> dict[str, Any]:
    stage = job.run.stage if job.run else Stage.SETTING
    return {
        "title": job.choice.template.title,
        "people": job.run.people if job.run else 0,
        "stage": STAGE_WORDS[stage],
        "is_ready": stage is Stage.READY,
        "url": reverse("letters-progress", args=[job.id]),
    }


@policy(Role.EDITOR)
@require_http_methods(["GET", "HEAD", "POST"])
def preview(request: HttpRequest, job: str) -> HttpResponse:
    """Show what would be printed; the button prints just that, or shows it anew when something has changed."""
    session = member.current().session
    found = find_job(job)
    if found is None:
        return letter_runs.not_kept()
    if found.run is not None and found.run.stage is not Stage.NOT_PRINTED:
        return see_other(reverse("letters-progress", args=[job]))
    if request.method == "POST" and request.POST.get("confirmed") == "yes":
        return _confirmed(session, found)
    if request.method == "POST" and "ask" in request.POST:
        return _asked(session, found)
    return _show_preview(request, found)


def _confirmed(session: Session, job: Job) -> HttpResponse:
    """Print what was shown. Somebody may have become unreachable since: then it is shown anew, and nothing printed."""
    fresh = plan_letters(session, job.choice)
    same = fresh.letters == job.plan.letters
    job.plan = fresh
    if not same:
        job.previews = []
        notices.say("warning", _("Something was changed meanwhile. This is how it stands now; please look once more."))
    elif not fresh.letters or fresh.too_many or _standing(session, job) not in (Standing.FREE, Standing.AGREED):
        pass  # the page has no such button
    elif start(job, session):
        return see_other(reverse("letters-progress", args=[job.id]))
    else:
        notices.say("warning", _("Other letters are being printed. Print these when they are ready."))
    return see_other(reverse("letters_preview", args=[job.id]))


def _standing(session: Session, job: Job) -> Standing:
    return standing_of(session, job.choice.template.title, job.plan.by_division())[0]


def _asked(session: Session, job: Job) -> HttpResponse:
    """Ask the coordinators; pressed twice it is one request."""
    if _standing(session, job) in (Standing.TO_ASK, Standing.REFUSED) and not job.plan.too_many:
        ask_to_print(session, job.choice.template.title, job.plan.by_division())
        notices.say("success", _("You have asked. It stands on the home page of the coordinators there."))
    return see_other(reverse("letters_preview", args=[job.id]))


def _consent(session: Session, plan: Plan, title: str) -> dict[str, Any]:
    """Return what the page says of consent to very many letters: nothing where nobody is asked."""
    people = plan.by_division()
    standing, _asked_for = standing_of(session, title, people)
    if standing is Standing.FREE or plan.too_many:
        return {"consent": ""}
    alone = set(alone_in(session, people))
    names = [bundle.name for bundle in session.divisions() if bundle.journal in alone]
    return {
        "consent": standing.value,
        "alone": MOST_LETTERS_ALONE,
        "hours": HOURS,
        "nobody_in": [division_words(name, get_language() or "be") for name in names[:FEW_NAMED]],
        "nobody_in_more": max(len(names) - FEW_NAMED, 0),
    }


def _show_preview(request: HttpRequest, job: Job) -> HttpResponse:
    plan, title = job.plan, job.choice.template.title
    everybody = [*(letter.contact for letter in plan.letters), *(left.contact for left in plan.left_out)]
    note_counted(member.current().session, everybody)
    stats = [Stat(number, LANGUAGE_COUNTS[language]) for language, number in plan.by_language()]
    if plan.left_out:
        url = reverse("letters_left_out", args=[job.id])
        stats.append(Stat(len(plan.left_out), _("get no letter"), _("See who, and why"), url=url, kind="warning"))
    context = {
        "place": "letters",
        "step_labels": LETTER_STEPS,
        "title": title,
        "audience": job.choice.audience_title,
        "people": 0 if plan.too_many else len(plan.letters),
        "most": MOST_LETTERS if plan.too_many else 0,
        "before": plan.written_before(title),
        "stats": stats,
        "previews": _previews(job),
        "left_out": [
            {
                "reason": REASON_WORDS[reason],
                "count": number,
                "url": f"{reverse('letters_left_out', args=[job.id])}?reason={reason}",
            }
            for reason, number in plan.reasons()
        ],
        "back_url": reverse("letters"),
        **_consent(member.current().session, plan, title),
    }
    return render(request, "letters/preview.html", context)


def _previews(job: Job) -> list[dict[str, Any]]:
    """Return the first letter of each language as pictures; what cannot be drawn is said, and can still be printed."""
    samples = job.plan.samples()
    note_people(member.current().session, "find_contacts", [letter.contact for letter in samples])
    try:
        job.previews = job.previews or [preview_png(letter) for letter in samples]
    except (PrintError, OSError) as error:
        log.note_failure(error)
        notices.say("warning", _("The picture of the letter could not be drawn."))
        return []
    words = {"be": _("The first letter in Belarusian"), "ru": _("The first letter in Russian")}
    return [
        {"url": f"data:image/png;base64,{b64encode(png).decode()}", "words": words[letter.language]}
        for letter, png in zip(samples, job.previews, strict=True)
    ]


@policy(Role.EDITOR)
@require_safe
def left_out(request: HttpRequest, job: str) -> HttpResponse:
    """Show who gets no letter, and why."""
    found = find_job(job)
    if found is None:
        return letter_runs.not_kept()
    session, asked = member.current().session, request.GET.get("reason", "")
    reasons = {left.contact: left.reason for left in found.plan.left_out if asked in ("", left.reason)}
    page = Paginator(list(reasons), PAGE).get_page(request.GET.get("page"))
    people = people_of(list(page))
    note_people(session, "find_contacts", list(page))
    drawn = listed(session, people, {}, get_language() or "be")
    context = {
        "place": "letters",
        "page": page,
        "rows": [
            {"person": person, "reason": REASON_WORDS[reasons[row.id]]}
            for row, person in zip(people, drawn, strict=True)
        ],
        "back_url": reverse("letters-progress" if found.run else "letters_preview", args=[job]),
    }
    return render(request, "letters/left_out.html", context)


urlpatterns: list[URLPattern] = [
    path("letters", letters, name="letters"),
    *letter_texts.urlpatterns,
    path("letters/<str:job>", preview, name="letters_preview"),
    path("letters/<str:job>/left-out", left_out, name="letters_left_out"),
    *letter_runs.urlpatterns,
]
